#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tiff_session.h"

static const struct { uint16_t bits, kind; } layouts[] = {
    [EBK_UINT8] = {8, SAMPLEFORMAT_UINT}, [EBK_INT8] = {8, SAMPLEFORMAT_INT},
    [EBK_UINT16] = {16, SAMPLEFORMAT_UINT}, [EBK_INT16] = {16, SAMPLEFORMAT_INT},
    [EBK_UINT32] = {32, SAMPLEFORMAT_UINT}, [EBK_INT32] = {32, SAMPLEFORMAT_INT},
    [EBK_UINT64] = {64, SAMPLEFORMAT_UINT}, [EBK_INT64] = {64, SAMPLEFORMAT_INT},
    [EBK_FLOAT16] = {16, SAMPLEFORMAT_IEEEFP}, [EBK_FLOAT32] = {32, SAMPLEFORMAT_IEEEFP},
    [EBK_FLOAT64] = {64, SAMPLEFORMAT_IEEEFP}};

static void give_notes(TIFF *tiff, const ebk_source *source) {
  static const struct { ttag_t tag; const char *key; } texts[] = {
      {TIFFTAG_IMAGEDESCRIPTION, "ImageDescription"}, {TIFFTAG_SOFTWARE, "Software"},
      {TIFFTAG_DATETIME, "DateTime"}, {TIFFTAG_ARTIST, "Artist"}, {TIFFTAG_COPYRIGHT, "Copyright"},
      {TIFFTAG_MAKE, "Make"}, {TIFFTAG_MODEL, "Model"}, {TIFFTAG_DOCUMENTNAME, "DocumentName"},
      {TIFFTAG_HOSTCOMPUTER, "HostComputer"}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    const char *value = ebk_find_text(source, texts[i].key);
    if (value) TIFFSetField(tiff, texts[i].tag, value);
  }
  const char *value = ebk_find_text(source, "XResolution");
  if (value) TIFFSetField(tiff, TIFFTAG_XRESOLUTION, strtod(value, NULL));
  if ((value = ebk_find_text(source, "YResolution")))
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, strtod(value, NULL));
  if ((value = ebk_find_text(source, "ResolutionUnit")) && atoi(value) >= 1 && atoi(value) <= 3)
    TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, atoi(value));
  if ((value = ebk_find_text(source, "Orientation")) && atoi(value) >= 1 && atoi(value) <= 8)
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, atoi(value));
  if (source->profile_length)
    TIFFSetField(tiff, TIFFTAG_ICCPROFILE, (uint32_t)source->profile_length, source->profile);
}

typedef struct {
  ebk_writer base;
  tiff_session session;
  ebk_output output;
  TIFF *tiff;
  size_t row_bytes;
  /// Rows in a strip, and how many of the present one came so far; the predictor works in place, so a strip is a copy.
  uint32_t rows, filled, index;
  uint8_t *strip;
} tiff_writer;

static int write_failed(tiff_writer *writer) {
  ebk_bytes *out = writer->base.out;
  if (!out->message[0]) ebk_fail(out->message, EBK_NO_MEMORY, "no memory to encode a TIFF");
  return EBK_NO_MEMORY;
}

static int write_rows(ebk_writer *base, const uint8_t *pixels, uint32_t count) {
  tiff_writer *writer = (tiff_writer *)base;
  uint32_t left = base->height - base->next;
  while (count > 0) {
    uint32_t height = writer->filled + left < writer->rows ? writer->filled + left : writer->rows;
    uint32_t taken = height - writer->filled < count ? height - writer->filled : count;
    memcpy(writer->strip + writer->row_bytes * writer->filled, pixels, writer->row_bytes * taken);
    writer->filled += taken;
    pixels += writer->row_bytes * taken;
    count -= taken;
    left -= taken;
    if (writer->filled < height) break;
    if (TIFFWriteEncodedStrip(
            writer->tiff, writer->index++, writer->strip, (tmsize_t)(writer->row_bytes * height)) < 0)
      return write_failed(writer);
    writer->filled = 0;
  }
  return EBK_OK;
}

static int close_writer(ebk_writer *base, int complete) {
  tiff_writer *writer = (tiff_writer *)base;
  int status = base->status;
  if (complete && !TIFFWriteDirectory(writer->tiff)) status = write_failed(writer);
  free(writer->strip);
  TIFFClose(writer->tiff);
  if (status == EBK_OK) base->out->message[0] = 0;
  free(writer);
  return status;
}

int ebk_create_tiff(const ebk_source *source, int descriptor, ebk_bytes *out, ebk_writer **made) {
  memset(out, 0, sizeof *out);
  if (source->format < EBK_UINT8 || source->format > EBK_FLOAT64 || source->channels == 0)
    return ebk_fail(out->message, EBK_UNSUPPORTED, "TIFF cannot hold these samples");
  uint16_t bits = layouts[source->format].bits, kind = layouts[source->format].kind;
  tiff_writer *writer = calloc(1, sizeof *writer);
  if (!writer) return ebk_fail(out->message, EBK_NO_MEMORY, "no memory to encode a TIFF");
  writer->base = (ebk_writer){.rows = write_rows, .close = close_writer, .height = source->height, .out = out};
  writer->output = (ebk_output){.descriptor = descriptor, .out = out};
  writer->session = (tiff_session){.output = &writer->output, .message = out->message};
  size_t row_bytes = writer->row_bytes = (size_t)source->width * source->channels * bits / 8;
  // Classic TIFF addresses 4 GiB; deflate can lengthen what it cannot compress.
  int big = (double)row_bytes * source->height > 3.9e9;
  TIFF *tiff = writer->tiff = ebk_tiff_open(&writer->session, big ? "w8" : "w");
  if (!tiff) {
    int status = write_failed(writer);
    free(writer);
    ebk_bytes_free(out);
    return status;
  }
  int colours = source->channels >= 3 + (uint32_t)(source->alpha != 0) ? 3 : 1;
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, source->width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, source->height);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, source->channels);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bits);
  TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, kind);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, colours == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK);
  int extras = (int)source->channels - colours;
  if (extras > 0 && extras < EBK_MAXIMUM_PLANES) {
    uint16_t kinds[EBK_MAXIMUM_PLANES] = {0};
    if (source->alpha) kinds[extras - 1] = EXTRASAMPLE_UNASSALPHA;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, extras, kinds);
  }
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_ADOBE_DEFLATE);
  TIFFSetField(
      tiff, TIFFTAG_PREDICTOR, kind == SAMPLEFORMAT_IEEEFP ? PREDICTOR_FLOATINGPOINT : PREDICTOR_HORIZONTAL);
  uint32_t rows = row_bytes ? (uint32_t)((1u << 18) / row_bytes) : 1;
  if (rows < 1) rows = 1;
  if (rows > source->height) rows = source->height;
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, rows);
  give_notes(tiff, source);
  writer->rows = rows;
  writer->strip = malloc(row_bytes * rows);
  if (!writer->strip) {
    TIFFClose(tiff);
    free(writer);
    ebk_bytes_free(out);
    return ebk_fail(out->message, EBK_NO_MEMORY, "no memory to encode a TIFF");
  }
  *made = &writer->base;
  return EBK_OK;
}
