"""The studio's server: Starlette on the loopback address, every path below a secret.

A request is answered only when its Host is this server (so that no other name can be bound to it), and its path begins with the token.
What changes something must be JSON and come from this very page. The page loads nothing from elsewhere, and runs no script but its own.
"""

import asyncio
import hmac
import json
import secrets
import socket
import time
import urllib.parse
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib import resources
from typing import Any

import anyio.to_thread
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ffai.errors import FfaiError
from ffai.show.html import still
from ffai_evals.studio.items import Desk

LARGEST = 100_000  # bytes of a request's body
_PAGE = {"html": "text/html", "js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
_TYPES = {
    "mp4": "video/mp4", "m4v": "video/mp4", "mov": "video/mp4", "mkv": "video/x-matroska", "webm": "video/webm", "ogv": "video/ogg", "mp3": "audio/mpeg", "wav": "audio/wav",
    "flac": "audio/flac", "ogg": "audio/ogg", "opus": "audio/ogg", "m4a": "audio/mp4", "aac": "audio/aac", "gif": "image/gif", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp",
}  # fmt: skip
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Studio:
    """The server of one project. `address` is what a browser is given. Raises OSError for a port that cannot be had."""

    def __init__(self, desk: Desk, port: int = 0) -> None:
        self.desk = desk
        self.token = secrets.token_urlsafe(24)
        self.socket = socket.create_server(("127.0.0.1", port))
        number = self.socket.getsockname()[1]
        self.names = (f"127.0.0.1:{number}", f"localhost:{number}")
        self.address = f"http://{self.names[0]}/{self.token}/"
        config = uvicorn.Config(
            Gate(_pages(self), self),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        self._server = uvicorn.Server(config)

    def serve(self) -> None:
        """Until Ctrl-C."""
        with self.socket:
            self._server.run(sockets=[self.socket])

    @property
    def leaving(self) -> bool:
        return self._server.should_exit


class Gate:
    """In front of everything: the Host, the secret, and on what goes out the headers. Whatever fails is told as JSON."""

    def __init__(self, pages: ASGIApp, studio: Studio) -> None:
        self.pages, self.studio = pages, studio

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", []),
                    *((k.lower().encode(), v.encode()) for k, v in _HEADERS.items()),
                ]
            await send(message)

        await (self._refused(Request(scope)) or self.pages)(scope, receive, guarded)

    def _refused(self, request: Request) -> Response | None:
        if request.headers.get("host", "") not in self.studio.names:
            return _fail(403, "this server answers to its own address only")
        if not hmac.compare_digest(request.url.path.split("/")[1].encode(), self.studio.token.encode()):
            return _fail(404, "nothing is here: open the address that ffai studio has printed")
        if request.method == "POST":
            return self._foreign(request)
        return None

    def _foreign(self, request: Request) -> Response | None:
        origin = urllib.parse.urlsplit(request.headers.get("origin", "")).netloc
        if origin not in self.studio.names or request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return _fail(403, "this comes from another page")
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return _fail(415, "JSON is wanted")
        length = request.headers.get("content-length", "")
        return None if length.isdigit() and int(length) <= LARGEST else _fail(413, f"at most {LARGEST:,} bytes")


def _pages(studio: Studio) -> ASGIApp:
    desk = studio.desk

    def said(request: Request, name: str) -> str:
        return request.query_params.get(name, "")

    def page(request: Request) -> Response:
        name = request.path_params.get("name") or "index.html"
        try:
            data = resources.files("ffai_evals.studio").joinpath("page", name).read_bytes()
        except OSError:
            return _fail(404, "nothing is here")
        return Response(data, media_type=_PAGE[name.rpartition(".")[2]])

    def items(request: Request) -> Response:
        return JSONResponse(desk.queue(said(request, "rater"), said(request, "score")))

    def item(request: Request) -> Response:
        return JSONResponse(desk.one(request.path_params["id"]))

    def tried(request: Request) -> Response:
        return JSONResponse(desk.tried(request.path_params["id"]))

    def figures(_request: Request) -> Response:
        return JSONResponse(desk.figures())

    def media(request: Request) -> Response:
        path = desk.file(request.path_params["id"], request.path_params["name"])
        return FileResponse(path, media_type=_TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream"))

    def picture(request: Request) -> Response:
        return Response(still(desk.file(request.path_params["id"], request.path_params["name"]), 640), media_type="image/jpeg")

    def candidates(_request: Request) -> Response:
        return JSONResponse({"v": 1, "candidates": desk.candidates()})

    def kept(act: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            body = await request.json()
            if not isinstance(body, dict):
                return _fail(400, "a JSON object is wanted")
            return JSONResponse(await anyio.to_thread.run_sync(act, body))

        return answer

    async def changes(_request: Request) -> Response:
        return StreamingResponse(_changes(studio), media_type="text/event-stream")

    routes = [
        Route("/", page), Route("/{name:str}", page), Route("/api/items", items), Route("/api/item/{id}", item), Route("/api/tried/{id}", tried),
        Route("/api/figures", figures), Route("/api/rate", kept(desk.rate), methods=["POST"]), Route("/api/candidates", candidates), Route("/api/decide", kept(desk.decide), methods=["POST"]), Route("/api/changes", changes),
        Route("/media/{id}/{name}", media), Route("/still/{id}/{name}", picture),
    ]  # fmt: skip
    failures: dict[Any, Callable[[Request, Any], Awaitable[Response]]] = {
        FfaiError: _expected,
        json.JSONDecodeError: _no_json,
        RecursionError: _no_json,
        UnicodeDecodeError: _no_json,
        404: _nothing,
        405: _nothing,
    }
    return Starlette(routes=[Mount(f"/{studio.token}", routes=routes)], exception_handlers=failures)


async def _changes(studio: Studio) -> AsyncIterator[str]:
    """An event whenever a file of the project has changed; looking takes at most a tenth of the time."""
    last, due = "", 0.0
    yield ": here\n\n"
    while not studio.leaving:
        if time.monotonic() >= due:
            began = time.monotonic()
            stamp = await anyio.to_thread.run_sync(studio.desk.stamp)
            due = time.monotonic() + max(1.0, 10 * (time.monotonic() - began))
            if stamp != last:
                last = stamp
                yield f"data: {stamp}\n\n"
        await asyncio.sleep(0.2)


async def _expected(_request: Request, problem: FfaiError) -> Response:
    return _fail(400, ": ".join(text for text in (problem.message, problem.next_step) if text))


async def _no_json(_request: Request, _problem: Exception) -> Response:
    return _fail(400, "the body is no JSON")


async def _nothing(_request: Request, _problem: Exception) -> Response:
    return _fail(404, "nothing is here")


def _fail(status: int, text: str) -> Response:
    return JSONResponse({"error": text}, status)
