#!/bin/sh
# Fails where a CPU level's object files define a weak function that another module may define too: the linker would keep
# one copy for everybody, perhaps the AVX-512 one, and the program would crash on a CPU that has none.
# A weak function whose mangled name carries its own module's name is the level's alone and harmless.
# Usage, after a release build: Scripts/check-level-symbols.sh [build folder]
set -eu
build="${1:-$(dirname "$0")/../.build/release}"
status=0
for module in KernelsBaseline KernelsV3 KernelsV4; do
  objects=$(find "$build/$module.build/" -name '*.o')
  if [ -z "$objects" ]; then
    echo "$module: no object files under $build; build with -c release first" >&2
    exit 2
  fi
  # shellcheck disable=SC2086
  shared=$(nm --defined-only $objects | awk -v own="${#module}$module" \
    '($2 == "W" || $2 == "w") && index($3, own) == 0 { print $3 }')
  if [ -n "$shared" ]; then
    echo "$module defines weak functions that are not its own:" >&2
    echo "$shared" >&2
    status=1
  else
    echo "$module: no shared functions"
  fi
done
exit $status
