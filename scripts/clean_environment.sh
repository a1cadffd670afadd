# Sourced by the scripts that test: what is set for this shell's own newsroom has no say, and var/ stays untouched.
# Leaves $work, a folder that is gone when the script ends.
unset DATABASE_URL DEBUG HOST PORT SECRET_KEY
for key in $(env | sed -n 's/^\(NEWSROOM_[A-Z_]*\)=.*/\1/p'); do
    if [ "$key" != NEWSROOM_CORPORA ]; then unset "$key"; fi
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
export NEWSROOM_VAR="$work/var" NEWSROOM_ENV_FILE=/dev/null
