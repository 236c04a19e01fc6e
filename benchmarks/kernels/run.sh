#!/bin/sh
# Times the CPU backend's plans: inference at 512x512 and training steps at batch 8 of 64x64.
# Usage: benchmarks/kernels/run.sh [repeats]; EVALBENCH_CPU_LEVEL forces a level, EVALBENCH_BENCH_STEPS=1 lists each part.
set -eu
cd "$(dirname "$0")/../.."
EVALBENCH_BENCH="${1:-7}" swift test -c release --filter CPUBenchmark 2>&1 | grep -E '^(infer|train|    )'
