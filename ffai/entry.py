"""The door: decides what was asked for with next to no import, and starts exactly that.

`--version`, `shell init` and the shell's key are answered here. A first word that names a command goes to click; everything else is a request.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_NO_PROBE = frozenset(
    "explain undo history plan guard demo doctor config shell eval data finetune project studio widget run".split()
)


def main(arguments: list[str] | None = None) -> int:
    """Runs the program; the answer is its exit status."""
    as_program = arguments is None
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments in (["--version"], ["-V"]):
        from ffai import __version__

        return _print(f"ffai {__version__}\n")
    if arguments[:2] == ["shell", "init"]:
        init = _room("ffai_shell.init")
        text = init.fast(arguments[2:]) if init else None
        if text:
            return _print(text)
    if arguments[:1] == ["widget"] and "--help" not in arguments[:2]:
        import gc

        gc.disable()  # a helper that lives for a tenth of a second would spend a tenth of that on collecting nothing
        widget = _widget(arguments)
        if widget:
            status = int(widget.run(arguments[1:]))
            return _leave(status) if as_program else status
    if arguments and not arguments[0].startswith("--") and arguments[0] not in _NO_PROBE or "--dry-run" in arguments:
        from ffai.tools import early

        early.start(arguments)
    from ffai.commands.start import start

    status = start(arguments)
    return _leave(status) if as_program else status


def _leave(status: int) -> int:
    """Ends the process without taking the interpreter apart, which costs 5 ms: everything is flushed and nothing else is open."""
    import os

    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        status = status or 1
    os._exit(status)


def _widget(arguments: list[str]) -> "Any":
    """The shell room's helper; the probe of the file that is probably meant is under way before it is loaded."""
    from ffai.tools import early

    early.start(arguments)
    return _room("ffai_shell.widget")


def _room(name: str) -> "Any":
    """A module of another room, found by name: this room imports nothing of it. None when it is not installed."""
    try:
        return __import__(name, fromlist=["_"])
    except ImportError:
        return None


def _print(text: str) -> int:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:  # whoever read it has gone: nothing is left to say
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    return 0
