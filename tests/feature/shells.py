"""zsh, bash and fish in a real terminal, with ffai's key in their rc files, and a way to read what stands on the line."""

import os
import sys
import time
from pathlib import Path

from feature.screens import Screen

SHELLS = ("zsh", "bash", "fish")
INIT = {
    "zsh": 'eval "$(ffai shell init zsh)"',
    "bash": 'eval "$(ffai shell init bash)"',
    "fish": "ffai shell init fish | source",
}
# Ctrl-] writes the line to a file, and its cursor: one byte, so that it is taken whole or not at all
_PEEK = {
    "zsh": """peek() { print -rn -- "$BUFFER" >|"$PEEK.new"; print -rn -- "$CURSOR" >|"$PEEK.at"; command mv -f "$PEEK.new" "$PEEK"; }
zle -N peek; bindkey -M emacs '^]' peek; bindkey -M viins '^]' peek; bindkey -M vicmd '^]' peek""",
    "bash": """peek() { printf %s "$READLINE_LINE" >|"$PEEK.new"; printf %s "$READLINE_POINT" >|"$PEEK.at"; command mv -f "$PEEK.new" "$PEEK"; }
for m in emacs-standard vi-insert vi-command; do bind -m $m -x '"\\C-]": peek'; done""",
    "fish": """function peek
    printf %s (commandline -b | string collect) >"$PEEK.new"
    printf %s (commandline -C) >"$PEEK.at"
    command mv -f "$PEEK.new" "$PEEK"
end
bind \\c] peek; bind -M insert \\c] peek; bind -M default \\c] peek
function fish_greeting; end""",
}
_PROMPT = {"zsh": "PS1='P> '", "bash": "PS1='P> '", "fish": "function fish_prompt; printf 'P> '; end"}


class Shell(Screen):
    """An interactive shell whose prompt is `P> `."""

    def __init__(self, name, world, *, before="", after="", init=None, prompt=None, size=(100, 30), ready="P>( |$)", **variables):
        self.name = name
        self.peek = world.root / "peek"
        folder = world.root / "rc"
        folder.mkdir(exist_ok=True)
        text = "\n".join([prompt or _PROMPT[name], _PEEK[name], before, INIT[name] if init is None else init, after, ""])
        command = self._rc(folder, text)
        environment = {
            **{k: v for k, v in world.variables.items() if k not in ("PYTHONDONTWRITEBYTECODE", "PS1", "PROMPT_COMMAND", "ENV")},
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PEEK": str(self.peek),
            "ZDOTDIR": str(folder),
            "XDG_CONFIG_HOME": str(folder),
            "XDG_DATA_HOME": str(folder / "data"),
            "HISTFILE": "",
            **variables,
        }
        super().__init__(world.root, command, environment, world.work, size)
        try:
            self.wait(ready)
        except AssertionError:
            self.close()
            raise

    def _rc(self, folder, text):
        if self.name == "zsh":
            (folder / ".zshrc").write_text(text)
            return ["zsh", "-d", "-i"]
        if self.name == "bash":
            (folder / "bashrc").write_text(text)
            return ["bash", "--noprofile", "--rcfile", str(folder / "bashrc"), "-i"]
        (folder / "fish").mkdir(exist_ok=True)
        (folder / "fish" / "config.fish").write_text(text)
        return ["fish", "-i"]

    @property
    def line(self):
        """What stands in the editor's buffer. What is typed while ffai works is thrown away, so the key is pressed until it counts."""
        self.peek.unlink(missing_ok=True)
        until = time.monotonic() + 60
        while not self.peek.exists():
            assert time.monotonic() < until, f"the line cannot be read; the screen:\n{self.text}"
            self.keys("C-]")
            again = time.monotonic() + 0.7
            while not self.peek.exists() and time.monotonic() < again:
                time.sleep(0.02)
        return self.peek.read_text(errors="surrogateescape")

    @property
    def point(self):
        """The cursor's place in the buffer; after `line`."""
        return int(Path(f"{self.peek}.at").read_text())

    def ask(self, request):
        """Types a request, presses the key, and answers the line once ffai has said something."""
        self.type(request)
        if self.name == "zsh":  # the message about the line before has gone
            self.wait("^ffai: ", gone=True)
        self.press()
        return self.line

    def press(self, key="C-g"):
        """Presses the key and waits until ffai has said something more than before."""
        before = self.everything.count("ffai: ")
        self.keys(key)
        self.wait_until(lambda: self.everything.count("ffai: ") > before)

    def clear(self):
        """An empty line again."""
        self.keys("C-e", "C-u")
