# Sourced by the scripts that test: what is set for this shell's own newsroom has no say, and var/ stays untouched.
# Leaves $work, a folder that is gone when the script ends and holds whatever is temporary; in memory, where there is
# room and programs may be run: for the tests' databases and pages a disk would only be asked to keep what nobody needs.
unset DATABASE_URL DEBUG HOST PORT SECRET_KEY
for key in $(env | sed -n 's/^\(NEWSROOM_[A-Z_]*\)=.*/\1/p'); do
    if [ "$key" != NEWSROOM_CORPORA ]; then unset "$key"; fi
done

in_memory() {
    room=$((4 * 1024 * 1024)) # KiB; the tests on both databases leave less than half of it
    [ "$(awk '/^MemAvailable/ {print $2}' /proc/meminfo 2>/dev/null || echo 0)" -gt $((2 * room)) ] &&
        [ "$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 {print $4}')" -gt $room ] &&
        work=$(mktemp -d /dev/shm/newsroom-XXXXXX) || return 1
    printf '#!/bin/sh\n' >"$work/program" && chmod 700 "$work/program"
    if ! "$work/program"; then rm -rf "$work" && return 1; fi
}

in_memory 2>/dev/null || work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
chmod 711 "$work" # the account that runs PostgreSQL for us has to come through
export TMPDIR="$work" NEWSROOM_VAR="$work/var" NEWSROOM_ENV_FILE=/dev/null
