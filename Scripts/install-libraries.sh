#!/usr/bin/env bash
# Installs the Debian packages that evalbench needs and that are missing.
# usage: install-libraries.sh run|test
set -euo pipefail
packages="libcfitsio-dev libtiff-dev libpng-dev libjpeg-dev libfftw3-dev libsep-dev zlib1g-dev pkg-config"
[ "${1:-run}" = test ] && packages="$packages chromium python3 python3-venv"
missing=""
for package in $packages; do
  state=$(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true)
  [ "$state" = "install ok installed" ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
echo "installing$missing" >&2
as_root=""
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "not root and no sudo: please install$missing" >&2; exit 2; }
  as_root=sudo
fi
$as_root apt-get update -qq
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
