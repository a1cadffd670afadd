#!/bin/sh
# Installs Chromium for the browser tests, where it is missing and this machine lets us.
set -eu

for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Chromium is missing: browser tests will be skipped. On Debian: apt-get install chromium fonts-liberation" >&2
    exit 0
fi
echo "Installing Chromium for the browser tests." >&2
export DEBIAN_FRONTEND=noninteractive
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation; } >/dev/null; then
    echo "Chromium could not be installed: browser tests will be skipped." >&2
fi
