// Turning the packed samples of a TIFF row into float32.
#ifndef CIMAGEIO_TIFF_SAMPLES_H
#define CIMAGEIO_TIFF_SAMPLES_H

#include "support.h"

/// How a TIFF stores one sample.
typedef struct {
  uint32_t bits;
  /// SAMPLEFORMAT_UINT, SAMPLEFORMAT_INT or SAMPLEFORMAT_IEEEFP.
  uint32_t kind;
} tiff_sample;

/// The format that holds such samples, or -1 when there is none.
int32_t ebk_tiff_format(tiff_sample sample);
/// Reads sample number `first`, then every `step`th, `count` in all, of a row that starts at `row`.
void ebk_tiff_unpack(
    const uint8_t *row, tiff_sample sample, uint64_t first, uint32_t step, uint32_t count, float *into,
    int32_t *rounded);

#endif
