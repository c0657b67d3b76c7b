"""The door: decides what was asked for with next to no import, and starts exactly that.

`--version` and `shell init` are answered here. A first word that names a command goes to click; everything else is a request.
"""

import sys

_NO_PROBE = frozenset("explain undo history plan guard demo doctor config shell eval data finetune project widget".split())
_SHELLS = {"zsh": "ffai.zsh", "bash": "ffai.bash", "fish": "ffai.fish"}


def main(arguments: list[str] | None = None) -> int:
    """Runs the program; the answer is its exit status."""
    as_program = arguments is None
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments in (["--version"], ["-V"]):
        from ffai import __version__

        return _print(f"ffai {__version__}\n")
    if arguments[:2] == ["shell", "init"] and len(arguments) == 3 and arguments[2] in _SHELLS:
        widget = _widget(_SHELLS[arguments[2]])
        if widget:
            return _print(widget)
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


def _widget(name: str) -> str:
    """The shell room's file of that name, found beside this package without importing that room."""
    for folder in sys.path:
        try:
            with open(f"{folder}/ffai_shell/widgets/{name}", encoding="utf-8") as file:
                return file.read()
        except OSError:
            continue
    return ""


def _print(text: str) -> int:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:  # whoever read it has gone: nothing is left to say
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1
    return 0
