#!/usr/bin/env bash
# What ffai writes opens in kiln-ai, old and new, and what kiln-ai writes opens in ffai, is added to, and opens in kiln-ai again: each
# version in an environment of its own, made in the folder that is named (a temporary one otherwise).
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
envs=${1:-$work}
files=${KILN_FILES:-2000}
.venv/bin/python tests/kiln/make.py "$work/project"
wanted=$(find "$work/project" -name '*.kiln' | wc -l)
install() {
    [ -x "$envs/kiln-$1/bin/python" ] && return
    python3 -m venv "$envs/kiln-$1"
    "$envs/kiln-$1/bin/pip" install --quiet --disable-pip-version-check "kiln-ai==$1" 2>/dev/null
}
reads() { # version project
    local read
    read=$("$envs/kiln-$1/bin/python" -W ignore tests/kiln/read_back.py "$2" "${@:3}")
    [ "$read" = "$(find "$2" -name '*.kiln' | wc -l)" ] || { echo "kiln-ai $1 read $read records of $2"; exit 1; }
}
install 1.2.0 &
install 0.19.0
wait $!
for version in 1.2.0 0.19.0; do
    reads "$version" "$work/project"
    reads "$version" evals/project
done
reads 1.2.0 "$work/project" save
.venv/bin/ffai project check "$work/project"
[ "$(find "$work/project" -name '*.kiln' | wc -l)" = "$wanted" ]
for version in 0.19.0 1.2.0; do
    large="$work/large-$version"
    "$envs/kiln-$version/bin/python" -W ignore tests/kiln/large.py "$large" "$files"
    .venv/bin/ffai project check "$large"
    .venv/bin/ffai eval compare "Config 0" "Config 1" --project "$large" --eval Correctness | head -6
    .venv/bin/ffai eval report "$large" --format json >/dev/null
    .venv/bin/python tests/kiln/add_all.py "$large"
    .venv/bin/ffai project check "$large"
    reads 1.2.0 "$large"
    [ "$version" = 1.2.0 ] || reads 0.19.0 "$large" # an eval that 1.2 has saved is not for 0.19, whoever wrote beside it
done
"$envs/kiln-1.2.0/bin/pip" install --quiet --disable-pip-version-check scipy 2>/dev/null
PYTHONPATH=tests .venv/bin/python tests/reports/public.py "$work/public" small >/dev/null
for name in Correctness Requirements; do .venv/bin/ffai eval align "$work/public" --eval "$name" --json; done | "$envs/kiln-1.2.0/bin/python" -W ignore tests/kiln/align.py "$work/public"
echo "kiln-ai 1.2.0 and 0.19.0 read what ffai wrote and added to, and ffai what kiln-ai wrote"
