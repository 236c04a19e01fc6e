#!/bin/sh
# Times every part of the CPU backend's plans beside the machine's measured peak: inference at 512x512, training steps at
# batch 8 of 64x64. Usage: benchmarks/kernels/run.sh [repeats]; EVALBENCH_CPU_LEVEL forces a level.
set -eu
cd "$(dirname "$0")/../.."
swift build -c release --product evalbench --quiet
bench() { .build/release/evalbench bench --steps --repeats "${repeats}" --architecture "$@"; }
repeats="${1:-7}"
for network in dncnn unet nafnet-lite:width=16,enc=1-1-1-2,mid=2,dec=1-1-1-1; do
  bench "$network" --size 512
  bench "$network" --size 64 --mode train
done
