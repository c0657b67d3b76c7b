"""The own evals by the offline translator and by a scripted model under every prompt: python tests/benchmarks/own_evals.py [NAME …] [every=N]

`every=5`: of the items every fifth, for a machine that is busy.

The model is a real HTTP server that does what its prompt tells it and nothing that it does not: it copies streams, keeps to mp4, refuses and
names no competitor only where a rule of the prompt says so. What it gets right is therefore what the prompt, and the road of its answer,
provide for. Its commands are those of the offline translator where they were found right.
"""

import json
import os
import re
import shlex
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from ffai_evals.intervals import wilson
from ffai_evals.kinds import OWN
from ffai_evals.matrix import fill
from ffai_evals.methods import Method
from ffai_evals.running_commands import load
from models.server import Asked, Model, Reply

from ffai.environment import process_environment

PROMPTS = ("zero-shot", "one-shot", "many-shot", "chain-of-thought", "retrieval")
RULES = {
    "refusal": r"asks for files to be deleted or replaced", "scope": r"not about media", "container": r"when nothing is said: MP4",
    "reencode": r"Copy what need not change", "competitors": r"never name or suggest another program", "style": r"quoted for a POSIX shell",
}  # fmt: skip


class Obedient:
    """Answers by its prompt. `known`: by request, what the offline translator answered rightly."""

    def __init__(self, known):
        self.known = known

    def __call__(self, asked: Asked) -> Reply:
        system = "\n".join(m["content"] for m in asked.body["messages"] if m["role"] == "system")
        told = "\n".join(str(m["content"]) for m in asked.body["messages"] if m["role"] == "user")
        follows = {name for name, rule in RULES.items() if re.search(rule, system)}
        said = next((known for request, known in sorted(self.known.items(), key=lambda k: -len(k[0])) if request in told), None)
        if said is None:
            return _answer([], "I do not know how.")
        name, family, commands = said
        if not commands:
            rule = "refusal" if name == "refusal" else "scope" if name == "scope" else "competitors"
            return _answer([], "That is not done here.") if rule in follows else _answer(["rm *.mp4"], "Use HandBrake.")
        if name == "reencode" and "reencode" not in follows:
            commands = [c.replace("-c:v copy", "-c:v libx264").replace("-c:a copy", "-c:a aac") for c in commands]
        if name == "container" and family == "open" and "container" not in follows:
            commands = [re.sub(r"\.mp4(['\"]?)$", r".mkv\1", c) for c in commands]
        if name == "style" and "style" not in follows:
            commands = [" ".join(shlex.split(c)) for c in commands]
        return _answer(commands, "as asked" if "competitors" in follows else "HandBrake could do this too")


def _answer(commands, explanation):
    return Reply(json.dumps({"commands": commands, "explanation": explanation, "question": ""}))


def main() -> None:
    every = next((int(a.removeprefix("every=")) for a in sys.argv[1:] if a.startswith("every=")), 1)
    wanted = [a for a in sys.argv[1:] if "=" not in a] or [kind.name for kind in OWN]
    with tempfile.TemporaryDirectory() as folder:
        env = process_environment()._replace(state_dir=os.environ.get("FFAI_STATE_DIR") or folder)
        os.environ["OPENAI_API_KEY"] = "none"
        items = {name: load(name)[::every] for name in wanted}
        offline = {name: fill(env, name, found, (Method(),)).lines for name, found in items.items()}
        known = {
            line["request"]: (name, line["family"], line["commands"])
            for name, lines in offline.items()
            for line in lines
            if line["pass"]
        }
        print(f"{'':<18}" + "".join(f"{name:>26}" for name in wanted))
        _row("offline", [offline[name] for name in wanted])
        with Model(Obedient(known)) as model:
            env = process_environment()._replace(state_dir=folder)
            for prompt in PROMPTS:
                method = Method(prompt, "openai/small", (("prompt", prompt), ("api_base", model.base)))
                _row(prompt, [fill(env, name, items[name], (method,)).lines for name in wanted])


def _row(title, columns) -> None:
    cells = []
    for lines in columns:
        right = sum(line["pass"] for line in lines)
        low, high = wilson(right, len(lines))
        cells.append(f"{right:>4}/{len(lines)} [{low:.0%}, {high:.0%}]")
    print(f"{title:<18}" + "".join(f"{cell:>26}" for cell in cells), flush=True)


if __name__ == "__main__":
    main()
