// libtiff on our own input and output, with its errors and warnings captured.
#ifndef CIMAGEIO_TIFF_SESSION_H
#define CIMAGEIO_TIFF_SESSION_H

#include <tiffio.h>

#include "support.h"

typedef struct {
  ebk_input input;
  uint64_t at;
  /// NULL when reading.
  ebk_output *output;
  /// Who hears warnings; NULL for nobody.
  ebk_image *image;
  char *message;
  /// Whether libtiff merely warned of something that means invented pixels.
  int damaged;
} tiff_session;

/// Opens `session` for reading ("r") or writing ("w", "w8"); NULL with a message when it is no TIFF.
TIFF *ebk_tiff_open(tiff_session *session, const char *mode);

#endif
