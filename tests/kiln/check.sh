#!/usr/bin/env bash
# What ffai writes opens in kiln-ai, old and new, and what kiln-ai writes again opens in ffai: each in an environment of its own.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.venv/bin/python tests/kiln/make.py "$work/project"
wanted=$(find "$work/project" -name '*.kiln' | wc -l)
install() {
    python3 -m venv "$work/kiln-$1"
    "$work/kiln-$1/bin/pip" install --quiet --disable-pip-version-check "kiln-ai==$1" 2>/dev/null
}
install 1.2.0 &
install 0.19.0
wait $!
for version in 1.2.0 0.19.0; do
    for project in "$work/project" evals/project; do
        read=$("$work/kiln-$version/bin/python" -W ignore tests/kiln/read_back.py "$project")
        [ "$read" = "$(find "$project" -name '*.kiln' | wc -l)" ] || { echo "kiln-ai $version read $read records of $project"; exit 1; }
    done
done
"$work/kiln-1.2.0/bin/python" -W ignore tests/kiln/read_back.py "$work/project" save >/dev/null
.venv/bin/ffai project check "$work/project"
[ "$(find "$work/project" -name '*.kiln' | wc -l)" = "$wanted" ]
"$work/kiln-1.2.0/bin/pip" install --quiet --disable-pip-version-check scipy 2>/dev/null
PYTHONPATH=tests .venv/bin/python tests/reports/public.py "$work/public" small >/dev/null
for name in Correctness Requirements; do .venv/bin/ffai eval align "$work/public" --eval "$name" --json; done | "$work/kiln-1.2.0/bin/python" -W ignore tests/kiln/align.py "$work/public"
echo "kiln-ai 1.2.0 and 0.19.0 read what ffai wrote, and ffai what kiln-ai wrote"
