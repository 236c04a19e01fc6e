#!/usr/bin/env bash
# Makes .venv with the independent tools that the tests compare with, at the versions of Scripts/requirements.txt.
set -euo pipefail
cd "$(dirname "$0")/.."
wanted=$(sha256sum Scripts/requirements.txt | cut -d' ' -f1)
[ -x .venv/bin/python ] && [ "$(cat .venv/requirements.sha256 2>/dev/null)" = "$wanted" ] && exit 0
echo "making .venv for the tests" >&2
python3 -m venv --clear .venv
.venv/bin/pip install --quiet --disable-pip-version-check -r Scripts/requirements.txt
echo "$wanted" > .venv/requirements.sha256
