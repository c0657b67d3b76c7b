"""All other providers, through litellm's own code. Its import takes seconds: only a request that needs it pays that."""

import contextlib
import os
from typing import Any

from ffai.translate.model.dialects import schema_of, tool_of
from ffai.translate.model.values import JSON, SCHEMA, TOOL, Answer, Ask, Target, Token
from ffai.translate.model.wire import Failure, without_key


def load() -> Any:
    """litellm, kept from looking anything up on the network, from printing, and from retrying on its own."""
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    os.environ.setdefault("LITELLM_LOCAL_BLOG_POSTS", "True")
    os.environ.setdefault("LITELLM_LOCAL_ANTHROPIC_BETA_HEADERS", "True")
    try:
        import litellm
    except ImportError:
        raise Failure("unreachable", "the package litellm is not installed: pip install litellm") from None
    litellm.suppress_debug_info = True
    litellm.telemetry = False
    litellm.drop_params = True
    litellm.num_retries = 0
    return litellm


def answer(ask: Ask, target: Target, seconds: float) -> Answer:
    """The answer of a model that litellm reaches. Raises Failure."""
    litellm = load()
    more: dict[str, Any] = {"api_base": target.base} if target.base else {}
    if target.key:
        more["api_key"] = target.key
    if ask.max_tokens:
        more["max_tokens"] = ask.max_tokens
    if ask.form == SCHEMA:
        schema = {"name": "answer", "strict": True, "schema": schema_of(ask)}
        more["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif ask.form == JSON:
        more["response_format"] = {"type": "json_object"}
    elif ask.form == TOOL:
        more["tools"] = [{"type": "function", "function": {"name": tool_of(ask)[0], "parameters": schema_of(ask)}}]
    if ask.alternatives and "logprobs" not in ask.without:
        more |= {"logprobs": True, "top_logprobs": ask.alternatives}
    if "temperature" not in ask.without:
        more["temperature"] = ask.temperature
    with open(os.devnull, "w", encoding="utf-8") as null, contextlib.redirect_stdout(null), contextlib.redirect_stderr(null):
        try:
            said = litellm.completion(model=ask.model, messages=list(ask.messages), timeout=seconds, max_retries=0, **more)
        except Exception as problem:  # noqa: BLE001 - litellm maps every provider's errors to classes of its own
            raise _failure(problem, target) from None
    try:
        return _read(said, litellm)
    except (AttributeError, IndexError, TypeError):
        raise Failure("type", "its answer is no chat answer") from None


def _read(said: Any, litellm: Any) -> Answer:
    choice = said.choices[0]
    message = choice.message
    calls = "".join(str(call.function.arguments or "") for call in (message.tool_calls or ()))
    usage = getattr(said, "usage", None)
    try:
        cost = litellm.completion_cost(said) or None
    except Exception:  # noqa: BLE001 - it raises for every model that is not in its table
        cost = None
    finish = {"length": "length", "content_filter": "filter"}.get(choice.finish_reason or "", "stop")
    return Answer(
        str(message.content or "") + calls, str(getattr(message, "reasoning_content", "") or ""), "", finish,
        getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None), cost, _tokens(choice),
    )  # fmt: skip


def _tokens(choice: Any) -> tuple[Token, ...]:
    found = getattr(getattr(choice, "logprobs", None), "content", None) or ()
    return tuple(Token(str(t.token), tuple((str(o.token), float(o.logprob)) for o in t.top_logprobs or ())) for t in found)


def _failure(problem: Exception, target: Target) -> Failure:
    name = type(problem).__name__
    text = without_key(" ".join(str(getattr(problem, "message", "") or problem).split()), target.key)
    text = text.removeprefix(f"litellm.{name}: ").removeprefix("litellm.")[:300]
    if name == "Timeout":
        return Failure("timeout", "it did not answer in time")
    if name in ("APIConnectionError", "ServiceUnavailableError") and "onnect" in text:
        return Failure("unreachable", text[:160])
    status = getattr(problem, "status_code", 0)
    headers = getattr(getattr(problem, "response", None), "headers", None) or {}
    wait = headers.get("retry-after")
    waited = float(wait) if isinstance(wait, str) and wait.replace(".", "", 1).isdigit() else None
    return Failure("http", text, status=status if isinstance(status, int) else 0, wait=waited)
