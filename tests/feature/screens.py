"""A real terminal: a tmux server of its own, whose screen and cursor can be read."""

import os
import re
import subprocess
import time


class Screen:
    """One program in a tmux pane. `text` is what the user sees, line by line, without trailing blanks."""

    def __init__(self, folder, command, variables, cwd, size=(100, 30)):
        self.socket = str(folder / "tmux")
        self.columns, self.rows = size
        # tmux's own configuration must not matter, nor may its server keep anything of the outer one
        self.environment = {**variables, "TERM": "xterm-256color"}
        self.environment.pop("TMUX", None)
        words = ["new-session", "-d", "-s", "t", "-x", str(self.columns), "-y", str(self.rows), "-c", str(cwd), *command]
        self._tmux("-f", "/dev/null", *words)
        self._tmux("set-option", "-g", "remain-on-exit", "on")
        self._tmux("set-option", "-g", "escape-time", "0")

    def _tmux(self, *words):
        done = subprocess.run(
            ["tmux", "-S", self.socket, *words], env=self.environment, capture_output=True, text=True, check=False, timeout=60
        )
        assert done.returncode == 0, (words, done.stderr)
        return done.stdout

    @property
    def text(self):
        return "\n".join(line.rstrip() for line in self._tmux("capture-pane", "-p", "-t", "t").rstrip("\n").split("\n")).rstrip()

    @property
    def everything(self):
        """With what has scrolled away, wrapped lines joined."""
        return self._tmux("capture-pane", "-p", "-J", "-S", "-500", "-t", "t").rstrip()

    @property
    def colored(self):
        """What the user sees, with its colours as escape sequences."""
        return "\n".join(line.rstrip() for line in self._tmux("capture-pane", "-p", "-e", "-t", "t").split("\n")).rstrip()

    @property
    def cursor(self):
        column, row = self._tmux("display-message", "-p", "-t", "t", "#{cursor_x} #{cursor_y}").split()
        return int(column), int(row)

    @property
    def dead(self):
        return self._tmux("display-message", "-p", "-t", "t", "#{pane_dead}").strip() == "1"

    def keys(self, *names):
        """Keys by tmux's names: C-g, Enter, Up."""
        self._tmux("send-keys", "-t", "t", *names)

    def type(self, text):
        """Text as if typed: byte by byte, no names."""
        for start in range(0, len(text), 400):
            self._tmux("send-keys", "-t", "t", "-l", "--", text[start : start + 400])

    def paste(self, text):
        """Text as a bracketed paste."""
        subprocess.run(
            ["tmux", "-S", self.socket, "load-buffer", "-"], env=self.environment, input=text.encode(), check=True, timeout=60
        )
        self._tmux("paste-buffer", "-p", "-t", "t")

    def resize(self, columns, rows):
        self._tmux("resize-window", "-t", "t", "-x", str(columns), "-y", str(rows))

    def wait(self, pattern, seconds=60.0, *, gone=False):
        """Waits until the pattern is on the screen (or no longer is); answers the screen."""
        until = time.monotonic() + seconds
        while True:
            text = self.text
            if bool(re.search(pattern, text, re.MULTILINE)) is not gone:
                return text
            assert time.monotonic() < until, f"{pattern!r} {'is still' if gone else 'never came'} on the screen:\n{text}"
            time.sleep(0.04)

    def wait_until(self, condition, seconds=60.0):
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until, f"waited in vain; the screen:\n{self.text}"
            time.sleep(0.04)

    def close(self):
        subprocess.run(
            ["tmux", "-S", self.socket, "kill-server"], env=self.environment, capture_output=True, check=False, timeout=60
        )
        if os.path.exists(self.socket):
            os.unlink(self.socket)
