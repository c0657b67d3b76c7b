"""A request's command line: words, files and options."""

import os
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ffai.commands.table import HELP_FLAGS, OPTIONS
from ffai.errors import UsageError


class Wish(NamedTuple):
    """What was typed. `given` are the files named beside a quoted request; others stand in the request, in their place."""

    request: str = ""
    given: tuple[str, ...] = ()
    dry_run: bool = False
    yes: bool = False
    model: str = ""
    output: str | None = None
    output_dir: str | None = None
    print: bool = False
    json: bool = False
    verbose: bool = False
    no_log: bool = False
    api_base: str = ""
    prompt: str = ""
    samples: str = ""
    show_prompt: bool = False
    line: bool = False  # for a shell's command line: nothing is shown


_BY_FLAG = {flag: option for option in OPTIONS for flag in option.flags}
_BUNDLED = {flag[1]: option for flag, option in _BY_FLAG.items() if len(flag) == 2 and not option.metavar}


def parse(arguments: Sequence[str], cwd: str) -> Wish | None:
    """The wish, or None when help was asked for. Options may stand anywhere before `--`. Raises UsageError."""
    words: list[str] = []
    found: dict[str, Any] = {}
    rest = list(arguments)
    while rest:
        argument = rest.pop(0)
        if argument == "--":
            words.extend(rest)
            break
        if argument in HELP_FLAGS:
            return None
        if len(argument) < 2 or argument[0] != "-" or any(c.isspace() for c in argument) or _exists(argument, cwd):
            words.append(argument)
            continue
        found.update(_option(argument, rest))
    request, given = _sentence(words, cwd)
    return Wish(request=request, given=given, **found)


def _option(argument: str, rest: list[str]) -> dict[str, Any]:
    """The fields that an argument with a dash sets; takes its value from `rest` where it needs one."""
    flag, equals, value = argument.partition("=")
    option = _BY_FLAG.get(flag)
    if option is None and argument[1] != "-":
        if argument[:2] in _BY_FLAG and _BY_FLAG[argument[:2]].metavar:  # -mNAME
            return {_BY_FLAG[argument[:2]].name: argument[2:]}
        if all(letter in _BUNDLED for letter in argument[1:]):  # -nv
            return {_BUNDLED[letter].name: True for letter in argument[1:]}
    if option is None:
        raise UsageError(f"there is no option {flag}", _nearest(flag))
    if not option.metavar:
        if equals:
            raise UsageError(f"{flag} takes no value")
        return {option.name: True}
    if not equals:
        if not rest:
            raise UsageError(f"{flag} needs a value: {flag} {option.metavar}")
        value = rest.pop(0)
    if not value:
        raise UsageError(f"{flag} needs a value that is not empty: {flag} {option.metavar}")
    return {option.name: value}


def _nearest(flag: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(flag, _BY_FLAG, n=1, cutoff=0.7)
    return f"did you mean {near[0]}?" if near else 'words of the request that start with a dash go in quotes or after "--"'


def _sentence(words: Sequence[str], cwd: str) -> tuple[str, tuple[str, ...]]:
    """The request and what stands beside it. In `"shrink this" a.mp4` the file stands beside, in `shrink a.mp4` within."""
    quoted = [word for word in words if any(c.isspace() for c in word.strip()) and not _exists(word, cwd)]
    beside = [word for word in words if word not in quoted]
    if quoted and all(_exists(word, cwd) or any(mark in word for mark in "*?") for word in beside):
        return " ".join(quoted).strip(), tuple(beside)
    return " ".join(_in_sentence(words, cwd)).strip(), ()


def _in_sentence(words: Iterable[str], cwd: str) -> Iterable[str]:
    """The words, file names that have blanks or quotes in them put in quotes so that they stay one."""
    for word in words:
        if any(c.isspace() or c in "\"'" for c in word) and _exists(word, cwd):
            mark = "'" if '"' in word else '"'
            yield f"{mark}{word}{mark}"
        else:
            yield word


def _exists(word: str, cwd: str) -> bool:
    """Whether that names something in the file system; what becomes of folders, FIFOs and the like is decided later."""
    if len(word) > 4096 or "\0" in word:
        return False
    return os.path.lexists(os.path.join(cwd, word))
