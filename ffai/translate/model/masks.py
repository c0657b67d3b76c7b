"""Names kept from a model: it sees input1.mp4 where the file is called otherwise, and its answer gets the real names back.

A name's folder and stem are masked, its ending stays; what a model makes of it (input1-small.mp4) becomes talk-small.mp4.
"""

import os
import re

from ffai.values import Context


class Mask:
    """A table of names, made while the question is written. With `on` false it changes nothing."""

    def __init__(self, *, on: bool) -> None:
        self.on = on
        self._masked: dict[str, str] = {}  # real stem -> masked stem

    def name(self, path: str) -> str:
        """What stands for that path."""
        if not self.on:
            return path
        stem, ending = os.path.splitext(path)
        if stem not in self._masked:
            self._masked[stem] = f"input{len(self._masked) + 1}"
        return self._masked[stem] + ending

    def request(self, context: Context) -> str:
        """The request with the names in it masked; patterns and addresses stay."""
        if not self.on:
            return context.request
        text, end = "", 0
        for mention in context.mentions:
            hidden = not (mention.is_pattern or mention.is_address)
            text += context.request[end : mention.start]
            text += self.name(mention.path) if hidden else context.request[mention.start : mention.end]
            end = mention.end
        return text + context.request[end:]

    def masked(self, text: str) -> str:
        """A text of our own (a finding, ffmpeg's complaint) with the names in it masked."""
        if self.on:
            for stem, masked in sorted(self._masked.items(), key=lambda pair: -len(pair[0])):
                text = text.replace(stem, masked)
        return text

    def real(self, command: str) -> str:
        """Shell text with the real names in it, quoted as the place where each stands needs it."""
        if not self._masked:
            return command
        stems = {masked: stem for stem, masked in self._masked.items()}
        out: list[str] = []
        quote = ""
        place = 0
        for match in re.finditer(r"\\.|['\"]|input\d+", command):
            out.append(command[place : match.start()])
            place, word = match.end(), match[0]
            if word in stems:
                out.append(_quoted(stems[word], quote))
                continue
            if word == quote:
                quote = ""
            elif not quote and word in "'\"":
                quote = word
            elif quote == "'" and word.startswith("\\"):  # in '...' a backslash is itself, and what follows may end the quotes
                quote = "" if word == "\\'" else quote
            out.append(word)
        return "".join(out) + command[place:]


def _quoted(stem: str, quote: str) -> str:
    if quote == "'":
        return stem.replace("'", "'\"'\"'")
    if quote == '"':
        return re.sub(r'([\\"$`!])', r"\\\1", stem)
    return stem if re.fullmatch(r"[\w./+@%,=:-]+", stem, re.ASCII) else "'" + stem.replace("'", "'\"'\"'") + "'"
