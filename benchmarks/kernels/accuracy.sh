#!/bin/sh
# The greatest relative errors of every kernel against double precision, over the cases of its tests and all CPU levels.
# Usage, after building the tests: benchmarks/kernels/accuracy.sh
set -eu
cd "$(dirname "$0")/../.."
EVALBENCH_ACCURACY=1 swift test -c release --skip-build --filter KernelsTests 2>&1 | awk '
  /^accuracy / { if ($5 > worst[$2, $3]) worst[$2, $3] = $5; kernels[$2] }
  END {
    for (kernel in kernels)
      printf "%s forward %.1e, data gradient %.1e, weight gradient %.1e\n", kernel,
        worst[kernel, "forward"], worst[kernel, "data"], worst[kernel, "weights"]
  }' | sort
