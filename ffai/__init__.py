"""ffai: plain English to ffmpeg commands that are right, shown before they run, and run so that no file is lost.

    import ffai
    plan = ffai.plan("shrink talk.mov for web")     # nothing is run
    print(plan.commands, plan.verdict.level)
    made = ffai.run(plan)                           # as the command line runs it: staged, nothing replaced, undo
    made.undo()

`ask`, `plan`, `check`, `guard`, `run` and `explain` stand in `ffai.library`; the same for asyncio in `ffai.aio`. They are imported when
they are first used: importing this package costs next to nothing.
"""

import sys

__version__ = "0.1.0"
__all__ = [
    "FfaiError", "Finding", "Made", "Plan", "__version__", "aio", "ask", "check", "explain", "guard", "plan", "run",
]  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ffai import aio
    from ffai.errors import FfaiError
    from ffai.library import Made, Plan, ask, check, explain, guard, plan, run
    from ffai.values import Finding

_WHERE = {
    **dict.fromkeys(("Made", "Plan", "ask", "check", "explain", "guard", "plan", "run"), "ffai.library"),
    "FfaiError": "ffai.errors",
    "Finding": "ffai.values",
    "aio": "ffai.aio",
}


def _at_first_use(package: str, where: "dict[str, str]") -> "Callable[[str], object]":
    """A package's `__getattr__`: each public name is imported from its module when it is first used."""

    def get(name: str) -> object:
        if name not in where:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        from importlib import import_module

        module = import_module(where[name])
        found: object = module if where[name] == f"{package}.{name}" else getattr(module, name)
        setattr(sys.modules[package], name, found)
        return found

    return get


__getattr__ = _at_first_use(__name__, _WHERE)


def __dir__() -> "list[str]":
    return sorted({*globals(), *__all__})
