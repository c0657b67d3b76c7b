"""git, as a program: what it says, and its failures as errors that name the next step."""

import os
import subprocess
from collections.abc import Mapping

from ffai.errors import FfaiError, Missing

DRIVER = "ffai-kiln"
_WAIT = 300  # seconds for one call, the network's included
_OPTIONS = (
    "-c", "core.quotepath=off", "-c", "merge.renames=false", "-c", "merge.directoryRenames=false", "-c", "commit.gpgsign=false", "-c", "advice.detachedHead=false",
)  # fmt: skip


class GitError(FfaiError):
    """git failed; `said` is what it said, `code` its status."""

    def __init__(self, message: str, next_step: str, said: str, code: int) -> None:
        super().__init__(message, next_step)
        self.said, self.code = said, code


class Repository:
    """The repository that a folder is in."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def run(self, *words: str, data: bytes = b"", index: str = "", ok: tuple[int, ...] = (0,)) -> bytes:
        """What git writes to standard output. Raises GitError, and Missing when there is no git."""
        return self.call(*words, data=data, index=index, ok=ok)[1]

    def text(self, *words: str, ok: tuple[int, ...] = (0,)) -> str:
        return self.run(*words, ok=ok).decode("utf-8", "surrogateescape").strip()

    def call(self, *words: str, data: bytes = b"", index: str = "", ok: tuple[int, ...] = (0,)) -> tuple[int, bytes]:
        """Status and standard output."""
        variables: Mapping[str, str] = {
            **os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8", "GIT_EDITOR": "true", **({"GIT_INDEX_FILE": index} if index else {}),
        }  # fmt: skip
        try:
            done = subprocess.run(
                ["git", *_OPTIONS, *words],
                cwd=self.folder,
                input=data,
                capture_output=True,
                env=variables,
                timeout=_WAIT,
                check=False,
            )
        except FileNotFoundError:
            raise Missing("there is no git on this machine", "install git 2.38 or later") from None
        except subprocess.TimeoutExpired:
            raise GitError(f"git {words[0]} took longer than {_WAIT} s", "try again when the network is better", "", -1) from None
        if done.returncode not in ok:
            said = done.stderr.decode("utf-8", "replace").strip() or done.stdout.decode("utf-8", "replace").strip()
            raise GitError(f"git {words[0]} failed: {_told(said)}", _next_step(said), said, done.returncode)
        return done.returncode, done.stdout

    def has(self, *words: str) -> bool:
        """Whether git says yes (status 0)."""
        return self.call(*words, ok=(0, 1, 128, 129))[0] == 0


def _told(said: str) -> str:
    lines = [line for line in said.splitlines() if line.strip()]
    named = [line for line in lines if line.startswith(("fatal:", "error:", "remote: error:"))]
    first = (named or lines or ["no reason given"])[0]
    # what the other side says is the reason; what git says of it is only that there is one
    theirs = [line for line in lines if line.startswith("remote: ") and line != first and line.removeprefix("remote:").strip()]
    return " · ".join([*theirs[:3], first])[:500]


_STEPS = (
    ("index.lock", "another git is at work here, or was killed: when there is none, remove the .lock file that is named"),
    ("Please tell me who you are", 'git config --global user.name "…" and user.email "…" say who you are'),
    ("empty ident name", 'git config --global user.name "…" and user.email "…" say who you are'),
    ("unable to auto-detect email", 'git config --global user.name "…" and user.email "…" say who you are'),
    ("Could not read from remote", "check the address (git remote -v), your rights and the network; nothing is lost"),
    ("Could not resolve host", "there is no network; what you did is kept and goes out with the next sync"),
    ("unable to access", "check the address (git remote -v) and the network; what you did is kept"),
    ("does not appear to be a git repository", "check the address: git remote -v; what you did is kept"),
    ("would be overwritten", "commit or stash your changes outside of the project, then sync again"),
)


def _next_step(said: str) -> str:
    return next((step for words, step in _STEPS if words in said), "nothing is lost; git status says where things stand")
