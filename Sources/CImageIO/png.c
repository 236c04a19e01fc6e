#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

typedef struct {
  const uint8_t *bytes;
  size_t length, at;
  ebk_image *image;
  char *message;
  int damaged;
  ebk_bytes *out;
  size_t capacity;
  jmp_buf escape;
} png_session;

static void on_error(png_structp png, png_const_charp text) {
  png_session *session = png_get_error_ptr(png);
  ebk_fail(session->message, EBK_CORRUPT, "%s", text);
  longjmp(session->escape, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  png_session *session = png_get_error_ptr(png);
  if (!session->image) return;
  // A warning about the pixel data means that the pixels are not what was written.
  if (strncmp(text, "IDAT", 4) == 0) session->damaged = 1;
  ebk_add_warning(session->image, "libpng: %s", text);
}

static void on_read(png_structp png, png_bytep into, size_t count) {
  png_session *session = png_get_io_ptr(png);
  if (count > session->length - session->at) png_error(png, "the file ends too early");
  memcpy(into, session->bytes + session->at, count);
  session->at += count;
}

static void on_write(png_structp png, png_bytep from, size_t count) {
  png_session *session = png_get_io_ptr(png);
  if (!ebk_append(session->out, &session->capacity, from, count)) png_error(png, "no memory");
}

static void on_flush(png_structp png) { (void)png; }

static void take_notes(png_structp png, png_infop info, ebk_image *image) {
  png_textp texts = NULL;
  int count = 0;
  png_get_text(png, info, &texts, &count);
  for (int i = 0; i < count; i++) {
    size_t length = texts[i].itxt_length ? texts[i].itxt_length : texts[i].text_length;
    if (texts[i].text) ebk_add_text(image, texts[i].key, texts[i].text, length);
  }
}

static void take_header_notes(png_structp png, png_infop info, ebk_image *image) {
  char line[80];
  double gamma;
  if (png_get_gAMA(png, info, &gamma)) {
    snprintf(line, sizeof line, "%.5f", gamma);
    ebk_add_text(image, "gAMA", line, strlen(line));
  }
  png_uint_32 x, y;
  int unit;
  if (png_get_pHYs(png, info, &x, &y, &unit) && unit == PNG_RESOLUTION_METER) {
    snprintf(line, sizeof line, "%u %u", x, y);
    ebk_add_text(image, "pHYs", line, strlen(line));
  }
  png_charp name;
  png_bytep profile;
  png_uint_32 length;
  int method;
  if (png_get_iCCP(png, info, &name, &method, &profile, &length))
    ebk_set_profile(image, profile, length);
}

static int status_of(const char *message) {
  return strstr(message, "memory") ? EBK_NO_MEMORY : EBK_CORRUPT;
}

int ebk_decode_png(const uint8_t *bytes, size_t length, uint64_t maximum_samples, ebk_image *image) {
  memset(image, 0, sizeof *image);
  image->alpha = -1;
  image->pages = 1;
  png_session session = {.bytes = bytes, .length = length, .image = image, .message = image->message};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &session, on_error, on_warning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  png_bytep *volatile rows = NULL;
  uint8_t *volatile pixels = NULL;
  volatile int status = EBK_OK;
  if (!info) {
    png_destroy_read_struct(&png, NULL, NULL);
    return ebk_fail(image->message, EBK_NO_MEMORY, "no memory for libpng");
  }
  if (setjmp(session.escape)) {
    status = status_of(image->message);
  } else {
    png_set_read_fn(png, &session, on_read);
    png_read_info(png, info);
    png_uint_32 width, height;
    int depth, color, interlace;
    png_get_IHDR(png, info, &width, &height, &depth, &color, &interlace, NULL, NULL);
    take_header_notes(png, info, image);
    if (depth != 8 || color == PNG_COLOR_TYPE_PALETTE) {
      snprintf(image->message, EBK_MESSAGE, "%d", depth);
      ebk_add_text(image, "bit depth", image->message, strlen(image->message));
      image->message[0] = 0;
    }
    if (color == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
    if (color == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(png);
    if (png_get_valid(png, info, PNG_INFO_tRNS)) png_set_tRNS_to_alpha(png);
    if (depth == 16) png_set_swap(png);
    png_set_interlace_handling(png);
    png_read_update_info(png, info);
    uint32_t channels = png_get_channels(png, info);
    int wide = png_get_bit_depth(png, info) == 16;
    size_t row_bytes = png_get_rowbytes(png, info);
    status = ebk_allocate_planes(image, width, height, channels, maximum_samples);
    if (status == EBK_OK) {
      pixels = malloc(row_bytes * height);
      rows = malloc(sizeof(png_bytep) * height);
      if (!pixels || !rows) png_error(png, "no memory for the pixels");
      for (png_uint_32 y = 0; y < height; y++) rows[y] = pixels + row_bytes * y;
      png_read_image(png, rows);
      png_read_end(png, info);
      take_notes(png, info, image);
      image->format = wide ? EBK_UINT16 : EBK_UINT8;
      image->bits = wide ? 16 : 8;
      int opacity = channels == 2 || channels == 4;
      image->light = channels - (uint32_t)opacity;
      image->alpha = opacity ? (int32_t)channels - 1 : -1;
      for (uint32_t c = 0; c < channels; c++)
        for (png_uint_32 y = 0; y < height; y++) {
          float *into = image->plane[c] + (size_t)width * y;
          const uint8_t *from8 = rows[y] + c;
          const uint16_t *from16 = (const uint16_t *)(const void *)rows[y] + c;
          if (wide)
            for (png_uint_32 x = 0; x < width; x++) into[x] = from16[(size_t)x * channels];
          else
            for (png_uint_32 x = 0; x < width; x++) into[x] = from8[(size_t)x * channels];
        }
      if (session.damaged)
        status = ebk_fail(image->message, EBK_CORRUPT, "the pixel data is damaged");
    }
  }
  free((void *)rows);
  free((void *)pixels);
  png_destroy_read_struct(&png, &info, NULL);
  return status;
}

static void give_notes(png_structp png, png_infop info, const ebk_source *source) {
  const char *at = source->text, *end = source->text + source->text_length;
  while (at && at < end) {
    const char *value = at + strlen(at) + 1;
    if (value >= end) break;
    png_text text;
    memset(&text, 0, sizeof text);
    text.compression = strlen(value) > 1024 ? PNG_TEXT_COMPRESSION_zTXt : PNG_TEXT_COMPRESSION_NONE;
    text.key = (png_charp)at;
    text.text = (png_charp)value;
    text.text_length = strlen(value);
    png_set_text(png, info, &text, 1);
    at = value + strlen(value) + 1;
  }
}

int ebk_encode_png(const ebk_source *source, ebk_bytes *out) {
  memset(out, 0, sizeof *out);
  if (source->channels < 1 || source->channels > 4)
    return ebk_fail(out->message, EBK_UNSUPPORTED, "PNG holds 1 to 4 channels, not %u", source->channels);
  if (source->format != EBK_UINT8 && source->format != EBK_UINT16)
    return ebk_fail(out->message, EBK_UNSUPPORTED, "PNG holds 8-bit and 16-bit unsigned samples only");
  png_session session = {.out = out, .message = out->message};
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &session, on_error, on_warning);
  png_infop info = png ? png_create_info_struct(png) : NULL;
  if (!info) {
    png_destroy_write_struct(&png, NULL);
    return ebk_fail(out->message, EBK_NO_MEMORY, "no memory for libpng");
  }
  volatile int status = EBK_OK;
  if (setjmp(session.escape)) {
    status = status_of(out->message);
  } else {
    static const int colors[] = {
        PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
    int wide = source->format == EBK_UINT16;
    png_set_write_fn(png, &session, on_write, on_flush);
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_IHDR(
        png, info, source->width, source->height, wide ? 16 : 8, colors[source->channels - 1],
        PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (source->profile_length)
      png_set_iCCP(png, info, "ICC profile", 0, source->profile, (png_uint_32)source->profile_length);
    give_notes(png, info, source);
    png_write_info(png, info);
    if (wide) png_set_swap(png);
    size_t row_bytes = (size_t)source->width * source->channels * (wide ? 2 : 1);
    for (uint32_t y = 0; y < source->height; y++)
      png_write_row(png, (png_const_bytep)(source->pixels + row_bytes * y));
    png_write_end(png, info);
  }
  png_destroy_write_struct(&png, &info);
  if (status != EBK_OK) ebk_bytes_free(out);
  return status;
}
