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

int ebk_encode_tiff(const ebk_source *source, ebk_bytes *out) {
  memset(out, 0, sizeof *out);
  if (source->format < EBK_UINT8 || source->format > EBK_FLOAT64 || source->channels == 0)
    return ebk_fail(out->message, EBK_UNSUPPORTED, "TIFF cannot hold these samples");
  uint16_t bits = layouts[source->format].bits, kind = layouts[source->format].kind;
  size_t row_bytes = (size_t)source->width * source->channels * bits / 8;
  // Classic TIFF addresses 4 GiB; deflate can lengthen what it cannot compress.
  int big = (double)row_bytes * source->height > 3.9e9;
  tiff_session session = {.out = out, .message = out->message};
  TIFF *tiff = ebk_tiff_open(&session, big ? "w8" : "w");
  if (!tiff) return EBK_NO_MEMORY;
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
  // The predictor works in place, so each strip is a copy.
  uint8_t *strip = malloc(row_bytes * rows);
  int fine = strip != NULL;
  uint32_t index = 0;
  for (uint32_t y = 0; fine && y < source->height; y += rows, index++) {
    uint32_t count = source->height - y < rows ? source->height - y : rows;
    memcpy(strip, source->pixels + row_bytes * y, row_bytes * count);
    fine = TIFFWriteEncodedStrip(tiff, index, strip, (tmsize_t)(row_bytes * count)) >= 0;
  }
  if (fine) fine = TIFFWriteDirectory(tiff);
  free(strip);
  TIFFClose(tiff);
  if (fine) {
    out->message[0] = 0;
    return EBK_OK;
  }
  ebk_bytes_free(out);
  if (!out->message[0]) ebk_fail(out->message, EBK_NO_MEMORY, "no memory to encode a TIFF");
  return EBK_NO_MEMORY;
}
