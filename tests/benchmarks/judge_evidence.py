"""LLM judges with the execution judge's evidence against without, on hand-labelled answers: python tests/benchmarks/judge_evidence.py scripted|ADDRESS [N]

`scripted`: a real HTTP server that believes what it is shown: of an answer alone it passes what looks like a whole command, of evidence the
verdict. ADDRESS: an OpenAI-compatible server with a real model, for example llama.cpp's; `tests/models/test_real_model.py` starts one.
N: so many answers, half of them right. Labels: evals/project/ffai/labels.jsonl.
"""

import json
import random
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ffai_evals.alignment import align
from ffai_evals.alignment_told import as_text
from ffai_evals.project import load
from models.server import Model, Reply
from reports.conftest import Inside
from reports.made import SCORES, Made

ROOT = Path(__file__).parents[2]


def believing(asked):
    told = "\n".join(str(m["content"]) for m in asked.body["messages"])
    shown = re.search(r"<evidence \w+>\nverdict: (\w+)", told)
    answer = re.search(r"<answer (\w+)>\n(.*?)\n</answer \1>", told, re.DOTALL)
    whole = answer is not None and re.search(r"ffmpeg\b.*-i\s+\S+.*\s\S+\.\w{2,4}", answer[2], re.DOTALL) is not None
    passed = shown[1] == "right" if shown else whole
    return Reply(f'Looked at.\n{{"correctness": "{"pass" if passed else "fail"}"}}')


def chosen(count):
    """Half right, half wrong, where there are so many; the same every time."""
    with (ROOT / "evals" / "project" / "ffai" / "labels.jsonl").open(encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    random.Random(5).shuffle(lines)
    wrong = [line for line in lines if not line["right"]][: count // 2]
    found = wrong + [line for line in lines if line["right"]][: count - len(wrong)]
    random.Random(5).shuffle(found)
    return found


def main() -> None:
    who, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 150
    lines = chosen(count)
    with tempfile.TemporaryDirectory() as folder:
        world = Inside(Path(folder))
        made = Made(world.work / "p", items=0, scores=SCORES[:1])
        for line in lines:
            made.run(line["request"], answer=line["answer"], rating=int(line["right"]), tags=("eval_golden_correctness",))
        print(f"{len(lines)} answers, {sum(line['right'] for line in lines)} of them right")
        if who == "scripted":
            with Model(believing) as model:
                kinds = ((shown, more) for shown, more in SHOWN)
                _rate(world, made, model.base, jobs="2", limits=(len(lines),), kinds=dict(kinds))
        else:  # some of each after the other, so that there is something to tell however long it takes
            limits = [*range(15, len(lines), 15), len(lines)]
            for kind, how in HOW:
                kinds = {f"{kind} {shown}": (*more, *how) for shown, more in SHOWN}
                _rate(world, made, who, jobs="1", limits=limits, kinds=kinds)


SHOWN = (("alone", ()), ("with evidence", ("--evidence",)))
HOW = (("weighted", ("--weighted",)), ("plain", ()))


def _rate(world, made, address, *, jobs, limits, kinds) -> None:
    step = ("--step", "Does the command do what was asked?")
    for name, more in kinds.items():
        world.run("eval", "add-judge", "p", "--eval", "Correctness", "--name", name, "--model", "openai/small", *step, *more)
    for limit in limits:
        for name in kinds:
            done = world.run(
                "eval", "rate", "p", "--eval", "Correctness", "--judge", name, "--api-base", address, "--jobs", jobs, "--limit", str(limit),
                OPENAI_API_KEY="none", FFAI_TIMEOUT="900", FFAI_MAX_TOKENS="24",
            )  # fmt: skip
            print(done.out.strip(), "|", " / ".join(done.err.strip().splitlines()[:2]), flush=True)
        told(made)


def told(made) -> None:
    """The figures so far; and for scores that are no plain pass or fail, how well they order right answers above wrong ones."""
    found = align(load(made.folder), "Correctness")
    print(as_text(found, {}).partition("≠")[0])
    for judged in found:
        low, area, high = ordering(judged.pairs)
        if judged.pairs:
            print(
                f"  {judged.name}: a right answer scores higher than a wrong one in {area:.0%} [{low:.0%}, {high:.0%}] of pairs",
                flush=True,
            )


def ordering(pairs):
    """The area under the ROC curve, ties counted half, and its 95 % interval by drawing the answers again."""

    def area(some):
        right, wrong = [j for h, j in some if h >= 0.5], [j for h, j in some if h < 0.5]
        won = sum((a > b) + (a == b) / 2 for a in right for b in wrong)
        return won / (len(right) * len(wrong)) if right and wrong else 0.5

    draw = random.Random(0)
    drawn = sorted(area(draw.choices(pairs, k=len(pairs))) for _ in range(500)) if pairs else [0.5] * 500
    return drawn[12], area(pairs), drawn[487]


if __name__ == "__main__":
    main()
