"""Free names beside taken ones: talk.mp4, talk-2.mp4, talk-3.mp4."""

import os
from collections.abc import Collection

from ffai_guards.values import Reading


def free_name(path: str, cwd: str, taken: Collection[str] = ()) -> str:
    """The first name like that one which no file has, nor any of `taken`."""
    folder, name = os.path.split(path)
    stem, dot, extension = name.rpartition(".")
    if not stem:
        stem, dot, extension = name, "", ""
    for number in range(2, 10_000):
        candidate = os.path.join(folder, f"{stem}-{number}{dot}{extension}")
        if candidate not in taken and not os.path.lexists(os.path.join(cwd, candidate)):
            return candidate
    return os.path.join(folder, f"{stem}-{os.getpid()}{dot}{extension}")


def existing_outputs(reading: Reading, cwd: str) -> tuple[str, ...]:
    """The outputs that are regular files already, in order, each once."""
    names = [output.url for step in reading.steps if step.command for output in step.command.outputs]
    return tuple(name for name in dict.fromkeys(names) if os.path.isfile(os.path.join(cwd, name)))


def kept_both(reading: Reading, cwd: str) -> tuple[tuple[str, ...], ...] | None:
    """The commands with every existing output under a free name, and later steps reading it there.

    None when the steps are more than a plain sequence of ffmpeg runs, where a name may hide in other places.
    """
    if any(step.command is None or step.joined not in (";", "&&") or step.stdout_to or step.stdin_text for step in reading.steps):
        return None
    renamed: dict[str, str] = {}
    for path in existing_outputs(reading, cwd):
        renamed[path] = free_name(path, cwd, renamed.values())
    commands, made = [], set[str]()
    for step in reading.steps:
        argv = list(step.argv)
        if step.command:
            for source in step.command.inputs:
                if source.url in made:
                    argv[source.position] = renamed[source.url]
            for output in step.command.outputs:
                if output.url in renamed:
                    argv[output.position] = renamed[output.url]
                    made.add(output.url)
        commands.append(tuple(argv))
    return tuple(commands)
