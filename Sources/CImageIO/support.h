// What the codecs of this target share.
#ifndef CIMAGEIO_SUPPORT_H
#define CIMAGEIO_SUPPORT_H

#include <stdarg.h>

#include "CImageIO.h"

int ebk_fail(char *message, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/// Notes the size of an image, or fails when the product passes `maximum_samples`.
int ebk_check_size(
    ebk_image *image, uint32_t width, uint32_t height, uint32_t planes, uint64_t maximum_samples);
/// Takes the memory of `planes` planes, or fails when the product passes `maximum_samples`.
int ebk_allocate_planes(
    ebk_image *image, uint32_t width, uint32_t height, uint32_t planes, uint64_t maximum_samples);
void ebk_add_text(ebk_image *image, const char *key, const char *value, size_t value_length);
void ebk_add_warning(ebk_image *image, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void ebk_set_profile(ebk_image *image, const void *profile, size_t length);
/// The value of a key in a source's text, or NULL.
const char *ebk_find_text(const ebk_source *source, const char *key);
/// Bytes of an input from `at`; returns how many there were.
size_t ebk_input_read(const ebk_input *input, uint64_t at, void *into, size_t count);
/// Every reader begins with this.
struct ebk_reader {
  int (*rows)(ebk_reader *reader, uint32_t first, uint32_t count, float *const *planes);
  void (*close)(ebk_reader *reader);
  uint32_t height;
  char *message;
};

/// Every writer begins with this.
struct ebk_writer {
  int (*rows)(ebk_writer *writer, const uint8_t *pixels, uint32_t count);
  int (*close)(ebk_writer *writer, int complete);
  uint32_t height, next;
  int status;
  ebk_bytes *out;
};

/// Where a writer's bytes go: into `out`, or through a descriptor.
typedef struct {
  int descriptor;
  ebk_bytes *out;
  size_t capacity;
  /// Bytes so far, and where the next ones go.
  uint64_t length, at;
} ebk_output;

/// Writes at the output's place and moves it; returns 0 when the memory or the disk was full.
int ebk_output_write(ebk_output *output, const void *bytes, size_t length);
size_t ebk_output_read(ebk_output *output, void *into, size_t count);

/// Appends to a growing buffer; returns 0 when memory ran out.
int ebk_append(ebk_bytes *out, size_t *capacity, const void *bytes, size_t length);

#endif
