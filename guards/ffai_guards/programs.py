"""Programs other than ffmpeg's: which only print, list or look, and what their arguments could do all the same.

An unknown program is denied by name.
"""

import os
import re

from ffai_guards.found import Found
from ffai_guards.values import ANYTHING, DENY, Step

_DELETERS = frozenset(
    "rm rmdir unlink shred truncate dd mkfs wipe srm trash trash-put del erase fallocate wipefs blkdiscard".split()
)
_MOVERS = frozenset("mv cp install rsync ln rename mmv prename gmv gcp scp ditto link".split())
_SHELLS = frozenset(
    "eval exec source . alias unalias trap coproc function builtin enable bind complete fc hash ulimit umask".split()
)
# they print or look, whatever their arguments are
_QUIET = frozenset(
    """echo printf true false : basename dirname ls pwd sleep seq test [ nproc uname which whoami id arch stat du df expr wait exit return
    break continue set shopt unset read times getopts shift tput clear yes uptime free lscpu lsblk tty logname groups""".split()
)
# they read files and print, unless an argument says otherwise
_READERS = frozenset(
    """cat head tail grep egrep fgrep zgrep wc cut tr bc jq rev nl fold fmt column paste comm diff cmp md5sum sha1sum sha256sum sha512sum b2sum cksum sum
    strings od hexdump mediainfo realpath readlink tac expand unexpand numfmt factor shuf file date hostname sort uniq awk gawk mawk nawk sed gsed xxd
    tee touch mkdir find mkvinfo mp4info exiv2_ join gzip gunzip bzip2 xz zstd zcat bzcat xzcat zstdcat""".split()
)
_COPYING = frozenset("cat head tail tac sort grep sed awk cut uniq rev nl xxd".split())


def program_touches(found: Found, step: Step) -> None:
    """Reasons for a step that is none of ffmpeg's programs."""
    program, words = step.program, " ".join(step.argv)[:200]
    if step.command is not None or not step.argv:
        return
    if program in _DELETERS or program.startswith("mkfs"):
        found.reason("SH_DELETE", DENY, f"{program} deletes or empties files", words, _last(step))
    elif program in _MOVERS:
        found.reason(
            "SH_MOVE_OVER",
            DENY,
            f"{program} can put a file over another one",
            words,
            _last(step),
            "name the file yourself when you have looked at it",
        )
    elif program in _SHELLS:
        found.reason("SH_NODE", DENY, f"'{program}' changes what the shell itself does", words)
    elif not _plain_path(step.argv[0]):
        found.reason("SH_UNKNOWN_PROGRAM", DENY, f"{step.argv[0]!r} is a program in a folder of its own, not the system's", words)
    elif program in _READERS:
        _reader(found, step, words)
    elif program not in _QUIET:
        found.reason("SH_UNKNOWN_PROGRAM", DENY, f"{program!r} is another program than ffmpeg, ffprobe or ffplay", words)
    elif program == "printf" and "-v" in step.argv[1:2]:
        found.reason("SH_NODE", DENY, "printf -v sets a variable", words)


def program_place(found: Found, step: Step) -> None:
    """A reason for ffmpeg's programs when they are not the system's own."""
    if step.argv and step.command is not None and not _plain_path(step.argv[0]):
        found.reason("SH_UNKNOWN_PROGRAM", DENY, f"{step.argv[0]!r} is not the {step.program} that is installed", step.argv[0])


_SYSTEM = tuple(
    "/bin /usr/bin /usr/local/bin /opt/homebrew/bin /opt/local/bin /snap/bin /usr/lib/jellyfin-ffmpeg /usr/sbin /sbin".split()
)


def _plain_path(word: str) -> bool:
    """A bare name, or a path in the system's folders of programs or of the one that PATH finds."""
    folder, name = os.path.split(word)
    if not folder or os.path.normpath(folder) in _SYSTEM:
        return True
    from shutil import which  # with all that it imports it is a twentieth of a cold request

    there = which(name)
    return bool(there) and os.path.isabs(word) and os.path.realpath(str(there)) == os.path.realpath(word)


def _last(step: Step) -> str:
    return next((w for w in reversed(step.argv[1:]) if not w.startswith("-")), "")


def _operands(argv: tuple[str, ...]) -> list[str]:
    return [w for w in argv[1:] if not w.startswith("-") or w == "-"]


def _reader(found: Found, step: Step, words: str) -> None:
    program = {"gawk": "awk", "mawk": "awk", "nawk": "awk", "gsed": "sed"}.get(step.program, step.program)
    check = _RULES.get(program)
    if check is not None:
        check(found, step, words)
    if program in ("echo", "mkdir", "touch", "date", "hostname", "find"):
        return
    from ffai_guards.touches import private

    written = {t.target for t in found.touches if t.how == "write" and t.target != step.stdout_to}
    for word in _operands(step.argv):
        path = os.path.normpath(os.path.join(found.cwd, os.path.expanduser(word)))
        if ANYTHING not in word and (
            private(path, found.cwd) or (os.path.islink(path) and private(os.path.realpath(path), found.cwd))
        ):
            found.reason("FF_READ_SECRET", DENY, f"{word} holds keys, passwords or settings of the system", words, word)
        if program in _COPYING and word not in written and os.path.isfile(path):
            found.touch(word, "read", "file", words)


def _deny(found: Found, step: Step, words: str, why: str) -> None:
    found.reason("SH_UNKNOWN_PROGRAM", DENY, f"{step.program} {why}", words)


def _sort(found: Found, step: Step, words: str) -> None:
    argv = step.argv
    for i, word in enumerate(argv):
        if word.startswith(("--compress-program", "--files0")):
            _deny(found, step, words, f"with {word} is not known to be harmless")
        elif word.startswith("--output"):
            found.touch(word.partition("=")[2] or "".join(argv[i + 1 : i + 2]), "write", "file", f"> {words}")
        elif re.match(r"-[a-zA-Z]*o", word) and not word.startswith("--") and "k" not in word and "t" not in word:
            found.touch(word.partition("o")[2] or "".join(argv[i + 1 : i + 2]), "write", "file", f"> {words}")


def _second(found: Found, step: Step, words: str) -> None:
    """uniq and xxd write what their second operand names."""
    operands = _operands(step.argv)
    if len(operands) > 1:
        found.touch(operands[-1], "write", "file", f"> {words}")


def _tee(found: Found, step: Step, words: str) -> None:
    for name in _operands(step.argv):
        found.touch(name, "write", "file", f"> {name}")


def _touch(found: Found, step: Step, words: str) -> None:
    if any(w.startswith("-") and w not in ("-c", "-a", "-m", "--") for w in step.argv[1:]):
        _deny(found, step, words, "with such an option is not known to be harmless")
    for name in _operands(step.argv):
        found.touch(name, "write", "file", words)


def _date(found: Found, step: Step, words: str) -> None:
    if any(w.startswith(("-s", "--set")) or re.fullmatch(r"\d{8,14}(\.\d+)?", w) for w in step.argv[1:]):
        _deny(found, step, words, "sets the clock")


def _hostname(found: Found, step: Step, words: str) -> None:
    if _operands(step.argv):
        _deny(found, step, words, "sets the machine's name")


def _file(found: Found, step: Step, words: str) -> None:
    if any(w.startswith(("-C", "--compile", "-m", "--magic")) for w in step.argv[1:]):
        _deny(found, step, words, "with such an option writes or loads tables")


def _grep(found: Found, step: Step, words: str) -> None:
    if any(w.startswith(("-f", "--file")) for w in step.argv[1:]):
        _deny(found, step, words, "with patterns from a file is not looked into")


def _mkdir(found: Found, step: Step, words: str) -> None:
    extra = [
        w for w in step.argv[1:] if w.startswith("-") and w not in ("-p", "--parents", "-v", "-pv", "-vp", "--verbose", "--")
    ]
    if extra:
        _deny(found, step, words, f"with {extra[0]} is not carried out here")
    for name in _operands(step.argv):
        found.touch(name, "create", "folder", words)


def _find(found: Found, step: Step, words: str) -> None:
    for word in step.argv[1:]:
        if word == "-delete":
            found.reason("SH_DELETE", DENY, "find -delete deletes files", words)
        elif word.startswith(("-fprint", "-fls")):
            _deny(found, step, words, f"{word} writes a file")
        elif word in ("-exec", "-execdir", "-ok", "-okdir"):
            _deny(found, step, words, f"{word} starts another program")


_AWK_BAD = re.compile(r"system\s*\(|getline|\|(?!\|)(?<!\|\|)|print[^;}\n]*>|@load|@include|ENVIRON|fflush\s*\(\s*\"|close\s*\(")


def _awk(found: Found, step: Step, words: str) -> None:
    script: str | None = None
    skip = False
    for word in step.argv[1:]:
        if skip:
            skip = False
        elif script is None and word in ("-F", "-v"):
            skip = True
        elif script is None and word.startswith("-") and not word.startswith(("-F", "-v")):
            _deny(found, step, words, f"with {word} is not looked into")
            return
        elif script is None and not word.startswith("-"):
            script = word
    if script is None or ANYTHING in script or _AWK_BAD.search(re.sub(r"\|\|", "", script)):
        _deny(found, step, words, "with this script could start programs or write files")


_SED_COMMAND = re.compile(
    r"\s*(?:(?:\d+|\$|/(?:\\.|[^/\\])*/I?)(?:\s*,\s*[+~]?(?:\d+|\$|/(?:\\.|[^/\\])*/))?)?\s*!?\s*"
    r"(?:[pdqDPNnhHgGx=l]|s(?P<d>[^\w\s\\])(?:\\.|(?!(?P=d))[^\\])*(?P=d)(?:\\.|(?!(?P=d))[^\\])*(?P=d)[gpiI0-9]*"
    r"|y(?P<e>[^\w\s\\])(?:\\.|(?!(?P=e))[^\\])*(?P=e)(?:\\.|(?!(?P=e))[^\\])*(?P=e)|[{}])?\s*(?:;|\n|\Z|(?=}))",
    re.DOTALL,
)


def _sed(found: Found, step: Step, words: str) -> None:
    scripts: list[str] = []
    expects = False
    for word in step.argv[1:]:
        if expects:
            scripts.append(word)
            expects = False
        elif word in ("-e", "--expression"):
            expects = True
        elif word.startswith("-") and word not in (
            "-n",
            "-E",
            "-r",
            "-u",
            "-s",
            "-z",
            "-nE",
            "-nr",
            "-En",
            "-rn",
            "--quiet",
            "--silent",
        ):
            if re.match(r"-[nErsz]*i|--in-place", word):
                found.reason("SH_MOVE_OVER", DENY, "sed -i replaces files", words)
            else:
                _deny(found, step, words, f"with {word} is not looked into")
            return
        elif not scripts and word not in ("-n",) and not word.startswith("-"):
            scripts.append(word)
    for script in scripts:
        at = 0
        while at < len(script):
            match = _SED_COMMAND.match(script, at)
            if match is None or match.end() == at:
                _deny(found, step, words, "with this script could write files or start programs")
                return
            at = match.end()


def _packer(found: Found, step: Step, words: str) -> None:
    """gzip and its kin put their result in the place of the file, unless it goes to standard output."""
    if not any(re.fullmatch(r"-[1-9dktvqf]*c[1-9dktvqf]*|--stdout|--to-stdout|-l|--list|-t|--test", w) for w in step.argv[1:]):
        found.reason("SH_MOVE_OVER", DENY, f"{step.program} puts its result in the place of the file", words, _last(step))
    if any(w.startswith(("-S", "--suffix", "-o", "--rm")) for w in step.argv[1:]):
        _deny(found, step, words, "with such an option is not known to be harmless")


def _shuf(found: Found, step: Step, words: str) -> None:
    for i, word in enumerate(step.argv):
        if word.startswith("--o"):
            found.touch(word.partition("=")[2] or "".join(step.argv[i + 1 : i + 2]), "write", "file", f"> {words}")
        elif re.match(r"-[erz]*o", word):
            found.touch(word.partition("o")[2] or "".join(step.argv[i + 1 : i + 2]), "write", "file", f"> {words}")


_RULES = {
    "shuf": _shuf,
    **dict.fromkeys(("gzip", "gunzip", "bzip2", "xz", "zstd"), _packer),
    "sort": _sort,
    "uniq": _second,
    "xxd": _second,
    "tee": _tee,
    "touch": _touch,
    "date": _date,
    "hostname": _hostname,
    "file": _file,
    "grep": _grep,
    "mkdir": _mkdir,
    "find": _find,
    "awk": _awk,
    "sed": _sed,
}
