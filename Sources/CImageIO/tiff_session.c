#include "tiff_session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int on_error(TIFF *tiff, void *user, const char *module, const char *format, va_list arguments) {
  (void)tiff, (void)module;
  tiff_session *session = user;
  if (session->message[0] == 0) vsnprintf(session->message, EBK_MESSAGE, format, arguments);
  return 1;
}

static int on_warning(TIFF *tiff, void *user, const char *module, const char *format, va_list arguments) {
  (void)tiff, (void)module;
  tiff_session *session = user;
  if (!session->image) return 1;
  char line[EBK_MESSAGE];
  vsnprintf(line, sizeof line, format, arguments);
  // libtiff passes on what its JPEG decoder made up as a warning.
  if (strstr(line, "remature end of JPEG") || strstr(line, "Corrupt JPEG data")) session->damaged = 1;
  // Private tags are common in cameras' files, and none of them changes a pixel.
  if (!strstr(line, "Unknown field with tag")) ebk_add_warning(session->image, "libtiff: %s", line);
  return 1;
}

static tmsize_t on_read(thandle_t handle, void *into, tmsize_t count) {
  tiff_session *session = handle;
  if (count < 0) return 0;
  if (session->output) return (tmsize_t)ebk_output_read(session->output, into, (size_t)count);
  size_t got = ebk_input_read(&session->input, session->at, into, (size_t)count);
  session->at += got;
  return (tmsize_t)got;
}

static tmsize_t on_write(thandle_t handle, void *from, tmsize_t count) {
  tiff_session *session = handle;
  if (!session->output || count < 0) return 0;
  return ebk_output_write(session->output, from, (size_t)count) ? count : 0;
}

static toff_t on_seek(thandle_t handle, toff_t offset, int whence) {
  tiff_session *session = handle;
  uint64_t *at = session->output ? &session->output->at : &session->at;
  if (whence == SEEK_SET) *at = offset;
  if (whence == SEEK_CUR) *at += offset;
  if (whence == SEEK_END) *at = (session->output ? session->output->length : session->input.length) + offset;
  return *at;
}

static int on_close(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t on_size(thandle_t handle) {
  tiff_session *session = handle;
  return session->output ? session->output->length : session->input.length;
}

TIFF *ebk_tiff_open(tiff_session *session, const char *mode) {
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (!options) return NULL;
  TIFFOpenOptionsSetErrorHandlerExtR(options, on_error, session);
  TIFFOpenOptionsSetWarningHandlerExtR(options, on_warning, session);
  // No single block of a sensible file passes this; a lying directory does.
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, (tmsize_t)1 << 32);
  TIFF *tiff = TIFFClientOpenExt(
      "image", mode, session, on_read, on_write, on_seek, on_close, on_size, NULL, NULL, options);
  TIFFOpenOptionsFree(options);
  return tiff;
}
