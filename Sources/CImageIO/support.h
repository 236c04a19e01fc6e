// What the codecs of this target share.
#ifndef CIMAGEIO_SUPPORT_H
#define CIMAGEIO_SUPPORT_H

#include <stdarg.h>

#include "CImageIO.h"

int ebk_fail(char *message, int status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/// Takes the memory of `planes` planes, or fails when the product passes `maximum_samples`.
int ebk_allocate_planes(
    ebk_image *image, uint32_t width, uint32_t height, uint32_t planes, uint64_t maximum_samples);
void ebk_add_text(ebk_image *image, const char *key, const char *value, size_t value_length);
void ebk_add_warning(ebk_image *image, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void ebk_set_profile(ebk_image *image, const void *profile, size_t length);
/// The value of a key in a source's text, or NULL.
const char *ebk_find_text(const ebk_source *source, const char *key);
/// Appends to a growing buffer; returns 0 when memory ran out.
int ebk_append(ebk_bytes *out, size_t *capacity, const void *bytes, size_t length);

#endif
