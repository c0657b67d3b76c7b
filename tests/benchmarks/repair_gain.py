"""What sending answers back is worth: executed-right with and without it, on faults that models commonly make.

Right commands are those of the eval project's runs. Into each a fault of the table is put; a scripted model answers with the faulty command
first and with the right one when it is told what is wrong. Without repair it stays with the faulty one. What the check does not notice
is not sent back, so the figure says how much of these faults check and guard notice.

python tests/benchmarks/repair_gain.py [ITEMS]
"""

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from ffai_evals.judge.items import load_items
from ffai_evals.runner import Method, run_item
from models.server import Model, Reply, commands

from ffai.environment import process_environment

ROOT = Path(__file__).parents[2]

# fault -> what it makes of a right command
FAULTS = {
    "none": lambda c: c,
    "an encoder misspelt": lambda c: c.replace("libx264", "x264").replace("-c:a aac", "-c:a libaac").replace("libmp3lame", "mp3lame").replace("-c:v copy", "-c:v cpy"),
    "an option made up": lambda c: re.sub(r" (\S+)$", r" -quality-level high \1", c),
    "a filter made up": lambda c: re.sub(r" (\S+)$", r" -filter:v smartenhance \1", c),
    "the file called input.mp4": lambda c: re.sub(r"-i \S+", "-i input.mp4", c, count=1),
    "the input as output": lambda c: re.sub(r" \S+$", " " + (re.search(r"-i (\S+)", c) or ["", "x"])[1], c),
    "another program after it": lambda c: f"{c} && rm -f list.txt",
    "cd before it": lambda c: f"cd /videos && {c}",
    "a quote left open": lambda c: re.sub(r" (\S+)$", r" 'out.mp4", c),
    "a stream that is not there": lambda c: re.sub(r" (\S+)$", r" -map 0:7 \1", c),
    "prose only": lambda c: "You can do that with the scale filter of ffmpeg.",
    "a shell variable": lambda c: f'IN="x.mp4"; {re.sub(r"-i [^ ]+", "-i $IN", c, count=1)}',
    "a filter option made up": lambda c: re.sub(r" (\S+)$", r" -af volume=gain=2 \1", c),
    "a part left out": lambda c: re.sub(r" -(?:vf|af|filter_complex|t|ss|b:a|ar|ac|map|vn|an)( (?:'[^']*'|[^- ]\S*))?", "", c, count=1),
}  # fmt: skip


def answers():
    """Item -> the command that was run and found right."""
    found = {}
    for path in (ROOT / "evals/project/tasks").glob("*/runs/*/task_run.kiln"):
        run = json.loads(path.read_text())
        item = next((tag[5:] for tag in run["tags"] if tag.startswith("item_")), "")
        text = run["output"]["output"]
        if text.startswith("ffmpeg ") and "\n" not in text and "$'" not in text:
            found[item] = text
    return found


def passes(item, script):
    with Model(*script) as model:
        return run_item(item, Method("m", "openai/m", model.base), process_environment()).judgement.passed


def main():
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 56
    right = answers()
    with (ROOT / "evals/project/ffai/correctness.jsonl").open() as file:
        items = [item for item in load_items(file) if item.id in right]
    items = items[:: max(1, len(items) // wanted)][:wanted]
    by_fault = defaultdict(lambda: [0, 0, 0])
    for number, item in enumerate(items):
        fault, change = list(FAULTS.items())[number % len(FAULTS)]
        faulty = change(right[item.id])
        first = Reply(faulty) if fault == "prose only" else commands(faulty)
        row = by_fault[fault]
        row[0] += 1
        row[1] += passes(item, [first])
        row[2] += passes(item, [first, commands(right[item.id])])
    print(f"{'fault':<30} items  without  with repair")
    for fault, (count, without, repaired) in by_fault.items():
        print(f"{fault:<30} {count:5}  {without:7}  {repaired:11}")
    sums = [sum(row[i] for row in by_fault.values()) for i in range(3)]
    print(f"{'all':<30} {sums[0]:5}  {sums[1]:7}  {sums[2]:11}")


main()
