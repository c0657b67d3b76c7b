"""The one place where an error becomes what the user sees, and an exit status."""

import os
import time

from ffai.environment import Environment
from ffai.errors import ExitStatus, FfaiError
from ffai.show.style import Style, clean, fill, style_of, width_of


def tell(error: FfaiError, env: Environment) -> int:
    """Says what happened and what to do next on standard error; answers the exit status."""
    style = style_of(env.stderr, env.variables)
    message = "\n".join(_wrapped(error.message, style, env))
    lines = [style.paint("bad", "ffai:") + " " + style.plain(message).replace("\n", "\n      ")] if message else []
    lines += [style.paint("dim", f"      {line}") for line in _wrapped(error.next_step, style, env)]
    say(env, lines)
    return int(error.status)


def _wrapped(text: str, style: Style, env: Environment) -> list[str]:
    """Lines that fit beside `ffai:`; what is no terminal gets them as they are."""
    lines = [clean(line) for line in text.splitlines()]
    room = max(14, style.width - 6)
    if not env.stderr.isatty():
        return lines
    return [part for line in lines for part in ([line] if width_of(line) <= room else fill(line.split(" "), room))]


def tell_unexpected(error: Exception, env: Environment) -> int:
    """One line about a fault of ffai's own; the traceback goes to a file."""
    if env.variables.get("FFAI_DEBUG") not in (None, "", "0"):
        import traceback

        traceback.print_exception(error, file=env.stderr)
        return ExitStatus.FAILED
    return tell(fault(error, _keep_traceback(error, env)), env)


def fault(error: Exception, place: str = "") -> FfaiError:
    """An unexpected exception as an error like the others; `place` is where its traceback is kept."""
    text = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    kept = f"the details are in {place}" if place else "set FFAI_DEBUG=1 to see the details"
    return FfaiError(f"a fault in ffai itself: {text}", f"no file was changed by it; {kept}")


def say(env: Environment, lines: list[str]) -> None:
    """Writes lines to standard error; when that is gone there is nobody to tell."""
    try:
        env.stderr.write("".join(f"{line}\n" for line in lines))
        env.stderr.flush()
    except (OSError, ValueError):
        pass


def _keep_traceback(error: Exception, env: Environment) -> str:
    import traceback

    folder = f"{env.state_dir}/log"
    path = f"{folder}/fault-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}.log"
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", errors="backslashreplace") as file:
            traceback.print_exception(error, file=file)
    except OSError:
        return ""
    return path
