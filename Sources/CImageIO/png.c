#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "support.h"

typedef struct {
  ebk_input input;
  uint64_t at;
  /// Who hears warnings; NULL when writing, and when a file is read again.
  ebk_image *image;
  char *message;
  int damaged;
  ebk_output output;
  /// Bytes that wait to be written, because libpng hands them over a few at a time.
  uint8_t *waiting;
  size_t waiting_length;
  jmp_buf escape;
} png_session;

enum { WAITING = 1 << 18 };

static void on_error(png_structp png, png_const_charp text) {
  png_session *session = png_get_error_ptr(png);
  ebk_fail(session->message, EBK_CORRUPT, "%s", text);
  longjmp(session->escape, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  png_session *session = png_get_error_ptr(png);
  // A warning about the pixel data means that the pixels are not what was written.
  if (strncmp(text, "IDAT", 4) == 0) session->damaged = 1;
  if (session->image) ebk_add_warning(session->image, "libpng: %s", text);
}

static void on_read(png_structp png, png_bytep into, size_t count) {
  png_session *session = png_get_io_ptr(png);
  size_t got = ebk_input_read(&session->input, session->at, into, count);
  if (got < count) png_error(png, "the file ends too early");
  session->at += count;
}

static int send_waiting(png_session *session) {
  int fine = ebk_output_write(&session->output, session->waiting, session->waiting_length);
  session->waiting_length = 0;
  return fine;
}

static void on_write(png_structp png, png_bytep from, size_t count) {
  png_session *session = png_get_io_ptr(png);
  while (count > 0) {
    size_t room = WAITING - session->waiting_length, taken = count < room ? count : room;
    memcpy(session->waiting + session->waiting_length, from, taken);
    session->waiting_length += taken;
    from += taken;
    count -= taken;
    if (session->waiting_length == WAITING && !send_waiting(session)) png_error(png, "no memory");
  }
}

static void on_flush(png_structp png) { (void)png; }

/// Adds the texts from number `first` on and returns how many there are in all.
static int take_notes(png_structp png, png_infop info, ebk_image *image, int first) {
  png_textp texts = NULL;
  int count = 0;
  png_get_text(png, info, &texts, &count);
  for (int i = first; i < count; i++) {
    size_t length = texts[i].itxt_length ? texts[i].itxt_length : texts[i].text_length;
    if (texts[i].text) ebk_add_text(image, texts[i].key, texts[i].text, length);
  }
  return count;
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

/// A PNG that is open for reading rows.
typedef struct {
  ebk_reader base;
  png_session session;
  png_structp png;
  png_infop info;
  ebk_image *image;
  uint32_t width, channels, next;
  int wide, interlaced;
  /// How many texts were taken: those before the pixels, then all.
  int texts;
  size_t row_bytes;
  /// One row, or all of an interlaced image, whose rows come in seven passes.
  uint8_t *pixels;
  png_bytep *rows;
} png_reader;

static void end_png(png_reader *reader) {
  png_destroy_read_struct(&reader->png, &reader->info, NULL);
  reader->png = NULL;
  reader->info = NULL;
}

/// Reads the header from the beginning of the file; errors jump to the caller's escape.
static int begin(png_reader *reader, int first_time, uint64_t maximum_samples) {
  end_png(reader);
  reader->session.at = 0;
  reader->session.image = first_time ? reader->image : NULL;
  reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader->session, on_error, on_warning);
  reader->info = reader->png ? png_create_info_struct(reader->png) : NULL;
  ebk_image *image = reader->image;
  if (!reader->info) return ebk_fail(image->message, EBK_NO_MEMORY, "no memory for libpng");
  if (setjmp(reader->session.escape)) return status_of(image->message);
  png_structp png = reader->png;
  png_infop info = reader->info;
  png_set_read_fn(png, &reader->session, on_read);
  png_read_info(png, info);
  png_uint_32 width, height;
  int depth, color, interlace;
  png_get_IHDR(png, info, &width, &height, &depth, &color, &interlace, NULL, NULL);
  if (first_time) {
    take_header_notes(png, info, image);
    if (depth != 8 || color == PNG_COLOR_TYPE_PALETTE) {
      char line[20];
      snprintf(line, sizeof line, "%d", depth);
      ebk_add_text(image, "bit depth", line, strlen(line));
    }
    reader->texts = take_notes(png, info, image, 0);
  }
  if (color == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(png);
  if (color == PNG_COLOR_TYPE_GRAY && depth < 8) png_set_expand_gray_1_2_4_to_8(png);
  if (png_get_valid(png, info, PNG_INFO_tRNS)) png_set_tRNS_to_alpha(png);
  if (depth == 16) png_set_swap(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  reader->next = 0;
  if (!first_time) {
    // Another program may have written to the file since.
    if (width == reader->width && height == reader->base.height &&
        png_get_rowbytes(png, info) == reader->row_bytes && png_get_channels(png, info) == reader->channels)
      return EBK_OK;
    return ebk_fail(image->message, EBK_CORRUPT, "the file changed while it was read");
  }
  reader->interlaced = interlace != PNG_INTERLACE_NONE;
  reader->width = width;
  reader->base.height = height;
  reader->channels = png_get_channels(png, info);
  reader->wide = png_get_bit_depth(png, info) == 16;
  reader->row_bytes = png_get_rowbytes(png, info);
  int status = ebk_check_size(image, width, height, reader->channels, maximum_samples);
  if (status != EBK_OK) return status;
  image->format = reader->wide ? EBK_UINT16 : EBK_UINT8;
  image->bits = reader->wide ? 16 : 8;
  int opacity = reader->channels == 2 || reader->channels == 4;
  image->light = reader->channels - (uint32_t)opacity;
  image->alpha = opacity ? (int32_t)reader->channels - 1 : -1;
  reader->pixels = malloc(reader->row_bytes * (reader->interlaced ? height : 1));
  if (reader->interlaced) reader->rows = malloc(sizeof(png_bytep) * height);
  if (!reader->pixels || (reader->interlaced && !reader->rows))
    return ebk_fail(image->message, EBK_NO_MEMORY, "no memory for the pixels");
  for (uint32_t y = 0; reader->interlaced && y < height; y++)
    reader->rows[y] = reader->pixels + reader->row_bytes * y;
  return EBK_OK;
}

static void spread(const png_reader *reader, const uint8_t *row, float *const *planes, size_t start) {
  size_t step = reader->channels;
  for (uint32_t c = 0; c < reader->channels; c++) {
    float *into = planes[c] + start;
    const uint8_t *from8 = row + c;
    const uint16_t *from16 = (const uint16_t *)(const void *)row + c;
    if (reader->wide)
      for (size_t x = 0; x < reader->width; x++) into[x] = from16[x * step];
    else
      for (size_t x = 0; x < reader->width; x++) into[x] = from8[x * step];
  }
}

/// What follows the last row: text, and whether all of it was sound.
static void finish_reading(png_reader *reader) {
  png_read_end(reader->png, reader->info);
  reader->texts = take_notes(reader->png, reader->info, reader->image, reader->texts);
}

static int read_rows(ebk_reader *base, uint32_t first, uint32_t count, float *const *planes) {
  png_reader *reader = (png_reader *)base;
  ebk_image *image = reader->image;
  int again = !reader->interlaced && first < reader->next;
  if (again) {
    int status = begin(reader, 0, 0);
    if (status != EBK_OK) return status;
  }
  if (setjmp(reader->session.escape)) return status_of(image->message);
  if (reader->interlaced && reader->next == 0) {
    png_read_image(reader->png, reader->rows);
    reader->next = base->height;
    finish_reading(reader);
  }
  while (!reader->interlaced && reader->next < first + count) {
    png_read_row(reader->png, reader->pixels, NULL);
    if (reader->next >= first)
      spread(reader, reader->pixels, planes, (size_t)(reader->next - first) * reader->width);
    if (++reader->next == base->height) finish_reading(reader);
  }
  for (uint32_t r = 0; reader->interlaced && r < count; r++)
    spread(reader, reader->rows[first + r], planes, (size_t)r * reader->width);
  if (reader->session.damaged)
    return ebk_fail(image->message, EBK_CORRUPT, "the pixel data is damaged");
  return EBK_OK;
}

static void close_reader(ebk_reader *base) {
  png_reader *reader = (png_reader *)base;
  end_png(reader);
  free(reader->pixels);
  free(reader->rows);
  free(reader);
}

int ebk_open_png(const ebk_input *input, uint64_t maximum_samples, ebk_image *image, ebk_reader **made) {
  memset(image, 0, sizeof *image);
  image->alpha = -1;
  image->pages = 1;
  png_reader *reader = calloc(1, sizeof *reader);
  if (!reader) return ebk_fail(image->message, EBK_NO_MEMORY, "no memory for libpng");
  reader->base = (ebk_reader){.rows = read_rows, .close = close_reader, .message = image->message};
  reader->session = (png_session){.input = *input, .message = image->message};
  reader->image = image;
  int status = begin(reader, 1, maximum_samples);
  if (status != EBK_OK) {
    close_reader(&reader->base);
    return status;
  }
  *made = &reader->base;
  return EBK_OK;
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

/// A PNG that is being written.
typedef struct {
  ebk_writer base;
  png_session session;
  png_structp png;
  png_infop info;
  size_t row_bytes;
} png_writer;

static int write_header(png_writer *writer, const ebk_source *source) {
  static const int colors[] = {
      PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
  png_structp png = writer->png;
  png_infop info = writer->info;
  int wide = source->format == EBK_UINT16;
  if (setjmp(writer->session.escape)) return status_of(writer->base.out->message);
  png_set_write_fn(png, &writer->session, on_write, on_flush);
  png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
  png_set_IHDR(
      png, info, source->width, source->height, wide ? 16 : 8, colors[source->channels - 1],
      PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (source->profile_length)
    png_set_iCCP(png, info, "ICC profile", 0, source->profile, (png_uint_32)source->profile_length);
  give_notes(png, info, source);
  png_write_info(png, info);
  if (wide) png_set_swap(png);
  writer->row_bytes = (size_t)source->width * source->channels * (wide ? 2 : 1);
  return EBK_OK;
}

static int write_rows(ebk_writer *base, const uint8_t *pixels, uint32_t count) {
  png_writer *writer = (png_writer *)base;
  if (setjmp(writer->session.escape)) return status_of(base->out->message);
  for (uint32_t y = 0; y < count; y++)
    png_write_row(writer->png, (png_const_bytep)(pixels + writer->row_bytes * y));
  return EBK_OK;
}

static int complete_file(png_writer *writer) {
  if (setjmp(writer->session.escape)) return status_of(writer->base.out->message);
  png_write_end(writer->png, writer->info);
  if (!send_waiting(&writer->session)) png_error(writer->png, "no memory");
  return EBK_OK;
}

static int close_writer(ebk_writer *base, int complete) {
  png_writer *writer = (png_writer *)base;
  int status = complete ? complete_file(writer) : base->status;
  png_destroy_write_struct(&writer->png, &writer->info);
  free(writer->session.waiting);
  free(writer);
  return status;
}

int ebk_create_png(const ebk_source *source, int descriptor, ebk_bytes *out, ebk_writer **made) {
  memset(out, 0, sizeof *out);
  if (source->channels < 1 || source->channels > 4)
    return ebk_fail(out->message, EBK_UNSUPPORTED, "PNG holds 1 to 4 channels, not %u", source->channels);
  if (source->format != EBK_UINT8 && source->format != EBK_UINT16)
    return ebk_fail(out->message, EBK_UNSUPPORTED, "PNG holds 8-bit and 16-bit unsigned samples only");
  png_writer *writer = calloc(1, sizeof *writer);
  if (!writer) return ebk_fail(out->message, EBK_NO_MEMORY, "no memory for libpng");
  writer->base = (ebk_writer){.rows = write_rows, .close = close_writer, .height = source->height, .out = out};
  writer->session = (png_session){.output = {.descriptor = descriptor, .out = out}, .message = out->message};
  writer->session.waiting = malloc(WAITING);
  writer->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writer->session, on_error, on_warning);
  writer->info = writer->png ? png_create_info_struct(writer->png) : NULL;
  int status = writer->info && writer->session.waiting
      ? write_header(writer, source) : ebk_fail(out->message, EBK_NO_MEMORY, "no memory for libpng");
  if (status != EBK_OK) {
    close_writer(&writer->base, 0);
    ebk_bytes_free(out);
    return status;
  }
  *made = &writer->base;
  return EBK_OK;
}

int ebk_encode_png(const ebk_source *source, ebk_bytes *out) {
  ebk_writer *writer = NULL;
  int status = ebk_create_png(source, -1, out, &writer);
  if (status != EBK_OK) return status;
  ebk_write_rows(writer, source->pixels, source->height);
  return ebk_close_writer(writer);
}
