"""The four published chat APIs: how each wants to be asked, and how it answers, whole or in pieces.

OpenAI chat completions, Anthropic messages, Gemini generateContent, Ollama chat: from their reference documentation. Pure functions;
what comes in is JSON of a server that is not trusted, so anything may be missing or of another type (TypeError, KeyError: `wire` maps them).
"""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from ffai.translate.model.values import JSON, SCHEMA, TEXT, TOOL, Answer, Ask, Token

ANSWER_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "commands": {"type": "array", "items": {"type": "string"}, "description": "complete shell commands, in order; empty when there is none"},
        "explanation": {"type": "string", "description": "one short sentence"},
        "question": {"type": "string", "description": "what must be known first; empty when nothing"},
    },
    "required": ["commands", "explanation", "question"],
    "additionalProperties": False,
}  # fmt: skip
TOOL_NAME = "give_commands"
TOOL_TEXT = "Gives the ffmpeg commands that do what was asked for."
_FINISH = {
    "stop": "stop", "length": "length", "content_filter": "filter", "tool_calls": "stop", "function_call": "stop", "end_turn": "stop", "stop_sequence": "stop", "tool_use": "stop",
    "max_tokens": "length", "refusal": "filter", "STOP": "stop", "MAX_TOKENS": "length", "SAFETY": "filter", "RECITATION": "filter", "BLOCKLIST": "filter", "PROHIBITED_CONTENT": "filter",
}  # fmt: skip


class Dialect(NamedTuple):
    """`path` and `body` for a request; `whole` reads an answer in one document, `piece` one event of a stream."""

    path: Callable[[Ask], str]
    headers: Callable[[str], dict[str, str]]  # of a key
    body: Callable[[Ask], dict[str, Any]]
    whole: Callable[[Any], Answer]
    piece: Callable[[Any], Answer]
    ended: Callable[[str], bool] = lambda _line: False  # whether a line of a stream says that it is over


def schema_of(ask: Ask) -> Any:
    """The JSON Schema of its answer."""
    return ask.schema or ANSWER_SCHEMA


def tool_of(ask: Ask) -> tuple[str, str]:
    """Name and purpose of the tool that an answer goes through where the server has no other form."""
    return ("give_answer", "Gives the answer.") if ask.schema else (TOOL_NAME, TOOL_TEXT)


def _finish(said: Any) -> str:
    return _FINISH.get(str(said), "stop") if said else ""


def _int(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _text(value: Any) -> str:
    if isinstance(value, list):  # content in parts
        return "".join(_text(part.get("text")) for part in value if isinstance(part, dict))
    return value if isinstance(value, str) else ""


def _tokens(found: Any, chance: str = "logprob") -> tuple[Token, ...]:
    """Tokens with their alternatives, as OpenAI and Ollama list them."""
    if not isinstance(found, list):
        return ()
    return tuple(Token(_text(t.get("token")), _chances(t.get("top_logprobs"), chance)) for t in found if isinstance(t, dict))


def _chances(found: Any, chance: str) -> tuple[tuple[str, float], ...]:
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    return tuple((_text(r.get("token")), float(r[chance])) for r in rows if isinstance(r.get(chance), int | float))


# --- OpenAI chat completions


def _openai_body(ask: Ask) -> dict[str, Any]:
    body: dict[str, Any] = {"model": ask.model, "messages": list(ask.messages), "temperature": ask.temperature}
    if ask.top_p < 1:
        body["top_p"] = ask.top_p
    if ask.max_tokens:
        body["max_completion_tokens" if "max_tokens" in ask.without else "max_tokens"] = ask.max_tokens
    if ask.form == SCHEMA:
        schema = {"name": "answer", "strict": True, "schema": schema_of(ask)}
        body["response_format"] = {"type": "json_schema", "json_schema": schema}
    elif ask.form == JSON:
        body["response_format"] = {"type": "json_object"}
    elif ask.form == TOOL:
        name, text = tool_of(ask)
        body["tools"] = [{"type": "function", "function": {"name": name, "description": text, "parameters": schema_of(ask)}}]
        body["tool_choice"] = {"type": "function", "function": {"name": name}}
    if ask.alternatives and "logprobs" not in ask.without:
        body |= {"logprobs": True, "top_logprobs": ask.alternatives}
    if ask.stream:
        body |= {"stream": True, "stream_options": {"include_usage": True}}
    return {name: value for name, value in body.items() if name not in ask.without}


def _openai_usage(document: Any) -> Answer:
    usage = document.get("usage") or {}
    cost = usage.get("cost")
    return Answer(
        tokens_in=_int(usage.get("prompt_tokens")),
        tokens_out=_int(usage.get("completion_tokens")),
        cost=float(cost) if isinstance(cost, int | float) and not isinstance(cost, bool) else None,
    )


def _openai_message(message: dict[str, Any], finish: Any) -> Answer:
    calls = message.get("tool_calls") or []
    called = "".join(_text(call["function"].get("arguments")) for call in calls if isinstance(call.get("function"), dict))
    reasoning = message.get("reasoning_content") or message.get("reasoning")
    return Answer(_text(message.get("content")) + called, _text(reasoning), _text(message.get("refusal")), _finish(finish))


def _openai_whole(document: Any) -> Answer:
    choice = document["choices"][0]
    said = _openai_message(choice["message"], choice.get("finish_reason") or "stop").plus(_openai_usage(document))
    return said._replace(tokens=_tokens((choice.get("logprobs") or {}).get("content")))


def _openai_piece(event: Any) -> Answer:
    choices = event.get("choices") or []
    said = _openai_message(choices[0].get("delta") or {}, choices[0].get("finish_reason")) if choices else Answer()
    return said.plus(_openai_usage(event))


# --- Anthropic messages


def _anthropic_body(ask: Ask) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": ask.model,
        "max_tokens": ask.max_tokens or 4096,
        "temperature": min(ask.temperature, 1.0),
        "system": "\n\n".join(m["content"] for m in ask.messages if m["role"] == "system"),
        "messages": [m for m in ask.messages if m["role"] != "system"],
    }
    if ask.top_p < 1:
        body["top_p"] = ask.top_p
    if ask.form in (SCHEMA, TOOL):
        name, text = tool_of(ask)
        body["tools"] = [{"name": name, "description": text, "input_schema": schema_of(ask)}]
        body["tool_choice"] = {"type": "tool", "name": name}
    if ask.stream:
        body["stream"] = True
    return {name: value for name, value in body.items() if name not in ask.without}


def _anthropic_whole(document: Any) -> Answer:
    parts = document["content"]
    text = "".join(_text(p.get("text")) for p in parts if p.get("type") == "text")
    called = "".join(json.dumps(p.get("input")) for p in parts if p.get("type") == "tool_use")
    thought = "".join(_text(p.get("thinking")) for p in parts if p.get("type") == "thinking")
    usage = document.get("usage") or {}
    finish = _finish(document.get("stop_reason") or "end_turn")
    return Answer(called or text, thought, "", finish, _int(usage.get("input_tokens")), _int(usage.get("output_tokens")))


def _anthropic_piece(event: Any) -> Answer:
    kind = event.get("type")
    if kind == "message_start":
        usage = event["message"].get("usage") or {}
        return Answer(tokens_in=_int(usage.get("input_tokens")))
    if kind == "content_block_delta":
        delta = event["delta"]
        return Answer(_text(delta.get("text")) + _text(delta.get("partial_json")), _text(delta.get("thinking")))
    if kind == "message_delta":
        usage = event.get("usage") or {}
        return Answer(finish=_finish(event["delta"].get("stop_reason")), tokens_out=_int(usage.get("output_tokens")))
    return Answer()


# --- Gemini generateContent


def _gemini_schema(schema: Any) -> Any:
    """Gemini's schema is a part of OpenAPI's: it knows no additionalProperties."""
    if isinstance(schema, dict):
        return {name: _gemini_schema(value) for name, value in schema.items() if name != "additionalProperties"}
    return schema


def _gemini_body(ask: Ask) -> dict[str, Any]:
    settings: dict[str, Any] = {"temperature": ask.temperature}
    if ask.top_p < 1:
        settings["topP"] = ask.top_p
    if ask.max_tokens:
        settings["maxOutputTokens"] = ask.max_tokens
    if ask.alternatives and "logprobs" not in ask.without:
        settings |= {"responseLogprobs": True, "logprobs": ask.alternatives}
    if ask.form != TEXT:
        settings["responseMimeType"] = "application/json"
    if ask.form in (SCHEMA, TOOL):
        settings["responseSchema"] = _gemini_schema(schema_of(ask))
    roles = {"user": "user", "assistant": "model"}
    return {
        "systemInstruction": {"parts": [{"text": m["content"]} for m in ask.messages if m["role"] == "system"]},
        "contents": [{"role": roles[m["role"]], "parts": [{"text": m["content"]}]} for m in ask.messages if m["role"] in roles],
        "generationConfig": {name: value for name, value in settings.items() if name not in ask.without},
    }


def _gemini_piece(document: Any) -> Answer:
    usage = document.get("usageMetadata") or {}
    thought_tokens = _int(usage.get("thoughtsTokenCount")) or 0
    out = _int(usage.get("candidatesTokenCount"))
    amounts = Answer(tokens_in=_int(usage.get("promptTokenCount")), tokens_out=None if out is None else out + thought_tokens)
    blocked = (document.get("promptFeedback") or {}).get("blockReason")
    if blocked:
        return amounts._replace(refusal=f"the request was blocked: {blocked}", finish="filter")
    candidates = document.get("candidates") or []
    if not candidates:
        return amounts
    parts = (candidates[0].get("content") or {}).get("parts") or []
    return amounts._replace(
        text="".join(_text(p.get("text")) for p in parts if not p.get("thought")),
        reasoning="".join(_text(p.get("text")) for p in parts if p.get("thought")),
        finish=_finish(candidates[0].get("finishReason")),
        tokens=_gemini_tokens(candidates[0].get("logprobsResult") or {}),
    )


def _gemini_tokens(found: Any) -> tuple[Token, ...]:
    chosen, others = found.get("chosenCandidates") or [], found.get("topCandidates") or []
    rows = [_chances(other.get("candidates"), "logProbability") for other in others]
    return tuple(Token(_text(t.get("token")), row) for t, row in zip(chosen, rows, strict=False))


def _gemini_path(ask: Ask) -> str:
    from urllib.parse import quote

    way = "streamGenerateContent?alt=sse" if ask.stream else "generateContent"
    return f"/models/{quote(ask.model, safe='')}:{way}"


# --- Ollama chat


def _ollama_body(ask: Ask) -> dict[str, Any]:
    options: dict[str, Any] = {"temperature": ask.temperature, "top_p": ask.top_p}
    if ask.max_tokens:
        options["num_predict"] = ask.max_tokens
    body: dict[str, Any] = {"model": ask.model, "messages": list(ask.messages), "stream": ask.stream, "options": options}
    if ask.alternatives and "logprobs" not in ask.without:
        body |= {"logprobs": True, "top_logprobs": ask.alternatives}
    if ask.form in (SCHEMA, TOOL):
        body["format"] = schema_of(ask)
    elif ask.form == JSON:
        body["format"] = "json"
    return {name: value for name, value in body.items() if name not in ask.without}


def _ollama_piece(document: Any) -> Answer:
    message = document["message"]
    finish = _finish(document.get("done_reason") or "stop") if document.get("done") else ""
    amounts = (_int(document.get("prompt_eval_count")), _int(document.get("eval_count")))
    said = Answer(_text(message.get("content")), _text(message.get("thinking")), "", finish, *amounts)
    return said._replace(tokens=_tokens(document.get("logprobs")))


def _bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"} if key else {}


DIALECTS = {
    "openai": Dialect(
        lambda _ask: "/chat/completions", _bearer, _openai_body, _openai_whole, _openai_piece, lambda line: line == "[DONE]"
    ),
    "anthropic": Dialect(
        lambda _ask: "/v1/messages",
        lambda key: {"anthropic-version": "2023-06-01", **({"x-api-key": key} if key else {})},
        _anthropic_body, _anthropic_whole, _anthropic_piece,
    ),
    "gemini": Dialect(_gemini_path, lambda key: {"x-goog-api-key": key} if key else {}, _gemini_body, _gemini_piece, _gemini_piece),
    "ollama": Dialect(lambda _ask: "/api/chat", _bearer, _ollama_body, _ollama_piece, _ollama_piece),
}  # fmt: skip
