"""Names out of a session: files and folders, addresses, titles and other texts, people. The same thing is called the same everywhere.

Files become video1.mp4, sound2.mp3, picture1.png; what an output adds to its input's name stays where it is made of ffai's own words
(talk-small.mp4: video1-small.mp4). A text that a command writes into a file becomes "Text 1". Words that neither English nor ffai's
vocabulary knows become name1. What is left of a name after that is cut out, and a person still looks at each candidate.
"""

import functools
import itertools
import os
import re
import shlex
from collections.abc import Iterable

import ffai_guards

from ffai.look.kinds import kind_of
from ffai_evals.candidates.sessions import Candidate

_KINDS = {"video": "video", "audio": "sound", "image": "picture", "subtitle": "subtitles", "animation": "video"}
_URL = re.compile(r"\b([a-z][a-z0-9+.-]*)://[^\s'\"|]+", re.IGNORECASE)
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.-]+\b")
_ADDRESS = re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}\b")
_PHONE = re.compile(r"\+\d[\d ()/-]{6,}\d")
_QUOTED = re.compile(r"\"([^\"]{2,})\"|(?<!\w)'([^']{2,})'(?!\w)|“([^”]{2,})”|‘([^’]{2,})’")
_DRAWN = re.compile(r"(?:drawtext=|:)text=((?:'(?:[^']|'\\\\?'')*'|\\.|[^:,;\]\\'])+)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_KNOWN_NAMES = frozenset(
    """youtube whatsapp instagram tiktok facebook twitter vimeo discord telegram linkedin reddit twitch iphone ipad android mac macos windows linux chromecast powerpoint keynote
    gopro canon nikon sony dji quicktime safari firefox chrome google apple ffmpeg ffprobe ffai matroska theora vorbis opus dolby atmos prores dnxhd cineform nvenc vaapi videotoolbox
    hdr sdr bluray blu ray dvd vhs pal ntsc gif jpeg english german french spanish italian japanese chinese portuguese russian dutch i""".split()
)  # fmt: skip


def anonymous(story: Candidate) -> Candidate:
    """A session without its names. `hidden` counts what was put in their place."""
    hide = _Hide(story)
    request = hide.text(story.request)
    answer, repaired = (tuple(hide.command(c) for c in commands) for commands in (story.answer, story.repaired))
    rest = hide.rest
    return story._replace(
        request=rest(request), answer=tuple(map(rest, answer)), repaired=tuple(map(rest, repaired)), cwd="", files=(), hidden=hide.told()
    )  # fmt: skip


_FILE = re.compile(r"(?<![\w.~/-])[\w.~/-]*\w\.\w{2,5}(?![\w/])")


def _named(request: str) -> list[str]:
    """Media files that the request names and no command touches, since they are not there or it was refused."""
    quoted = [next(g for g in m.groups() if g) for m in _QUOTED.finditer(request)]
    return [name for name in (*quoted, *_FILE.findall(request)) if kind_of(name) in _KINDS and "://" not in name]


class _Hide:
    """What stands for what in one session."""

    def __init__(self, story: Candidate) -> None:
        self.story = story
        self.counts: dict[str, int] = {}
        self.stems: dict[str, str] = {}  # real stem -> its name here
        self.paths: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.words: dict[str, str] = {}
        self.streams: dict[str, str] = {}
        commands = (*story.answer, *story.repaired)
        for path in [*_touched(commands, story.cwd), *story.files, *_named(story.request)]:
            self._path(path)
        self._texts(story.request, commands)
        self._words(story)

    def told(self) -> tuple[str, ...]:
        kinds = {
            "file": len(set(self.paths.values())),
            "text": len(self.texts),
            "name": len(set(self.words.values())),
            "address": len(self.streams),
        }
        return tuple(f"{n} {kind}{'' if n == 1 else 'es' if kind == 'address' else 's'}" for kind, n in kinds.items() if n)

    # --- what there is to hide

    def _next(self, kind: str) -> str:
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return f"{kind}{self.counts[kind]}"

    def _path(self, path: str) -> None:
        if not path or path in self.paths or "://" in path or path in ("-", ".", "..") or path.startswith("/dev/"):
            return
        folder, name = os.path.split(path)
        stem, ending = os.path.splitext(name)
        stem = stem or name
        base = next((s for s in sorted(self.stems, key=len, reverse=True) if stem.startswith(s) and _plain(stem[len(s) :])), "")
        pattern = "".join(re.findall(r"%\d*d|\*|\?", stem))
        if base:
            new = self.stems[base] + stem[len(base) :]
        elif pattern:
            new = pattern if not re.sub(r"%\d*d|[*?]", "", stem) else self._next("file") + "-" + pattern
        else:
            new = self._next(_KINDS.get(kind_of(name), "file"))
            self.stems[stem] = new
        own = os.path.relpath(path, self.story.cwd) if self.story.cwd and os.path.isabs(path) else path
        inside = not os.path.isabs(own) and not own.startswith(("..", "~"))
        parts = [part for part in os.path.dirname(own).split("/") if part not in ("", ".")] if inside else []
        new = "/".join([*(self.words.setdefault(part, self._next("folder")) for part in parts), new + ending])
        self.paths[path] = new
        self.paths.setdefault(name, new)
        if folder and not os.path.isabs(path):
            self.paths.setdefault(f"./{path}", new)

    def _texts(self, request: str, commands: Iterable[str]) -> None:
        """Texts that are written into files, and those that the request quotes."""
        found = [next(g for g in m.groups() if g) for m in _QUOTED.finditer(request)]
        for command in commands:
            words = _split(command)
            for option, value in itertools.pairwise(words):
                if option.partition(":")[0] == "-metadata" and "=" in value:
                    key, _, text = value.partition("=")
                    found += [text] if key.lower() not in ("language", "rotate", "encoder", "creation_time") else []
            for word in words:
                found += [_bare(m[1]) for m in _DRAWN.finditer(word)]
        for text in sorted(set(found), key=lambda t: found.index(t)):
            if (
                len(text) > 1
                and text not in self.paths
                and not text.replace(":", "").isdigit()
                and os.path.basename(text) not in self.paths
            ):
                self.texts.setdefault(text, f"Text {len(self.texts) + 1}")

    def _words(self, story: Candidate) -> None:
        """Words that may be somebody's or something's name."""
        own = {w.lower() for path in (story.cwd, os.path.expanduser("~"), *self.paths) for w in _WORD.findall(path) if len(w) > 2}
        bare = self._outside(story.request)
        for place in _WORD.finditer(bare):
            word = place[0].removesuffix("'s").removesuffix("’s")
            begins = not bare[: place.start()].strip() or bare[: place.start()].rstrip()[-1:] in ".!?:;"
            strange = word.lower() not in _vocabulary() and len(word) > 2
            named = word[0].isupper() and not word.isupper() and not begins and word.lower() not in _vocabulary(short=True)
            if (strange and (len(word) > 3 or word.lower() in own)) or named:
                self.words.setdefault(word, f"name{1 + len({v for v in self.words.values() if v.startswith('name')})}")

    def _outside(self, text: str) -> str:
        """A text without what is hidden as a file, a text or an address."""
        for real in sorted({*self.paths, *self.texts, *self.stems}, key=len, reverse=True):
            text = _swap(text, real, " ")
        return _MAIL.sub(" ", _URL.sub(" ", text))

    # --- hidden

    def text(self, text: str) -> str:
        """Plain text: a request."""
        marks: list[str] = []

        def keep(new: str) -> str:
            marks.append(new)
            return f"\0{len(marks) - 1}\0"

        text = _URL.sub(lambda m: keep(self._stream(m[0], m[1])), text)
        text = _PHONE.sub("+00 000 0000", _ADDRESS.sub("192.0.2.1", _MAIL.sub("someone@example.com", text)))
        for table in (self.paths, self.texts, self.stems, self.words):
            for real in sorted(table, key=len, reverse=True):
                text = _swap(text, real, keep(table[real]))
        while "\0" in text:
            text = re.sub(r"\0(\d+)\0", lambda m: marks[int(m[1])], text)
        return text

    def _stream(self, address: str, scheme: str) -> str:
        ending = os.path.splitext(address.partition("://")[2].partition("?")[0])[1]
        ending = ending if ending.lstrip(".").lower() in _vocabulary() else ""
        return self.streams.setdefault(address, f"{scheme}://example.com/stream{len(self.streams) + 1}{ending}")

    def command(self, command: str) -> str:
        """Shell text: word by word where it is a plain command, so that its quotes stay right."""
        words = _split(command)
        if (
            words
            and words[0] in ("ffmpeg", "ffprobe")
            and not re.search(r"[;&|<>$`]", re.sub(r"'[^']*'|\"[^\"$`]*\"", "", command))
        ):
            return shlex.join([words[0], *(self._argument(word) for word in words[1:])])
        for real in sorted(self.paths, key=len, reverse=True):
            command = command.replace(shlex.quote(real), shlex.quote(self.paths[real]))
        return self.text(command)

    def _argument(self, word: str) -> str:
        if word in self.paths:
            return self.paths[word]
        for text in sorted(self.texts, key=len, reverse=True):
            word = word.replace(text, self.texts[text])
            word = _DRAWN.sub(lambda m, t=text: m[0].replace(m[1], f"'{self.texts[t]}'") if _bare(m[1]) == t else m[0], word)  # type: ignore[misc]
        return self.text(word)

    def rest(self, text: str) -> str:
        """What is still left of a name is cut out: better a hole than a name."""
        new = set("".join((*self.paths.values(), *self.texts.values())).casefold().split())
        for real in {*self.stems, *self.texts, *self.words}:
            if len(real) > 3 and real.casefold() not in _vocabulary() and real.casefold() not in new:
                text = re.sub(re.escape(real), "name", text, flags=re.IGNORECASE)
        return text


def _touched(commands: Iterable[str], cwd: str) -> list[str]:
    """The files that commands name, in order."""
    found: list[str] = []
    for command in commands:
        reading = ffai_guards.read(command, cwd or "/")
        for touch in ffai_guards.check(reading, cwd or "/").touches:
            if touch.kind in ("file", "pattern", "folder"):
                found.append(os.path.relpath(touch.target, cwd) if cwd and touch.target.startswith(f"{cwd}/") else touch.target)
    return list(dict.fromkeys(found))


def _split(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def _bare(text: str) -> str:
    """A value of a filter without its quotes and backslashes."""
    return re.sub(r"\\(.)", r"\1", text.replace("'\\\\\\''", "'").replace("'\\''", "'").replace("'", ""))


def _swap(text: str, real: str, new: str) -> str:
    """A name replaced where it stands as a word of its own."""
    if len(real) < 2:
        return text
    left = r"(?<![\w-])" if real[0].isalnum() else ""
    right = r"(?![\w-])" if real[-1].isalnum() else ""
    return re.sub(left + re.escape(real) + right, lambda _: new, text, flags=re.IGNORECASE)


def _plain(rest: str) -> bool:
    """Whether what an output adds to a name is ffai's own words: -small, -720p, -cut."""
    words = re.findall(r"[^\W\d_]+", rest)
    return not rest or (rest[0] in "-_. (" and all(w.lower() in _vocabulary() or len(w) < 3 for w in words))


@functools.cache
def _vocabulary(*, short: bool = False) -> frozenset[str]:
    """Words that are nobody's name: the translator's, and English of four letters and more. `short`: the translator's alone."""
    from ffai.translate.offline import spelling, terms, words

    known = {*words.vocabulary(), *words.FORMATS, *terms.COLORS, *terms.LANGUAGES, *terms.NAMED_SIZES, *terms.VIDEO_CODECS, *terms.AUDIO_CODECS, *_KNOWN_NAMES}  # fmt: skip
    known = {str(word).lower() for word in known}
    if not short:
        with open(os.path.join(os.path.dirname(spelling.__file__ or ""), "english.txt"), encoding="ascii") as file:
            known.update(file.read().split())
    return frozenset(known)
