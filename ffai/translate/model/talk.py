"""Talking to one model: asked in a form that its server takes, patient with it within bounds, counted."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from contextvars import ContextVar
from typing import Any, Protocol

from ffai.config import Settings
from ffai.environment import Environment
from ffai.errors import ModelFailed, Unreached, UsageError
from ffai.translate.model import abilities, costs, providers, wire
from ffai.translate.model.dialects import DIALECTS
from ffai.translate.model.values import FORMS, JSON, SCHEMA, TEXT, Answer, Ask, Message, Target

RETRIES = 2  # further attempts of one request after "too many" or "busy"; what a server does not take is not counted
_LONGEST_WAIT = 20.0  # seconds; who is asked to wait longer is told so
_BUSY = (408, 409, 429, 500, 502, 503, 504, 529)
_ADVICE = "ffai works without a model too: leave out -m, or use -m offline"

Watch = Callable[[str], None]
"""Gets the whole text of an answer so far, while it comes in."""


class Pace(Protocol):
    """Patience for many requests in a row: how many at once, how many a minute, how often again."""

    @property
    def retries(self) -> int: ...
    @property
    def longest(self) -> float: ...
    def turn(self, target: Target) -> AbstractContextManager[None]: ...
    def wait(self, target: Target, attempt: int, said: float | None) -> float: ...
    def rest(self, target: Target, seconds: float) -> None: ...


PACE: ContextVar[Pace | None] = ContextVar("pace", default=None)
"""Set where requests are made in bulk (evals); a single request has none, and is given up sooner."""


class Talk:
    """One conversation's model: where it is, what it takes, what it has cost so far."""

    def __init__(
        self, settings: Settings, env: Environment, watch: Watch | None = None, *, alternatives: int = 0,
        schema: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.target: Target = providers.find(settings, env)
        self.settings, self.env, self.watch, self.alternatives, self.schema = settings, env, watch, alternatives, schema
        self.place = wire.Place(self.target.base, self.target.key, env.variables)
        self.requests = 0
        self.tokens_in: int | None = None
        self.tokens_out: int | None = None
        self.cost: float | None = None
        self.seconds = 0.0
        if settings.structured not in (*FORMS, "auto"):
            raise UsageError(f"structured cannot be {settings.structured!r}", "one of: auto, " + ", ".join(FORMS))

    def ask(self, messages: tuple[Message, ...], form: str = "") -> Answer:
        """The model's whole answer, in this form or in that of the settings. Raises ModelFailed: one message, whatever went wrong."""
        try:
            costs.hold_limit(self.settings, self.env, self.target)
        except ModelFailed as limit:
            raise Unreached(limit.message, limit.next_step) from None
        answer = Answer()
        try:
            answer = self._patiently(messages, form or self.settings.structured, time.monotonic())
        finally:
            self._count(answer)
        return self._usable(answer)

    # --- one answer

    def _patiently(self, messages: tuple[Message, ...], wanted: str, began: float) -> Answer:
        known = abilities.load(self.target, self.env)
        form = self._form(wanted, known)
        attempts = 0
        pace = PACE.get()
        while True:
            ask = self._request(messages, form, known)
            try:
                return self._once(ask, began) if pace is None else self._in_turn(ask, pace)
            except wire.Failure as failure:
                fewer = abilities.after(failure, form, known, chosen=wanted != "auto")
                if fewer is not None:
                    form, known = fewer
                    abilities.store(self.target, self.env, form, known)
                    continue
                wait = self._wait(failure, attempts, began)
                if wait is None:
                    raise self._told(failure) from None
            attempts += 1
            if pace is not None:
                pace.rest(self.target, wait)
                continue
            self._say(f"{self.target.name} is busy; asking again in {wait:.0f} s")
            time.sleep(wait)

    def _in_turn(self, ask: Ask, pace: Pace) -> Answer:
        with pace.turn(self.target):
            return self._once(ask, time.monotonic())

    def _form(self, wanted: str, known: abilities.Known) -> str:
        """The form to ask for: what was chosen, else the strictest that this server has not refused."""
        if wanted != "auto":
            return wanted
        return next((form for form in (SCHEMA, JSON, TEXT) if form not in known.refused), TEXT)

    def _request(self, messages: tuple[Message, ...], form: str, known: abilities.Known) -> Ask:
        settings = self.settings
        return Ask(
            self.target.model,
            messages,
            form,
            settings.temperature,
            settings.top_p,
            settings.max_tokens,
            stream=self.watch is not None,
            without=known.without,
            alternatives=self.alternatives,
            schema=self.schema,
        )

    def _once(self, ask: Ask, began: float) -> Answer:
        """One exchange, its seconds counted. Raises Failure."""
        sent = time.monotonic()
        try:
            return self._exchange(ask, began)
        finally:
            self.seconds += time.monotonic() - sent

    def _exchange(self, ask: Ask, began: float) -> Answer:
        left = self.settings.timeout - (time.monotonic() - began)
        if left <= 0:
            raise wire.Failure("timeout", "it did not answer in time")
        self.requests += 1
        if self.target.dialect == "litellm":
            from ffai.translate.model import others

            return others.answer(ask, self.target, left)
        if self.target.dialect == "local":
            from ffai.translate.model import local

            return local.answer(ask, self.env)
        dialect = DIALECTS[self.target.dialect]
        pieces = [Answer()]
        streamed = [False]

        def take(document: Any, piece: bool) -> None:
            try:
                error = document.get("error")
                if error:
                    said = error.get("message") if isinstance(error, dict) else error
                    raise wire.Failure("http", wire.without_key(str(said)[:300], self.target.key), status=200)
                read = dialect.piece(document) if piece else dialect.whole(document)
            except (KeyError, IndexError, TypeError, AttributeError):
                kind = type(document).__name__ if not isinstance(document, dict) else ", ".join(list(document)[:5])
                raise wire.Failure("type", f"its answer is no chat answer ({kind[:80]})") from None
            pieces[0] = pieces[0].plus(read)
            streamed[0] = piece
            if self.watch and read.text:
                self.watch(pieces[0].text)

        wire.post(self.place, dialect.path(ask), dialect.headers(self.target.key), dialect.body(ask), left, take, dialect.ended)
        if streamed[0] and not pieces[0].finish:
            raise wire.Failure("broken", "its answer broke off")
        return pieces[0]._replace(text=wire.without_key(pieces[0].text, self.target.key))

    def _usable(self, answer: Answer) -> Answer:
        """The answer when it is a whole one. Raises ModelFailed for a refusal, half an answer and an empty one."""
        name = self.target.name
        if answer.refusal or (answer.finish == "filter"):
            said = wire.without_key(" ".join(answer.refusal.split()), self.target.key)[:200]
            raise ModelFailed(f"{name} refused to answer" + (f": {said}" if said else ""), "say it in other words; " + _ADVICE)
        if answer.finish == "length":
            limit = answer.tokens_out or self.settings.max_tokens
            raise ModelFailed(
                f"the answer of {name} was cut off"
                + (f": it reached the limit of {limit} tokens" if limit else ": it came to no end"),
                "train it on more pairs, or take another model; " + _ADVICE
                if name.startswith("local/")
                else "a larger one: ffai config set max_tokens 4000",
            )
        if not answer.text.strip():
            raise ModelFailed(f"{name} gave an empty answer", "try again, or another model; " + _ADVICE)
        return answer

    # --- what goes wrong

    def _wait(self, failure: wire.Failure, attempts: int, began: float) -> float | None:
        """Seconds after which it is worth asking again; None when it is not."""
        pace = PACE.get()
        if pace is not None:
            passing = failure.kind in ("timeout", "broken", "unreachable") or (failure.kind == "http" and failure.status in _BUSY)
            if not passing or attempts >= pace.retries or "quota" in failure.text.lower():
                return None
            wait = pace.wait(self.target, attempts, failure.wait)
            return wait if wait <= pace.longest else None
        if failure.kind != "http" or failure.status not in _BUSY or attempts >= RETRIES or "quota" in failure.text.lower():
            return None
        wait = failure.wait if failure.wait is not None else float(1 + attempts)
        left = self.settings.timeout - (time.monotonic() - began)
        return wait if wait <= min(_LONGEST_WAIT, left) else None

    def _told(self, failure: wire.Failure) -> Unreached:
        """What the user reads."""
        name, base = self.target.name, self.target.base
        if failure.kind == "http":
            said = f": {failure.text}" if failure.text else ""
            return Unreached(
                f"{name}: the server answered {failure.status}{_PLAIN.get(failure.status, '')}{said}", self._advice(failure)
            )
        if failure.kind == "unreachable":
            return Unreached(f"{name} cannot be reached at {base}: {failure.text}", self._unreachable())
        if failure.kind == "timeout":
            return Unreached(
                f"{name} at {base} did not answer within {self.settings.timeout:g} s",
                "wait longer: ffai config set timeout 180; or another model",
            )
        return Unreached(
            f"{name} at {base}: {failure.text}", "is that the address of a model's server? try again, or another one"
        )

    def _advice(self, failure: wire.Failure) -> str:
        target = self.target
        if failure.status in (401, 403):
            names = " or ".join(target.key_names)
            return f"check the key in {names}" if target.key else f"it wants a key: export {names or 'OPENAI_API_KEY'}=..."
        if failure.status == 429 and failure.wait is not None:
            return f"it asks to wait {failure.wait:.0f} s; try again then, or another model"
        return {
            400: "check the model's name and its settings: ffai config list",
            402: "there is no credit left with this provider",
            404: f"check the model's name and the address {target.base}",
            413: "the request is too long for this model",
            429: "too many requests, or no credit left: try again later",
        }.get(failure.status, "try again later, or another model; " + _ADVICE)

    def _unreachable(self) -> str:
        if self.target.provider.startswith("ollama"):
            return f"start it: ollama serve; and fetch the model: ollama pull {self.target.model}"
        return "is the server running, and the address right?"

    def _say(self, text: str) -> None:
        if self.env.stderr.isatty():
            from ffai.show.failure import say

            say(self.env, [f"  {text}"])

    def _count(self, answer: Answer) -> None:
        if answer.tokens_in is None and answer.tokens_out is None and answer.cost is None:
            return
        cost = answer.cost if answer.cost is not None else costs.price(self.target, answer.tokens_in, answer.tokens_out, self.env)
        self.tokens_in = _sum(self.tokens_in, answer.tokens_in)
        self.tokens_out = _sum(self.tokens_out, answer.tokens_out)
        self.cost = None if cost is None and self.cost is None else (self.cost or 0.0) + (cost or 0.0)
        costs.enter(self.settings, self.env, self.target, answer, cost)


_PLAIN = {401: " (the key is not accepted)", 403: " (not allowed)", 404: " (not found)", 429: " (too many requests)", 500: " (a fault of its own)", 503: " (overloaded)"}  # fmt: skip


def _sum(one: int | None, other: int | None) -> int | None:
    return one if other is None else (one or 0) + other
