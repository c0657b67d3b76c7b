"""Any model as a translator: OpenAI-compatible servers by a small client of our own, every other provider through litellm."""

import json
import os
import re
from typing import Any

from ffai.config import Settings
from ffai.environment import Environment
from ffai.errors import ModelFailed
from ffai.values import Context, Proposal

NAME = "llm"
_ADVICE = "ffai works without a model too: leave out -m"


def translate(context: Context, settings: Settings, env: Environment) -> Proposal:
    """The model's proposal. Raises ModelFailed when it cannot be reached or its answer is of no use."""
    messages = [{"role": "system", "content": prompt(context)}, {"role": "user", "content": question(context)}]
    model = settings.model
    base = settings.api_base or env.variables.get("OPENAI_BASE_URL", "")
    if model.startswith("openai/") or (base and "/" not in model):
        text = _openai(model.removeprefix("openai/"), base or "https://api.openai.com/v1", messages, settings, env)
    else:
        text = _litellm(model, messages, settings)
    return proposal(text, model)


def prompt(context: Context) -> str:
    """The system prompt: the rules, and which ffmpeg is there."""
    path = os.path.join(os.path.dirname(__file__), "prompts", "zero-shot.md")
    with open(path, encoding="utf-8") as file:
        return f"{file.read()}\nThe installed ffmpeg is version {context.tools.version}.\n"


def question(context: Context) -> str:
    """The request and what is known of the files it may be about."""
    lines = [context.request]
    names = [m.path for m in context.mentions if m.exists] + list(context.given) or [e.name for e in context.folder[:10]]
    for name in dict.fromkeys(names):
        media = context.probe(name)
        if media is not None:
            streams = ", ".join(f"{s.kind} {s.codec}" + (f" {s.width}x{s.height}" if s.width else "") for s in media.streams)
            lines.append(f"File {name}: {media.duration or '?'} s, {streams}")
    return "\n".join(lines)


def proposal(text: str, model: str) -> Proposal:
    """The commands in an answer, whatever form it has: JSON, a code fence, a bare line. Raises ModelFailed when it holds none."""
    if not text.strip():
        raise ModelFailed(f"{model} gave an empty answer", _ADVICE)
    commands, explanation = _from_json(text)
    if commands is None:
        fences = re.findall(r"```[a-z]*\n(.*?)```", text, re.DOTALL)
        commands = [body.strip() for body in fences if "ffmpeg" in body or "ffprobe" in body][:1]
        commands = commands or [line.strip("` $") for line in text.splitlines() if re.match(r"[`$ ]*ff(mpeg|probe) ", line)][:1]
    if not commands:
        raise ModelFailed(f"{model} gave no command: {' '.join((explanation or text).split())[:200]}", _ADVICE)
    return Proposal(
        f"{NAME}:{model}",
        understood=True,
        confidence=0.5,
        text="\n".join(commands),
        assumptions=(explanation,) if explanation else (),
    )


def _from_json(text: str) -> tuple[list[str] | None, str]:
    match = re.search(r"\{.*\}", text, re.DOTALL)
    if match is None:
        return None, ""
    try:
        answer = json.loads(match.group(0))
    except ValueError:
        return None, ""
    found = answer.get("commands", answer.get("command"))
    found = [found] if isinstance(found, str) else found
    if not isinstance(found, list) or not all(isinstance(c, str) for c in found):
        return None, ""
    return [c for c in found if c.strip()], str(answer.get("explanation", ""))


def _openai(model: str, base: str, messages: list[dict[str, str]], settings: Settings, env: Environment) -> str:
    """A chat completion of an OpenAI-compatible server."""
    from urllib import error, request

    headers = {"Content-Type": "application/json"}
    key = env.variables.get("OPENAI_API_KEY", "")
    if key:
        headers["Authorization"] = f"Bearer {key}"
    elif "api.openai.com" in base:
        raise ModelFailed("there is no key for OpenAI", "export OPENAI_API_KEY=..., or name a local server with --api-base")
    body = json.dumps({"model": model, "messages": messages, "temperature": 0}).encode()
    try:
        asked = request.Request(f"{base.rstrip('/')}/chat/completions", body, headers)  # noqa: S310 - the address is the user's own
        with request.urlopen(asked, timeout=settings.timeout) as answer:  # noqa: S310
            document: Any = json.load(answer)
        return str(document["choices"][0]["message"]["content"] or "")
    except error.HTTPError as problem:
        raise ModelFailed(f"the model's server answered {problem.code} {problem.reason}", _said(problem.code)) from None
    except (OSError, ValueError, KeyError, IndexError, TypeError) as problem:
        reason = getattr(problem, "reason", None) or problem
        raise ModelFailed(
            f"the model at {base} could not be used: {type(problem).__name__} {str(reason)[:120]}",
            "is the server running? is the address right?",
        ) from None


def _said(code: int) -> str:
    return {
        401: "the key is not accepted: check OPENAI_API_KEY",
        404: "no such model or address: check -m and --api-base",
        429: "too many requests, or no credit left: try again later",
    }.get(code, "try again later, or another model")


def _litellm(model: str, messages: list[dict[str, str]], settings: Settings) -> str:
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    import litellm

    litellm.suppress_debug_info = True
    try:
        answer = litellm.completion(model=model, messages=messages, temperature=0, timeout=settings.timeout, num_retries=1)
        return str(answer.choices[0].message.content or "")
    except Exception as problem:  # noqa: BLE001 - litellm maps every provider's errors to classes of its own
        raise ModelFailed(
            f"{model} could not be used: {type(problem).__name__}", "check the model's name and its provider's key"
        ) from None
