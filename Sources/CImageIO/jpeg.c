#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// jpeglib.h needs stdio.h first.
#include <jerror.h>
#include <jpeglib.h>

#include "support.h"

typedef struct {
  struct jpeg_error_mgr manager;
  jmp_buf escape;
  ebk_image *image;
  char *message;
  int damaged;
} jpeg_session;

static void on_error(j_common_ptr info) {
  jpeg_session *session = (jpeg_session *)info->err;
  char text[JMSG_LENGTH_MAX];
  info->err->format_message(info, text);
  ebk_fail(session->message, EBK_CORRUPT, "%s", text);
  longjmp(session->escape, 1);
}

static void on_message(j_common_ptr info, int level) {
  if (level >= 0) return;
  jpeg_session *session = (jpeg_session *)info->err;
  char text[JMSG_LENGTH_MAX];
  info->err->format_message(info, text);
  info->err->num_warnings++;
  switch (info->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA: case JWRN_ADOBE_XFORM: case JWRN_JFIF_MAJOR: case JWRN_TOO_MUCH_DATA:
      if (session->image) ebk_add_warning(session->image, "libjpeg: %s", text);
      break;
    default:  // everything else means that pixels were invented
      if (!session->damaged) ebk_fail(session->message, EBK_CORRUPT, "%s", text);
      session->damaged = 1;
  }
}

static void on_output(j_common_ptr info) { (void)info; }

/// A progressive file with endless scans would take endless time (the advice of libjpeg-turbo's authors).
static void on_progress(j_common_ptr info) {
  if (!info->is_decompressor) return;
  if (((j_decompress_ptr)info)->input_scan_number > 500) {
    jpeg_session *session = (jpeg_session *)info->err;
    ebk_fail(session->message, EBK_CORRUPT, "more than 500 scans");
    longjmp(session->escape, 1);
  }
}

static void take_notes(struct jpeg_decompress_struct *info, ebk_image *image) {
  for (jpeg_saved_marker_ptr marker = info->marker_list; marker; marker = marker->next) {
    const char *data = (const char *)marker->data;
    if (marker->marker == JPEG_COM) {
      ebk_add_text(image, "Comment", data, marker->data_length);
    } else if (marker->marker == JPEG_APP0 + 1 && marker->data_length > 6 && !memcmp(data, "Exif", 5)) {
      char line[40];
      snprintf(line, sizeof line, "present, %u bytes", marker->data_length);
      ebk_add_text(image, "EXIF", line, strlen(line));
    }
  }
  JOCTET *profile;
  unsigned length;
  if (jpeg_read_icc_profile(info, &profile, &length)) {
    ebk_set_profile(image, profile, length);
    free(profile);
  }
}

int ebk_decode_jpeg(const uint8_t *bytes, size_t length, uint64_t maximum_samples, ebk_image *image) {
  memset(image, 0, sizeof *image);
  image->alpha = -1;
  image->pages = 1;
  jpeg_session session = {.image = image, .message = image->message};
  struct jpeg_progress_mgr progress = {.progress_monitor = on_progress};
  struct jpeg_decompress_struct info;
  memset(&info, 0, sizeof info);
  info.err = jpeg_std_error(&session.manager);
  session.manager.error_exit = on_error;
  session.manager.emit_message = on_message;
  session.manager.output_message = on_output;
  uint8_t *volatile row = NULL;
  volatile int status = EBK_OK;
  if (setjmp(session.escape)) {
    status = info.err->msg_code == JERR_OUT_OF_MEMORY ? EBK_NO_MEMORY : EBK_CORRUPT;
    goto done;
  }
  jpeg_create_decompress(&info);
  info.progress = &progress;
  jpeg_mem_src(&info, bytes, length);
  jpeg_save_markers(&info, JPEG_COM, 0xffff);
  jpeg_save_markers(&info, JPEG_APP0 + 1, 0xffff);
  jpeg_save_markers(&info, JPEG_APP0 + 2, 0xffff);
  jpeg_read_header(&info, TRUE);
  int inverted = info.saw_Adobe_marker;
  switch (info.jpeg_color_space) {
    case JCS_GRAYSCALE: info.out_color_space = JCS_GRAYSCALE; break;
    case JCS_CMYK: case JCS_YCCK: info.out_color_space = JCS_CMYK; break;
    case JCS_RGB: case JCS_YCbCr: info.out_color_space = JCS_RGB; break;
    default:
      status = ebk_fail(
          image->message, EBK_UNSUPPORTED, "a JPEG of %d components in an unknown colour space",
          info.num_components);
      goto done;
  }
  int ink = info.out_color_space == JCS_CMYK;
  uint32_t channels = info.out_color_space == JCS_GRAYSCALE ? 1 : 3;
  status = ebk_allocate_planes(
      image, info.image_width, info.image_height, channels, maximum_samples);
  if (status != EBK_OK) goto done;
  take_notes(&info, image);
  if (ink) ebk_add_warning(image, "CMYK converted to RGB without its colour profile");
  jpeg_start_decompress(&info);
  row = malloc((size_t)info.output_width * (size_t)info.output_components);
  if (!row) {
    status = ebk_fail(image->message, EBK_NO_MEMORY, "no memory for a row");
    goto done;
  }
  size_t step = (size_t)info.output_components;
  while (info.output_scanline < info.output_height) {
    size_t start = (size_t)info.output_scanline * info.output_width;
    JSAMPROW target = row;
    if (jpeg_read_scanlines(&info, &target, 1) != 1 || session.damaged) break;
    for (uint32_t c = 0; c < channels; c++) {
      float *into = image->plane[c] + start;
      const uint8_t *from = row + c, *black = row + 3;
      if (!ink)
        for (size_t x = 0; x < info.output_width; x++) into[x] = from[x * step];
      else
        for (size_t x = 0; x < info.output_width; x++) {
          int a = from[x * step], k = black[x * step];
          if (!inverted) a = 255 - a, k = 255 - k;
          into[x] = (float)((a * k + 127) / 255);
        }
    }
  }
  if (!session.damaged) jpeg_finish_decompress(&info);
  if (session.damaged) status = EBK_CORRUPT;
  image->format = EBK_UINT8;
  image->bits = 8;
  image->light = channels;
done:
  free((void *)row);
  jpeg_destroy_decompress(&info);
  return status;
}

int ebk_encode_jpeg(const ebk_source *source, ebk_bytes *out) {
  memset(out, 0, sizeof *out);
  if (source->channels != 1 && source->channels != 3)
    return ebk_fail(out->message, EBK_UNSUPPORTED, "JPEG holds 1 or 3 channels, not %u", source->channels);
  if (source->width > JPEG_MAX_DIMENSION || source->height > JPEG_MAX_DIMENSION)
    return ebk_fail(
        out->message, EBK_UNSUPPORTED, "JPEG holds at most %ld pixels a side", JPEG_MAX_DIMENSION);
  jpeg_session session = {.message = out->message};
  struct jpeg_compress_struct info;
  memset(&info, 0, sizeof info);
  info.err = jpeg_std_error(&session.manager);
  session.manager.error_exit = on_error;
  session.manager.emit_message = on_message;
  session.manager.output_message = on_output;
  // libjpeg keeps the addresses of these two and fills them in when it finishes or gives up.
  unsigned char *volatile made = NULL;
  volatile unsigned long made_length = 0;
  volatile int status = EBK_OK;
  if (setjmp(session.escape)) {
    status = EBK_NO_MEMORY;
  } else {
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, (unsigned char **)&made, (unsigned long *)&made_length);
    info.image_width = source->width;
    info.image_height = source->height;
    info.input_components = (int)source->channels;
    info.in_color_space = source->channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, source->quality, TRUE);
    // Colour at full resolution: chroma subsampling would smear the colour of stars.
    for (int c = 0; c < info.num_components; c++)
      info.comp_info[c].h_samp_factor = info.comp_info[c].v_samp_factor = 1;
    info.optimize_coding = TRUE;
    jpeg_start_compress(&info, TRUE);
    if (source->profile_length)
      jpeg_write_icc_profile(&info, source->profile, (unsigned)source->profile_length);
    const char *comment = ebk_find_text(source, "Comment");
    if (comment) {
      size_t length = strlen(comment);
      jpeg_write_marker(
          &info, JPEG_COM, (const JOCTET *)comment, (unsigned)(length > 65000 ? 65000 : length));
    }
    size_t row_bytes = (size_t)source->width * source->channels;
    while (info.next_scanline < info.image_height) {
      JSAMPROW row = (JSAMPROW)(source->pixels + row_bytes * info.next_scanline);
      jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
  }
  jpeg_destroy_compress(&info);
  if (status == EBK_OK) {
    out->bytes = made;
    out->length = made_length;
  } else {
    free(made);
  }
  return status;
}
