"""The verdict: what a reading touches against what is there."""

import os
import re
import stat

from ffai_guards import tables
from ffai_guards.touches import of_step
from ffai_guards.values import ALLOW, CONFIRM, DENY, LEVELS, Reading, Reason, Report, Step, Touch, Verdict

# programs that only name, list or print; what they print is carried out by whoever runs the steps
HARMLESS = frozenset(
    (
        "echo",
        "printf",
        "mkdir",
        "true",
        ":",
        "basename",
        "dirname",
        "ls",
        "cd",
        "cat",
        "sleep",
        "wc",
        "head",
        "tail",
        "grep",
        "seq",
        "test",
        "[",
    )
)
_DELETERS = frozenset(("rm", "rmdir", "unlink", "shred", "truncate", "dd", "mkfs", "wipe", "srm", "trash", "del"))
_MOVERS = frozenset(("mv", "cp", "install", "rsync", "ln", "rename"))


def check(reading: Reading, cwd: str) -> Report:
    """The verdict of a reading made in the folder `cwd`: the highest level of all findings."""
    reasons: list[Reason] = list(reading.problems)
    touches: list[Touch] = []
    made: set[str] = set()  # what earlier steps write: later ones may read and name it
    for number, step in enumerate(reading.steps):
        found = of_step(step, number, cwd)
        reasons += found.reasons
        reasons += _program(step, number)
        reasons += _files(found.touches, made, cwd, step)
        touches += found.touches
        made |= {_real(t.target, cwd) for t in found.touches if t.how in ("write", "create") and t.kind != "address"}
    level = max((r.level for r in reasons), key=LEVELS.index, default=ALLOW)
    ordered = sorted(_unique(reasons), key=lambda r: -LEVELS.index(r.level))
    return Report(Verdict(level, tuple(ordered)), tuple(touches), reading)


def _unique(reasons: list[Reason]) -> list[Reason]:
    return list(dict.fromkeys(reasons))


def _program(step: Step, number: int) -> list[Reason]:
    if step.command is not None or not step.argv:
        return []
    words = " ".join(step.argv)[:200]
    if step.program in _DELETERS:
        return [Reason("SH_DELETE", DENY, f"{step.program} deletes or empties files", words, step=number)]
    if step.program in _MOVERS:
        return [Reason("SH_MOVE_OVER", DENY, f"{step.program} can put a file over another one", words, step=number)]
    if step.program == "mkdir":
        extra = [w for w in step.argv[1:] if w.startswith("-") and w not in ("-p", "--parents", "-v", "--")]
        return (
            [Reason("SH_UNKNOWN_PROGRAM", DENY, f"mkdir with {extra[0]} is not carried out here", words, step=number)]
            if extra
            else []
        )
    if step.program in HARMLESS:
        return []
    return [
        Reason(
            "SH_UNKNOWN_PROGRAM", DENY, f"{step.program!r} is another program than ffmpeg, ffprobe or ffplay", words, step=number
        )
    ]


# --- files


def _files(touches: list[Touch], made: set[str], cwd: str, step: Step) -> list[Reason]:
    reads = [t for t in touches if t.how == "read" and t.kind in ("file", "pattern")]
    found: list[Reason] = []
    seen: dict[str, Touch] = {}
    for touch in touches:
        if touch.how not in ("write", "create", "truncate") or touch.kind in ("address", "descriptor", "device"):
            continue
        found += _place(touch, cwd)
        real = _real(touch.target, cwd)
        if touch.kind == "file" and real in seen and seen[real].words != touch.words:
            found.append(_reason("FF_SAME_FILE", DENY, f"two outputs have the same name: {touch.target}", touch))
        seen[real] = touch
        if touch.kind == "pattern":
            found += _pattern(touch, cwd)
            continue
        same = next((r for r in reads if _same(r, touch, cwd)), None)
        if same is not None and real not in made:
            found.append(
                _reason(
                    "FF_SAME_FILE",
                    DENY,
                    f"the output {touch.target} is the input {same.target}: it would be emptied before it is read",
                    touch,
                    alternative=f"write to {_free(touch.target, cwd)}",
                )
            )
            continue
        if real in made:
            continue
        found += _existing(touch, cwd, step)
    return found


def _existing(touch: Touch, cwd: str, step: Step) -> list[Reason]:
    path = os.path.join(cwd, touch.target)
    try:
        status = os.lstat(path)
    except (OSError, ValueError):
        return []
    if stat.S_ISLNK(status.st_mode):
        try:
            status = os.stat(path)
        except OSError:
            return [
                _reason(
                    "FS_SPECIAL",
                    DENY,
                    f"{touch.target} is a link to a place where nothing is",
                    touch,
                    alternative=f"write to {_free(touch.target, cwd)}",
                )
            ]
    if stat.S_ISDIR(status.st_mode):
        return (
            []
            if touch.kind == "folder"
            else [
                _reason(
                    "FS_SPECIAL",
                    DENY,
                    f"{touch.target} is a folder",
                    touch,
                    alternative=f"name a file in it: {touch.target.rstrip('/')}/NAME",
                )
            ]
        )
    if not stat.S_ISREG(status.st_mode):
        return [_reason("FS_SPECIAL", DENY, f"{touch.target} is a device or a pipe, not a file", touch)]
    side = step.command is not None and not any(
        o.url == touch.target or touch.position == o.position for o in step.command.outputs
    )
    code = "SH_REDIR_TRUNC" if touch.words.startswith("> ") else "FF_SIDE_FILE" if side else "FF_OVERWRITE"
    return [_reason(code, CONFIRM, f"{touch.target} exists", touch, alternative=f"write to {_free(touch.target, cwd)}")]


def _pattern(touch: Touch, cwd: str) -> list[Reason]:
    hits = matches(touch.target, cwd)
    if not hits:
        return []
    shown = ", ".join(hits[:3]) + (f" and {len(hits) - 3} more" if len(hits) > 3 else "")
    return [
        _reason(
            "FF_MULTI_OUT",
            CONFIRM,
            f"files that {touch.target} stands for exist: {shown}",
            touch._replace(target=hits[0]),
            alternative="name another pattern or folder",
        )
    ]


def matches(pattern: str, cwd: str) -> list[str]:
    """The existing files that a printf-style or strftime pattern could be."""
    folder, name = os.path.split(pattern)
    shape = "".join(
        r"\d{" + (m.group(1) or "1") + r",}"
        if m.group(0)[-1] == "d"
        else re.escape("%")
        if m.group(0) == "%%"
        else "[^/]*"
        if m.group(0)[0] == "%"
        else re.escape(m.group(0))
        for m in re.finditer(r"%0?(\d*)d|%%|%[A-Za-z]|[^%]+|%", name)
    )
    try:
        names = sorted(os.listdir(os.path.join(cwd, folder)))
    except OSError:
        return []
    compiled = re.compile(shape)
    return [os.path.join(folder, n) for n in names if compiled.fullmatch(n)]


def _place(touch: Touch, cwd: str) -> list[Reason]:
    path = os.path.normpath(os.path.join(cwd, touch.target))
    if path in ("/dev/null", "/dev/stdout", "/dev/stderr"):
        return []
    for folder in tables.SYSTEM_FOLDERS:
        if path == folder or path.startswith(folder + "/"):
            return [_reason("FS_SYSTEM", DENY, f"{touch.target} lies in the system's folder {folder}", touch)]
    return []


def _real(target: str, cwd: str) -> str:
    try:
        return os.path.realpath(os.path.join(cwd, target))
    except (OSError, ValueError):
        return os.path.join(cwd, target)


def _same(read: Touch, write: Touch, cwd: str) -> bool:
    """Whether both are one file: by inode, by real path, or by a name that a case-folding file system takes for the same."""
    a, b = os.path.join(cwd, read.target), os.path.join(cwd, write.target)
    if read.kind == "pattern":
        return os.path.basename(b) in [os.path.basename(m) for m in matches(read.target, cwd)] and os.path.dirname(
            _real(read.target, cwd)
        ) == os.path.dirname(_real(write.target, cwd))
    if _real(read.target, cwd) == _real(write.target, cwd):
        return True
    try:
        return os.path.samefile(a, b)
    except (OSError, ValueError):
        return False


def _free(target: str, cwd: str) -> str:
    root, ext = os.path.splitext(target)
    for count in range(2, 1000):
        name = f"{root}-{count}{ext}"
        if not os.path.lexists(os.path.join(cwd, name)):
            return name
    return f"{root}-new{ext}"


def _reason(code: str, level: str, text: str, touch: Touch, alternative: str = "") -> Reason:
    return Reason(code, level, text, touch.words, touch.target, alternative, touch.step)
