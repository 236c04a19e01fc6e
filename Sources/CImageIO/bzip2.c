// bzip2 without its library, whose headers are not among the packages that this project asks for.
//
// A stream is a header, blocks, and an end mark. A block holds the last column of a sorted rotation matrix
// (Burrows-Wheeler), moved to front, run-length coded and Huffman coded; see Seward's description of the format.
#include <stdlib.h>
#include <string.h>

#include "support.h"

enum { BLOCK_UNIT = 100000, GROUP = 50, MOST_TABLES = 6, MOST_SYMBOLS = 258, MOST_LENGTH = 20 };

typedef struct {
  const uint8_t *bytes;
  uint64_t bits, at;
  int ended;
} bit_reader;

static uint32_t take(bit_reader *reader, unsigned count) {
  uint32_t value = 0;
  for (unsigned b = 0; b < count; b++) {
    uint32_t bit = 0;
    if (reader->at < reader->bits)
      bit = (reader->bytes[reader->at >> 3] >> (7 - (reader->at & 7))) & 1;
    else
      reader->ended = 1;
    reader->at++;
    value = value << 1 | bit;
  }
  return value;
}

/// A canonical Huffman code: for each length the largest code, and where its symbols begin.
typedef struct {
  int32_t limit[MOST_LENGTH + 2];
  int32_t base[MOST_LENGTH + 2];
  uint16_t symbols[MOST_SYMBOLS];
  int count;
} huffman;

static void build(huffman *table, const uint8_t *lengths, int count) {
  int at = 0, code = 0;
  table->count = count;
  for (int length = 1; length <= MOST_LENGTH; length++) {
    table->base[length] = at - code;
    for (int s = 0; s < count; s++)
      if (lengths[s] == length) table->symbols[at++] = (uint16_t)s, code++;
    table->limit[length] = code;
    code <<= 1;
  }
}

static int symbol(bit_reader *reader, const huffman *table) {
  int32_t code = 0;
  for (int length = 1; length <= MOST_LENGTH; length++) {
    code = code << 1 | (int32_t)take(reader, 1);
    if (code < table->limit[length]) {
      int32_t index = table->base[length] + code;
      return index >= 0 && index < table->count ? table->symbols[index] : -1;
    }
  }
  return -1;
}

static int damaged(ebk_bytes *out) {
  return ebk_fail(out->message, EBK_CORRUPT, "corrupt bzip2 data");
}

/// The Huffman tables and the table that each group of fifty symbols uses.
static int read_tables(
    bit_reader *reader, int symbols, huffman *tables, uint8_t *selectors, int *selector_count,
    ebk_bytes *out) {
  int table_count = (int)take(reader, 3), count = (int)take(reader, 15);
  if (table_count < 2 || table_count > MOST_TABLES || count < 1) return damaged(out);
  uint8_t order[MOST_TABLES];
  for (int t = 0; t < table_count; t++) order[t] = (uint8_t)t;
  for (int s = 0; s < count; s++) {
    int j = 0;
    while (take(reader, 1))
      if (++j >= table_count) return damaged(out);
    uint8_t chosen = order[j];
    memmove(order + 1, order, (size_t)j);
    order[0] = chosen;
    selectors[s] = chosen;
  }
  *selector_count = count;
  for (int t = 0; t < table_count; t++) {
    uint8_t lengths[MOST_SYMBOLS];
    int length = (int)take(reader, 5);
    for (int s = 0; s < symbols; s++) {
      while (1) {
        if (length < 1 || length > MOST_LENGTH || reader->ended) return damaged(out);
        if (!take(reader, 1)) break;
        length += take(reader, 1) ? -1 : 1;
      }
      lengths[s] = (uint8_t)length;
    }
    build(&tables[t], lengths, symbols);
  }
  return EBK_OK;
}

/// Undoes Huffman, run-length and move-to-front coding: the last column, in the low bytes of `column`.
static int read_column(
    bit_reader *reader, const uint8_t *used, int used_count, const huffman *tables,
    const uint8_t *selectors, int selector_count, uint32_t *column, uint32_t capacity,
    uint32_t *column_length, ebk_bytes *out) {
  uint8_t order[256];
  memcpy(order, used, 256);
  uint32_t length = 0, run = 0, weight = 1;
  int end = used_count + 1;
  for (int group = 0; group < selector_count; group++)
    for (int i = 0; i < GROUP; i++) {
      int s = symbol(reader, &tables[selectors[group]]);
      if (s < 0 || reader->ended) return damaged(out);
      if (s <= 1) {
        if (weight > capacity) return damaged(out);
        run += weight << s;
        weight <<= 1;
        continue;
      }
      if (run > capacity - length) return damaged(out);
      while (run) column[length++] = order[0], run--;
      weight = 1;
      if (s == end) {
        *column_length = length;
        return EBK_OK;
      }
      if (s > end || length >= capacity) return damaged(out);
      uint8_t byte = order[s - 1];
      memmove(order + 1, order, (size_t)(s - 1));
      order[0] = byte;
      column[length++] = byte;
    }
  return damaged(out);
}

static uint32_t checked(uint32_t sum, uint8_t byte) {
  sum ^= (uint32_t)byte << 24;
  for (int b = 0; b < 8; b++) sum = sum & 0x80000000u ? sum << 1 ^ 0x04c11db7u : sum << 1;
  return sum;
}

/// Undoes the sorting and the first run-length code, and appends the block's bytes.
static int write_block(
    uint32_t *column, uint32_t length, uint32_t origin, uint32_t expected, uint64_t maximum_length,
    ebk_bytes *out, size_t *capacity) {
  if (length == 0 || origin >= length) return damaged(out);
  uint32_t starts[256] = {0}, total = 0;
  for (uint32_t i = 0; i < length; i++) starts[column[i] & 255]++;
  for (int v = 0; v < 256; v++) {
    uint32_t count = starts[v];
    starts[v] = total;
    total += count;
  }
  for (uint32_t i = 0; i < length; i++) column[starts[column[i] & 255]++] |= i << 8;
  uint32_t at = column[origin] >> 8, sum = 0xffffffffu;
  int repeats = 0, last = -1;
  uint8_t made[256];
  for (uint32_t i = 0; i < length; i++) {
    uint8_t byte = (uint8_t)column[at];
    at = column[at] >> 8;
    size_t count = 1;
    if (repeats == 4) {  // after four equal bytes comes how many more there are
      memset(made, last, 256);
      count = byte;
      repeats = 0;
      last = -1;
    } else {
      repeats = byte == last ? repeats + 1 : 1;
      last = byte;
      made[0] = byte;
    }
    for (size_t c = 0; c < count; c++) sum = checked(sum, made[c]);
    if (out->length + count > maximum_length)
      return ebk_fail(out->message, EBK_TOO_LARGE, "the bzip2 data grows past any sensible size");
    if (!ebk_append(out, capacity, made, count))
      return ebk_fail(out->message, EBK_NO_MEMORY, "no memory to decompress");
  }
  return ~sum == expected ? EBK_OK : ebk_fail(out->message, EBK_CORRUPT, "a bzip2 checksum differs");
}

static int read_block(
    bit_reader *reader, uint32_t *column, uint32_t most, huffman *tables, uint8_t *selectors,
    uint64_t maximum_length, ebk_bytes *out, size_t *capacity) {
  uint32_t expected = take(reader, 32);
  if (take(reader, 1))
    return ebk_fail(out->message, EBK_UNSUPPORTED, "randomised bzip2 blocks (written before 1999)");
  uint32_t origin = take(reader, 24), ranges = take(reader, 16);
  uint8_t used[256] = {0};
  int used_count = 0, selector_count = 0;
  for (int high = 0; high < 16; high++)
    if (ranges >> (15 - high) & 1) {
      uint32_t present = take(reader, 16);
      for (int low = 0; low < 16; low++)
        if (present >> (15 - low) & 1) used[used_count++] = (uint8_t)(high * 16 + low);
    }
  if (used_count == 0 || reader->ended) return damaged(out);
  int status = read_tables(reader, used_count + 2, tables, selectors, &selector_count, out);
  uint32_t length = 0;
  if (status == EBK_OK)
    status = read_column(
        reader, used, used_count, tables, selectors, selector_count, column, most, &length, out);
  if (status == EBK_OK)
    status = write_block(column, length, origin, expected, maximum_length, out, capacity);
  return status;
}

int ebk_decompress_bzip2(const uint8_t *bytes, size_t length, uint64_t maximum_length, ebk_bytes *out) {
  memset(out, 0, sizeof *out);
  uint32_t *column = malloc(9 * BLOCK_UNIT * sizeof *column);
  huffman *tables = malloc(MOST_TABLES * sizeof *tables);
  uint8_t *selectors = malloc(1 << 15);
  size_t capacity = 0;
  int status = EBK_OK;
  if (!column || !tables || !selectors)
    status = ebk_fail(out->message, EBK_NO_MEMORY, "no memory to decompress");
  bit_reader reader = {.bytes = bytes, .bits = (uint64_t)length * 8};
  while (status == EBK_OK) {
    uint32_t mark = take(&reader, 24), level = take(&reader, 8) - '0';
    if (mark != 0x425a68 || level < 1 || level > 9) {
      if (out->length == 0) status = damaged(out);
      break;  // what follows the last stream is ignored, as bzip2 does
    }
    while (status == EBK_OK) {
      uint32_t high = take(&reader, 24), low = take(&reader, 24);
      if (high == 0x177245 && low == 0x385090) {
        take(&reader, 32);
        reader.at = (reader.at + 7) & ~(uint64_t)7;
        break;
      }
      if (reader.ended || high != 0x314159 || low != 0x265359)
        status = ebk_fail(out->message, EBK_CORRUPT, "the bzip2 data ends too early");
      else
        status = read_block(
            &reader, column, level * BLOCK_UNIT, tables, selectors, maximum_length, out, &capacity);
    }
  }
  free(column);
  free(tables);
  free(selectors);
  if (status != EBK_OK) ebk_bytes_free(out);
  return status;
}
