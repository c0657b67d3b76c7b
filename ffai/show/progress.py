"""The progress of a run: a bar that redraws itself on a terminal, seldom lines elsewhere."""

import time
from typing import NamedTuple

from ffai.environment import Environment
from ffai.show.facts import number_text, size_text, time_text
from ffai.show.style import Style, clean, columns, cut, shortened, style_of, width_of

REDRAW = 0.1  # seconds between two drawings on a terminal
SELDOM = 10.0  # seconds between two lines where there is none
_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_PARTS = "▏▎▍▌▋▊▉█"


class State(NamedTuple):
    """How far one step is. `total` is its expected length in seconds, None when nobody knows."""

    label: str  # the output's name
    done: float = 0.0  # seconds of output written
    total: float | None = None
    speed: float | None = None  # times real time
    size: int | None = None  # bytes written
    number: int = 1  # which of `total_steps`
    total_steps: int = 1


class Bar:
    """Draws states on standard error; `clear` leaves no trace of it."""

    def __init__(self, env: Environment) -> None:
        self.env = env
        self.terminal = env.stderr.isatty() and env.variables.get("TERM") != "dumb"
        self.began = self.last = time.monotonic()
        self.ticks = 0
        self.drawn = False

    def show(self, state: State) -> None:
        """Draws the state if it is time to."""
        now = time.monotonic()
        wait = REDRAW if self.terminal else SELDOM
        if now - self.last < wait and (self.drawn or not self.terminal):
            return
        self.last, self.ticks = now, self.ticks + 1
        style = style_of(self.env.stderr, self.env.variables)
        if self.terminal:
            # the width is asked for at every drawing, so that a resized window costs one odd line at most
            width = columns(self.env.stderr, self.env.variables)
            self._write("\r\033[K" + line(state, style._replace(width=width), self.ticks))
        else:
            self._write(plain_line(state, style) + "\n")
        self.drawn = True

    def clear(self) -> None:
        """Takes the bar away."""
        if self.terminal and self.drawn:
            self._write("\r\033[K")
        self.drawn = False

    def _write(self, text: str) -> None:
        try:
            self.env.stderr.write(text)
            self.env.stderr.flush()
        except (OSError, ValueError):
            self.terminal = False


def line(state: State, style: Style, tick: int = 0) -> str:
    """One line for a terminal: ` 63 % ███████░░░░ 0:16 left · 2.1× · ~38 MB`; what does not fit is left out from the right."""
    batch = f"{state.number}/{state.total_steps} " if state.total_steps > 1 else ""
    facts = _facts(state)
    if not state.total:
        return _spinning(state, style, tick, [f"{time_text(state.done)} done", *facts])
    share = min(1.0, max(0.0, state.done / state.total))
    head = f"{batch}{int(share * 100):3d} %"
    room = style.width - 3 - width_of(head)  # for the blanks before, and for bar and facts
    while facts and width_of(" · ".join(facts)) + 12 > room:
        facts.pop()
    text = style.plain("".join(["  ", " · ".join(facts)]) if facts else "")
    bar = max(3, min(40, room - width_of(text)))
    drawn = style.paint("flag", _bar(share, bar, style))
    return f"  {style.paint('bold', head)} {drawn}{style.paint('dim', text)}"


def _spinning(state: State, style: Style, tick: int, facts: list[str]) -> str:
    """The line where nobody knows how long it takes."""
    mark = _SPINNER[tick % len(_SPINNER)] if style.unicode else "|/-\\"[tick % 4]
    batch = f"{state.number}/{state.total_steps} " if state.total_steps > 1 else ""
    name = style.plain(batch + shortened(clean(state.label), max(6, style.width // 3 - len(batch))))
    text = cut("  " + style.plain(" · ".join(facts)), max(0, style.width - 4 - width_of(name)))
    return f"  {style.paint('flag', mark)} {name}{style.paint('dim', text)}"


def _bar(share: float, width: int, style: Style) -> str:
    if not style.unicode:
        full = int(share * width)
        return "#" * full + "-" * (width - full)
    eighths = int(share * width * 8)
    full, part = divmod(eighths, 8)
    bar = "█" * full + (_PARTS[part - 1] if part else "")
    return bar + "░" * (width - len(bar))


def _facts(state: State) -> list[str]:
    """Time left, speed, and the size that it will come to: the most wanted first."""
    facts = []
    if state.total and state.speed:
        facts.append(f"{time_text(max(0.0, round((state.total - state.done) / state.speed)))} left")
    if state.speed:
        facts.append(f"{number_text(round(state.speed, 1 if state.speed < 10 else 0))}×")
    share = state.done / state.total if state.total else 0
    if state.size and share > 0.03:
        facts.append(f"about {size_text(state.size / min(share, 1.0))}")
    elif state.size:
        facts.append(size_text(state.size))
    return facts


def plain_line(state: State, style: Style) -> str:
    """One line for a log."""
    share = f"{int(min(1.0, state.done / state.total) * 100)} %" if state.total else f"{time_text(state.done)} done"
    batch = f"{state.number} of {state.total_steps}: " if state.total_steps > 1 else ""
    return style.plain("  " + batch + " · ".join([f"{clean(state.label)} {share}", *_facts(state)]))
