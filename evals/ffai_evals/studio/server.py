"""The studio's server: http.server on the loopback address, every path below a secret.

A request is answered only when its Host is this server (so that no other name can be bound to it), and its path begins with the token.
What changes something must be JSON and come from this very page. The page loads nothing from elsewhere, and runs no script but its own.
"""

import hmac
import json
import os
import secrets
import urllib.parse
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any

from ffai.errors import FfaiError, UsageError
from ffai.show.html import still
from ffai_evals.studio.items import Desk

LARGEST = 100_000  # bytes of a request's body
_CHUNK = 1 << 16
_PAGE = {"": ("index.html", "text/html"), "app.js": ("app.js", "text/javascript"), "app.css": ("app.css", "text/css")}
_TYPES = {
    "mp4": "video/mp4", "m4v": "video/mp4", "mov": "video/mp4", "webm": "video/webm", "ogv": "video/ogg", "mp3": "audio/mpeg", "wav": "audio/wav",
    "flac": "audio/flac", "ogg": "audio/ogg", "opus": "audio/ogg", "m4a": "audio/mp4", "aac": "audio/aac", "gif": "image/gif", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
}  # fmt: skip
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
}  # fmt: skip


class Studio(ThreadingHTTPServer):
    """`address` is what to open."""

    daemon_threads = True

    def __init__(self, desk: Desk, port: int = 0) -> None:
        self.desk, self.token = desk, secrets.token_urlsafe(24)
        super().__init__(("127.0.0.1", port), _Handler)
        self.names = {f"127.0.0.1:{self.server_port}", f"localhost:{self.server_port}"}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/{self.token}/"


class _Handler(BaseHTTPRequestHandler):
    server: Studio
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        self._guarded(self._get)

    def do_POST(self) -> None:
        self._guarded(self._post)

    def log_message(self, *_: Any) -> None:
        """Nothing is logged: the address holds the secret."""

    def _guarded(self, answer: Any) -> None:
        """Answers a request that may be answered; errors as JSON."""
        self.close_connection = self.command == "POST"  # a body that was not read must not become the next request
        if self.headers.get("Host") not in self.server.names:
            return self._fail(HTTPStatus.FORBIDDEN, "this server answers to its own address alone")
        token, _, rest = self.path.partition("?")[0].lstrip("/").partition("/")
        if not hmac.compare_digest(token.encode(), self.server.token.encode()):
            return self._fail(HTTPStatus.NOT_FOUND, "nothing is here")
        try:
            answer([urllib.parse.unquote(part) for part in rest.split("/")])
        except UsageError as error:
            self._fail(HTTPStatus.BAD_REQUEST, error.message)
        except FfaiError as error:
            self._fail(HTTPStatus.INTERNAL_SERVER_ERROR, error.message)
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True

    def _get(self, path: list[str]) -> None:
        desk = self.server.desk
        match path:
            case [name] if name in _PAGE:
                file, kind = _PAGE[name]
                self._send(resources.files("ffai_evals.studio").joinpath("page", file).read_bytes(), f"{kind}; charset=utf-8")
            case ["api", "stamp"]:
                self._json({"stamp": desk.stamp()})
            case ["api", "items"]:
                self._json(desk.queue())
            case ["api", "item", identity]:
                self._json(desk.one(identity))
            case ["api", "tried", identity]:
                self._json(desk.tried(identity))
            case ["media", identity, name]:
                self._file(desk.file(identity, name))
            case ["still", identity, name]:
                self._send(still(desk.file(identity, name), 480), "image/jpeg")
            case _:
                self._fail(HTTPStatus.NOT_FOUND, "nothing is here")

    def _post(self, path: list[str]) -> None:
        origin = self.headers.get("Origin", "")
        if (
            urllib.parse.urlsplit(origin).netloc not in self.server.names
            or self.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin"
        ):
            return self._fail(HTTPStatus.FORBIDDEN, "this comes from another page")
        if self.headers.get_content_type() != "application/json":
            return self._fail(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "JSON is wanted")
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LARGEST:
            return self._fail(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {LARGEST:,} bytes")
        try:
            said = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            raise UsageError("the body is no JSON") from None
        if path != ["api", "rate"] or not isinstance(said, dict):
            return self._fail(HTTPStatus.NOT_FOUND, "nothing is here")
        return self._json(self.server.desk.rate(str(said.get("id")), said.get("value"), said.get("note")))

    def _json(self, document: Any, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(json.dumps(document).encode(), "application/json", status)

    def _fail(self, status: HTTPStatus, text: str) -> None:
        self._json({"error": text}, status)

    def _send(self, data: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._head(status, kind, len(data))
        self.wfile.write(data)

    def _head(self, status: HTTPStatus, kind: str, length: int, **more: str) -> None:
        self.send_response(status)
        for name, value in {**_HEADERS, "Content-Type": kind, "Content-Length": str(length), **more}.items():
            self.send_header(name.replace("_", "-"), value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()

    def _file(self, path: str) -> None:
        """A file, or the part of it that a player asks for."""
        size = os.path.getsize(path)
        begin, end = _range(self.headers.get("Range", ""), size)
        kind = _TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream")
        partial = {"Content_Range": f"bytes {begin}-{end}/{size}"} if (begin, end) != (0, size - 1) else {}
        self._head(
            HTTPStatus.PARTIAL_CONTENT if partial else HTTPStatus.OK, kind, end - begin + 1, Accept_Ranges="bytes", **partial
        )
        with open(path, "rb") as file:
            file.seek(begin)
            left = end - begin + 1
            while left and (chunk := file.read(min(_CHUNK, left))):
                self.wfile.write(chunk)
                left -= len(chunk)


def _range(said: str, size: int) -> tuple[int, int]:
    """First and last byte of `Range: bytes=A-B`; the whole file for what is none."""
    first, mark, last = said.removeprefix("bytes=").partition("-")
    if not said.startswith("bytes=") or not mark or not (first or last).isdigit():
        return 0, size - 1
    if not first:
        return max(0, size - int(last)), size - 1
    begin = int(first)
    end = min(int(last), size - 1) if last.isdigit() else size - 1
    return (begin, end) if begin <= end else (0, size - 1)
