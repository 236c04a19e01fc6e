#include "tiff_samples.h"

#include <string.h>
#include <tiff.h>

int32_t ebk_tiff_format(tiff_sample sample) {
  if (sample.kind == SAMPLEFORMAT_IEEEFP) {
    switch (sample.bits) {
      case 16: return EBK_FLOAT16;
      case 24: case 32: return EBK_FLOAT32;
      case 64: return EBK_FLOAT64;
      default: return -1;
    }
  }
  int is_signed = sample.kind == SAMPLEFORMAT_INT;
  if (sample.bits == 0 || sample.bits > 64) return -1;
  if (sample.bits <= 8) return is_signed ? EBK_INT8 : EBK_UINT8;
  if (sample.bits <= 16) return is_signed ? EBK_INT16 : EBK_UINT16;
  if (sample.bits <= 32) return is_signed ? EBK_INT32 : EBK_UINT32;
  return is_signed ? EBK_INT64 : EBK_UINT64;
}

#define UNPACK(type, note)                                             \
  do {                                                                 \
    const uint8_t *at = row + first * sizeof(type);                    \
    for (uint32_t i = 0; i < count; i++) {                             \
      type value;                                                      \
      memcpy(&value, at + (uint64_t)i * step * sizeof(type), sizeof value); \
      into[i] = (float)value;                                          \
      note;                                                            \
    }                                                                  \
  } while (0)

/// A sample of any width, most significant bit first, as TIFF packs what is not a whole number of bytes.
static uint64_t packed(const uint8_t *row, uint64_t index, uint32_t bits) {
  uint64_t position = index * bits, value = 0;
  for (uint32_t b = 0; b < bits; b++, position++)
    value = value << 1 | ((row[position >> 3] >> (7 - (position & 7))) & 1);
  return value;
}

/// A 24-bit float: one sign, seven exponent and sixteen fraction bits.
static float from_float24(uint32_t bits) {
  uint32_t sign = bits >> 23, exponent = (bits >> 16) & 127, fraction = bits & 0xffff, single;
  float value;
  if (exponent == 0) {
    value = (float)fraction * 0x1p-78f;
    return sign ? -value : value;
  }
  single = sign << 31 | (exponent == 127 ? 255 : exponent + 64) << 23 | fraction << 7;
  memcpy(&value, &single, sizeof value);
  return value;
}

void ebk_tiff_unpack(
    const uint8_t *row, tiff_sample sample, uint64_t first, uint32_t step, uint32_t count, float *into,
    int32_t *rounded) {
  int is_signed = sample.kind == SAMPLEFORMAT_INT, lost = 0;
  if (sample.kind == SAMPLEFORMAT_IEEEFP && sample.bits == 16) {
    const uint8_t *at = row + first * 2;
    for (uint32_t i = 0; i < count; i++) {
      uint16_t value;
      memcpy(&value, at + (uint64_t)i * step * 2, sizeof value);
      into[i] = ebk_float_from_half(value);
    }
  } else if (sample.bits == 24) {  // libtiff gives three bytes in the machine's order
    const uint8_t *at = row + first * 3;
    for (uint32_t i = 0; i < count; i++) {
      const uint8_t *b = at + (uint64_t)i * step * 3;
      uint32_t value = b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16;
      if (sample.kind == SAMPLEFORMAT_IEEEFP)
        into[i] = from_float24(value);
      else
        into[i] = is_signed ? (float)((int32_t)(value << 8) >> 8) : (float)value;
    }
  } else if (sample.kind == SAMPLEFORMAT_IEEEFP && sample.bits == 32) {
    UNPACK(float, (void)0);
  } else if (sample.kind == SAMPLEFORMAT_IEEEFP) {
    UNPACK(double, lost |= value == value && (double)into[i] != value);
  } else if (sample.bits == 8) {
    if (is_signed) UNPACK(int8_t, (void)0); else UNPACK(uint8_t, (void)0);
  } else if (sample.bits == 16) {
    if (is_signed) UNPACK(int16_t, (void)0); else UNPACK(uint16_t, (void)0);
  } else if (sample.bits == 32) {
    if (is_signed) UNPACK(int32_t, lost |= (double)into[i] != value);
    else UNPACK(uint32_t, lost |= (double)into[i] != value);
  } else if (sample.bits == 64) {
    if (is_signed) UNPACK(int64_t, lost |= value > 0x1000000 || value < -0x1000000);
    else UNPACK(uint64_t, lost |= value > 0x1000000);
  } else {
    for (uint32_t i = 0; i < count; i++) {
      uint64_t value = packed(row, first + (uint64_t)i * step, sample.bits);
      if (is_signed && value >> (sample.bits - 1)) value |= ~(uint64_t)0 << sample.bits;
      into[i] = is_signed ? (float)(int64_t)value : (float)value;
      lost |= sample.bits > 24 && value > 0x1000000;
    }
  }
  if (lost) *rounded = 1;
}
