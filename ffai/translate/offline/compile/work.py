"""What the compiler works with: the edits, the files, what was assumed on the way, and the names of what comes out."""

import os
from typing import Any, TypeVar

from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.words import FORMATS
from ffai.values import Context, Entry, Media

T = TypeVar("T")


class CannotCompile(Exception):  # noqa: N818 - it carries a question or a reason to the user, it is no fault
    """The edits cannot be done as asked: `question` is put to the user."""

    def __init__(self, question: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(question)
        self.question = question
        self.choices = choices


class Work:
    """One request being compiled. `inputs` are main inputs; `extras` the other files that edits name, by kind."""

    def __init__(self, context: Context, edits: list[Any]) -> None:
        self.context = context
        self.edits = edits
        self.used: set[int] = set()  # ids of the edits that a handler took up
        self.assumptions: list[str] = []
        self.inputs: list[str] = []
        self.extras: dict[str, list[str]] = {}
        self.output: str | None = None
        self.outputs: list[str] = []  # several named outputs
        self.batch: list[str] = []
        self.loop_pattern = ""  # files that are not here: a shell loop over this pattern
        self.absent_folder = ""  # a folder that was named and is not here
        self.empty_folder = ""  # a folder that was named and holds no media
        self.source_ext = ""  # the format that the request says the file has
        self.source_video = ""
        self.source_audio = ""
        self.words: frozenset[str] = frozenset()
        self.tokens: list[Token] = []  # of the request
        self._taken: set[str] = set()
        self.wished: list[str] = []  # the names that results would have had, were they free

    # --- edits

    def get(self, kind: type[T]) -> T | None:
        """The last edit of a kind: what is said later wins."""
        found = self.all(kind)
        return found[-1] if found else None

    def all(self, kind: type[T]) -> list[T]:
        found = [x for x in self.edits if isinstance(x, kind)]
        self.used.update(id(x) for x in found)
        return found

    def has(self, *kinds: type) -> bool:
        return any(isinstance(e, kinds) for e in self.edits)

    def unused_edits(self) -> list[Any]:
        return [e for e in self.edits if id(e) not in self.used]

    def note(self, text: str) -> None:
        if text and text not in self.assumptions:
            self.assumptions.append(text)

    # --- the installed ffmpeg

    @property
    def capabilities(self) -> Any:
        return self.context.capabilities()

    def has_encoder(self, name: str) -> bool:
        return bool(self.capabilities.has_encoder(name))

    def has_filter(self, name: str) -> bool:
        return bool(self.capabilities.has_filter(name))

    @property
    def version(self) -> tuple[int, int]:
        return self.context.tools.number

    # --- files

    def media(self, path: str) -> Media | None:
        return self.context.probe(path) if path and not path.startswith("INPUT") and "%" not in path and "*" not in path else None

    def exists(self, path: str) -> bool:
        return os.path.lexists(os.path.join(self.context.cwd, os.path.expanduser(path)))

    def name_for(self, source: str, ext: str, tag: str) -> str:
        """A name for a new file: the source's with a tag, in the output folder when one is set, and free."""
        folder, base = os.path.split(source)
        stem = os.path.splitext(base)[0] or "output"
        stem = "".join("" if c in "*?" else c for c in stem).strip() or "output"
        if "%" in stem:
            stem = stem.split("%")[0].rstrip("_-. ") or "output"
        said = self.get(e.OutputFolder)
        target = self.context.output_dir or (said.path if said else None)
        elsewhere = target is not None and os.path.normpath(target) != (folder or ".")
        batch = self.get(e.Batch) if target is not None and folder and not os.path.isabs(folder) else None
        if batch is not None and batch.recursive:  # the tree is kept
            target = os.path.join(target or "", folder)
        folder = target if target is not None else folder
        suffix = self.get(e.Suffix)
        if suffix is not None:
            name = f"{suffix.text}{stem}" if suffix.prefix else f"{stem}{suffix.text}"
            return self.free(os.path.join(folder, f"{name}.{ext}"))
        if elsewhere and self.has_free_name(folder, f"{stem}.{ext}"):
            return self.free(os.path.join(folder, f"{stem}.{ext}"))
        same = os.path.splitext(base)[1].lstrip(".").lower() == ext.lower()
        name = f"{stem}-{tag}" if tag and (same or not self.has_free_name(folder, f"{stem}.{ext}")) else stem
        if not tag and same:
            name = f"{stem}-out"
        return self.free(os.path.join(folder, f"{name}.{ext}"))

    def name_with(self, source: str, ext: str, tag: str) -> str:
        """A name that bears its tag in any case: one of several results that are told apart by it."""
        folder, base = os.path.split(source)
        said = self.get(e.OutputFolder)
        target = self.context.output_dir or (said.path if said else None)
        stem = os.path.splitext(base)[0].strip() or "output"
        return self.free(os.path.join(target if target is not None else folder, f"{stem}-{tag}.{ext}"))

    def has_free_name(self, folder: str, name: str) -> bool:
        path = os.path.join(folder, name)
        return path not in self._taken and not self.exists(path)

    def free(self, path: str) -> str:
        """The path, or with -2, -3 ... before its extension: what neither exists nor was given out before."""
        root, ext = os.path.splitext(path)
        self.wished.append(path)
        candidate, count = path, 1
        while candidate in self._taken or self.exists(candidate):
            count += 1
            candidate = f"{root}-{count}{ext}"
        self._taken.add(candidate)
        return candidate

    def candidates(self, kinds: tuple[str, ...], ext: str = "") -> list[Entry]:
        found = [x for x in self.context.folder if x.kind in kinds]
        if ext:
            wanted = {
                ext,
                *{"jpg": ("jpeg",), "tiff": ("tif",), "aiff": ("aif",), "mpg": ("mpeg",), "ts": ("m2ts", "mts")}.get(ext, ()),
            }
            found = [x for x in self.context.folder if ext_of(x.name) in wanted]
        return found

    def pick(self, kinds: tuple[str, ...], ext: str = "", avoid: tuple[str, ...] = ()) -> str | None:
        """The file that is meant when none is named: the only one, else the newest, which is said."""
        found = [x for x in self.candidates(kinds, ext) if x.name not in avoid]
        if not found:
            return None
        if len(found) == 1:
            return found[0].name
        newest = max(found, key=lambda x: x.modified)
        self.note(f"there are {len(found)} files that could be meant; the newest is taken: {newest.name}")
        return newest.name


def ext_of(path: str) -> str:
    return os.path.splitext(path)[1].lstrip(".").lower()


def stem_of(path: str) -> str:
    return os.path.splitext(os.path.basename(path))[0]


def kind_of(path: str) -> str:
    """video, audio, image, subtitle ... by the extension; a GIF counts as video."""
    ext = ext_of(path)
    return {"animation": "video", "playlist": "video"}.get(FORMATS.get(ext, ""), FORMATS.get(ext, ""))
