"""Copying text: through the terminal (OSC 52, which also works over ssh) and the system's own tool where there is one."""

import os
import sys

from ffai.environment import Environment

# (variable that says the tool can work, command). On macOS and in WSL there is no variable.
_TOOLS = (
    ("WAYLAND_DISPLAY", ("wl-copy",)),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
    ("WSL_DISTRO_NAME", ("clip.exe",)),
)
_LARGEST = 74_000  # bytes: terminals take no more than about 100,000 characters of base64


def copy(text: str, env: Environment) -> str:
    """Copies the text; answers what was done, in words."""
    data = text.encode("utf-8", "surrogateescape")
    tool = _by_tool(data, env)
    sent = _by_terminal(data, env)
    if tool:
        return f"copied ({tool})"
    return "sent to the terminal's clipboard" if sent else "this terminal has no clipboard that ffai can reach"


def _by_terminal(data: bytes, env: Environment) -> bool:
    if not env.stderr.isatty() or env.variables.get("TERM") in ("dumb", "linux", None) or len(data) > _LARGEST:
        return False
    from base64 import b64encode

    env.stderr.write(f"\033]52;c;{b64encode(data).decode()}\a")
    env.stderr.flush()
    return True


def _by_tool(data: bytes, env: Environment) -> str:
    import subprocess
    from shutil import which

    tools = [command for variable, command in _TOOLS if env.variables.get(variable)]
    if sys.platform == "darwin":
        tools.insert(0, ("pbcopy",))
    for command in tools:
        if which(command[0], path=env.variables.get("PATH", os.defpath)) is None:
            continue
        try:
            done = subprocess.run(
                command,
                input=data,
                timeout=3,
                check=False,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=dict(env.variables),
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return command[0]
    return ""
