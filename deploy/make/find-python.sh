#!/bin/sh
# Prints the newest Python that can make a virtual environment (3.11 or later), or says what is missing.
unable=
for candidate in python3.13 python3.12 python3.11 python3; do
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    if "$candidate" -c 'import ensurepip, venv' 2>/dev/null; then
        echo "$candidate"
        exit 0
    fi
    : "${unable:=$candidate}"
done
if [ -n "$unable" ]; then
    version=$("$unable" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    echo "$unable cannot make virtual environments. On Debian: apt-get install python$version-venv" >&2
else
    echo "Python 3.11 or later is missing. On Debian: apt-get install python3-venv" >&2
fi
exit 1
