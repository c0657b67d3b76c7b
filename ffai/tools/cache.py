"""Small cache files: written whole or not at all, checked when read."""

import marshal
import os
from zlib import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FORMAT = b"ffai1\n"


def write(path: str, data: bytes) -> None:
    """Puts a file in place atomically. A cache that cannot be written is no error."""
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(data)
        os.replace(temporary, path)
    except OSError:
        try:
            os.unlink(temporary)
        except OSError:
            pass


def store(path: str, value: "Any") -> None:
    """Keeps a value of plain types (str, int, float, None, tuple, list, dict)."""
    body = marshal.dumps(value)
    write(path, FORMAT + crc32(body).to_bytes(4, "big") + body)


def load(path: str) -> "Any | None":
    """The value, or None when there is none that can be trusted."""
    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    head = len(FORMAT) + 4
    if not data.startswith(FORMAT) or crc32(data[head:]).to_bytes(4, "big") != data[len(FORMAT) : head]:
        return None
    try:
        return marshal.loads(data[head:])  # noqa: S302 - checksummed above; marshal holds plain values, no code is run
    except (ValueError, EOFError, TypeError):
        return None
