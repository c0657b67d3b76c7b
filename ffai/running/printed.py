"""Texts around a run: what printf, echo and cat print into a list, and what of ffmpeg's words is an answer."""

import os

from ffai_guards.urls import list_quote, unquote
from ffai_guards.values import Step


def printed_text(step: Step) -> str:
    """What printf, echo or cat of a here-document prints."""
    words = list(step.argv[1:])
    if step.program == "printf":
        return _printf(words)
    if step.program == "echo":
        return " ".join(words) + "\n"
    return (step.stdin_text or "") if step.program == "cat" else ""


def absolute_list(text: str, cwd: str) -> str:
    """A concat list is read from the stage: its relative names are made absolute."""
    lines = []
    for line in text.splitlines(keepends=True):
        body = line.strip()
        if body.startswith("file "):
            name = unquote(body[5:].strip()).removeprefix("file:")
            lines.append(f"file {list_quote(os.path.join(cwd, name))}\n")
        else:
            lines.append(line)
    return "".join(lines)


def _printf(words: list[str]) -> str:
    """printf with %s and the usual escapes, its format used again for more arguments."""
    if not words:
        return ""
    form, rest = words[0].replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\"), list(words[1:])
    out = []
    while True:
        pieces = form.split("%s")
        taken = [rest.pop(0) if rest else "" for _ in pieces[1:]]
        out.append("".join(p + t for p, t in zip(pieces, [*taken, ""], strict=True)).replace("%%", "%"))
        if not rest or len(pieces) == 1:
            return "".join(out)


def findings(tail: str) -> str:
    """What a measuring or checking run printed, without the headings."""
    lines = [line for line in tail.splitlines() if line.strip()]
    wanted = [
        line
        for line in lines
        if any(
            w in line
            for w in (
                "PSNR",
                "SSIM",
                "VMAF",
                "max_volume",
                "mean_volume",
                "silence_",
                "crop=",
                "LUFS",
                "Integrated",
                "black_start",
                "Error",
                "error",
                "Invalid",
                "corrupt",
                "missing",
            )
        )
    ]
    return "\n".join(wanted[-40:])
