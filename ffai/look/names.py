"""File names and addresses in a request, with the place where each stands.

Whether a mention is an input or an output is for the translator to say. What is decided here: names of existing files win,
whatever they look like; otherwise a word is a name when its extension is a known one ("out.mp4", not ".mp4" nor "h.264").
"""

import os
import re

from ffai.look import folder, pattern
from ffai.look.folder import Folder, as_argument, join, status
from ffai.look.index import Index
from ffai.look.kinds import KIND, extension_of, is_sign
from ffai.values import Mention

_QUOTED = (  # possessive: what has no closing quote is given up at once
    r"""(?<!\w)(?:"([^"]{1,300}+)"|“([^”]{1,300}+)”|«([^»]{1,300}+)»|‘([^’]{1,300}+)’|`([^`]{1,300}+)`"""
    r"""|'((?:[^']|'(?=\w)){1,300}+)'(?!\w))"""
)
_ADDRESS = r"([A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s<>\"'`“”«»]+|www\.[^\s<>\"'`“”«»]+)"
_WORD = r"((?:\{[^\s{}]{1,200}\}|\\ |[^\s,;|→…—])+)"
_TOKEN = re.compile(f"{_QUOTED}|{_ADDRESS}|{_WORD}")
_QUOTES, _PLACE_ADDRESS, _PLACE_WORD = range(1, 7), 7, 8

_OPENING = "([{<\"'`“«‘¿¡=+"
_CLOSING = ")]}>\"'`”»’.:!?+"
_CODECS = frozenset(("264", "265", "266", "261", "263"))  # h.264, x.265: no files
_DOMAINS = frozenset(("com", "org", "net", "io", "de", "uk", "eu", "edu", "gov", "dev", "app", "tv", "me", "ai", "js", "py"))
_SAYS_FILE = frozenset(
    ("file", "files", "called", "named", "name", "filename", "from", "into", "to", "as", "input", "output", "of", "save")
)
_SAYS_STEM = frozenset(
    ("file", "called", "named", "video", "clip", "movie", "song", "track", "recording", "image", "picture", "photo")
)
_SAYS_RESULT = frozenset(("as", "to", "into"))
_SAYS_FOLDER = frozenset(("folder", "directory", "subfolder", "subdirectory", "dir"))
_USUAL = frozenset(("input", "output", "in", "out", "infile", "outfile"))
_LONGEST = 300  # characters in one name; longer words are no names
_STATS = 2_000  # questions to the file system that one request may cause


class Finder:
    """One pass over one request."""

    def __init__(self, request: str, listing: Folder, home: str) -> None:
        self.request = request
        self.cwd = listing.path
        self.home = home
        self.index = Index(listing)
        self.truncated = listing.truncated
        self.stats = _STATS
        self.found: list[Mention] = []
        self.before = ""  # the word before the one in hand, in lower case

    def find(self) -> tuple[Mention, ...]:
        self._scan(0, len(self.request))
        return tuple(self.found)

    def _scan(self, start: int, end: int) -> None:
        position = start
        while position < end:
            token = _TOKEN.search(self.request, position, end)
            if token is None:
                return
            position = max(self._take(token), position + 1)

    def _take(self, token: "re.Match[str]") -> int:
        """Looks at one token; answers where to go on."""
        place = token.lastindex or _PLACE_WORD
        start, end = token.span(place)
        if place == _PLACE_ADDRESS:
            self._address(start, end)
            return token.end()
        if place == _PLACE_WORD:
            return self._words(start, end)
        if self._quoted(token.start(), token.end(), token[place]):
            return token.end()
        return token.start() + 1  # no name as a whole: look inside

    def _add(self, start: int, end: int, text: str, path: str, **more: object) -> int:
        exists = more.pop("exists", False)
        self.found.append(Mention(start, end, text, path, bool(exists), **more))  # type: ignore[arg-type]
        self.before = ""
        return end

    # Addresses and quoted names

    def _address(self, start: int, end: int) -> None:
        text = self.request[start:end].rstrip(".,;:!?…")
        if text.endswith(")") and "(" not in text:
            text = text.rstrip(").,;:!?")
        end = start + len(text)
        if text[:7].lower() == "file://":
            path = text[7:]
            self._add(start, end, text, as_argument(path), exists=self._exists(path))
        else:
            self._add(start, end, text, text if "://" in text else f"https://{text}", is_address=True)

    def _quoted(self, start: int, end: int, text: str) -> bool:
        """Whether the text between quotes is one name; if so it is taken."""
        name = text.strip()
        if not name or "://" in name:
            return False
        if self._is_there(start, end, name):
            return True
        stem = self.index.by_stem(name)
        if stem:
            self._add(start, end, text, as_argument(stem), exists=True)
            return True
        if "\n" in name or not is_sign(extension_of(name)) or len(name) > _LONGEST:
            return False
        words = name.split()
        if len(words) > 1 and (
            self.index.exact(words[-1]) or any(word[0] == "-" or is_sign(extension_of(word)) for word in words[:-1])
        ):
            return False  # a sentence or a command line that names files
        self._name(start, end, name)
        return True

    # Words

    def _words(self, start: int, end: int) -> int:
        """A word, or the end of a name of several words that exists."""
        raw = self.request[start:end]
        for text, left, right in _trimmed(raw):
            longer = self.index.ending(self.request, start + right, text)
            if longer and (not self.found or self.found[-1].end <= longer[0]):
                name_start, name = longer
                return self._add(
                    name_start, start + right, self.request[name_start : start + right], as_argument(name), exists=True
                )
            if len(text) <= _LONGEST and self._by_name(start + left, start + right, text):
                return start + right
        text, left, right = _trimmed(raw)[-1]
        taken = self._by_look(start + left, start + right, text) if 0 < len(text) <= _LONGEST else None
        if taken is None:
            self.before = text.lower() if self.request[end : end + 1].isspace() else ""
            return end
        return taken

    def _by_name(self, start: int, end: int, text: str) -> bool:
        """Takes the word when something of that name exists."""
        if not text or text.isdecimal():
            return False
        if "/" in text or "\\" in text or text[0] in "~$":
            return _is_path(text) and self._is_there(start, end, text)
        name = self.index.name(text)
        if name is None:
            return self._by_said_stem(start, end, text)
        if self.index.names[name]:  # a folder: only when the words say so, "clips" and "video" are everyday words
            said = self.before in _SAYS_FOLDER or self._after(end) in _SAYS_FOLDER
            return said and self._is_there(start, end, name)
        if "." not in text and not (self.before in _SAYS_STEM or _looks_made(text)):
            return False
        self._add(start, end, text, as_argument(name), exists=True)
        return True

    def _by_said_stem(self, start: int, end: int, text: str) -> bool:
        """Takes "IMG_0042" or "the clip talk" for IMG_0042.MOV and talk.mp4."""
        if "." in text or self.before in _SAYS_RESULT or not (self.before in _SAYS_STEM or _looks_made(text)):
            return False
        name = self.index.by_stem(text)
        if name:
            self._add(start, end, text, as_argument(name), exists=True)
        return name is not None

    def _by_look(self, start: int, end: int, text: str) -> int | None:
        """Takes the word when it looks like a name though nothing of that name exists; answers where to go on."""
        text, end = self._cut(text, start, end)
        if _is_path(text) and (text[0] in "~/" or text.startswith(("./", "../"))):
            longer = self._longer_path(start, end)
            if longer:
                return longer
            if extension_of(text) or text[0] in "~." or (text.count("/") > 1 and len(text) > 3):
                return self._name(start, end, text)
            return None
        for mark in ("->", "=>", "=", "/", "+", "&"):  # "a.wav+b.wav", "movie=logo.png", "in.mp4->out.webm"
            head, found, _ = text.partition(mark)
            if found and (is_sign(extension_of(head)) or mark == "="):
                if is_sign(extension_of(head)):
                    self._by_look(start, start + len(head), head)
                return start + len(head) + len(mark)
        stem, extension = text[: -len(extension_of(text)) - 1], extension_of(text)
        if pattern.is_glob(text) and (extension in KIND or text.endswith(("/*", "*.*", "}"))):
            return self._name(start, end, text)
        if text.endswith("/") and len(text) > 3 and _is_path(text):
            return self._name(start, end, text)
        if self._is_new(stem, extension):
            return self._name(start, end, text)
        if self.before in ("called", "named") and self._before_that(start) in _SAYS_FOLDER and _is_word(text):
            return self._add(start, end, text, f"{text}/")
        return None

    def _is_new(self, stem: str, extension: str) -> bool:
        """Whether stem and extension make a file name on their own."""
        base = stem[max(stem.rfind("/"), stem.rfind("\\")) + 1 :]
        if not any(c.isalnum() or c in "_*?%" for c in base):
            return False
        if is_sign(extension):
            return not (extension in _CODECS and base.lower() in ("h", "x", "libx"))
        if not 1 < len(extension) <= 10 or not extension.isalnum() or not extension[0].isalpha() or extension in _DOMAINS:
            return False
        return (
            base.lower() in _USUAL
            or (self.before in _SAYS_FILE and extension in KIND)
            or self.before in ("file", "called", "named")
        )

    def _cut(self, text: str, start: int, end: int) -> tuple[str, int]:
        """The word without what is glued behind its extension: "in.mp4.Then", "会议.mp4压缩"."""
        if extension_of(text) in KIND or "." not in text:
            return text, end
        position = text.find(".", 1)
        while position > 0:
            stop = position + 1
            while stop < len(text) and text[stop].isascii() and text[stop].isalnum():
                stop += 1
            glued = stop < len(text) and (
                not text[stop].isascii() or text[stop] in ")]'\"" or text[stop : stop + 2].strip(".").isupper()
            )
            if glued and is_sign(text[position + 1 : stop].lower()):
                return text[:stop], start + stop
            position = text.find(".", position + 1)
        return text, end

    def _longer_path(self, start: int, end: int) -> int | None:
        """A path with blanks in it: as many of the next words as lead to something that exists."""
        for _ in range(6):
            found = _TOKEN.match(self.request, end + 1) if self.request[end : end + 1] == " " else None
            if found is None or found.lastindex != _PLACE_WORD:
                return None
            end = found.end()
            for text, _left, right in _trimmed(found[0]):
                stop = found.start() + right
                if text and stop - start < _LONGEST and self._is_there(start, stop, self.request[start:stop]):
                    return stop
        return None

    # What a name stands for

    def _name(self, start: int, end: int, text: str) -> int:
        """Takes a name that need not exist, a pattern, or one glued to the words before it ("把会议.mp4")."""
        if not pattern.is_glob(text) and self._is_there(start, end, text):
            return end
        if not text.isascii():
            for cut in range(max(1, len(text) - 80), len(text)):
                if self.index.exact(text[cut:]):
                    return self._add(start + cut, end, text[cut:], as_argument(text[cut:]), exists=True)
        path = self._expanded(text)
        if pattern.is_glob(path) or pattern.is_numbered(path):
            files = pattern.matches(path, self.cwd)
            return self._add(start, end, text, as_argument(path), exists=bool(files), matches=files, is_pattern=True)
        return self._add(start, end, text, as_argument(path))

    def _is_there(self, start: int, end: int, text: str) -> bool:
        """Takes the file or folder of that name, whatever the case of its letters, when there is one."""
        path = self._expanded(text)
        if not self._exists(path):
            other = self._other_case(path)
            if other is None:
                return False
            path = other
        if folder.is_folder(path, self.cwd):
            path = as_argument(path.rstrip("/") + "/")
            self._add(start, end, text, path, exists=True, is_pattern=True, matches=folder.media_in(path, self.cwd))
        else:
            self._add(start, end, text, as_argument(path), exists=True)
        return True

    def _expanded(self, text: str) -> str:
        """The path that the text means: home folder put in, escaped blanks undone."""
        if text == "~" or text.startswith("~/"):
            text = self.home + text[1:]
        else:
            for variable in ("$HOME/", "${HOME}/"):
                if text.startswith(variable):
                    text = f"{self.home}/{text[len(variable) :]}"
        return text.replace("\\ ", " ") if "\\ " in text and not self.index.exact(text) else text

    def _exists(self, path: str) -> bool:
        if self.index.exact(path):
            return True
        listed = "/" not in path and not path.startswith(".") and not self.truncated
        if listed or len(path) > 4096 or "\0" in path or self.stats <= 0:
            return False
        self.stats -= 1
        return status(path, self.cwd) is not None

    def _other_case(self, path: str) -> str | None:
        head, slash, name = path.rstrip("/").rpartition("/")
        if not slash:
            return self.index.name(name)
        self.stats -= 20
        if self.stats <= 0 or not extension_of(name):
            return None
        inside = Index(folder.read(join(self.cwd, head or "/"))).name(name)
        return None if inside is None else f"{head}/{inside}"

    def _after(self, end: int) -> str:
        words = self.request[end : end + 30].split(maxsplit=1)
        return words[0].strip(_CLOSING + ",;").lower() if words else ""

    def _before_that(self, start: int) -> str:
        words = self.request[max(0, start - 60) : start].split()
        return words[-2].lower() if len(words) > 1 else ""


def find(request: str, listing: Folder, home: str = "") -> tuple[Mention, ...]:
    """Every mention, in order, none overlapping another."""
    found = Finder(request, listing, home or os.path.expanduser("~")).find()
    return tuple(_distinct(mention, found, listing) for mention in found)


def _distinct(mention: Mention, found: tuple[Mention, ...], listing: Folder) -> Mention:
    """In "video.mp4 to Video.mp4" two files are named: the second is no other way of writing the first."""
    bare = mention.path.removeprefix("./")
    wrong_case = mention.exists and mention.text not in (bare, mention.path) and mention.text.lower() == bare.lower()
    if wrong_case and mention.text not in listing.names and any(m.path == mention.path and m.text == bare for m in found):
        return mention._replace(path=as_argument(mention.text), exists=False)
    return mention


def _trimmed(raw: str) -> list[tuple[str, int, int]]:
    """The word as it stands, then with less and less punctuation around it: (text, its start, its end) in `raw`."""
    left, right = 0, len(raw)
    out = [(raw, 0, right)]
    while right > left:
        if raw[right - 1] in _CLOSING and not (raw[right - 1] in ")]}" and _balanced(raw[left:right])):
            right -= 1
        elif right - left > 2 and raw[right - 1] in "sS" and raw[right - 2] in "'’":
            right -= 2
        elif raw[left] in _OPENING:
            left += 1
        else:
            break
        if len(out) < 12:
            out.append((raw[left:right], left, right))
    out[-1] = (raw[left:right], left, right)
    return out


def _balanced(text: str) -> bool:
    return all(text.count(a) == text.count(b) for a, b in ("()", "[]", "{}"))


def _is_path(text: str) -> bool:
    """Whether a word with a slash may be a path: not "16/44.1", "and/or" is settled by what exists."""
    return any(c.isalpha() for c in text) or text.startswith(("/", "~", ".."))


def _looks_made(text: str) -> bool:
    """Whether a word is no everyday word: "IMG_0042", "take-2"."""
    return len(text) > 3 and any(c.isdecimal() or c == "_" for c in text) and any(c.isalpha() for c in text) and "/" not in text


def _is_word(text: str) -> bool:
    return all(c.isalnum() or c in "_-." for c in text)
