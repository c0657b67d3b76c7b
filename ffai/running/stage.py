"""The stage of a group of steps: a folder beside the destination, where all of it is written, and the move into place."""

import os
import secrets
import shutil
from collections.abc import Callable
from typing import Any

from ffai_guards import rewrite
from ffai_guards.values import Step, Touch

from ffai.errors import RunFailed
from ffai.running.journal import COMMITTING, DONE, Journal, restore
from ffai.running.moves import NO_LINKS, flush, move, take_back
from ffai.running.outcome import Made


class Stage:
    """Where a group writes. `folder` is ffmpeg's working folder; names below the user's folder keep their relative form in it."""

    def __init__(self, cwd: str, journal: Journal, replaces: tuple[str, ...]) -> None:
        self.cwd, self.journal = os.path.normpath(cwd), journal
        self.held: list[tuple[str, int]] = []  # name and descriptor of each stage
        self.replaces = {self.absolute(r) for r in replaces}
        self.folder = self._make(cwd)
        self.others: dict[str, str] = {}  # destination folder elsewhere -> its stage
        self.made: dict[str, str] = {}  # destination (absolute) -> staged path, of what the steps so far write
        self.intermediate: set[str] = set()
        self.copies: dict[str, int] = {}  # destination -> inode, where results cannot be moved into place

    def absolute(self, path: str) -> str:
        path = os.path.join(self.cwd, os.path.expanduser(path) if path.startswith("~/") else path)
        if ".." in path.split("/"):  # the kernel takes it after links
            path = os.path.join(os.path.realpath(os.path.dirname(path)), os.path.basename(path))
        return os.path.normpath(path)

    def _make(self, where: str) -> str:
        folder = os.path.join(where, f".ffai-{secrets.token_hex(8)}")
        # the journal knows of it before it is there: a run that is killed in between leaves nothing behind
        self.journal.save(stages=[*self.journal.facts.get("stages", ()), folder])
        try:
            os.mkdir(folder, 0o700)
        except OSError as problem:
            raise RunFailed(
                f"nothing can be written in {where}: {(problem.strerror or str(problem)).lower()}",
                "choose another folder with --output-dir or -o",
            ) from None
        self.held.append((os.path.basename(folder), os.open(folder, os.O_RDONLY)))
        return folder

    # --- names

    def staged(self, target: str) -> str:
        """The staged path for a destination; folders below the user's folder are made as needed."""
        absolute = self.absolute(target)
        inside = os.path.relpath(absolute, self.cwd)
        if not inside.startswith("..") and self._same_disk(os.path.dirname(absolute)):
            path = os.path.join(self.folder, inside)
            parent = os.path.dirname(path)
            os.makedirs(parent, exist_ok=True)
            return path
        folder, name = os.path.split(absolute)
        if folder not in self.others:
            if not os.path.isdir(folder):
                raise RunFailed(f"the folder {folder} is not there", "make it first, or choose another one")
            self.others[folder] = self._make(folder)
        return os.path.join(self.others[folder], name)

    def _same_disk(self, folder: str) -> bool:
        """Whether a folder lies on the file system of the stage, or will: what is not there yet is made there."""
        try:
            return os.stat(folder).st_dev == os.stat(self.folder).st_dev
        except OSError:
            return True

    def argv(self, step: Step, touches: list[Touch]) -> tuple[str, ...]:
        """The step's words: what it writes goes to the stage, what it reads is named absolutely or found in the stage."""
        mapping: dict[Touch, str] = {}
        for touch in touches:
            if touch.kind in ("address", "device", "descriptor"):
                continue
            absolute = self.absolute(touch.target)
            if touch.how == "read":
                if absolute in self.made or self._pattern_made(absolute):
                    if touch.target.endswith((".trf", ".log")) or step.command is None:
                        self.intermediate.add(absolute)
                    mapping[touch] = self.made.get(absolute) or self.staged(touch.target)
                elif touch.position >= 0:
                    mapping[touch] = _escaped_folder(absolute, touch)
            elif touch.how in ("write", "create") and not touch.target.startswith("/dev/"):
                staged = self.staged(touch.target)
                self.made[absolute] = staged
                if os.path.relpath(absolute, self.cwd) == os.path.normpath(touch.target) and not (
                    "\n" in touch.target or ".." in touch.target.split("/")
                ):
                    continue  # a relative name means the staged file, since the stage is the working folder
                mapping[touch] = staged
        self._told_apart()
        argv = list(rewrite(step, mapping))
        for i, word in enumerate(argv[:-1]):
            if word.split(":")[0] == "-passlogfile":
                argv[i + 1] = os.path.basename(argv[i + 1]) or "ffmpeg2pass"
        return tuple(argv)

    def _told_apart(self) -> None:
        """Raises RunFailed when two results have names that this disk takes for one."""
        import unicodedata

        seen: dict[str, str] = {}
        for target in self.made:
            other = seen.setdefault(unicodedata.normalize("NFC", target).casefold(), target)
            if other != target and self._folds(os.path.basename(other), os.path.basename(target)):
                raise RunFailed(
                    f"{self._shown(other)} and {self._shown(target)} are one file on this disk",
                    "give each result a name of its own",
                )

    def _folds(self, one: str, other: str) -> bool:
        """Whether the disk takes two names for one: tried out in a folder of the stage."""
        folder = os.path.join(self.folder, ".names")
        os.mkdir(folder)
        try:
            os.mkdir(os.path.join(folder, one))
            return os.path.lexists(os.path.join(folder, other))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _pattern_made(self, absolute: str) -> bool:
        return "%" in absolute and any(os.path.dirname(m) == os.path.dirname(absolute) for m in self.made)

    def writable(self) -> list[str]:
        return [self.folder, *self.others.values()]

    # --- into place

    def results(self) -> list[tuple[str, str]]:
        """(staged path, destination) of everything that was made, in the order of names."""
        found = []
        for root, target_root in ((self.folder, self.cwd), *((s, d) for d, s in self.others.items())):
            for folder, folders, names in os.walk(root):
                folders.sort()
                for name in sorted(names):
                    path = os.path.join(folder, name)
                    target = os.path.join(target_root, os.path.relpath(path, root))
                    if target not in self.intermediate and not _passes(name):
                        found.append((path, target))
        return found

    def commit(self) -> tuple[list[Made], list[str]]:
        """Moves everything into place, all or nothing. Raises RunFailed when a name was taken in the meantime."""
        results = self.results()
        for source, _ in results:
            flush(source)
        facts: dict[str, Any] = {"moves": [(s, t, os.lstat(s).st_ino) for s, t in results]}
        folders = [t for t in dict.fromkeys(os.path.dirname(t) for _, t in results) if not os.path.isdir(t)]
        kept = [(t, self._kept(t, number)) for number, (_, t) in enumerate(results) if t in self.replaces and os.path.lexists(t)]
        self.journal.save(state=COMMITTING, kept=kept, folders=folders, **facts)
        done: list[tuple[str, str, int]] = []
        try:
            for folder in folders:
                os.makedirs(folder, exist_ok=True)
            for original, place in kept:
                move(original, place)
            for source, target, inode in facts["moves"]:
                move(source, target, self._copying(target))
                done.append((source, target, self.copies.get(target, inode)))
        except OSError as problem:
            for source, target, inode in reversed(done):
                take_back(target, source, inode)
            self._give_back()
            if isinstance(problem, FileExistsError):
                raise RunFailed(
                    f"{self._shown(str(problem.filename))} was made by something else in the meantime; it was left as it is",
                    "run it again, or name another output with -o",
                ) from None
            if kept and problem.errno in NO_LINKS:
                raise RunFailed(
                    "this disk has no way to put a file aside without a risk to it, so nothing that is on it is replaced",
                    "name another output with -o",
                ) from None
            raise RunFailed(
                f"the result could not be put in place: {(problem.strerror or str(problem)).lower()}",
                "free space or choose another folder with --output-dir",
            ) from None
        for folder in dict.fromkeys(os.path.dirname(t) for _, t in results):
            flush(folder)
        created = [fact for _, t in results if (fact := _facts_of(t)) is not None]
        made = [Made(self._shown(fact["path"]), fact["size"]) for fact in created]
        self.journal.save(state=DONE, created=created, moves=[], kept=kept)
        return made, [self._shown(o) for o, _ in kept]

    def _copying(self, target: str) -> Callable[[int], None]:
        """For a file system on which results are copied into place: the journal knows the new file before anything is written into it."""

        def reserved(inode: int) -> None:
            self.copies[target] = inode
            self.journal.save(copying=self.copies)

        return reserved

    def _give_back(self) -> None:
        """Puts kept originals back. Raises RunFailed when something else has taken a name: the journal then still knows where it is."""
        left = restore(self.journal.facts)
        if left:
            self.journal.save(state=DONE, created=[], moves=[], kept=left)
            self.journal.settled = True
            raise RunFailed(
                f"{self._shown(left[0][0])} was made by something else in the meantime; the old one is kept in {left[0][1]}",
                "ffai undo puts it back when the name is free again",
            )

    def _kept(self, target: str, number: int) -> str:
        """Where a replaced original is kept: on its own file system, so that it is moved, never copied."""
        folder = os.path.join(os.path.dirname(self.journal.folder), "kept", self.journal.facts["id"])
        os.makedirs(folder, mode=0o700, exist_ok=True)
        if os.stat(folder).st_dev != os.lstat(target).st_dev:
            folder = os.path.join(os.path.dirname(target), f".ffai-kept-{self.journal.facts['id']}")
            os.makedirs(folder, mode=0o700, exist_ok=True)
        return os.path.join(folder, f"{number}-{os.path.basename(target)}")

    def _shown(self, path: str) -> str:
        inside = os.path.relpath(path, self.cwd)
        return path if inside.startswith("..") else inside

    def remove(self) -> None:
        for folder in self.writable():
            shutil.rmtree(folder, ignore_errors=True)
        for name, fd in self.held:
            moved = _place_of(fd)  # somebody may have renamed the folder that it is in
            os.close(fd)
            if os.path.basename(moved) == name:
                shutil.rmtree(moved, ignore_errors=True)
        self.held.clear()


def _place_of(fd: int) -> str:
    """Where an open folder is by now; "" when that cannot be told."""
    try:
        return os.readlink(f"/proc/self/fd/{fd}")
    except OSError:
        return ""


def _facts_of(path: str) -> dict[str, Any] | None:
    """What undo compares with; None for a result that something else has already moved away."""
    try:
        status = os.lstat(path)
    except OSError:
        return None
    return {"path": path, "size": status.st_size, "mtime": status.st_mtime_ns, "inode": status.st_ino}


def _passes(name: str) -> bool:
    """ffmpeg's two-pass logs: of use only while the second pass runs."""
    return name.endswith((".log.mbtree", ".log.mbtree.temp", ".log.temp", ".log.cutree")) or (
        name.endswith(".log") and name.rpartition("-")[2][:-4].isdigit()
    )


def _escaped_folder(absolute: str, touch: Touch) -> str:
    """For a numbered sequence the percent signs of the folder mean themselves."""
    if touch.kind != "pattern":
        return absolute
    folder, name = os.path.split(absolute)
    return os.path.join(folder.replace("%", "%%"), name)
