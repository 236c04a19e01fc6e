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

/// Reads every strip or tile into the planes; `image` has one plane a sample.
static int read_blocks(TIFF *tiff, const tiff_layout *layout, ebk_image *image) {
  int separate = layout->planar == PLANARCONFIG_SEPARATE && layout->samples > 1;
  uint32_t inside = separate ? 1 : layout->samples;
  tiff_sample sample = {layout->bits, layout->kind};
  tmsize_t block_bytes = layout->tiled ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
  tmsize_t row_bytes = layout->tiled ? TIFFTileRowSize(tiff) : TIFFScanlineSize(tiff);
  uint64_t needed_row = ((uint64_t)layout->across * inside * layout->bits + 7) / 8;
  if (block_bytes <= 0 || row_bytes <= 0 || (uint64_t)row_bytes < needed_row ||
      (uint64_t)block_bytes / (uint64_t)row_bytes < layout->down)
    return ebk_fail(
        image->message, image->message[0] ? EBK_CORRUPT : EBK_UNSUPPORTED,
        "strips or tiles of %u x %u do not fit their stated layout", layout->across, layout->down);
  // An uncompressed block cannot be longer than the file: refuse before the memory is taken.
  uint8_t *block = malloc((size_t)block_bytes);
  if (!block) return ebk_fail(image->message, EBK_NO_MEMORY, "no memory for a strip or tile");
  int status = EBK_OK;
  for (uint32_t s = 0; s < (separate ? layout->samples : 1u) && status == EBK_OK; s++)
    for (uint32_t y = 0; y < layout->height && status == EBK_OK; y += layout->down) {
      uint32_t rows = layout->height - y < layout->down ? layout->height - y : layout->down;
      for (uint32_t x = 0; x < layout->width && status == EBK_OK; x += layout->across) {
        uint32_t columns = layout->width - x < layout->across ? layout->width - x : layout->across;
        tmsize_t got, wanted;
        if (layout->tiled) {
          wanted = block_bytes;
          got = TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, x, y, 0, (uint16_t)s), block, block_bytes);
        } else {
          wanted = row_bytes * (tmsize_t)rows;
          got = TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, y, (uint16_t)s), block, wanted);
        }
        if (got < wanted) {
          char reason[EBK_MESSAGE];
          memcpy(reason, image->message, sizeof reason);
          status = ebk_fail(
              image->message, EBK_CORRUPT, "the pixels at column %u, row %u cannot be read%s%.180s", x, y,
              reason[0] ? ": " : "", reason);
          break;
        }
        for (uint32_t r = 0; r < rows; r++)
          for (uint32_t c = 0; c < inside; c++)
            ebk_tiff_unpack(
                block + (size_t)row_bytes * r, sample, c, inside, columns,
                image->plane[separate ? s : c] + (size_t)(y + r) * layout->width + x, &image->rounded);
        if (layout->across > UINT32_MAX - x) break;
      }
      if (layout->down > UINT32_MAX - y) break;
    }
  free(block);
  return status;
}

/// Colours in place of a palette's indices: 16-bit as TIFF stores them, or 8-bit when nothing is lost.
static int apply_palette(TIFF *tiff, const tiff_layout *layout, uint64_t maximum_samples, ebk_image *image) {
  uint16_t *maps[3] = {NULL, NULL, NULL};
  if (!TIFFGetField(tiff, TIFFTAG_COLORMAP, &maps[0], &maps[1], &maps[2]) || !maps[0])
    return ebk_fail(image->message, EBK_CORRUPT, "a palette image without its palette");
  size_t pixels = (size_t)image->width * image->height;
  if (pixels > maximum_samples / 3)
    return ebk_fail(image->message, EBK_TOO_LARGE, "the palette image is too large");
  uint32_t entries = 1u << layout->bits;
  int narrow = 1;
  for (int c = 0; c < 3; c++)
    for (uint32_t i = 0; i < entries; i++) narrow &= maps[c][i] % 257 == 0;
  for (int c = 1; c < 3; c++)  // samples beyond the index carry no colour
    if (!image->plane[c] && !(image->plane[c] = malloc(pixels * sizeof(float))))
      return ebk_fail(image->message, EBK_NO_MEMORY, "no memory for the palette's colours");
  for (size_t i = 0; i < pixels; i++) {
    uint32_t index = (uint32_t)image->plane[0][i];
    for (int c = 0; c < 3; c++) {
      uint16_t value = maps[c][index < entries ? index : 0];
      image->plane[c][i] = narrow ? value / 257 : value;
    }
  }
  for (int c = 3; c < EBK_MAXIMUM_PLANES; c++) {
    free(image->plane[c]);
    image->plane[c] = NULL;
  }
  image->planes = image->light = 3;
  image->alpha = -1;
  image->format = narrow ? EBK_UINT8 : EBK_UINT16;
  image->bits = narrow ? 8 : 16;
  return EBK_OK;
}

static double full_scale(const tiff_layout *layout) {
  if (layout->kind == SAMPLEFORMAT_IEEEFP) return 1;
  double all = 1;
  for (int i = 0; i < layout->bits; i++) all *= 2;
  return layout->kind == SAMPLEFORMAT_INT ? all / 2 - 1 : all - 1;
}

/// Ink to light: R = full * (1 - C) * (1 - K), and so on.
static void apply_inks(const tiff_layout *layout, ebk_image *image) {
  size_t pixels = (size_t)image->width * image->height;
  double full = full_scale(layout);
  int whole = layout->kind != SAMPLEFORMAT_IEEEFP;
  for (int c = 0; c < 3; c++)
    for (size_t i = 0; i < pixels; i++) {
      double light = (full - image->plane[c][i]) * (full - image->plane[3][i]) / full;
      image->plane[c][i] = whole ? (float)(int64_t)(light + 0.5) : (float)light;
    }
  free(image->plane[3]);
  for (uint32_t p = 3; p + 1 < image->planes; p++) image->plane[p] = image->plane[p + 1];
  image->plane[image->planes - 1] = NULL;
  image->planes -= 1;
  ebk_add_warning(image, "CMYK converted to RGB without its colour profile");
}

static void apply_polarity(const tiff_layout *layout, ebk_image *image) {
  size_t pixels = (size_t)image->width * image->height;
  // Signed samples turn about -1/2, so that the whole range maps onto itself.
  double full = layout->kind == SAMPLEFORMAT_INT ? -1 : full_scale(layout);
  for (size_t i = 0; i < pixels; i++) image->plane[0][i] = (float)(full - image->plane[0][i]);
}

static uint64_t number_at(const uint8_t *bytes, size_t length, uint64_t at, int count, int big_endian) {
  uint64_t value = 0;
  if (at > length || (uint64_t)count > length - at) return 0;
  for (int i = 0; i < count; i++) value = value << 8 | bytes[at + (uint64_t)(big_endian ? i : count - 1 - i)];
  return value;
}

/// The first directory's Predictor, which libtiff does not tell of a file without compression; 1 when there is none.
static uint64_t stated_predictor(const uint8_t *bytes, size_t length) {
  int big = bytes[0] == 'M', wide = number_at(bytes, length, 2, 2, big) == 43;
  uint64_t at = wide ? number_at(bytes, length, 8, 8, big) : number_at(bytes, length, 4, 4, big);
  uint64_t entries = number_at(bytes, length, at, wide ? 8 : 2, big);
  if (entries > 4096) return 1;
  at += wide ? 8 : 2;
  for (uint64_t i = 0; i < entries; i++, at += wide ? 20 : 12)
    if (number_at(bytes, length, at, 2, big) == TIFFTAG_PREDICTOR)
      return number_at(bytes, length, at + (wide ? 12 : 8), 2, big);
  return 1;
}

static int decode(
    TIFF *tiff, const uint8_t *bytes, size_t length, uint64_t maximum_samples, ebk_image *image) {
  tiff_layout layout;
  int status = read_layout(tiff, &layout, image);
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
  uint64_t predictor = layout.compression == COMPRESSION_NONE ? stated_predictor(bytes, length) : 1;
  if (predictor != PREDICTOR_NONE)
    return ebk_fail(
        image->message, EBK_UNSUPPORTED,
        "predictor %u without compression: programs disagree whether it was applied; save the file again",
        (unsigned)predictor);
  status = ebk_allocate_planes(image, layout.width, layout.height, layout.samples, maximum_samples);
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
  status = read_blocks(tiff, &layout, image);
  if (status != EBK_OK) return status;
  image->message[0] = 0;
  if (layout.photometric == PHOTOMETRIC_PALETTE)
    status = apply_palette(tiff, &layout, maximum_samples, image);
  if (layout.photometric == PHOTOMETRIC_SEPARATED) {
    apply_inks(&layout, image);
    image->light = 3;
    if (image->alpha >= 0) image->alpha -= 1;
  }
  if (layout.photometric == PHOTOMETRIC_MINISWHITE) apply_polarity(&layout, image);
  if (layout.photometric == PHOTOMETRIC_CFA)
    ebk_add_text(image, "PhotometricInterpretation", "CFA", 3);
  return status;
}

int ebk_decode_tiff(const uint8_t *bytes, size_t length, uint64_t maximum_samples, ebk_image *image) {
  memset(image, 0, sizeof *image);
  image->alpha = -1;
  tiff_session session = {.bytes = bytes, .length = length, .image = image, .message = image->message};
  TIFF *tiff = ebk_tiff_open(&session, "rm");
  if (!tiff) {
    if (!image->message[0]) ebk_fail(image->message, EBK_CORRUPT, "the TIFF directory cannot be read");
    return EBK_CORRUPT;
  }
  int status = decode(tiff, bytes, length, maximum_samples, image);
  if (status == EBK_OK && session.damaged)
    status = ebk_fail(image->message, EBK_CORRUPT, "the JPEG data inside is damaged");
  if (status == EBK_OK) {
    char kept[EBK_MESSAGE] = "";
    session.message = kept;  // a damaged second page is no fault of the first
    image->pages = 1;
    while (image->pages < 10000 && TIFFReadDirectory(tiff)) image->pages++;
    session.message = image->message;
  }
  TIFFClose(tiff);
  if (status == EBK_OK) image->message[0] = 0;
  return status;
}
