#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tiff_samples.h"
#include "tiff_session.h"

/// What a TIFF directory says about its pixels.
typedef struct {
  uint32_t width, height, across, down;
  uint16_t bits, samples, kind, photometric, planar, compression;
  uint16_t extra_count;
  uint16_t extras[EBK_MAXIMUM_PLANES];
  int tiled;
} tiff_layout;

static void take_notes(TIFF *tiff, const tiff_layout *layout, ebk_image *image) {
  static const struct { ttag_t tag; const char *key; } texts[] = {
      {TIFFTAG_IMAGEDESCRIPTION, "ImageDescription"}, {TIFFTAG_SOFTWARE, "Software"},
      {TIFFTAG_DATETIME, "DateTime"}, {TIFFTAG_ARTIST, "Artist"}, {TIFFTAG_COPYRIGHT, "Copyright"},
      {TIFFTAG_MAKE, "Make"}, {TIFFTAG_MODEL, "Model"}, {TIFFTAG_DOCUMENTNAME, "DocumentName"},
      {TIFFTAG_HOSTCOMPUTER, "HostComputer"}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    char *value = NULL;
    if (TIFFGetField(tiff, texts[i].tag, &value) && value)
      ebk_add_text(image, texts[i].key, value, strlen(value));
  }
  char line[64];
  static const struct { ttag_t tag; const char *key; } numbers[] = {
      {TIFFTAG_XRESOLUTION, "XResolution"}, {TIFFTAG_YRESOLUTION, "YResolution"}};
  for (size_t i = 0; i < 2; i++) {
    float value;
    if (!TIFFGetField(tiff, numbers[i].tag, &value)) continue;
    snprintf(line, sizeof line, "%g", value);
    ebk_add_text(image, numbers[i].key, line, strlen(line));
  }
  uint16_t number;
  if (TIFFGetField(tiff, TIFFTAG_RESOLUTIONUNIT, &number)) {
    snprintf(line, sizeof line, "%u", number);
    ebk_add_text(image, "ResolutionUnit", line, strlen(line));
  }
  if (TIFFGetField(tiff, TIFFTAG_ORIENTATION, &number) && number != ORIENTATION_TOPLEFT) {
    snprintf(line, sizeof line, "%u", number);
    ebk_add_text(image, "Orientation", line, strlen(line));
    ebk_add_warning(image, "the Orientation tag (%u) is kept but the pixels are not turned", number);
  }
  if (layout->bits != 8 && layout->bits != 16 && layout->bits != 32 && layout->bits != 64) {
    snprintf(line, sizeof line, "%u", layout->bits);
    ebk_add_text(image, "BitsPerSample", line, strlen(line));
  }
  uint64_t exif;
  if (TIFFGetField(tiff, TIFFTAG_EXIFIFD, &exif)) ebk_add_text(image, "EXIF", "present", 7);
  uint32_t length;
  void *profile;
  if (TIFFGetField(tiff, TIFFTAG_ICCPROFILE, &length, &profile)) ebk_set_profile(image, profile, length);
}

static int read_layout(TIFF *tiff, tiff_layout *layout, ebk_image *image) {
  memset(layout, 0, sizeof *layout);
  if (!TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &layout->width) ||
      !TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &layout->height))
    return ebk_fail(image->message, EBK_CORRUPT, "the directory states no width or height");
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &layout->bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &layout->samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &layout->kind);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &layout->planar);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &layout->compression);
  if (!TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &layout->photometric))
    layout->photometric = layout->samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
  if (layout->kind == SAMPLEFORMAT_VOID) layout->kind = SAMPLEFORMAT_UINT;
  uint16_t *extras = NULL;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &layout->extra_count, &extras);
  if (layout->samples == 0 || layout->samples > EBK_MAXIMUM_PLANES)
    return ebk_fail(
        image->message, EBK_UNSUPPORTED, "%u samples a pixel; 1 to %d are supported", layout->samples,
        EBK_MAXIMUM_PLANES);
  if (layout->extra_count > layout->samples) layout->extra_count = layout->samples;
  for (int i = 0; i < layout->extra_count; i++) layout->extras[i] = extras ? extras[i] : 0;
  if (layout->kind > SAMPLEFORMAT_IEEEFP || ebk_tiff_format((tiff_sample){layout->bits, layout->kind}) < 0)
    return ebk_fail(
        image->message, EBK_UNSUPPORTED, "samples of %u bits in sample format %u are not supported",
        layout->bits, layout->kind);
  layout->tiled = TIFFIsTiled(tiff);
  if (layout->tiled) {
    if (!TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &layout->across) ||
        !TIFFGetField(tiff, TIFFTAG_TILELENGTH, &layout->down))
      return ebk_fail(image->message, EBK_CORRUPT, "a tiled image without tile sizes");
  } else {
    layout->across = layout->width;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &layout->down);
    if (layout->down > layout->height) layout->down = layout->height;
  }
  if (layout->across == 0 || layout->down == 0)
    return ebk_fail(image->message, EBK_CORRUPT, "strips or tiles of no size");
  return EBK_OK;
}

/// Which photometric interpretations are read, and libtiff's own conversion asked for where it has one.
static int check_photometric(TIFF *tiff, const tiff_layout *layout, ebk_image *image) {
  switch (layout->photometric) {
    case PHOTOMETRIC_MINISWHITE: case PHOTOMETRIC_MINISBLACK: return EBK_OK;
    case PHOTOMETRIC_RGB: if (layout->samples >= 3) return EBK_OK; break;
    case PHOTOMETRIC_PALETTE: if (layout->bits <= 16 && layout->kind == SAMPLEFORMAT_UINT) return EBK_OK; break;
    case PHOTOMETRIC_SEPARATED: if (layout->samples >= 4) return EBK_OK; break;
    case PHOTOMETRIC_CFA: return EBK_OK;
    case PHOTOMETRIC_YCBCR:
      if (layout->compression == COMPRESSION_JPEG) {
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        return EBK_OK;
      }
      return ebk_fail(
          image->message, EBK_UNSUPPORTED, "YCbCr without JPEG compression; save it as RGB first");
    case PHOTOMETRIC_LOGL: case PHOTOMETRIC_LOGLUV:
      return ebk_fail(
          image->message, EBK_UNSUPPORTED, "a LogLuv image; save it as 32-bit floating point first");
    case PHOTOMETRIC_CIELAB: case PHOTOMETRIC_ICCLAB: case PHOTOMETRIC_ITULAB:
      return ebk_fail(image->message, EBK_UNSUPPORTED, "a Lab image; save it as RGB first");
    default: break;
  }
  return ebk_fail(
      image->message, EBK_UNSUPPORTED, "photometric interpretation %u with %u samples of %u bits",
      layout->photometric, layout->samples, layout->bits);
}

/// A TIFF that is open for reading rows.
typedef struct {
  ebk_reader base;
  tiff_session session;
  TIFF *tiff;
  ebk_image *image;
  tiff_layout layout;
  /// How many planes of samples one block holds: all of them, or one.
  uint32_t inside;
  tmsize_t block_bytes, row_bytes;
  /// The decoded strips that hold the rows from `held` on, one a separate plane; of tiles a single one.
  uint8_t *block[EBK_MAXIMUM_PLANES];
  /// Tiles only: the samples of the row of tiles from `held` on, plane after plane.
  float *tiles;
  uint32_t held;
  int holds;
  /// One row of every sample, before it becomes colour.
  float *samples;
  /// A palette's colours, and whether 8 bits hold them.
  uint16_t *palette;
  int narrow;
} tiff_reader;

/// Decodes one strip or tile; `rows` is how many of its rows lie in the image.
static int read_block(tiff_reader *reader, uint32_t x, uint32_t y, uint16_t plane, uint32_t rows, uint8_t *into) {
  const tiff_layout *layout = &reader->layout;
  ebk_image *image = reader->image;
  tmsize_t got, wanted;
  if (layout->tiled) {
    wanted = reader->block_bytes;
    got = TIFFReadEncodedTile(reader->tiff, TIFFComputeTile(reader->tiff, x, y, 0, plane), into, wanted);
  } else {
    wanted = reader->row_bytes * (tmsize_t)rows;
    got = TIFFReadEncodedStrip(reader->tiff, TIFFComputeStrip(reader->tiff, y, plane), into, wanted);
  }
  if (got >= wanted) return EBK_OK;
  char reason[EBK_MESSAGE];
  memcpy(reason, image->message, sizeof reason);
  return ebk_fail(
      image->message, EBK_CORRUPT, "the pixels at column %u, row %u cannot be read%s%.180s", x, y,
      reason[0] ? ": " : "", reason);
}

/// Makes the reader hold the strips or tiles that row `y` lies in.
static int hold(tiff_reader *reader, uint32_t y) {
  const tiff_layout *layout = &reader->layout;
  uint32_t start = y - y % layout->down;
  if (reader->holds && reader->held == start) return EBK_OK;
  reader->holds = 0;
  uint32_t rows = layout->height - start < layout->down ? layout->height - start : layout->down;
  uint32_t blocks = layout->samples / reader->inside;
  int status = EBK_OK;
  for (uint32_t s = 0; s < blocks && status == EBK_OK; s++) {
    uint8_t **block = &reader->block[layout->tiled ? 0 : s];
    if (!*block && !(*block = malloc((size_t)reader->block_bytes)))
      return ebk_fail(reader->image->message, EBK_NO_MEMORY, "no memory for a strip or tile");
    if (!layout->tiled) {
      status = read_block(reader, 0, start, (uint16_t)s, rows, *block);
      continue;
    }
    size_t plane = (size_t)(layout->height < layout->down ? layout->height : layout->down) * layout->width;
    if (!reader->tiles && !(reader->tiles = malloc(plane * layout->samples * sizeof(float))))
      return ebk_fail(reader->image->message, EBK_NO_MEMORY, "no memory for a row of tiles");
    for (uint32_t x = 0; x < layout->width && status == EBK_OK; x += layout->across) {
      uint32_t columns = layout->width - x < layout->across ? layout->width - x : layout->across;
      status = read_block(reader, x, start, (uint16_t)s, rows, *block);
      for (uint32_t r = 0; r < rows && status == EBK_OK; r++)
        for (uint32_t c = 0; c < reader->inside; c++)
          ebk_tiff_unpack(
              *block + (size_t)reader->row_bytes * r, (tiff_sample){layout->bits, layout->kind}, c,
              reader->inside, columns,
              reader->tiles + plane * (s * reader->inside + c) + (size_t)r * layout->width + x,
              &reader->image->rounded);
      if (layout->across > UINT32_MAX - x) break;
    }
  }
  reader->held = start;
  reader->holds = status == EBK_OK;
  return status;
}

/// The samples of row `y`, one plane's after the other's.
static int read_samples(tiff_reader *reader, uint32_t y, float *const *into) {
  const tiff_layout *layout = &reader->layout;
  int status = hold(reader, y);
  if (status != EBK_OK) return status;
  uint32_t row = y - reader->held;
  for (uint32_t s = 0; s < layout->samples; s++) {
    if (layout->tiled) {
      size_t plane = (size_t)(layout->height < layout->down ? layout->height : layout->down) * layout->width;
      memcpy(into[s], reader->tiles + plane * s + (size_t)row * layout->width, layout->width * sizeof(float));
    } else {
      const uint8_t *block = reader->block[s / reader->inside];
      ebk_tiff_unpack(
          block + (size_t)reader->row_bytes * row, (tiff_sample){layout->bits, layout->kind},
          s % reader->inside, reader->inside, layout->width, into[s], &reader->image->rounded);
    }
  }
  return EBK_OK;
}

/// Copies a palette: 16-bit as TIFF stores it, or 8-bit when nothing is lost.
static int take_palette(tiff_reader *reader, uint64_t maximum_samples) {
  const tiff_layout *layout = &reader->layout;
  ebk_image *image = reader->image;
  uint16_t *maps[3] = {NULL, NULL, NULL};
  if (!TIFFGetField(reader->tiff, TIFFTAG_COLORMAP, &maps[0], &maps[1], &maps[2]) || !maps[0])
    return ebk_fail(image->message, EBK_CORRUPT, "a palette image without its palette");
  if ((uint64_t)image->width * image->height > maximum_samples / 3)
    return ebk_fail(image->message, EBK_TOO_LARGE, "the palette image is too large");
  uint32_t entries = 1u << layout->bits;
  reader->palette = malloc(3 * (size_t)entries * sizeof(uint16_t));
  if (!reader->palette) return ebk_fail(image->message, EBK_NO_MEMORY, "no memory for the palette's colours");
  reader->narrow = 1;
  for (int c = 0; c < 3; c++)
    for (uint32_t i = 0; i < entries; i++) {
      reader->palette[c * entries + i] = maps[c][i];
      reader->narrow &= maps[c][i] % 257 == 0;
    }
  image->planes = image->light = 3;
  image->alpha = -1;
  image->format = reader->narrow ? EBK_UINT8 : EBK_UINT16;
  image->bits = reader->narrow ? 8 : 16;
  return EBK_OK;
}

static double full_scale(const tiff_layout *layout) {
  if (layout->kind == SAMPLEFORMAT_IEEEFP) return 1;
  double all = 1;
  for (int i = 0; i < layout->bits; i++) all *= 2;
  return layout->kind == SAMPLEFORMAT_INT ? all / 2 - 1 : all - 1;
}

/// Turns a row's samples into light: a palette's colours, R = full * (1 - C) * (1 - K), or MinIsWhite turned round.
static void colour_row(const tiff_reader *reader, float *const *from, float *const *into) {
  const tiff_layout *layout = &reader->layout;
  size_t width = layout->width;
  double full = full_scale(layout);
  if (layout->photometric == PHOTOMETRIC_PALETTE) {
    uint32_t entries = 1u << layout->bits;
    for (size_t i = 0; i < width; i++) {
      uint32_t index = (uint32_t)from[0][i];
      for (int c = 0; c < 3; c++) {
        uint16_t value = reader->palette[c * entries + (index < entries ? index : 0)];
        into[c][i] = reader->narrow ? value / 257 : value;
      }
    }
    return;
  }
  int ink = layout->photometric == PHOTOMETRIC_SEPARATED;
  int whole = layout->kind != SAMPLEFORMAT_IEEEFP;
  for (int c = 0; ink && c < 3; c++)
    for (size_t i = 0; i < width; i++) {
      double light = (full - from[c][i]) * (full - from[3][i]) / full;
      into[c][i] = whole ? (float)(int64_t)(light + 0.5) : (float)light;
    }
  for (int c = ink ? 4 : 0; c < layout->samples; c++)
    memcpy(into[ink ? c - 1 : c], from[c], width * sizeof(float));
  if (layout->photometric != PHOTOMETRIC_MINISWHITE) return;
  // Signed samples turn about -1/2, so that the whole range maps onto itself.
  double top = layout->kind == SAMPLEFORMAT_INT ? -1 : full;
  for (size_t i = 0; i < width; i++) into[0][i] = (float)(top - into[0][i]);
}

static int read_rows(ebk_reader *base, uint32_t first, uint32_t count, float *const *planes) {
  tiff_reader *reader = (tiff_reader *)base;
  const tiff_layout *layout = &reader->layout;
  uint16_t photometric = layout->photometric;
  int direct = photometric != PHOTOMETRIC_PALETTE && photometric != PHOTOMETRIC_SEPARATED &&
      photometric != PHOTOMETRIC_MINISWHITE;
  reader->image->message[0] = 0;
  for (uint32_t r = 0; r < count; r++) {
    float *into[EBK_MAXIMUM_PLANES], *samples[EBK_MAXIMUM_PLANES];
    for (uint32_t p = 0; p < reader->image->planes; p++) into[p] = planes[p] + (size_t)r * layout->width;
    for (uint32_t s = 0; s < layout->samples && !direct; s++)
      samples[s] = reader->samples + (size_t)s * layout->width;
    int status = read_samples(reader, first + r, direct ? into : samples);
    if (status != EBK_OK) return status;
    if (!direct) colour_row(reader, samples, into);
  }
  if (reader->session.damaged)
    return ebk_fail(reader->image->message, EBK_CORRUPT, "the JPEG data inside is damaged");
  reader->image->message[0] = 0;
  return EBK_OK;
}

static void close_reader(ebk_reader *base) {
  tiff_reader *reader = (tiff_reader *)base;
  reader->session.image = NULL;
  if (reader->tiff) TIFFClose(reader->tiff);
  for (int s = 0; s < EBK_MAXIMUM_PLANES; s++) free(reader->block[s]);
  free(reader->tiles);
  free(reader->samples);
  free(reader->palette);
  free(reader);
}

static uint64_t number_at(const ebk_input *input, uint64_t at, int count, int big_endian) {
  uint64_t value = 0;
  uint8_t bytes[8];
  if (ebk_input_read(input, at, bytes, (size_t)count) < (size_t)count) return 0;
  for (int i = 0; i < count; i++) value = value << 8 | bytes[big_endian ? i : count - 1 - i];
  return value;
}

/// The first directory's Predictor, which libtiff does not tell of a file without compression; 1 when there is none.
static uint64_t stated_predictor(const ebk_input *input) {
  int big = number_at(input, 0, 1, 0) == 'M', wide = number_at(input, 2, 2, big) == 43;
  uint64_t at = wide ? number_at(input, 8, 8, big) : number_at(input, 4, 4, big);
  uint64_t entries = number_at(input, at, wide ? 8 : 2, big);
  if (entries > 4096) return 1;
  at += wide ? 8 : 2;
  for (uint64_t i = 0; i < entries; i++, at += wide ? 20 : 12)
    if (number_at(input, at, 2, big) == TIFFTAG_PREDICTOR)
      return number_at(input, at + (wide ? 12 : 8), 2, big);
  return 1;
}

/// Everything that is known before the first pixel is decoded.
static int prepare(tiff_reader *reader, uint64_t maximum_samples) {
  TIFF *tiff = reader->tiff;
  ebk_image *image = reader->image;
  const ebk_input *input = &reader->session.input;
  size_t length = input->length;
  int status = read_layout(tiff, &reader->layout, image);
  tiff_layout layout = reader->layout;
  if (status == EBK_OK) status = check_photometric(tiff, &layout, image);
  if (status != EBK_OK) return status;
  if (!TIFFIsCODECConfigured(layout.compression))
    return ebk_fail(
        image->message, EBK_UNSUPPORTED, "compression %u is not supported by this libtiff",
        layout.compression);
  uint64_t samples = (uint64_t)layout.width * layout.height;
  if (layout.compression == COMPRESSION_NONE &&
      samples > UINT64_MAX / layout.samples / layout.bits / 2)
    return ebk_fail(image->message, EBK_TOO_LARGE, "%u x %u pixels", layout.width, layout.height);
  if (layout.compression == COMPRESSION_NONE &&
      samples * layout.samples * layout.bits / 8 > (uint64_t)length)
    return ebk_fail(
        image->message, EBK_CORRUPT, "the file is truncated: %u x %u x %u samples of %u bits do not fit in %zu bytes",
        layout.width, layout.height, layout.samples, layout.bits, length);
  uint64_t predictor = layout.compression == COMPRESSION_NONE ? stated_predictor(input) : 1;
  if (predictor != PREDICTOR_NONE)
    return ebk_fail(
        image->message, EBK_UNSUPPORTED,
        "predictor %u without compression: programs disagree whether it was applied; save the file again",
        (unsigned)predictor);
  status = ebk_check_size(image, layout.width, layout.height, layout.samples, maximum_samples);
  if (status != EBK_OK) return status;
  image->format = ebk_tiff_format((tiff_sample){layout.bits, layout.kind});
  image->bits = layout.bits;
  int colours = layout.photometric == PHOTOMETRIC_SEPARATED ? 4
      : layout.photometric == PHOTOMETRIC_RGB || layout.photometric == PHOTOMETRIC_YCBCR ? 3 : 1;
  int extras = layout.samples - colours;
  image->light = extras >= 0 ? (uint32_t)colours : layout.samples;
  image->alpha = -1;
  // Extra samples come last; one that is marked as opacity is named so.
  for (int i = 0; i < extras && i < layout.extra_count; i++)
    if (layout.extras[i] != EXTRASAMPLE_UNSPECIFIED && image->alpha < 0) {
      image->alpha = colours + i;
      if (layout.extras[i] == EXTRASAMPLE_ASSOCALPHA)
        ebk_add_warning(image, "the colours are already multiplied by the opacity");
    }
  take_notes(tiff, &layout, image);
  int separate = layout.planar == PLANARCONFIG_SEPARATE && layout.samples > 1;
  reader->inside = separate ? 1 : layout.samples;
  reader->block_bytes = layout.tiled ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
  reader->row_bytes = layout.tiled ? TIFFTileRowSize(tiff) : TIFFScanlineSize(tiff);
  uint64_t needed_row = ((uint64_t)layout.across * reader->inside * layout.bits + 7) / 8;
  if (reader->block_bytes <= 0 || reader->row_bytes <= 0 || (uint64_t)reader->row_bytes < needed_row ||
      (uint64_t)reader->block_bytes / (uint64_t)reader->row_bytes < layout.down)
    return ebk_fail(
        image->message, image->message[0] ? EBK_CORRUPT : EBK_UNSUPPORTED,
        "strips or tiles of %u x %u do not fit their stated layout", layout.across, layout.down);
  reader->samples = malloc((size_t)layout.width * layout.samples * sizeof(float));
  if (!reader->samples) return ebk_fail(image->message, EBK_NO_MEMORY, "no memory for a row");
  if (layout.photometric == PHOTOMETRIC_PALETTE) status = take_palette(reader, maximum_samples);
  if (layout.photometric == PHOTOMETRIC_SEPARATED) {
    ebk_add_warning(image, "CMYK converted to RGB without its colour profile");
    image->planes -= 1;
    image->light = 3;
    if (image->alpha >= 0) image->alpha -= 1;
  }
  if (layout.photometric == PHOTOMETRIC_CFA)
    ebk_add_text(image, "PhotometricInterpretation", "CFA", 3);
  return status;
}

/// Counts the pages and goes back to the first; a damaged second page is no fault of the first.
static int count_pages(tiff_reader *reader) {
  char ignored[EBK_MESSAGE] = "";
  ebk_image *image = reader->image;
  reader->session.message = ignored;
  image->pages = 1;
  while (image->pages < 10000 && TIFFReadDirectory(reader->tiff)) image->pages++;
  reader->session.message = image->message;
  reader->session.image = NULL;  // the first page's warnings were heard
  int fine = TIFFSetDirectory(reader->tiff, 0);
  reader->session.image = image;
  if (!fine) return ebk_fail(image->message, EBK_CORRUPT, "the TIFF directory cannot be read");
  int status = check_photometric(reader->tiff, &reader->layout, image);
  if (status != EBK_OK) return status;
  // Another program may have written to the file since.
  tmsize_t block = reader->layout.tiled ? TIFFTileSize(reader->tiff) : TIFFStripSize(reader->tiff);
  tmsize_t row = reader->layout.tiled ? TIFFTileRowSize(reader->tiff) : TIFFScanlineSize(reader->tiff);
  if (block != reader->block_bytes || row != reader->row_bytes)
    return ebk_fail(image->message, EBK_CORRUPT, "the file changed while it was read");
  return EBK_OK;
}

int ebk_open_tiff(const ebk_input *input, uint64_t maximum_samples, ebk_image *image, ebk_reader **made) {
  memset(image, 0, sizeof *image);
  image->alpha = -1;
  tiff_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return ebk_fail(image->message, EBK_NO_MEMORY, "no memory to decode a TIFF");
  reader->base = (ebk_reader){.rows = read_rows, .close = close_reader, .message = image->message};
  reader->session = (tiff_session){.input = *input, .image = image, .message = image->message};
  reader->image = image;
  reader->tiff = ebk_tiff_open(&reader->session, "rm");
  int status = EBK_OK;
  if (!reader->tiff) {
    status = EBK_CORRUPT;
    if (!image->message[0]) ebk_fail(image->message, status, "the TIFF directory cannot be read");
  }
  if (status == EBK_OK) status = prepare(reader, maximum_samples);
  if (status == EBK_OK) status = count_pages(reader);
  if (status != EBK_OK) {
    close_reader(&reader->base);
    return status;
  }
  image->message[0] = 0;
  reader->base.height = image->height;
  *made = &reader->base;
  return EBK_OK;
}
