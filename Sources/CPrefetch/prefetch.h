#pragma once

/// Asks for the cache line at the address in the second-level cache, and returns at once; harmless for any address.
///
/// The processor's own instruction, for which Swift has no spelling.
static inline __attribute__((always_inline)) void prefetch_line(const float *_Nonnull address) {
  __builtin_prefetch(address, 0, 2);
}

/// Tells the processor that a loop waits for another one: it saves power, and leaves the loop sooner.
static inline __attribute__((always_inline)) void pause_while_waiting(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}
