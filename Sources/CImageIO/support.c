#include "support.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int ebk_fail(char *message, int status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, EBK_MESSAGE, format, arguments);
  va_end(arguments);
  return status;
}

int ebk_check_size(
    ebk_image *image, uint32_t width, uint32_t height, uint32_t planes, uint64_t maximum_samples) {
  if (width == 0 || height == 0 || planes == 0)
    return ebk_fail(image->message, EBK_CORRUPT, "the image has no pixels (%u x %u)", width, height);
  if (planes > EBK_MAXIMUM_PLANES)
    return ebk_fail(
        image->message, EBK_UNSUPPORTED, "%u samples a pixel; at most %d are supported", planes,
        EBK_MAXIMUM_PLANES);
  uint64_t pixels = (uint64_t)width * height;
  if (pixels > maximum_samples / planes)
    return ebk_fail(
        image->message, EBK_TOO_LARGE,
        "the header promises %u x %u x %u samples, more than a file of this size may hold", width,
        height, planes);
  image->width = width;
  image->height = height;
  image->planes = planes;
  return EBK_OK;
}

int ebk_allocate_planes(
    ebk_image *image, uint32_t width, uint32_t height, uint32_t planes, uint64_t maximum_samples) {
  int status = ebk_check_size(image, width, height, planes, maximum_samples);
  for (uint32_t p = 0; p < planes && status == EBK_OK; p++) {
    image->plane[p] = calloc((size_t)width * height, sizeof(float));
    if (!image->plane[p])
      status = ebk_fail(
          image->message, EBK_NO_MEMORY, "no memory for %u x %u x %u samples", width, height, planes);
  }
  return status;
}

size_t ebk_input_read(const ebk_input *input, uint64_t at, void *into, size_t count) {
  if (at >= input->length) return 0;
  if (count > input->length - at) count = input->length - (size_t)at;
  if (input->bytes) {
    memcpy(into, input->bytes + at, count);
    return count;
  }
  size_t done = 0;
  while (done < count) {
    ssize_t got = pread(input->descriptor, (char *)into + done, count - done, (off_t)(at + done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    done += (size_t)got;
  }
  return done;
}

int ebk_read_rows(ebk_reader *reader, uint32_t first, uint32_t count, float *const *planes) {
  if (first > reader->height || count > reader->height - first)
    return ebk_fail(reader->message, EBK_CORRUPT, "rows beyond the image were asked for");
  return reader->rows(reader, first, count, planes);
}

void ebk_close_reader(ebk_reader *reader) {
  if (reader) reader->close(reader);
}

int ebk_write_rows(ebk_writer *writer, const uint8_t *pixels, uint32_t count) {
  if (writer->status != EBK_OK) return writer->status;
  if (count > writer->height - writer->next)
    return writer->status = ebk_fail(writer->out->message, EBK_CORRUPT, "more rows than the image has");
  writer->status = writer->rows(writer, pixels, count);
  writer->next += count;
  return writer->status;
}

int ebk_close_writer(ebk_writer *writer) {
  if (!writer) return EBK_OK;
  if (writer->status == EBK_OK && writer->next != writer->height)
    writer->status = ebk_fail(writer->out->message, EBK_CORRUPT, "fewer rows than the image has");
  ebk_bytes *out = writer->out;
  int status = writer->close(writer, writer->status == EBK_OK);
  if (status != EBK_OK) ebk_bytes_free(out);
  return status;
}

int ebk_output_write(ebk_output *output, const void *bytes, size_t length) {
  if (output->descriptor >= 0) {
    size_t done = 0;
    while (done < length) {
      ssize_t went = pwrite(
          output->descriptor, (const char *)bytes + done, length - done, (off_t)(output->at + done));
      if (went < 0 && errno == EINTR) continue;
      if (went <= 0) {
        output->out->system_error = went < 0 ? errno : EIO;
        return 0;
      }
      done += (size_t)went;
    }
  } else {
    static const uint8_t zeros[4096];
    ebk_bytes *out = output->out;
    while (out->length < output->at) {
      size_t missing = (size_t)output->at - out->length;
      if (!ebk_append(out, &output->capacity, zeros, missing < sizeof zeros ? missing : sizeof zeros)) return 0;
    }
    size_t over = out->length - (size_t)output->at;
    size_t inside = over < length ? over : length;
    if (inside) memcpy(out->bytes + output->at, bytes, inside);
    if (!ebk_append(out, &output->capacity, (const char *)bytes + inside, length - inside)) return 0;
  }
  output->at += length;
  if (output->at > output->length) output->length = output->at;
  return 1;
}

size_t ebk_output_read(ebk_output *output, void *into, size_t count) {
  ebk_input input = {
      .bytes = output->descriptor < 0 ? output->out->bytes : NULL, .length = (size_t)output->length,
      .descriptor = output->descriptor};
  size_t got = ebk_input_read(&input, output->at, into, count);
  output->at += got;
  return got;
}

/// Appends to a malloc'ed block; a failure drops the addition, which is only ever a note.
static char *joined(char *block, size_t *length, const char *addition, size_t count) {
  char *grown = realloc(block, *length + count);
  if (!grown) return block;
  memcpy(grown + *length, addition, count);
  *length += count;
  return grown;
}

void ebk_add_text(ebk_image *image, const char *key, const char *value, size_t value_length) {
  if (image->text_length > (8u << 20)) return;
  char *record = malloc(strlen(key) + value_length + 2);
  if (!record) return;
  size_t length = strlen(key) + 1;
  memcpy(record, key, length);
  for (size_t i = 0; i < value_length && value[i]; i++) record[length++] = value[i];
  record[length++] = 0;
  image->text = joined(image->text, &image->text_length, record, length);
  free(record);
}

void ebk_add_warning(ebk_image *image, const char *format, ...) {
  if (image->warnings_length > 4096) return;
  char line[EBK_MESSAGE];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  image->warnings = joined(image->warnings, &image->warnings_length, line, strlen(line) + 1);
}

void ebk_set_profile(ebk_image *image, const void *profile, size_t length) {
  if (length == 0 || image->profile) return;
  image->profile = malloc(length);
  if (!image->profile) return;
  memcpy(image->profile, profile, length);
  image->profile_length = length;
}

void ebk_release(float *plane) { free(plane); }

void ebk_image_free(ebk_image *image) {
  for (int p = 0; p < EBK_MAXIMUM_PLANES; p++) free(image->plane[p]);
  free(image->text);
  free(image->warnings);
  free(image->profile);
  memset(image, 0, sizeof *image);
}

const char *ebk_find_text(const ebk_source *source, const char *key) {
  const char *at = source->text, *end = source->text + source->text_length;
  while (at && at < end) {
    const char *value = at + strlen(at) + 1;
    if (value >= end) break;
    if (strcmp(at, key) == 0) return value;
    at = value + strlen(value) + 1;
  }
  return NULL;
}

int ebk_append(ebk_bytes *out, size_t *capacity, const void *bytes, size_t length) {
  if (length == 0) return 1;
  if (length > *capacity - out->length) {
    size_t wanted = *capacity * 2;
    if (wanted < out->length + length) wanted = out->length + length + 4096;
    uint8_t *grown = realloc(out->bytes, wanted);
    if (!grown) return 0;
    out->bytes = grown;
    *capacity = wanted;
  }
  memcpy(out->bytes + out->length, bytes, length);
  out->length += length;
  return 1;
}

void ebk_bytes_free(ebk_bytes *out) {
  free(out->bytes);
  out->bytes = NULL;
  out->length = 0;
}

float ebk_float_from_half(uint16_t half) {
  uint32_t sign = (uint32_t)(half & 0x8000) << 16, exponent = (half >> 10) & 31, bits;
  uint32_t fraction = half & 1023;
  float value;
  if (exponent == 0) {
    value = (float)fraction * 0x1p-24f;
    return sign ? -value : value;
  }
  if (exponent == 31)
    bits = sign | 0x7f800000u | (fraction << 13);
  else
    bits = sign | ((exponent + 112) << 23) | (fraction << 13);
  memcpy(&value, &bits, sizeof value);
  return value;
}

uint16_t ebk_half_from_float(float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  uint16_t sign = (uint16_t)((bits >> 16) & 0x8000);
  uint32_t magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000u) return sign | 0x7e00;
  if (magnitude >= 0x477ff000u) return sign | 0x7c00;  // 65520 and above round to infinity
  if (magnitude < 0x38800000u) {                       // below 2^-14: subnormal halves
    float scaled;
    memcpy(&scaled, &magnitude, sizeof scaled);
    // Adding 2^-1 puts the half's last bit at single precision's last bit, so the addition itself rounds to even.
    scaled += 0.5f;
    memcpy(&bits, &scaled, sizeof bits);
    return sign | (uint16_t)(bits - 0x3f000000u);
  }
  uint32_t rounded = magnitude + 0xfffu + ((magnitude >> 13) & 1);
  return sign | (uint16_t)((rounded - 0x38000000u) >> 13);
}
