"""The review screen: one answer after the other, a key for each score, everything kept at once."""

import textwrap
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ffai.environment import Environment
from ffai.show.style import clean
from ffai_evals.candidates.commands import offered
from ffai_evals.label.store import Label, Labels
from ffai_evals.project.rules import score_key
from ffai_evals.project.tree import Record

KEYS: dict[str, Mapping[str, tuple[float, str]]] = {
    "pass_fail": {"p": (1.0, "pass"), "f": (0.0, "fail")},
    "pass_fail_critical": {"p": (1.0, "pass"), "f": (0.0, "fail"), "c": (-1.0, "critical")},
    "five_star": {str(n): (float(n), f"{n}") for n in range(1, 6)},
}
MOST = 30  # lines of an answer that are shown


class Review:
    """`evidence` tells what running an answer has shown; it is asked for with a key, so that nobody's eyes are led."""

    def __init__(
        self, env: Environment, labels: Labels, runs: Sequence[Record], rater: str, evidence: Callable[[Record], str]
    ) -> None:
        self.env, self.labels, self.runs, self.rater, self.evidence = env, labels, list(runs), rater, evidence
        self.given = 0

    def go(self, read_key: Callable[[], str], read_line: Callable[[str], str]) -> None:
        """Until all are rated or the rater leaves. `given` counts the labels."""
        place = next((n for n, run in enumerate(self.runs) if run.id not in self.labels.of(self.rater)), len(self.runs))
        note, shown = "", ""
        scores: dict[str, float] = {}
        while place < len(self.runs):
            run = self.runs[place]
            wanted = next(s for s in self.labels.scores if score_key(s["name"]) not in scores)
            self._draw(run, place, wanted, scores, note, shown)
            key = read_key()
            keys = KEYS[wanted["type"]]
            if key in keys:
                scores[score_key(wanted["name"])] = keys[key][0]
                if len(scores) < len(self.labels.scores):
                    continue
                self.labels.add(Label(self.rater, run.id, scores, note))
                self.given += 1
                place = self._next(place)
            elif key == "n":
                with offered(note):
                    note = read_line("note: ")
                continue
            elif key == "e":
                shown = "" if shown else self.evidence(run)
                continue
            elif key == "s":
                place += 1
            elif key == "b":
                place = max(0, place - 1)
            elif key in ("q", "\x03", "\x04", "\x1b", ""):
                break
            else:
                continue
            scores, note, shown = {}, "", ""

    def _word(self, key: str, value: float) -> str:
        """A score as its key says it."""
        kind = self.labels.kinds.get(key, "")
        return next((word for score, word in KEYS.get(kind, {}).values() if score == value), f"{value:g}")

    def _next(self, place: int) -> int:
        """The next that is not rated; the one after it when the rater went back."""
        rated = self.labels.of(self.rater)
        return next((n for n in range(place + 1, len(self.runs)) if self.runs[n].id not in rated), len(self.runs))

    def _draw(
        self, run: Record, place: int, wanted: Mapping[str, Any], scores: Mapping[str, float], note: str, shown: str
    ) -> None:
        before = self.labels.of(self.rater).get(run.id)
        done = sum(r.id in self.labels.of(self.rater) for r in self.runs)
        lines = [f"{place + 1} of {len(self.runs)}, {done} rated by {self.rater}, run {run.id}", ""]
        lines += ["REQUEST", *_wrapped(str(run.data.get("input") or "")), "", "ANSWER"]
        lines += _wrapped(str((run.data.get("output") or {}).get("output") or "(none)"))
        if shown:
            lines += ["", "MEASURED", *_wrapped(shown)]
        if before is not None:
            told = ", ".join(f"{k} {self._word(k, v)}" for k, v in (before.scores or {}).items())
            lines += ["", f"rated before: {told}" + (f" ({before.note})" if before.note else "")]
        lines += ["", *(f"{k}: {self._word(k, v)}" for k, v in scores.items()), *([f"note: {note}"] if note else [])]
        asked = f"{wanted['name']}" + (f": {wanted['instruction']}" if wanted.get("instruction") else "")
        keys = "  ".join(f"[{key}] {word}" for key, (_, word) in KEYS[wanted["type"]].items())
        lines += [asked, f"{keys}    [n] note  [e] evidence  [s] skip  [b] back  [q] leave"]
        self.env.stdout.write("\x1b[2J\x1b[H" + "\r\n".join(clean(line) for line in lines) + "\r\n")
        self.env.stdout.flush()


def _wrapped(text: str) -> list[str]:
    lines = [part for line in text.splitlines() for part in (textwrap.wrap(line, 100) or [""])]
    return ["  " + line for line in lines[:MOST]] + ([f"  and {len(lines) - MOST} lines more"] if len(lines) > MOST else [])
