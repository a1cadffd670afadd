#!/bin/sh
# Installs nginx and its brotli module for the tests of deploy/nginx.conf, where it is missing and this machine lets us.
set -eu

PATH="$PATH:/usr/local/sbin:/usr/sbin"
if command -v nginx >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "nginx is missing: its tests will be skipped. On Debian: apt-get install nginx libnginx-mod-http-brotli-static" >&2
    exit 0
fi
echo "Installing nginx for the tests of deploy/nginx.conf." >&2
export DEBIAN_FRONTEND=noninteractive
# The tests start one of their own. The one that Debian would start now, at port 80, nobody has asked for.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
fi
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends nginx libnginx-mod-http-brotli-static; } >/dev/null; then
    echo "nginx could not be installed: its tests will be skipped." >&2
elif [ -d /run/systemd/system ]; then
    systemctl disable --quiet nginx
fi
