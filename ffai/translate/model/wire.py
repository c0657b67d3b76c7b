"""One HTTP request to a model's server and its answer, whole or as lines: no library beside http.client, no redirect, no retry.

Everything that can go wrong ends in Failure, with what a user can be told; a deadline in seconds holds for the whole exchange, however
slowly the server drips. A key is in a header only, and is taken out of whatever the server says.
"""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

MOST = 4_000_000  # bytes of one answer: no command is as long
_LINE = 1_000_000


class Failure(Exception):  # noqa: N818 - becomes a ModelFailed with advice, or a further attempt
    """`kind`: http, unreachable, timeout, broken, type. `status` and `wait` (seconds, None: not said) are of an HTTP answer."""

    def __init__(self, kind: str, text: str, *, status: int = 0, wait: float | None = None) -> None:
        super().__init__(text)
        self.kind, self.text, self.status, self.wait = kind, text, status, wait


class Place(NamedTuple):
    """Where requests go. `key` is what must not be repeated."""

    base: str
    key: str
    variables: Mapping[str, str]  # for the proxies


def post(place: Place, path: str, headers: dict[str, str], body: Any, seconds: float, take: Callable[[Any, bool], None], ended: Callable[[str], bool]) -> None:  # fmt: skip
    """Sends `body` and gives each JSON document of the answer to `take`, with whether it is a piece of a stream. Raises Failure."""
    with _exchange(place, path, headers, json.dumps(body).encode(), seconds) as response:
        kind = (response.headers.get_content_type() if response.headers.get("Content-Type") else "").lower()
        if kind == "text/event-stream":
            _events(response, place, take, ended)
        elif kind in ("application/x-ndjson", "application/jsonl", "application/stream+json"):
            for line in _lines(response):
                if line.strip():
                    take(_parsed(line, place), True)
        elif kind in ("application/json", "") or kind.endswith("+json"):
            _document(response, place, take)
        else:
            start = _read(response, 400).decode("utf-8", "replace")
            raise Failure("type", f"it answered with {kind}, not JSON: {_short(start, place)}")


def get(place: Place, path: str, headers: dict[str, str], seconds: float) -> Any:
    """The JSON document at an address. Raises Failure."""
    with _exchange(place, path, headers, None, seconds) as response:
        return _parsed(_read(response, MOST), place)


def _document(response: Any, place: Place, take: Callable[[Any, bool], None]) -> None:
    """One document; or several, a line each, as Ollama sends them under whatever type."""
    data = _read(response, MOST + 1)
    if len(data) > MOST:
        raise Failure("broken", f"its answer is longer than {MOST:,} bytes")
    _whole(response)
    if not data.strip():
        raise Failure("broken", "it gave an empty answer")
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        lines = [line for line in data.splitlines() if line.strip()]
        if len(lines) < 2:
            raise Failure("broken", f"its answer is no whole JSON: {_short(data.decode('utf-8', 'replace'), place)}") from None
        for line in lines:
            take(_parsed(line, place), True)
        return
    take(document, False)


def _events(response: Any, place: Place, take: Callable[[Any, bool], None], ended: Callable[[str], bool]) -> None:
    """Server-sent events: the data lines of one event make one document."""
    data: list[str] = []
    for raw in _lines(response):
        line = raw.decode("utf-8", "replace").rstrip("\r\n")
        if line.startswith("data:"):
            data.append(line[5:].strip())
        elif not line and data:
            text = "\n".join(data)
            data = []
            if ended(text):
                return
            take(_parsed(text, place), True)
    if data and not ended("\n".join(data)):
        take(_parsed("\n".join(data), place), True)


def _parsed(text: str | bytes, place: Place) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        shown = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
        raise Failure("broken", f"its answer is no whole JSON: {_short(shown, place)}") from None


def _lines(response: Any) -> Iterator[bytes]:
    seen = 0
    while True:
        line = response.readline(_LINE)
        if not line:
            _whole(response)
            return
        seen += len(line)
        if seen > MOST:
            raise Failure("broken", f"its answer is longer than {MOST:,} bytes")
        yield line


def _whole(response: Any) -> None:
    """Raises Failure when the server hung up before the end that it had announced."""
    if response.length:
        raise Failure("broken", "its answer broke off")


def _read(response: Any, most: int) -> bytes:
    data: bytes = response.read(most)
    return data


@contextlib.contextmanager
def _exchange(place: Place, path: str, headers: dict[str, str], body: bytes | None, seconds: float) -> Iterator[Any]:
    """The response of a server that said yes. Whatever goes wrong before or while it is read is a Failure."""
    from http import client

    until = time.monotonic() + seconds
    connection = None
    watch = None
    try:
        connection, target = _connection(place, path, min(10.0, seconds))
        sock = connection.sock
        sock.settimeout(seconds + 1)
        watch = threading.Timer(max(0.0, until - time.monotonic()), _hang_up, (sock,))
        watch.daemon = True
        watch.start()
        sent = {
            "Content-Type": "application/json",
            "Accept": "application/json, text/event-stream",
            "User-Agent": "ffai",
            **headers,
        }
        connection.request("GET" if body is None else "POST", target, body, sent)
        response = connection.getresponse()
        if response.status != 200:
            raise _refusal(response, place)
        yield response
    except Failure:
        if time.monotonic() >= until:
            raise Failure("timeout", "it did not answer in time") from None
        raise
    except (client.HTTPException, OSError, ValueError, RecursionError) as problem:
        if time.monotonic() >= until:
            raise Failure("timeout", "it did not answer in time") from None
        raise _failure(problem, place) from None
    finally:
        if watch is not None:
            watch.cancel()
        if connection is not None:
            connection.close()


def _hang_up(sock: Any) -> None:
    import socket

    with contextlib.suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)


def _failure(problem: Exception, place: Place) -> Failure:
    from http import client

    if isinstance(problem, client.IncompleteRead):
        return Failure("broken", "its answer broke off")
    if isinstance(problem, TimeoutError):
        return Failure("timeout", "it does not take the connection")
    if isinstance(problem, client.RemoteDisconnected | ConnectionResetError | BrokenPipeError):
        return Failure("broken", "it hung up without an answer")
    if isinstance(problem, client.HTTPException):
        return Failure("type", "what answers there speaks no HTTP")
    reason = getattr(problem, "verify_message", "") or getattr(problem, "strerror", "") or str(problem) or type(problem).__name__
    return Failure("unreachable", _short(str(reason), place))


def _connection(place: Place, path: str, seconds: float) -> tuple[Any, str]:
    """An open connection, through the proxy that the environment names for this address, and what to ask it for."""
    from http import client
    from urllib.parse import urlsplit

    parts = urlsplit(place.base + path)
    host, secure = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    proxy = _proxy(place.variables, parts.scheme, host)
    there = urlsplit(proxy if "://" in proxy else f"http://{proxy}") if proxy else None
    reached = (there.hostname or "", there.port or 80) if there else (host, port)
    connection: Any
    if secure:
        import ssl

        connection = client.HTTPSConnection(*reached, timeout=seconds, context=ssl.create_default_context())
    else:
        connection = client.HTTPConnection(*reached, timeout=seconds)
    if there and secure:
        connection.set_tunnel(host, port)
    elif there:
        target = place.base + path
    _resolve(reached[0], seconds)
    connection.connect()
    return connection, target


def _proxy(variables: Mapping[str, str], scheme: str, host: str) -> str:
    proxy = variables.get(f"{scheme}_proxy") or variables.get(f"{scheme.upper()}_PROXY") or ""
    if not proxy or host in ("localhost", "127.0.0.1", "::1"):
        return ""
    spared = (variables.get("no_proxy") or variables.get("NO_PROXY") or "").split(",")
    spared = [name.strip().lstrip(".") for name in spared if name.strip()]
    return "" if any(name in ("*", host) or host.endswith("." + name) for name in spared) else proxy


def _resolve(host: str, seconds: float) -> None:
    """Looks the name up in a thread: a resolver that hangs must not keep Ctrl-C waiting. Raises OSError."""
    if host.replace(".", "").isdigit() or ":" in host or host == "localhost":
        return
    import socket

    problem: list[OSError] = []

    def look_up() -> None:
        try:
            socket.getaddrinfo(host, None)
        except OSError as error:
            problem.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError
    if problem:
        raise OSError(f"there is no server named {host}")


def _refusal(response: Any, place: Place) -> Failure:
    """What a status other than 200 says."""
    text = _read(response, 20_000).decode("utf-8", "replace")
    said = ""
    try:
        document = json.loads(text)
        document = document[0] if isinstance(document, list) else document
        error = document.get("error", document)
        said = error if isinstance(error, str) else str(error.get("message") or error.get("detail") or "")
    except (ValueError, AttributeError, IndexError, RecursionError):
        said = "" if text.lstrip().startswith("<") else text
    if 300 <= response.status < 400:
        said = f"it wants to send the request elsewhere ({response.headers.get('Location', '')}), which is not done"
    return Failure("http", _short(said, place, 600), status=response.status, wait=_wait(response.headers))


def _wait(headers: Any) -> float | None:
    """Seconds of Retry-After, which is a number or a date (RFC 9110, 10.2.3), or of retry-after-ms."""
    text = (headers.get("Retry-After") or "").strip()
    try:
        if headers.get("retry-after-ms"):
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        if not text:
            return None
        if text.replace(".", "", 1).isdigit():
            return float(text)
        from email.utils import parsedate_to_datetime

        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None


def _short(text: str, place: Place, most: int = 160) -> str:
    return without_key(" ".join(text.split()), place.key)[:most]


def without_key(text: str, key: str) -> str:
    """The text without the key, should a server repeat it, whole or but for its middle."""
    if len(key) < 4:
        return text
    text = text.replace(key, "[hidden]")
    return text.replace(key[:8], "[hidden]").replace(key[-4:], "[hidden]") if len(key) > 16 else text
