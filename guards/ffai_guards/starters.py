"""Commands of the shell's own and programs that start other programs: cd, export, read, sh -c, find -exec, xargs, parallel."""

import os
import re
import shlex
from collections.abc import Callable
from typing import Any

from ffai_guards import expand
from ffai_guards.normal import Refusal
from ffai_guards.values import ANYTHING, NUMBER

_Walker = Any  # shell.Walker, which imports this module


def _cd(walker: _Walker, argv: list[str], scope: Any, joined: str, feed: Any) -> None:
    operands = [w for w in argv[1:] if w not in ("-P", "-L", "--")]
    target = operands[0] if operands else os.path.expanduser("~")
    if target == "-" or ANYTHING in target or NUMBER in target or len(operands) > 1 or target.startswith(("+", "-")):
        raise Refusal("SH_DYNAMIC_WORD", "which folder this changes to is only known when a shell runs it", " ".join(argv))
    walker.hold("'cd'")
    before = scope.folder
    scope.folder = os.path.normpath(os.path.join(scope.folder, target))
    scope.names["PWD"] = os.path.normpath(os.path.join(walker.cwd, scope.folder))
    if not os.path.isdir(os.path.join(walker.cwd, scope.folder)) and scope.folder not in walker.made:
        scope.others = (*scope.others, before or ".")  # it may stay where it is


def _export(walker: _Walker, argv: list[str], scope: Any, joined: str, feed: Any) -> None:
    walker.hold(f"'{argv[0]}'")
    for word in argv[1:]:
        name, equals, value = word.partition("=")
        if name.startswith("-") and name not in ("-r", "-x", "-i", "-g"):
            raise Refusal("SH_NODE", f"{argv[0]} {name} is not read here", " ".join(argv))
        if equals and argv[0] in ("export", "declare", "typeset") and not re.search(rf"\$\{{?{re.escape(name)}\b", walker.text):
            expand.variable(name, value)  # it is not for the text itself, so it is for the programs
        if equals and not name.startswith("-"):
            from ffai_guards.shell import _check_name

            _check_name(name, value)
            scope.names[name] = value


def _read(walker: _Walker, argv: list[str], scope: Any, joined: str, feed: Any) -> None:
    walker.hold("'read'")
    for word in argv[1:]:
        if re.fullmatch(r"[A-Za-z_]\w*", word):
            scope.names[word] = ANYTHING


def _set(walker: _Walker, argv: list[str], scope: Any, joined: str, feed: Any) -> None:
    walker.hold(f"'{argv[0]}'")
    for word in argv[1:]:
        if argv[0] == "set" and not re.fullmatch(r"[-+][euxEo]+|pipefail|errexit|nounset|noclobber|-C", word):
            raise Refusal("SH_NODE", f"set {word} is not read here", " ".join(argv))
        if argv[0] == "shopt" and not re.fullmatch(r"-[su]|nullglob|failglob|nocaseglob|nocasematch|globstar", word):
            raise Refusal("SH_NODE", f"shopt {word} is not read here", " ".join(argv))
        if word == "globstar":
            scope.names["**"] = "" if "-u" in argv else "on"


def _let(walker: _Walker, argv: list[str], scope: Any, joined: str, feed: Any) -> None:
    walker.hold("'let'")
    for word in argv[1:]:
        match = re.fullmatch(r"([A-Za-z_]\w*)(?:\+\+|--|\s*[-+*/%]?=\s*[\w\s+*/%()-]+)", word)
        if match is None:
            raise Refusal("SH_DYNAMIC_WORD", "this arithmetic is not worked out here", " ".join(argv))
        from ffai_guards.shell import _check_name

        _check_name(match.group(1), NUMBER)
        scope.names[match.group(1)] = NUMBER


def _popd(walker: _Walker, argv: list[str], scope: Any, joined: str, feed: Any) -> None:
    if not walker.stack or argv[1:]:
        raise Refusal("SH_DYNAMIC_WORD", "which folder this changes to is only known when a shell runs it", " ".join(argv))
    walker.hold("'popd'")
    scope.folder = walker.stack.pop()
    scope.names["PWD"] = os.path.normpath(os.path.join(walker.cwd, scope.folder))


def _pushd(walker: _Walker, argv: list[str], scope: Any, joined: str, feed: Any) -> None:
    walker.stack.append(scope.folder)
    _cd(walker, argv, scope, joined, feed)


def _shell(walker: _Walker, argv: list[str], scope: Any, joined: str, feed: Any) -> None:
    i = 1
    while i < len(argv) and re.fullmatch(r"-[euxl]+", argv[i]):
        i += 1
    if i + 1 >= len(argv) or not re.fullmatch(r"-[euxl]*c", argv[i]):
        raise Refusal("SH_UNKNOWN_PROGRAM", f"{argv[0]} runs a script that is not looked into", " ".join(argv))
    inner = scope.copy()
    inner.names = {k: v for k, v in scope.names.items() if k in ("HOME", "PWD", "TMPDIR", "USER")}
    rest = argv[i + 2 :]
    inner.names |= {str(n): value for n, value in enumerate(rest)}
    inner.names |= {"@": rest[1]} if len(rest) == 2 else {}
    walker.child(argv[i + 1], inner, joined)


def _find(walker: _Walker, argv: list[str], scope: Any, joined: str, feed: Any) -> None:
    from ffai_guards.redirects import NOTHING, Redirects

    find = expand.Find(argv, walker.place(scope))
    walker.hold("'find'")
    files = find.files() if find.commands else []
    for command, together in find.commands:
        if together:
            at = command.index("{}") if "{}" in command else len(command)
            walker.run([*command[:at], *files, *command[at + 1 :]], scope.copy(), joined, Redirects(), NOTHING)
            continue
        for file in files:
            walker.run([word.replace("{}", file) for word in command], scope.copy(), joined, Redirects(), NOTHING)


_XARGS_VALUED = frozenset("-n -P -L -I -i -d -s -a --max-args --max-procs --replace --delimiter --max-lines".split())


def _xargs(walker: _Walker, argv: list[str], scope: Any, joined: str, feed: Any) -> None:
    from ffai_guards.redirects import NOTHING, Redirects

    walker.hold("'xargs'")
    token, each, whole, i = "", False, False, 1
    while i < len(argv) and argv[i].startswith("-"):
        word = argv[i]
        name = word.partition("=")[0]
        glued = len(word) > 2 and word[:2] in ("-n", "-P", "-L", "-I", "-d") and not word.startswith("--")
        if word in ("-0", "--null", "-r", "--no-run-if-empty", "-t", "-x", "-0r", "-r0", "--verbose"):
            whole = whole or "0" in word or word == "--null"
            i += 1
        elif glued or "=" in word and name in _XARGS_VALUED:
            token, each, whole = _xargs_option(
                word[:2] if glued else name, word[2:] if glued else word.partition("=")[2], token, each, whole
            )
            i += 1
        elif word in _XARGS_VALUED and word not in ("-a", "-i"):
            token, each, whole = _xargs_option(word, "".join(argv[i + 1 : i + 2]), token, each, whole)
            i += 2
        elif re.fullmatch(r"-0?[nPLI]\d*|-0I|-rI|-0rI", word) and word.endswith("I"):
            token, each, whole = "".join(argv[i + 1 : i + 2]), True, whole or "0" in word
            i += 2
        else:
            raise Refusal("SH_UNKNOWN_PROGRAM", f"xargs with {word} is not known to be harmless", " ".join(argv))
    command = argv[i:] or ["echo"]
    lines = feed.lines if feed.lines is not None else [ANYTHING]
    items = lines or ["*"]
    if not whole and not token:
        items = [piece for item in items for piece in (item.split() if "'" not in item and '"' not in item else [ANYTHING])]
    rounds = [[item] for item in items] if each or token else [items]
    for some in rounds:
        words = [w.replace(token, some[0]) for w in command] if token else [*command, *some]
        walker.run(words, scope.copy(), joined if joined != "|" else ";", Redirects(), NOTHING)


def _xargs_option(name: str, value: str, token: str, each: bool, whole: bool) -> tuple[str, bool, bool]:
    if name in ("-I", "--replace"):
        return value or "{}", True, True
    if name in ("-n", "-L", "--max-args", "--max-lines"):
        return token, each or value == "1", whole
    return token, each, whole or name in ("-d", "--delimiter")


def _parallel(walker: _Walker, argv: list[str], scope: Any, joined: str, feed: Any) -> None:
    walker.hold("'parallel'")
    i = 1
    while i < len(argv) and argv[i].startswith("-"):
        if argv[i] in ("-j", "--jobs", "-P", "--max-procs"):
            i += 2
        elif re.fullmatch(
            r"-[jP]\d+%?|--jobs=\d+|--bar|--eta|--progress|-k|--keep-order|--halt=\S+|-q|--no-notice|--will-cite|-0|--null",
            argv[i],
        ):
            i += 1
        else:
            raise Refusal("SH_UNKNOWN_PROGRAM", f"parallel with {argv[i]} is not known to be harmless", " ".join(argv))
    end = next((n for n in range(i, len(argv)) if argv[n].startswith(":::")), len(argv))
    if end < len(argv) and argv[end] != ":::":
        raise Refusal("SH_UNKNOWN_PROGRAM", f"parallel with {argv[end]} is not read here", " ".join(argv))
    command = " ".join(argv[i:end])
    items = argv[end + 1 :] if end < len(argv) else feed.lines
    for item in items if items is not None else [ANYTHING]:
        walker.child(_placed(command, item), scope.copy(), joined)


def _placed(command: str, item: str) -> str:
    """The command with the places of parallel filled; without any the item stands at the end."""
    stem = os.path.splitext(item)[0]
    values = {
        "{}": item, "{.}": stem, "{/}": os.path.basename(item), "{//}": os.path.dirname(item) or ".",
        "{/.}": os.path.basename(stem), "{#}": NUMBER, "{%}": NUMBER,
    }  # fmt: skip
    filled = re.sub(r"\{(?:\.|/|//|/\.|#|%)?\}", lambda m: shlex.quote(values[m.group(0)]), command)
    return filled if filled != command else f"{command} {shlex.quote(item)}"


SPECIAL: dict[str, Callable[[Any, list[str], Any, str, Any], None]] = {
    "cd": _cd,
    "pushd": _pushd,
    "popd": _popd,
    "let": _let,
    **dict.fromkeys(("export", "declare", "local", "readonly", "typeset"), _export),
    "read": _read,
    "set": _set,
    "shopt": _set,
    **dict.fromkeys(("sh", "bash", "zsh", "dash", "ksh", "ash"), _shell),
    "find": _find,
    "xargs": _xargs,
    "parallel": _parallel,
}
