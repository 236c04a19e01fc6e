#!/bin/bash
# Denoises large frames in every format and prints a table: format, size, seconds, resident MiB, Mpx/s.
#
#   benchmarks/frames/run.sh [FOLDER]        frames are made in FOLDER (.build/frames) once and kept
#
# EVALBENCH  the binary (.build/release/evalbench)
# PYTHON     an interpreter with numpy, astropy, tifffile and pillow (.venv/bin/python)
# MODELS     what to run (gaussian and three small networks, trained for a moment)
# SCALE      shrinks the frames' sides, for a quick try (1)
# LIMIT      the most MiB that a run may have in RAM (1536, the target); more is exit code 1
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:-$root/.build/frames}
evalbench=${EVALBENCH:-$root/.build/release/evalbench}
python=${PYTHON:-$root/.venv/bin/python}
models=${MODELS:-gaussian dncnn:depth=5,width=16 unet:width=16,levels=2 nafnet-lite:width=16,enc=1-1,mid=1,dec=1-1}
limit=${LIMIT:-1536}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
if [ ! -e "$folder/mono-float32.fits" ]; then
  "$python" "$root/benchmarks/frames/make.py" "$folder" "${SCALE:-1}" >&2
fi

# The weights of a model, trained for a moment: what a network has learnt does not change its speed.
weights() {
  case $1 in
    gaussian* | median* | starlet* | identity) echo "$1" && return ;;
    *.safetensors | *.onnx) echo "$1" && return ;;
  esac
  local run=$folder/models/${1//[^A-Za-z0-9]/-}
  if [ ! -e "$run/best.safetensors" ]; then
    "$evalbench" train --preset smoke --steps 20 --architecture "$1" --output "$run" >&2
  fi
  echo "$run/best.safetensors"
}

worst=0
echo "| model | frame | to | pixels | planes | seconds | processor seconds | resident MiB | Mpx/s |"
echo "|---|---|---|---|---|---|---|---|---|"
for model in $models; do
  chosen=$(weights "$model")
  for frame in "$folder"/*-*.*; do
    name=$(basename "$frame")
    ending=${name##*.}
    [ "$ending" = fz ] && ending=fits
    # The child's own peak and times, which no shell built-in tells.
    read -r seconds processor mebibytes < <(
      "$python" - "$evalbench" denoise "$frame" "$folder/out.$ending" --model "$chosen" <<'PYTHON'
import resource, subprocess, sys, time
start = time.monotonic()
done = subprocess.run(sys.argv[1:], stderr=subprocess.PIPE, text=True)
seconds = time.monotonic() - start
if done.returncode:
    sys.exit(done.stderr)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{seconds:.2f} {used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss / 1024:.0f}")
PYTHON
    )
    case $name in
      big-*) pixels="9576 x 6388" millions=61.17 ;;
      *) pixels="3840 x 2160" millions=8.29 ;;
    esac
    planes=1
    [[ $name = colour-* ]] && planes=3
    speed=$(awk "BEGIN { printf \"%.2f\", $millions * ${SCALE:-1} ^ 2 * $planes / $seconds }")
    [ "${SCALE:-1}" = 1 ] || pixels="$pixels x ${SCALE}^2"
    echo "| ${model%%:*} | $name | $ending | $pixels | $planes | $seconds | $processor | $mebibytes | $speed |"
    [ "$mebibytes" -gt "$worst" ] && worst=$mebibytes
    rm -f "$folder/out.$ending"
  done
done
echo
echo "most resident: $worst MiB of $limit MiB"
[ "$worst" -le "$limit" ]
