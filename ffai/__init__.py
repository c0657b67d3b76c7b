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
    "aio": "ffai.aio",
}


class _Package(type(sys)):  # type: ignore[misc]  # the class of modules, without the import of `types`
    """A package whose `_WHERE` says which module each public name is imported from when it is first used.

    Some rooms have the name of a function (`ffai.run`): the attribute is always the function, and the room is imported from as ever.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if (
            name not in self.__dict__["_WHERE"]
            or not isinstance(value, type(sys))
            or self.__dict__["_WHERE"][name] == value.__name__
        ):
            super().__setattr__(name, value)

    def __getattr__(self, name: str) -> object:
        where = self.__dict__["_WHERE"].get(name)
        if where is None:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        from importlib import import_module

        module = import_module(where)
        found: object = module if where == f"{self.__name__}.{name}" else getattr(module, name)
        super().__setattr__(name, found)
        return found

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *self.__dict__["__all__"]})


sys.modules[__name__].__class__ = _Package
