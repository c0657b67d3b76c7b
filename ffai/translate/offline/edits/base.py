"""What every edit is made of: the frozen base, parts of the timeline, and streams that are meant."""

from typing import Any, ClassVar, Self, dataclass_transform

END = float("inf")


@dataclass_transform(frozen_default=True)
class Edit:
    """A typed value that is not changed. There are a hundred kinds of them, and this base makes a kind in a tenth of the time
    that NamedTuple or dataclass take: importing the language is a good part of a cold start.
    """

    _fields: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls._fields = tuple(cls.__annotations__ if "__annotations__" in cls.__dict__ else ())

    def __init__(self, *values: Any, **named: Any) -> None:
        fields = self._fields
        if len(values) > len(fields):
            raise TypeError(f"{type(self).__name__} takes {len(fields)} values")
        state = self.__dict__
        state.update(zip(fields, values, strict=False))
        for name, value in named.items():
            if name not in fields or name in fields[: len(values)]:
                raise TypeError(f"{type(self).__name__} has no free field {name!r}")
            state[name] = value
        for name in fields:
            if name not in state and not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} needs {name}")

    def _replace(self, **changes: Any) -> Self:
        return type(self)(**{name: getattr(self, name) for name in self._fields} | changes)

    def __iter__(self) -> Any:
        return (getattr(self, name) for name in self._fields)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((type(self), *self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self._fields)})"


class Range(Edit):
    """A part of the timeline, [start, end). A `tail` is the last so many seconds: start = -tail, end = END."""

    start: float = 0.0
    end: float = END
    unit: str = "s"  # "share": of the whole length, 0 to 1; "frames": counted from 0; "middle": `end` seconds around the middle

    @property
    def is_tail(self) -> bool:
        return self.start < 0


class Select(Edit):
    """Streams meant: a kind, and of these the index-th (from 0, -1 the last), or of a language, title or codec; none of these: all."""

    kind: str  # video, audio, subtitle, data, attachment, all
    index: int | None = None
    language: str = ""
    absolute: bool = False  # index counts all streams of the file
    default: bool = False
    best: bool = False  # the one with the most channels or pixels
    channels: int | None = None
    title: str = ""  # a word of the title: "commentary"
    forced: bool = False  # the one with that flag
