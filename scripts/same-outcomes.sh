#!/usr/bin/env bash
# Whether two builds of the program come to the same outcomes: both train every experiment of
# tests/every-kind on the same drawn faces, and what they leave is compared byte for byte. That is the
# faces themselves, the ids of the runs, their settings and status, metrics but for times, health,
# samples, predictions and networks. An experiment that the old build cannot read is left out.
#
#     scripts/same-outcomes.sh OLD NEW [FOLDER]
#
# OLD and NEW are two built programs, on one machine. FOLDER is for what they leave; a temporary one
# that is removed where none is named.
set -euo pipefail
[ $# -ge 2 ] || { sed -n '2,10s/^# \{0,1\}//p' "$0" >&2; exit 2; }
old=$(realpath "$1") new=$(realpath "$2")
project=$(realpath "$(dirname "$0")/..")
if [ $# -ge 3 ]; then
    mkdir -p "$3"
    work=$(realpath "$3")
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
cp -r "$project/tests/every-kind" "$work/experiments"
mkdir "$work/experiments/comparisons"
cd "$work"

# What the old build does not know is not compared. It names every file with a mistake at once.
if ! "$old" model base >/dev/null 2>complaints; then
    unknown=$(sed -n -E 's/^ *--> (experiments[^:]*):.*/\1/p' complaints | sort -u)
    [ -n "$unknown" ] || { cat complaints >&2; exit 1; }
    echo "left out, since the old build cannot read them:" $unknown
    rm $unknown
fi

# One section for all, so that drawing the report takes no longer than the training.
{
    echo 'error_chart = false'
    echo 'health_charts = false'
    for file in experiments/*.toml; do
        printf '[[entries]]\nexperiment = "%s"\n' "$(basename "$file" .toml)"
    done
} >experiments/comparisons/all.toml

for which in old new; do
    program=${!which}
    "$program" data synth "$which/faces" --people 8 --videos 1 --frames 5 --seed 3 --quiet >/dev/null
    "$program" reproduce --data "$which/faces" --scale whole --device cpu --quiet \
        --results "$which/results" --cache "$which/cache" >/dev/null
    # What may differ: where and how fast a run was trained, and what training goes on from.
    cp -r "$which/results/runs" "$which/outcomes"
    rm -r "$which"/outcomes/*/checkpoint
    sed -i -E 's/"(seconds|[a-z]+_seconds|images_per_second)":[^,}]*,?//g' "$which"/outcomes/*/metrics.jsonl
    sed -i '/^  "environment": {/,/^  }/d' "$which"/outcomes/*/run.json
done

for what in faces outcomes; do
    if ! diff -rq "old/$what" "new/$what"; then
        echo "the $what differ" >&2
        exit 1
    fi
done
count() { find new/outcomes "$@" | wc -l; }
echo "the same: $(count -mindepth 1 -maxdepth 1) runs," \
    "$(count -path '*/predictions/*') predictions, $(count -path '*/snapshots/*') networks," \
    "$(cat new/outcomes/*/metrics.jsonl | wc -l) lines of metrics, of" \
    "$(find experiments -maxdepth 1 -name '*.toml' | wc -l) experiments"
