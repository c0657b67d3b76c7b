"""What is written against the file system as it is: the same file under another name, links, devices, patterns, folders of the system."""

import os
import re
import stat
import time
import unicodedata

from ffai_guards.found import shown
from ffai_guards.tables import places
from ffai_guards.values import ANYTHING, CONFIRM, DENY, NUMBER, Reason, Step, Touch

_WRITES = ("write", "create", "truncate")
_MOST = 50_000  # entries of folders that are looked at for a pattern


class Files:
    """Weighs the touches of one step after the other; remembers what the steps so far make."""

    def __init__(self, cwd: str) -> None:
        self.cwd = cwd
        self.made: dict[str, Touch] = {}  # real path -> what an earlier step writes
        self.read: list[Touch] = []
        self.piped: list[Touch] = []  # what this step and those before it in the same pipe read

    def weigh(self, touches: list[Touch], step: Step) -> list[Reason]:
        own = [t for t in touches if t.how == "read" and t.kind in ("file", "pattern", "glob")]
        self.piped = [*self.piped, *own] if step.joined == "|" else own
        reads = self.piped  # all elements of a pipe run at the same time
        found: list[Reason] = []
        seen: dict[str, Touch] = {}
        for touch in touches:
            if touch.how not in _WRITES or touch.kind in ("address", "descriptor", "device"):
                continue
            found += self._place(touch)
            real = self._real(touch.target)
            found += self._twice(touch, real, seen, step)
            seen[real] = touch
            if touch.kind == "pattern":
                found += self._pattern(touch, reads)
            else:
                found += self._one(touch, real, reads, step)
        self.made |= seen
        self.read += own
        return found

    # --- one name

    def _one(self, touch: Touch, real: str, reads: list[Touch], step: Step) -> list[Reason]:
        same = next((r for r in reads if self._same(r, touch)), None) if touch.kind == "file" else None
        if same is not None and not (step.command is None and real in self.made):
            return [
                _reason(
                    "FF_SAME_FILE", DENY, f"the output {touch.target} is the input {same.target}: it would be emptied before it is read", touch,
                    f"write to {self._free(touch.target)}",
                )
            ]  # fmt: skip
        if touch.how == "create" or (real in self.made and not os.path.lexists(real)):
            return self._again(touch, real, step)
        return self._existing(touch, step)

    def _again(self, touch: Touch, real: str, step: Step) -> list[Reason]:
        """An output that an earlier step has made: its result would be lost."""
        if touch.how == "create":
            path = self._path(touch.target)
            if os.path.lexists(path) and not os.path.isdir(path):
                return [_reason("FS_SPECIAL", DENY, f"{touch.target} exists and is no folder", touch)]
            return []
        if step.joined == "||":  # it is only done when the other one is not
            return []
        earlier = self.made[real]
        if (
            _main_output(touch, step)
            and earlier.words != ""
            and touch.position >= 0
            and "*" not in touch.target  # a pattern that no file fits: nothing would be done
            and not earlier.words.startswith(("> ", "-pass"))
        ):
            return [
                _reason(
                    "FF_OVERWRITE",
                    CONFIRM,
                    f"{touch.target} is written again: what an earlier step made is lost",
                    touch,
                    "give each step a name of its own",
                )
            ]
        return []

    def _existing(self, touch: Touch, step: Step) -> list[Reason]:
        path = self._path(touch.target)
        if path in places.OUTSIDE_SYSTEM:
            return []
        as_spelt = os.path.join(self.cwd, touch.target)  # the kernel takes `..` after links
        try:
            path = as_spelt if os.path.lexists(as_spelt) else path
            status = os.lstat(path)
        except (OSError, ValueError):
            return []
        if stat.S_ISLNK(status.st_mode):
            try:
                status = os.stat(path)
            except OSError:
                said = f"{touch.target} is a link to a place where nothing is"
                return [_reason("FS_SPECIAL", DENY, said, touch, f"write to {self._free(touch.target)}")]
        if stat.S_ISDIR(status.st_mode):
            return self._folder(touch, path)
        if not stat.S_ISREG(status.st_mode):
            return [_reason("FS_SPECIAL", DENY, f"{touch.target} is a device or a pipe, not a file", touch)]
        level = DENY if step.answers_yes else CONFIRM
        side = step.command is not None and not _main_output(touch, step)
        code = "SH_REDIR_TRUNC" if touch.words.startswith("> ") else "FF_SIDE_FILE" if side else "FF_OVERWRITE"
        note = " (as the file system has it, under another spelling)" if self._respelt(path) else ""
        return [
            _reason(
                "FS_CASE" if note else code, level, f"{touch.target} exists{note}", touch, f"write to {self._free(touch.target)}"
            )
        ]

    def _folder(self, touch: Touch, path: str) -> list[Reason]:
        if touch.kind != "folder":
            name = touch.target.rstrip("/")
            return [_reason("FS_SPECIAL", DENY, f"{touch.target} is a folder", touch, f"name a file in it: {name}/NAME")]
        try:
            inside = sorted(os.listdir(path))[:3]
        except OSError:
            inside = []
        if not inside:
            return []
        return [
            _reason(
                "FF_MULTI_OUT", CONFIRM, f"the folder {touch.target} holds files that may be replaced: {', '.join(inside)}", touch
            )
        ]

    def _respelt(self, path: str) -> bool:
        """Whether what is there has another spelling than was asked for: the file system folds case or normalises."""
        folder, name = os.path.split(path)
        try:
            names = os.listdir(folder)
        except OSError:
            return False
        return name not in names and any(_folded(n) == _folded(name) for n in names)

    def _twice(self, touch: Touch, real: str, seen: dict[str, Touch], step: Step) -> list[Reason]:
        other = seen.get(real)
        if touch.kind != "file" or other is None or other.kind != "file":
            return []
        if (other.position == touch.position and other.raw == touch.raw) or {other.position, touch.position} == {-1}:
            return []
        if touch.words.startswith("> ") and other.words.startswith("> "):
            return []
        return [_reason("FF_SAME_FILE", DENY, f"two outputs have the same name: {touch.target}", touch)]

    # --- patterns

    def _pattern(self, touch: Touch, reads: list[Touch]) -> list[Reason]:
        hits = matches(touch.target, self.cwd)
        if not hits:
            return []
        text = f"{', '.join(hits[:3])}" + (f" and {len(hits) - 3} more" if len(hits) > 3 else "")
        read = {self._real(name) for r in reads for name in self._names(r)}
        same = next((hit for hit in hits if self._real(hit) in read), None)
        at = touch._replace(target=hits[0])
        if same is not None:
            return [
                _reason(
                    "FF_SAME_FILE",
                    DENY,
                    f"the input {same} is a file that {shown(touch.target)} stands for",
                    at,
                    "name another pattern or folder",
                )
            ]
        said = f"files that {shown(touch.target)} stands for exist: {text}"
        return [_reason("FF_MULTI_OUT", CONFIRM, said, at, "name another pattern or folder")]

    def _names(self, read: Touch) -> list[str]:
        if read.kind == "file":
            return [read.target]
        if read.kind == "glob":
            import glob

            return glob.glob(read.target, root_dir=self.cwd)
        return matches(read.target, self.cwd)

    # --- places

    def _place(self, touch: Touch) -> list[Reason]:
        path = self._path(touch.target)
        folder, name = os.path.split(path)
        real = os.path.join(self._real(folder), name)
        for each in dict.fromkeys((path, real)):
            why = _no_place(each, self.cwd)
            if why:
                return [_reason("FS_SYSTEM", DENY, f"{touch.target} {why}", touch)]
        return []

    def _path(self, name: str) -> str:
        return "/" + os.path.normpath(os.path.join(self.cwd, name)).lstrip("/")

    def _real(self, name: str) -> str:
        """Where a name leads to. The `..` of a path is taken after links, as the kernel does."""
        path = os.path.join(self.cwd, name)
        try:
            return "/" + os.path.realpath(path).lstrip("/")
        except (OSError, ValueError):
            return path

    def _same(self, read: Touch, write: Touch) -> bool:
        """Whether both are one file: by real path, by inode, or as a member of a sequence."""
        real = self._real(write.target)
        for name in self._names(read):
            if self._real(name) == real:
                return True
            try:
                if os.path.samefile(os.path.join(self.cwd, name), os.path.join(self.cwd, write.target)):
                    return True
            except (OSError, ValueError):
                continue
        return False

    def _free(self, target: str) -> str:
        root, ext = os.path.splitext(target)
        for count in range(2, 1000):
            name = f"{root}-{count}{ext}"
            if not os.path.lexists(os.path.join(self.cwd, name)):
                return name
        return f"{root}-new{ext}"


def _main_output(touch: Touch, step: Step) -> bool:
    return step.command is not None and any(touch.position == o.position for o in step.command.outputs)


def _no_place(path: str, cwd: str) -> str:
    """Why nothing is written here; "" for an ordinary place."""
    if path in places.OUTSIDE_SYSTEM or path.startswith(("/dev/shm/", "/usr/local/share/", "/run/media/")):
        return ""
    for folder in places.SYSTEM_FOLDERS:
        if path == folder or path.startswith(folder + "/"):
            return f"lies in the system's folder {folder}"
    inside = os.path.relpath(path, cwd)
    parts = (path if inside.startswith("..") else inside).split("/")
    if places.STARTUP_NAMES & set(parts):
        return "is a place from which programs take settings, keys or code"
    home = os.path.expanduser("~")
    if (
        path.startswith(home + "/.")
        and not (cwd + "/").startswith(home + "/" + path[len(home) + 1 :].partition("/")[0] + "/")
        and inside.startswith("..")
    ):
        return "lies in a hidden folder of your home, where programs keep their settings"
    return ""


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _reason(code: str, level: str, text: str, touch: Touch, alternative: str = "") -> Reason:
    return Reason(code, level, shown(text), touch.words, shown(touch.target), shown(alternative), touch.step)


# --- patterns against names

_PIECE = re.compile(rf"%0?(\d*)d|%%|%[A-Za-z]|{NUMBER}|{ANYTHING}|[^%{NUMBER}{ANYTHING}]+|%")


def matches(pattern: str, cwd: str) -> list[str]:
    """The existing files that a printf-style or strftime pattern could be. A pattern with the time of day to the second hits none."""
    if "%s" in pattern or ("%S" in pattern and "%M" in pattern and ("%H" in pattern or "%I" in pattern)) or "%T" in pattern:
        return []
    head = "/" if pattern.startswith("/") else ""
    found = [head]
    parts = [p for p in pattern.split("/") if p]
    seen = 0
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        following: list[str] = []
        for place in found:
            plain = "%" not in part and NUMBER not in part and ANYTHING not in part
            if plain:
                name = os.path.join(place, part)
                if os.path.lexists(os.path.join(cwd, name)):
                    following.append(name)
                continue
            try:
                names = os.listdir(os.path.join(cwd, place))
            except OSError:
                continue
            seen += len(names)
            if seen > _MOST:
                return [pattern]
            shape = _shape(part)
            following += [os.path.join(place, n) for n in sorted(names) if shape.fullmatch(n)]
        found = following if last else [f for f in following if os.path.isdir(os.path.join(cwd, f))]
    return [f for f in found if f != head or not parts]


def _shape(part: str) -> re.Pattern[str]:
    year = time.gmtime().tm_year
    out = []
    for match in _PIECE.finditer(part):
        text = match.group(0)
        if text[-1] == "d" and text[0] == "%" and text[1:-1].isdigit():
            out.append(rf"\d{{{min(int(match.group(1) or 1), 20)},}}")
        elif text == "%d":
            out.append(r"\d+")
        elif text == NUMBER:
            out.append(r"(?:[\w.:+-]*\d[\w.:+-]*)?")  # numbers, dates, counts
        elif text == ANYTHING:
            out.append(r"[^/]*")
        elif text == "%%":
            out.append("%")
        elif text == "%Y":
            out.append(f"({year}|{year + 1})")
        elif text in ("%H", "%M", "%S", "%m", "%j", "%y", "%F", "%D"):
            out.append(r"[\d-]+")
        elif text[0] == "%" and len(text) > 1:
            out.append("[^/]*")
        else:
            out.append(re.escape(text))
    return re.compile("".join(out))


def pattern_of(touch: Touch, cwd: str) -> re.Pattern[str]:
    """The absolute paths that a touch may mean: one file, the members of a pattern, all that is below a folder."""
    path = "/" + os.path.normpath(os.path.join(cwd, touch.target)).lstrip("/")
    if touch.kind == "folder":
        return re.compile(re.escape(path) + r"(/.*)?")
    if touch.kind != "pattern":
        return re.compile(re.escape(path))
    return re.compile("/".join(_shape(part).pattern for part in path.split("/")))
