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
    from ffai import aio
    from ffai.errors import FfaiError
    from ffai.library import Made, Plan, ask, check, explain, guard, plan, run
    from ffai.values import Finding

_WHERE = {
    **dict.fromkeys(("Made", "Plan", "ask", "check", "explain", "guard", "plan", "run"), "ffai.library"),
    "FfaiError": "ffai.errors",
    "Finding": "ffai.values",
}


class _Package(type(sys)):  # type: ignore[misc]  # the class of modules, without the import of `types`
    """Three rooms of this package are called like functions of the library (`ffai.run`): the attribute is always the function."""

    def __setattr__(self, name: str, value: object) -> None:
        if name not in _WHERE or not isinstance(value, type(sys)):
            super().__setattr__(name, value)

    def __getattr__(self, name: str) -> object:
        if name == "aio":
            from importlib import import_module

            return import_module("ffai.aio")
        if name not in _WHERE:
            raise AttributeError(f"module 'ffai' has no attribute {name!r}")
        from importlib import import_module

        found: object = getattr(import_module(_WHERE[name]), name)
        super().__setattr__(name, found)
        return found

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _Package
