// libtiff on memory instead of a file, with its errors and warnings captured.
#ifndef CIMAGEIO_TIFF_SESSION_H
#define CIMAGEIO_TIFF_SESSION_H

#include <tiffio.h>

#include "support.h"

typedef struct {
  const uint8_t *bytes;
  size_t length;
  uint64_t at;
  ebk_bytes *out;
  size_t capacity;
  ebk_image *image;
  char *message;
  /// Whether libtiff merely warned of something that means invented pixels.
  int damaged;
} tiff_session;

/// Opens `session` for reading ("r") or writing ("w", "w8"); NULL with a message when it is no TIFF.
TIFF *ebk_tiff_open(tiff_session *session, const char *mode);

#endif
