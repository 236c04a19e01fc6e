#!/usr/bin/env bash
# Compares evalbench with PyTorch and ONNX Runtime, alternately in one run; --write puts the table into docs/performance.md.
# Usage: benchmarks/peers/run.sh [--rounds N] [--repeats N] [--threads T] [--only dncnn,unet,nafnet] [--modes infer,train] [--write]
set -euo pipefail
cd "$(dirname "$0")/../.."
swift build -c release --product evalbench --quiet
venv=benchmarks/peers/.venv
wanted=$(sha256sum benchmarks/peers/requirements.txt | cut -d' ' -f1)
if [ "$(cat $venv/requirements.sha256 2>/dev/null)" != "$wanted" ]; then
  python3 -m venv --clear $venv
  $venv/bin/pip install --quiet --disable-pip-version-check -r benchmarks/peers/requirements.txt
  echo "$wanted" > $venv/requirements.sha256
fi
exec $venv/bin/python benchmarks/peers/compare.py "$@"
