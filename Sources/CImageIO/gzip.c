#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "support.h"

int ebk_decompress_gzip(
    const uint8_t *bytes, size_t length, uint64_t maximum_length, ebk_bytes *out) {
  memset(out, 0, sizeof *out);
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, 15 + 16) != Z_OK)
    return ebk_fail(out->message, EBK_NO_MEMORY, "no memory to decompress");
  size_t capacity = 0, used = 0;
  uint8_t *chunk = malloc(1 << 18);
  int status = chunk ? EBK_OK : ebk_fail(out->message, EBK_NO_MEMORY, "no memory to decompress");
  while (status == EBK_OK) {
    size_t rest = length - used;
    stream.next_in = (Bytef *)(bytes + used);
    stream.avail_in = rest > (1u << 30) ? (1u << 30) : (uInt)rest;
    stream.next_out = chunk;
    stream.avail_out = 1 << 18;
    uInt offered = stream.avail_in;
    int result = inflate(&stream, Z_NO_FLUSH);
    used += offered - stream.avail_in;
    size_t made = (1 << 18) - stream.avail_out;
    if (out->length + made > maximum_length)
      status = ebk_fail(out->message, EBK_TOO_LARGE, "the gzip data grows past any sensible size");
    else if (!ebk_append(out, &capacity, chunk, made))
      status = ebk_fail(out->message, EBK_NO_MEMORY, "no memory to decompress");
    else if (result == Z_STREAM_END) {
      // Another member may follow; anything else there is padding, which gzip ignores as well.
      if (length - used < 2 || bytes[used] != 0x1f || bytes[used + 1] != 0x8b) break;
      inflateReset(&stream);
    } else if (result == Z_BUF_ERROR || (result == Z_OK && made == 0 && used == length))
      status = ebk_fail(out->message, EBK_CORRUPT, "the gzip data ends too early");
    else if (result != Z_OK)
      status = ebk_fail(
          out->message, EBK_CORRUPT, "corrupt gzip data (%s)", stream.msg ? stream.msg : "zlib error");
  }
  free(chunk);
  inflateEnd(&stream);
  if (status != EBK_OK) ebk_bytes_free(out);
  return status;
}
