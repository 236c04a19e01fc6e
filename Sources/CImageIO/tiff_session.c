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
  size_t length = session->out ? session->out->length : session->length;
  const uint8_t *bytes = session->out ? session->out->bytes : session->bytes;
  if (session->at >= length || count < 0) return 0;
  size_t available = length - (size_t)session->at;
  size_t taken = (size_t)count < available ? (size_t)count : available;
  memcpy(into, bytes + session->at, taken);
  session->at += taken;
  return (tmsize_t)taken;
}

static tmsize_t on_write(thandle_t handle, void *from, tmsize_t count) {
  tiff_session *session = handle;
  if (!session->out || count < 0) return 0;
  size_t end = (size_t)session->at + (size_t)count;
  while (session->out->length < end) {
    static const uint8_t zeros[4096];
    size_t missing = end - session->out->length;
    size_t step = missing < sizeof zeros ? missing : sizeof zeros;
    if (missing == (size_t)count && session->at == session->out->length) {
      if (!ebk_append(session->out, &session->capacity, from, missing)) return 0;
      session->at = end;
      return count;
    }
    if (!ebk_append(session->out, &session->capacity, zeros, step)) return 0;
  }
  memcpy(session->out->bytes + session->at, from, (size_t)count);
  session->at = end;
  return count;
}

static toff_t on_seek(thandle_t handle, toff_t offset, int whence) {
  tiff_session *session = handle;
  uint64_t length = session->out ? session->out->length : session->length;
  if (whence == SEEK_SET) session->at = offset;
  if (whence == SEEK_CUR) session->at += offset;
  if (whence == SEEK_END) session->at = length + offset;
  return session->at;
}

static int on_close(thandle_t handle) {
  (void)handle;
  return 0;
}

static toff_t on_size(thandle_t handle) {
  tiff_session *session = handle;
  return session->out ? session->out->length : session->length;
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
