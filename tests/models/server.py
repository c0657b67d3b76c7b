"""A scripted model on loopback: a real HTTP server that speaks the published chat APIs and answers what a test wrote down.

OpenAI chat completions and responses, Anthropic messages, Gemini generateContent, Ollama chat; whole or streamed; and all that goes wrong.
"""

import json
import math
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self


class Reply(NamedTuple):
    text: str = ""
    reasoning: str = ""
    refusal: str = ""
    tool: bool = False  # the text is the arguments of a tool call
    finish: str = "stop"
    tokens: tuple[int, int] | None = (100, 20)
    cost: float | None = None
    logprobs: bool = False
    chances: tuple = ()  # ((token, {other: probability}), …): told when they are asked for
    # what goes wrong
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None  # in place of the answer
    content_type: str = ""
    delay: float = 0.0  # seconds before anything is sent
    drip: float = 0.0  # seconds between the bytes
    cut: int = 0  # bytes left out at the end, though announced
    hang_up: bool = False  # before any answer
    never_ends: bool = False  # a stream that stops in the middle


def commands(*texts: str, explanation: str = "as asked", **more: Any) -> Reply:
    """A well-formed answer."""
    return Reply(json.dumps({"commands": list(texts), "explanation": explanation, "question": ""}), **more)


def error(status: int, message: str, **more: Any) -> Reply:
    return Reply(status=status, body=json.dumps({"error": {"message": message, "type": "x"}}).encode(), **more)


class Asked(NamedTuple):
    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def said(self) -> str:
        """All that was told, as one text."""
        return json.dumps(self.body, ensure_ascii=False)


class Model:
    """`script`: the replies, in order; the last one is given again and again. A function makes one of what was asked."""

    def __init__(self, *script: Reply) -> None:
        self.script = list(script)
        self.asked: list[Asked] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_arguments):
                pass

            def do_GET(self):
                names = {"data": [{"id": "small"}], "models": [{"name": "small", "model": "small"}]}
                self._send(json.dumps(names).encode(), Reply())

            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                body = json.loads(self.rfile.read(length) or b"{}")
                outer.asked.append(Asked(self.path, dict(self.headers), body))
                reply = outer.script[min(len(outer.asked), len(outer.script)) - 1]
                reply = reply(Asked(self.path, {}, body)) if callable(reply) else reply
                time.sleep(reply.delay)
                if reply.hang_up:
                    self.close_connection = True
                    return
                if reply.body is not None or reply.status != 200:
                    self._send(reply.body or b"", reply)
                    return
                api = next(a for part, a in APIS.items() if part in self.path)
                stream = bool(body.get("stream")) or "streamGenerateContent" in self.path
                if reply.chances and not body.get("logprobs"):
                    reply = reply._replace(chances=())
                data, kind = api(reply, stream=stream, model=body.get("model", "small"))
                self._send(data, reply, kind)

            def _send(self, data, reply, kind="application/json"):
                try:
                    self.send_response(reply.status)
                    self.send_header("Content-Type", reply.content_type or kind)
                    self.send_header("Content-Length", str(len(data)))
                    self.send_header("Connection", "close")
                    for name, value in reply.headers:
                        self.send_header(name, value)
                    self.end_headers()
                    data = data[: len(data) - reply.cut] if reply.cut else data
                    for start in range(0, len(data), 1 if reply.drip else len(data) or 1):
                        self.wfile.write(data[start : start + 1] if reply.drip else data)
                        self.wfile.flush()
                        time.sleep(reply.drip)
                except OSError:
                    pass
                self.close_connection = True

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

            def handle_error(self, *_arguments):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def base(self) -> str:
        return f"{self.root}/v1"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()


def _pieces(text: str) -> list[str]:
    return [text[i : i + 7] for i in range(0, len(text), 7)] or [""]


def _sse(events: list[Any], *, named: bool = False, end: str = "") -> bytes:
    lines = [(f"event: {e['type']}\n" if named else "") + f"data: {json.dumps(e)}\n\n" for e in events]
    return ("".join(lines) + end).encode()


def _chances(reply: Reply) -> list[dict[str, Any]]:
    def row(token, share):
        return {"token": token, "logprob": math.log(share), "bytes": list(token.encode())}

    return [{**row(t, 0.9), "top_logprobs": [row(*other) for other in others.items()]} for t, others in reply.chances]


def _openai(reply: Reply, *, stream: bool, model: str) -> tuple[bytes, str]:
    usage = {}
    if reply.tokens:
        usage = {"prompt_tokens": reply.tokens[0], "completion_tokens": reply.tokens[1], "total_tokens": sum(reply.tokens)}
        usage |= {"cost": reply.cost} if reply.cost is not None else {}
    call = {"id": "call_1", "type": "function", "index": 0, "function": {"name": "give_commands", "arguments": reply.text}}
    base = {"id": "c1", "created": 1, "model": model}
    if not stream:
        message: dict[str, Any] = {"role": "assistant", "content": None if reply.tool else reply.text}
        message |= {"tool_calls": [{k: v for k, v in call.items() if k != "index"}]} if reply.tool else {}
        message |= {"reasoning_content": reply.reasoning} if reply.reasoning else {}
        message |= {"refusal": reply.refusal, "content": None} if reply.refusal else {}
        choice: dict[str, Any] = {"index": 0, "message": message, "finish_reason": reply.finish}
        if reply.logprobs:
            choice["logprobs"] = {"content": [{"token": "{", "logprob": -0.1, "bytes": [123], "top_logprobs": []}]}
        if reply.chances:
            choice["logprobs"] = {"content": _chances(reply)}
        return json.dumps(
            {**base, "object": "chat.completion", "choices": [choice], **({"usage": usage} if usage else {})}
        ).encode(), "application/json"
    base["object"] = "chat.completion.chunk"

    def chunk(delta, finish=None):
        return {**base, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}

    events = [chunk({"role": "assistant", "content": ""})]
    events += [chunk({"reasoning_content": p}) for p in (_pieces(reply.reasoning) if reply.reasoning else [])]
    if reply.refusal:
        events.append(chunk({"refusal": reply.refusal}))
    elif reply.tool:
        events += [
            chunk({"tool_calls": [{**call, "function": {"name": "give_commands", "arguments": p}}]}) for p in _pieces(reply.text)
        ]
    else:
        events += [chunk({"content": p}) for p in _pieces(reply.text)]
    if reply.never_ends:
        return _sse(events[: len(events) // 2]), "text/event-stream"
    events.append(chunk({}, reply.finish))
    if usage:
        events.append({**base, "choices": [], "usage": usage})
    return _sse(events, end="data: [DONE]\n\n"), "text/event-stream; charset=utf-8"


def _responses(reply: Reply, *, stream: bool, model: str) -> tuple[bytes, str]:
    tokens = reply.tokens or (0, 0)
    content = [{"type": "output_text", "text": reply.text, "annotations": []}]
    output = [{"type": "message", "id": "m1", "status": "completed", "role": "assistant", "content": content}]
    document = {
        "id": "r1", "object": "response", "created_at": 1, "status": "completed", "model": model, "output": output, "parallel_tool_calls": True, "tool_choice": "auto", "tools": [],
        "temperature": 0, "top_p": 1, "error": None, "incomplete_details": None, "instructions": None, "metadata": {},
        "usage": {"input_tokens": tokens[0], "output_tokens": tokens[1], "total_tokens": sum(tokens), "input_tokens_details": {"cached_tokens": 0}, "output_tokens_details": {"reasoning_tokens": 0}},
    }  # fmt: skip
    return json.dumps(document).encode(), "application/json"


def _anthropic(reply: Reply, *, stream: bool, model: str) -> tuple[bytes, str]:
    tokens = reply.tokens or (0, 0)
    stop = {"stop": "tool_use" if reply.tool else "end_turn", "length": "max_tokens", "content_filter": "refusal"}[reply.finish]
    said: dict[str, Any] = {"type": "text", "text": reply.text}
    if reply.tool:
        said = {"type": "tool_use", "id": "t1", "name": "give_commands", "input": json.loads(reply.text)}
    thought = [{"type": "thinking", "thinking": reply.reasoning, "signature": "x"}] if reply.reasoning else []
    base = {"id": "m1", "type": "message", "role": "assistant", "model": model, "stop_sequence": None}
    if not stream:
        document = {
            **base,
            "content": [*thought, said],
            "stop_reason": stop,
            "usage": {"input_tokens": tokens[0], "output_tokens": tokens[1]},
        }
        return json.dumps(document).encode(), "application/json"
    first = {
        "type": "message_start",
        "message": {**base, "content": [], "stop_reason": None, "usage": {"input_tokens": tokens[0], "output_tokens": 1}},
    }
    kind = "partial_json" if reply.tool else "text"
    deltas = [
        {
            "type": "content_block_delta",
            "index": 0,
            "delta": {"type": "input_json_delta" if reply.tool else "text_delta", kind: p},
        }
        for p in _pieces(reply.text)
    ]
    start = {
        "type": "content_block_start",
        "index": 0,
        "content_block": {**said, **({"input": {}} if reply.tool else {"text": ""})},
    }
    last = [
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": {"stop_reason": stop, "stop_sequence": None}, "usage": {"output_tokens": tokens[1]}},
        {"type": "message_stop"},
    ]
    return _sse([first, start, {"type": "ping"}, *deltas, *([] if reply.never_ends else last)], named=True), "text/event-stream"


def _gemini(reply: Reply, *, stream: bool, model: str) -> tuple[bytes, str]:
    tokens = reply.tokens or (0, 0)
    usage = {"promptTokenCount": tokens[0], "candidatesTokenCount": tokens[1], "totalTokenCount": sum(tokens)}
    finish = {"stop": "STOP", "length": "MAX_TOKENS", "content_filter": "SAFETY"}[reply.finish]
    thought = [{"text": reply.reasoning, "thought": True}] if reply.reasoning else []

    def part(texts, **more):
        return {"candidates": [{"content": {"role": "model", "parts": texts}, "index": 0, **more}], "modelVersion": model}

    if reply.refusal:
        return json.dumps({"promptFeedback": {"blockReason": "SAFETY"}, "usageMetadata": usage}).encode(), "application/json"
    if not stream:
        whole = {**part([*thought, {"text": reply.text}], finishReason=finish), "usageMetadata": usage}
        return json.dumps(whole).encode(), "application/json"
    events = [part([{"text": p}]) for p in _pieces(reply.text)]
    return _sse([*events, {**part([{"text": ""}], finishReason=finish), "usageMetadata": usage}]), "text/event-stream"


def _ollama(reply: Reply, *, stream: bool, model: str) -> tuple[bytes, str]:
    tokens = reply.tokens or (0, 0)
    base = {"model": model, "created_at": "2025-01-01T00:00:00Z"}
    end = {
        "done": True,
        "done_reason": reply.finish,
        "prompt_eval_count": tokens[0],
        "eval_count": tokens[1],
        "total_duration": 1,
    }

    def line(text, **more):
        message = {"role": "assistant", "content": text, **({"thinking": reply.reasoning} if reply.reasoning and more else {})}
        return {**base, "message": message, "done": False, **more}

    if not stream:
        more = {"logprobs": _chances(reply)} if reply.chances else {}
        return json.dumps(line(reply.text, **end, **more)).encode(), "application/json"
    lines = [line(p) for p in _pieces(reply.text)] + ([] if reply.never_ends else [line("", **end)])
    return "".join(json.dumps(each) + "\n" for each in lines).encode(), "application/x-ndjson"


APIS = {
    "/chat/completions": _openai,
    "/responses": _responses,
    "/messages": _anthropic,
    "enerateContent": _gemini,
    "/api/chat": _ollama,
}
