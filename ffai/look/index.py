"""The names of a folder, arranged for finding them in running text."""

from ffai.look.folder import Folder
from ffai.look.kinds import kind_of

_ORDER = ("video", "audio", "image", "subtitle")


class Index:
    """Look-ups by name, by name in any case, by stem, and by the last word of names that have several."""

    def __init__(self, listing: Folder) -> None:
        self.names = listing.names
        self._any_case: dict[str, str] | None = None
        self._stems: dict[str, list[str]] = {}
        self._long: dict[str, set[int]] = {}  # last word of a name of several words -> lengths of such names
        self._long_names: dict[str, str] = {}  # such a name or its stem -> the name

    def exact(self, name: str) -> bool:
        return name in self.names

    def name(self, text: str) -> str | None:
        """The entry of that name; failing that, the first one that differs in case or in Unicode's composition only."""
        if text in self.names:
            return text
        self._build()
        assert self._any_case is not None
        return self._any_case.get(_key(text))

    def by_stem(self, text: str) -> str | None:
        """The media file with that name but for its extension; a video before a sound, a sound before a picture."""
        self._build()
        found = self._stems.get(_key(text), [])
        for kind in _ORDER:
            alike = [name for name in found if kind_of(name) == kind]
            if alike:
                return alike[0] if len(alike) == 1 else None
        return None

    def ending(self, request: str, end: int, last: str) -> tuple[int, str] | None:
        """The longest name of several words that ends at `end` in the request, its last word being `last`: (start, name)."""
        self._build()
        for length in sorted(self._long.get(last.lower(), ()), reverse=True):
            start = end - length
            if start < 0 or (start and (request[start - 1].isalnum() or request[start - 1] == "_")):
                continue
            name = self._long_names.get(request[start:end].lower())
            if name:
                return start, name
        return None

    def _build(self) -> None:
        if self._any_case is not None:
            return
        self._any_case = {}
        for name in sorted(self.names):
            self._any_case.setdefault(_key(name), name)
            if self.names[name]:
                continue
            stem = name.rpartition(".")[0]
            media = stem and kind_of(name)
            if media:
                self._stems.setdefault(_key(stem), []).append(name)
            if any(c.isspace() or c in ",;|→…—" for c in name):
                for written in _variants(name) + (_variants(stem) if media else ()):
                    self._learn(written, name)

    def _learn(self, written: str, name: str) -> None:
        words = (
            written.replace(",", " ")
            .replace(";", " ")
            .replace("|", " ")
            .replace("→", " ")
            .replace("…", " ")
            .replace("—", " ")
            .split()
        )
        if len(words) > 1:
            self._long.setdefault(words[-1].lower(), set()).add(len(written))
            self._long_names.setdefault(written.lower(), name)


def _key(text: str) -> str:
    """What two ways of writing one name have in common."""
    if text.isascii():
        return text.lower()
    import unicodedata

    return unicodedata.normalize("NFC", text).casefold()


def _variants(text: str) -> tuple[str, ...]:
    """The name as it may be typed: composed or decomposed."""
    if text.isascii():
        return (text,)
    import unicodedata

    return tuple(dict.fromkeys((text, unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text))))
