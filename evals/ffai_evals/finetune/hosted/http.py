"""Requests to a provider: what may be repeated is repeated, and what it refuses becomes one line that says what to do."""

import time
from collections.abc import Callable
from typing import Any

from ffai.errors import FfaiError, ModelFailed, UsageError

TRIES = 5
_PASSING = (408, 409, 425, 429, 500, 502, 503, 504)
_QUOTA = ("insufficient_quota", "quota", "billing", "credit", "payment")


class Unheard(FfaiError):  # noqa: N818 - named for what happened, like the errors of ffai
    """The request may or may not have arrived."""


class Http:
    """`name` and `keys` are for messages: the provider, and the variables that its key stands in. The key is in no message."""

    def __init__(
        self, name: str, base: str, headers: dict[str, str], keys: str, *, wait: Callable[[float], None] = time.sleep
    ) -> None:
        import httpx

        self._httpx = httpx
        self._name, self._keys, self._wait = name, keys, wait
        self._client = httpx.Client(base_url=base, headers=headers, timeout=httpx.Timeout(60, write=600), follow_redirects=False)

    def get(self, path: str, **query: Any) -> Any:
        return self._repeated("GET", path, params=query or None)

    def post(self, path: str, body: Any = None, *, once: bool = False, **query: Any) -> Any:
        """`once`: never sent twice. Raises Unheard when no answer came."""
        more = {"json": body, "params": query or None}
        return self._once("POST", path, **more) if once else self._repeated("POST", path, **more)

    def send_file(self, path: str, file: str, field: str = "file", fields: dict[str, str] | None = None) -> Any:
        import os

        try:
            with open(file, "rb") as opened:
                content = opened.read()
        except OSError as problem:
            raise UsageError(f"{file} cannot be read: {problem.strerror}", "name a file that is there") from None
        parts = {field: (os.path.basename(file), content, "application/jsonl")}
        return self._repeated("POST", path, files=parts, data=fields or {})

    def send_bytes(self, url: str, content: bytes, **query: Any) -> Any:
        return self._repeated("POST", url, content=content, params=query or None, headers={"Content-Type": "application/jsonl"})

    def _repeated(self, method: str, path: str, **more: Any) -> Any:
        for turn in range(TRIES):
            last = turn == TRIES - 1
            try:
                answer = self._client.request(method, path, **more)
            except self._httpx.HTTPError as problem:
                if last:
                    raise self._unreached(problem) from None
                self._wait(2.0**turn)
                continue
            if answer.status_code in _PASSING and not last and not _out_of_quota(answer.text):
                self._wait(_asked_to_wait(answer) or 2.0**turn)
                continue
            return self._answer(answer)
        raise AssertionError

    def _once(self, method: str, path: str, **more: Any) -> Any:
        try:
            answer = self._client.request(method, path, **more)
        except self._httpx.HTTPError as problem:
            raise Unheard(f"{self._name} did not answer: {type(problem).__name__}", "") from None
        if answer.status_code >= 500:
            raise Unheard(f"{self._name} answered {answer.status_code}", "")
        return self._answer(answer)

    def _unreached(self, problem: Exception) -> ModelFailed:
        return ModelFailed(
            f"{self._name} cannot be reached: {type(problem).__name__}",
            "look at the network; the same command goes on where it stopped",
        )

    def _answer(self, answer: Any) -> Any:
        if answer.status_code < 400:
            try:
                return answer.json() if answer.content else {}
            except ValueError:
                raise ModelFailed(
                    f"{self._name} answered something that is no JSON", "is the address right? see --api-base"
                ) from None
        said = _message(answer)
        if answer.status_code in (401, 403):
            raise ModelFailed(
                f"{self._name} does not take the key: {said}", f"set a valid one in {self._keys}; the same command goes on"
            )
        if answer.status_code == 402 or _out_of_quota(answer.text):
            raise ModelFailed(f"{self._name}: the quota is used up: {said}", "raise it at the provider; the same command goes on")
        if answer.status_code == 404:
            raise UsageError(f"{self._name} knows no such thing: {said}", "is the name of the model or job right?")
        if answer.status_code in _PASSING:
            raise ModelFailed(
                f"{self._name} answered {answer.status_code} {TRIES} times: {said}", "try again later; the same command goes on"
            )
        raise UsageError(
            f"{self._name} refused it: {said}", "mend what it names; `ffai finetune validate` finds what is wrong with a file"
        )


def _message(answer: Any) -> str:
    try:
        data = answer.json()
    except ValueError:
        return str(answer.text)[:200].strip() or str(answer.status_code)
    error = data.get("error", data) if isinstance(data, dict) else data
    if isinstance(error, dict):
        error = error.get("message") or error.get("detail") or error
    return str(error)[:300]


def _out_of_quota(text: str) -> bool:
    return any(word in text.lower() for word in _QUOTA[:1] + _QUOTA[2:]) if text else False


def _asked_to_wait(answer: Any) -> float:
    try:
        return min(60.0, float(answer.headers.get("retry-after", "")))
    except ValueError:
        return 0.0
