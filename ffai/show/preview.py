"""The preview: the command, the files, what each part does, what was assumed and what is lost, and the verdict."""

import os
import time
from collections.abc import Iterable, Iterator, Sequence

from ffai_guards.values import ALLOW, CONFIRM, Step

from ffai.documents import estimates_of, inputs_of, is_sequence, outputs_of
from ffai.read import Plan
from ffai.show.command import command_text, option_heads, wrapped
from ffai.show.estimate import Estimate, size_words
from ffai.show.explain import Row, explain
from ffai.show.facts import media_text, size_text, time_text
from ffai.show.flow import size_words as picture_words
from ffai.show.losses import losses
from ffai.show.style import Style, clean, fill, shortened, width_of
from ffai.show.touched import touched_text
from ffai.values import Asked

MANY = 3  # commands beyond which only the first is shown whole
FILES = 8  # files beyond which the rest are counted
_LABEL = 9  # columns of the labels on the left, the indent not counted


def preview(plan: Plan, style: Style, *, more: bool = False) -> list[str]:
    """The whole preview as lines. With `more`, every command is explained, not the first alone."""
    parts = [
        command_lines(plan, style, more=more),
        list(file_lines(plan, style)),
        explain_lines(plan, style, more=more),
        list(note_lines(plan, style)) + list(verdict_lines(plan, style)),
    ]
    lines: list[str] = []
    for part in parts:
        if part:
            lines += ["", *part]
    return lines


def command_lines(plan: Plan, style: Style, *, more: bool = False) -> list[str]:
    """The commands; of a long batch the first one, then the rest by their files."""
    steps = plan.reading.steps
    if plan.proposal.text is not None and not is_sequence(plan):
        return ["  " + style.paint("bold", clean(line)) for line in plan.proposal.text.splitlines() if line.strip()]
    shown = steps if more or len(steps) <= MANY else steps[:1]
    lines = [line for step in shown for line in step_lines(step, style)]
    rest = steps[len(shown) :]
    if rest:
        lines += ["", *_brief(rest, style)]
    return lines


def step_lines(step: Step, style: Style) -> list[str]:
    """One command, wrapped."""
    if step.command is None:
        return wrapped(step.argv, range(1, len(step.argv)), style)
    options = [*step.command.global_options]
    for source in step.command.inputs:
        options += source.options
    for output in step.command.outputs:
        options += output.options
    valued = [option.position for option in options if option.value is not None]
    valued += [source.position - 1 for source in step.command.inputs if step.argv[source.position - 1] == "-i"]
    return wrapped(step.argv, option_heads(step.argv, valued), style)


def _brief(steps: Sequence[Step], style: Style) -> list[str]:
    """The other commands of a batch as "a.mov → a.mp4", as many as are of use."""
    shown = steps[: FILES - 1] if len(steps) > FILES else steps
    lines = []
    for step in shown:
        if step.command and step.command.inputs and step.command.outputs:
            names = [shortened(clean(step.command.inputs[0].url), 40), shortened(clean(step.command.outputs[-1].url), 40)]
            lines.append(f"  {style.paint('dim', 'and')} {style.plain(names[0] + ' → ' + names[1])}")
        else:
            lines.append(
                f"  {style.paint('dim', 'and')} {style.plain(shortened(clean(command_text(step.argv)), style.width - 8))}"
            )
    if len(steps) > len(shown):
        lines.append(f"  {style.paint('dim', f'and {len(steps) - len(shown)} more like these')}")
    return lines


def file_lines(plan: Plan, style: Style) -> Iterator[str]:
    """Inputs with their facts, outputs with what is expected of them; of many, the first and the sum of the rest."""
    inputs, outputs = inputs_of(plan), outputs_of(plan.report)
    most = 1 if len(plan.reading.steps) > MANY else FILES
    shown_in, shown_out = (names if len(names) <= most + 1 else names[:most] for names in (inputs, outputs))
    names = [_shown(path, style) for path in [*shown_in, *shown_out]]
    column = max((width_of(name) for name in names), default=0)
    for path in shown_in:
        media = plan.context.probe(path)
        text = media_text(media) if media else _absent(plan, path)
        yield from _file("in", path, column, (text, "dim" if media else "warn"), style)
    if len(inputs) > len(shown_in):
        yield from _labelled("", _rest_in(plan, inputs, len(shown_in)), style, "dim")
    estimates = estimates_of(plan)
    for path in shown_out:
        full = os.path.join(plan.context.cwd, path)
        exists = os.path.lexists(full)
        text = " · ".join(part for part in (_existing(full) if exists else "new", _expected(estimates.get(path))) if part)
        yield from _file("out", path, column, (text, "warn" if exists else "dim"), style)
    if len(outputs) > len(shown_out):
        text, tone = _rest_out(plan, outputs, len(shown_out))
        yield from _labelled("", text, style, tone)


def _shown(path: str, style: Style) -> str:
    return shortened(clean(path), style.width // 3 if style.width >= 50 else style.width - _LABEL - 2)


def _rest_in(plan: Plan, inputs: Sequence[str], shown: int) -> str:
    medias = [plan.context.probe(path) for path in inputs]
    sizes = [media.size or 0 for media in medias if media]
    lengths = [media.duration or 0 for media in medias if media and not media.is_image]
    parts = [f"and {len(inputs) - shown} more"]
    if sizes:
        parts.append(f"{size_text(sum(sizes))} in all")
    if sum(lengths):
        parts.append(time_text(sum(lengths)))
    absent = len(medias) - len(sizes)
    return " · ".join([*parts, f"{absent} cannot be read"] if absent else parts)


def _rest_out(plan: Plan, outputs: Sequence[str], shown: int) -> tuple[str, str]:
    """The words about the outputs that are not listed, and their tone."""
    existing = sum(os.path.lexists(os.path.join(plan.context.cwd, path)) for path in outputs[shown:])
    text = f"and {len(outputs) - shown} more"
    return (f"{text}, {existing} of them EXIST", "warn") if existing else (f"{text}, all new", "dim")


def _file(label: str, path: str, column: int, about: tuple[str, str], style: Style) -> Iterator[str]:
    """A file's line: label, name, and the text about it in its tone."""
    text, tone = about
    name = _shown(path, style)
    room = style.width - _LABEL - column - 6
    lead = "  " + style.paint("dim", label.ljust(_LABEL)) + style.paint("file", style.plain(name))
    if room < 24:  # narrow: the facts go below the name
        yield lead
        for line in fill(text.split(" · "), style.width - 6, " · "):
            yield "      " + style.paint(tone, line)
        return
    pad = " " * (column - width_of(name) + 2)
    for number, line in enumerate(fill(text.split(" · "), room, " · ") or [""]):
        yield (lead + pad if not number else " " * (_LABEL + column + 4)) + style.paint(tone, line)


def _absent(plan: Plan, path: str) -> str:
    full = os.path.join(plan.context.cwd, path)
    if os.path.isdir(full):
        return "a folder"
    return "cannot be read as media" if os.path.lexists(full) else "not here"


def _existing(full: str) -> str:
    try:
        found = os.stat(full)
    except OSError:
        return "EXISTS"
    return f"EXISTS, {size_text(found.st_size)}, changed {age_text(time.time() - found.st_mtime)} ago"


def age_text(seconds: float) -> str:
    """How long ago, in the unit that people would use."""
    for size, unit in ((86400 * 365, "year"), (86400 * 30, "month"), (86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {unit}{'s' if count > 1 else ''}"
    return "a moment"


def _expected(expected: Estimate | None) -> str:
    if expected is None:
        return ""
    still = expected.path.rpartition(".")[2].lower() in ("png", "jpg", "jpeg", "webp", "bmp", "tiff")
    length = "" if expected.seconds is None or still else time_text(expected.seconds)
    return " · ".join(
        part for part in (length, picture_words(expected.picture._replace(rate=None)), size_words(expected)) if part
    )


def explain_lines(plan: Plan, style: Style, *, more: bool = False) -> list[str]:
    """One line for each option and filter of the first command (of all with `more`; the second of two passes says little new)."""
    steps = [step for step in plan.reading.steps if step.command]
    shown = steps if more else steps[-1:] if _two_passes(steps) else steps[:1]
    capabilities = plan.context.capabilities()
    rows = [row for step in shown if step.command for row in explain(step.command, capabilities)]
    return row_lines(list(dict.fromkeys(rows)), style)


def _two_passes(steps: Sequence[Step]) -> bool:
    return len(steps) == 2 and all(any(word.startswith("-pass") for word in step.argv) for step in steps)


_TONES = {"": "", "lossy": "", "risky": "warn"}


def row_lines(rows: Sequence[Row], style: Style) -> list[str]:
    """The rows as two columns; a long part has a line for itself."""
    parts = [style.plain(clean(row.part)) for row in rows]
    fitting = [width_of(part) for part in parts if width_of(part) <= style.width * 0.4]
    column = max(fitting, default=0)
    narrow = style.width < 50
    indent = " " * (6 if narrow else column + 4)
    lines: list[str] = []
    for row, part in zip(rows, parts, strict=True):
        head, tail = _split_part(part)
        text = fill(clean(row.text).split(" "), max(12, style.width - len(indent) - 1))
        beside = not narrow and width_of(part) <= column
        lead = "  " + style.paint("flag", head) + tail
        if beside and text:
            lead += " " * (column - width_of(part) + 2) + style.paint(_TONES[row.tone], text.pop(0))
        lines.append(lead)
        lines += [indent + style.paint(_TONES[row.tone], line) for line in text]
    return [line.rstrip() for line in lines]


def _split_part(part: str) -> tuple[str, str]:
    """The option's name, and its value. A filter that continues a graph has no name before it."""
    name, blank, rest = part.partition(" ")
    return (name, blank + rest) if part.startswith("-") else ("", part)


def note_lines(plan: Plan, style: Style) -> Iterator[str]:
    """What was assumed, what was left unused, what is lost, and what the check found."""
    proposal = plan.proposal
    if proposal.asked:
        yield from _labelled("model", asked_text(proposal.asked), style, "dim")
        for _, wrong in proposal.asked.repairs:
            yield from _labelled("repaired", shortened(clean(wrong), 200), style, "dim")
    for number, text in enumerate(proposal.assumptions):
        yield from _labelled("" if number else "assumed", text, style)
    if proposal.words_unused:
        yield from _labelled("unused", ", ".join(f"“{words}”" for words in proposal.words_unused), style, "warn")
    lost = loss_texts(plan)
    if lost:
        yield from _labelled("loses", " · ".join(lost), style)
    for finding in plan.findings:
        yield from _labelled("note" if finding.level == "note" else finding.level, finding.text, style, _FINDING[finding.level])


def asked_text(asked: Asked) -> str:
    """Who answered, and what it took: NAME · 812 + 64 tokens · $0.0004 · 1.2 s · 1 repair of 2."""
    parts = [asked.model]
    if asked.tokens_in is not None or asked.tokens_out is not None:
        parts.append(f"{asked.tokens_in or 0:,} + {asked.tokens_out or 0:,} tokens")
    if asked.cost:
        parts.append(f"${asked.cost:.4f}")
    parts.append(f"{asked.seconds:.1f} s")
    if asked.samples > 1:
        parts.append(f"{asked.agreed} of {asked.samples} samples agree")
    if asked.repairs:
        parts.append(f"{len(asked.repairs)} repair{'s' if len(asked.repairs) > 1 else ''} of 2")
    return " · ".join(parts)


_FINDING = {"note": "", "warning": "warn", "error": "bad"}


def loss_texts(plan: Plan) -> list[str]:
    """The losses of all steps, each once; of a long batch those of the first."""
    from ffai.show.estimate import estimate

    capabilities = plan.context.capabilities()
    steps = [step for step in plan.reading.steps if step.command and step.program == "ffmpeg"]
    found: list[str] = []
    for step in steps if len(steps) <= MANY else steps[:1]:
        if step.command:
            expected = estimate(step.command, plan.context.probe, capabilities)
            found += losses(step.command, plan.context.probe, expected, capabilities)
    both = "picture and sound are encoded again" in found
    alone = ("picture is encoded again", "sound is encoded again") if both else ()
    return [text for text in dict.fromkeys(found) if text not in alone]


def verdict_lines(plan: Plan, style: Style) -> Iterator[str]:
    """The verdict with its reasons. Allowed: what is touched, in one line."""
    if not plan.has_commands:
        return
    if plan.level == ALLOW:
        yield from _labelled("✓ safe", touched_text(plan), style, "", "good")
        return
    label, tone = ("! ask", "warn") if plan.level == CONFIRM else ("✗ no", "bad")
    for number, reason in enumerate(plan.report.verdict.reasons):
        words = f"  ({reason.words})" if reason.words and reason.words not in reason.text else ""
        yield from _labelled("" if number else label, reason.text + words, style, "", tone)
        if reason.alternative:
            yield from _labelled("", reason.alternative, style, "dim")


def _labelled(label: str, text: str, style: Style, tone: str = "", label_tone: str = "dim") -> list[str]:
    """A text with a label on its left, wrapped under itself."""
    label = style.plain(label)
    lines = fill(clean(text).split(" "), max(20, style.width - _LABEL - 4)) or [""]
    painted = [style.paint(tone, line) for line in lines]
    first = "  " + style.paint(label_tone, label) + " " * max(1, _LABEL - width_of(label)) + painted[0]
    return [first, *(" " * (_LABEL + 2) + line for line in painted[1:])]


def write(lines: Iterable[str]) -> str:
    """The lines as text, ready for a stream."""
    return "".join(f"{line}\n" for line in lines)
