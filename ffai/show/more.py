"""What `?` shows beyond the preview: every command in full, ffmpeg's own words for each option, and all that is touched."""

from collections.abc import Iterator
from typing import Any

from ffai_guards.values import Command, Input, Output

from ffai.read import Plan
from ffai.show import words
from ffai.show.explain import own_words
from ffai.show.preview import explain_lines, row_lines, step_lines
from ffai.show.style import Style, clean


def more_lines(plan: Plan, style: Style) -> list[str]:
    """The long explanation as lines."""
    lines = [""]
    if len(plan.reading.steps) > 1:
        for step in plan.reading.steps[:20]:
            lines += step_lines(step, style)
        lines += ["", *explain_lines(plan, style, more=True), ""]
    capabilities = plan.context.capabilities()
    own = [
        line for step in plan.reading.steps[:1] if step.command for line in _in_ffmpegs_words(step.command, capabilities, style)
    ]
    if own:
        lines += ["  " + style.paint("title", "In ffmpeg's own words"), *own, ""]
    lines += ["  " + style.paint("title", "Touches"), *_touches(plan, style)]
    return lines


def _in_ffmpegs_words(command: Command, capabilities: Any, style: Style) -> list[str]:
    from ffai.show.explain import Row

    rows = []
    places: list[Input | Output] = [*command.inputs, *command.outputs]
    for place in places:
        for option in place.options:
            name = words.SHORT.get(option.name, (option.name, ""))[0]
            told = own_words(name, place, capabilities)
            if told:
                rows.append(Row(f"-{option.name}", told + _range(name, place, capabilities)))
    return row_lines(list(dict.fromkeys(rows)), style)


def _range(name: str, place: Any, capabilities: Any) -> str:
    """The range and the default that an encoder gives for an option."""
    for option in place.options if isinstance(place, Output) else ():
        if words.SHORT.get(option.name, (option.name,))[0] != "c" or option.value == "copy":
            continue
        try:
            found = capabilities.options(f"encoder:{option.value}").get(name)
        except KeyError:
            continue
        if found and found.minimum not in (None, ""):
            return f" ({found.minimum} to {found.maximum}, usually {found.default})"
    return ""


def _touches(plan: Plan, style: Style) -> Iterator[str]:
    for touch in plan.report.touches:
        yield f"  {style.paint('dim', touch.how.ljust(9))}{clean(touch.target)}"
    if not plan.report.touches:
        yield "  " + style.paint("dim", "nothing")
