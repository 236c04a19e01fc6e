#pragma once

/// Asks for the cache line at the address in the second-level cache, and returns at once; harmless for any address.
///
/// The processor's own instruction, for which Swift has no spelling.
static inline __attribute__((always_inline)) void prefetch_line(const float *_Nonnull address) {
  __builtin_prefetch(address, 0, 2);
}
