#include <stdlib.h>
#include <string.h>

#include "support.h"

enum { CLEAR = 256, FIRST = 257, LARGEST = 1 << 16 };

/// Codes are packed from the least significant bit, and come in groups of eight: when their width changes, the rest of the
/// group is padding.
typedef struct {
  const uint8_t *bytes;
  size_t bits, at, group;
  unsigned width;
} code_reader;

static int next_code(code_reader *reader) {
  if (reader->at + reader->width > reader->bits) return -1;
  int code = 0;
  for (unsigned b = 0; b < reader->width; b++, reader->at++)
    code |= ((reader->bytes[reader->at >> 3] >> (reader->at & 7)) & 1) << b;
  return code;
}

static void change_width(code_reader *reader, unsigned width) {
  size_t size = (size_t)reader->width * 8, used = reader->at - reader->group;
  if (used % size) reader->at += size - used % size;
  reader->group = reader->at;
  reader->width = width;
}

int ebk_decompress_lzw(const uint8_t *bytes, size_t length, uint64_t maximum_length, ebk_bytes *out) {
  memset(out, 0, sizeof *out);
  if (length < 4 || bytes[0] != 0x1f || bytes[1] != 0x9d)
    return ebk_fail(out->message, EBK_CORRUPT, "the compress data ends too early");
  unsigned most = bytes[2] & 31;
  int block_mode = bytes[2] & 0x80;
  if (most < 9 || most > 16)
    return ebk_fail(out->message, EBK_CORRUPT, "compress data with codes of %u bits", most);
  uint16_t *prefix = malloc(LARGEST * sizeof *prefix);
  uint8_t *suffix = malloc(LARGEST), *stack = malloc(LARGEST);
  size_t capacity = 0;
  int status = EBK_OK;
  if (!prefix || !suffix || !stack)
    status = ebk_fail(out->message, EBK_NO_MEMORY, "no memory to decompress");
  code_reader reader = {.bytes = bytes + 3, .bits = (length - 3) * 8, .width = 9};
  int next = block_mode ? FIRST : 256, previous = -1;
  uint8_t first = 0;
  while (status == EBK_OK) {
    if (next >= 1 << reader.width && reader.width < most) change_width(&reader, reader.width + 1);
    int code = next_code(&reader);
    if (code < 0) break;
    if (code == CLEAR && block_mode) {
      change_width(&reader, 9);
      previous = -1;
      next = FIRST;
      continue;
    }
    if (previous < 0) {
      if (code > 255) {
        status = ebk_fail(out->message, EBK_CORRUPT, "compress data that refers to nothing");
        break;
      }
      first = (uint8_t)code;
      previous = code;
      if (!ebk_append(out, &capacity, &first, 1))
        status = ebk_fail(out->message, EBK_NO_MEMORY, "no memory to decompress");
      continue;
    }
    int walk = code;
    size_t depth = LARGEST;
    if (code >= next) {
      if (code > next) {
        status = ebk_fail(out->message, EBK_CORRUPT, "compress data that refers to nothing");
        break;
      }
      stack[--depth] = first;
      walk = previous;
    }
    while (walk > 255 && depth > 1) {
      stack[--depth] = suffix[walk];
      walk = prefix[walk];
    }
    first = (uint8_t)walk;
    stack[--depth] = first;
    if (out->length + (LARGEST - depth) > maximum_length)
      status = ebk_fail(out->message, EBK_TOO_LARGE, "the compress data grows past any sensible size");
    else if (!ebk_append(out, &capacity, stack + depth, LARGEST - depth))
      status = ebk_fail(out->message, EBK_NO_MEMORY, "no memory to decompress");
    if (next < 1 << most) {
      prefix[next] = (uint16_t)previous;
      suffix[next++] = first;
    }
    previous = code;
  }
  free(prefix);
  free(suffix);
  free(stack);
  if (status != EBK_OK) ebk_bytes_free(out);
  return status;
}
