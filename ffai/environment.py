"""The world that the program runs in, as one value: tests make another one."""

import os
import sys
from collections.abc import Mapping
from typing import NamedTuple, TextIO


class Environment(NamedTuple):
    """Streams, variables and folders. Nothing else in ffai asks the process for them.

    `state_dir` holds records, logs, the run journal and kept originals; `cache_dir` what can be made again.
    """

    stdin: TextIO
    stdout: TextIO
    stderr: TextIO
    variables: Mapping[str, str]
    cwd: str
    config_dir: str
    state_dir: str
    cache_dir: str

    @property
    def color(self) -> bool:
        """Whether standard error takes colour."""
        return self.stderr.isatty() and not self.variables.get("NO_COLOR") and self.variables.get("TERM") != "dumb"

    @property
    def interactive(self) -> bool:
        """Whether somebody can be asked."""
        return self.stdin.isatty() and self.stderr.isatty()


def process_environment() -> Environment:
    """The environment of this process. FFAI_CONFIG_DIR, FFAI_STATE_DIR and FFAI_CACHE_DIR move ffai's folders."""
    variables = os.environ
    return Environment(
        stdin=sys.stdin,
        stdout=sys.stdout,
        stderr=sys.stderr,
        variables=variables,
        cwd=os.getcwd(),
        config_dir=variables.get("FFAI_CONFIG_DIR") or _folder("config"),
        state_dir=variables.get("FFAI_STATE_DIR") or _folder("state"),
        cache_dir=variables.get("FFAI_CACHE_DIR") or _folder("cache"),
    )


_XDG = {
    "config": ("XDG_CONFIG_HOME", ".config"),
    "state": ("XDG_STATE_HOME", ".local/state"),
    "cache": ("XDG_CACHE_HOME", ".cache"),
}


def _folder(kind: str) -> str:
    """The platform's folder of that kind for ffai: platformdirs' answer, without its import where the answer is the XDG one."""
    if sys.platform.startswith("linux") and "ANDROID_DATA" not in os.environ:
        variable, default = _XDG[kind]
        base = os.environ.get(variable, "").strip() or os.path.expanduser(f"~/{default}")
        return f"{base}/ffai"
    import platformdirs

    return str(getattr(platformdirs, f"user_{kind}_dir")("ffai", appauthor=False))
