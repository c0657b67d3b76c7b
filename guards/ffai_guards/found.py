"""What was found so far of one step: touches and reasons."""

import os

from ffai_guards.values import ANYTHING, DENY, NUMBER, Option, Reason, Step, Touch


class Found:
    """The touches and reasons of one step. Relative names are taken from the folder that the step runs in."""

    def __init__(self, number: int, step: Step, cwd: str) -> None:
        self.number, self.step, self.cwd = number, step, os.path.join(cwd, step.folder) if step.folder else cwd
        self.touches: list[Touch] = []
        self.reasons: list[Reason] = []
        self.depth = 0  # of files that name files

    def touch(self, target: str, how: str, kind: str, words: str, position: int = -1, raw: str = "", form: str = "word") -> None:
        if kind != "address" and ANYTHING in target:
            self.reason("SH_DYNAMIC_WORD", DENY, "which file this is, is only known when a shell runs it", words)
            return
        if NUMBER in target and how != "read" and kind == "file":
            kind = "pattern"
        if self.step.folder and kind in ("file", "pattern", "folder", "glob") and not os.path.isabs(target):
            raw, target = raw or target, os.path.join(self.step.folder, target)
        self.touches.append(Touch(target, how, kind, self.number, shown(words), position, raw, form))

    def reason(self, code: str, level: str, text: str, words: str = "", target: str = "", alternative: str = "") -> None:
        self.reasons.append(Reason(code, level, shown(text), shown(words), shown(target), alternative, self.number))

    def text_of(self, name: str, most: int = 200_000) -> str | None:
        """The text of a file that is there, as it is now; None when there is none or it is no plain file."""
        path = os.path.join(self.cwd, name)
        try:
            if not os.path.isfile(path):
                return None
            with open(path, encoding="utf-8", errors="surrogateescape") as file:
                return file.read(most)
        except (OSError, ValueError):
            return None


def shown(text: str) -> str:
    return text.replace(NUMBER, "…").replace(ANYTHING, "…")


def value_of(options: tuple[Option, ...], name: str) -> str | None:
    """The value of an option; the last one counts."""
    found = [o.value for o in options if o.name == name]
    return found[-1] if found else None


def pairs(text: str) -> list[tuple[str, str, str]]:
    """k=v:k=v with backslashes and single quotes (av_dict_parse_string): (key, value, value as spelt)."""
    found, i, n = [], 0, len(text)
    while i < n:
        key, out, start, seen = "", [], i, False
        while i < n and text[i] != ":":
            c = text[i]
            if c == "\\" and i + 1 < n:
                out.append(text[i + 1])
                i += 2
            elif c == "'":
                end = text.find("'", i + 1)
                end = n if end < 0 else end
                out.append(text[i + 1 : end])
                i = min(end + 1, n)
            elif c == "=" and not seen:
                key, out, start, seen = "".join(out), [], i + 1, True
                i += 1
            else:
                out.append(c)
                i += 1
        if key or out:
            found.append((key.strip(), "".join(out).strip(), text[start:i]))
        i += 1
    return found
