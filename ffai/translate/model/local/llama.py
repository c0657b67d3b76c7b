"""GGUF files run by xllamacpp, llama.cpp's prebuilt binding. A model is loaded once in a process; several may ask it at once."""

import json
import os
import secrets
import threading
from typing import Any

from ffai.errors import Missing
from ffai.translate.model.dialects import DIALECTS
from ffai.translate.model.local.kept import CHAT, TRAINED, Model
from ffai.translate.model.local.wording import END, prompt
from ffai.translate.model.values import Answer, Ask
from ffai.translate.model.wire import Failure

_LONGEST = {TRAINED: 200, CHAT: 400}  # tokens of an answer
_CONTEXT = {TRAINED: 768, CHAT: 4096}  # tokens for each that asks at once
_AT_ONCE = {TRAINED: 4, CHAT: 1}
_loaded: dict[str, Any] = {}
_loading = threading.Lock()


def complete(model: Model, said: str, longest: int = 0) -> Answer:
    """What a trained model makes of a request. Raises Failure."""
    text = prompt(said)
    body = {"prompt": text, "n_predict": longest or _LONGEST[TRAINED], "temperature": 0, "stop": [END], "cache_prompt": True}
    document = _of(model).handle_completions(body)
    try:
        choice, used = document["choices"][0], document.get("usage") or {}
        finish = "length" if choice["finish_reason"] == "length" else "stop"
        return Answer(choice["text"], "", "", finish, used.get("prompt_tokens"), used.get("completion_tokens"), 0.0)
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Failure("type", f"it could not answer: {json.dumps(document)[:160]}") from None


def chat(model: Model, ask: Ask) -> Answer:
    """The answer of a model that is asked like any other. Raises Failure."""
    dialect = DIALECTS["openai"]
    body = dialect.body(ask._replace(stream=False, max_tokens=ask.max_tokens or _LONGEST[CHAT]))
    document = _of(model).handle_chat_completions(body)
    try:
        return dialect.whole(document)._replace(cost=0.0)
    except (KeyError, IndexError, TypeError, AttributeError):
        raise Failure("type", f"it could not answer: {json.dumps(document)[:160]}") from None


def _of(model: Model) -> Any:
    with _loading:
        if model.path not in _loaded:
            _loaded[model.path] = _load(model)
    return _loaded[model.path]


def _load(model: Model) -> Any:
    try:
        import xllamacpp
    except ImportError:
        raise Missing("running a model of your own needs xllamacpp", "install the extra: pip install 'ffai[local]'") from None
    told = xllamacpp.CommonParams()
    told.model.path = model.path
    told.n_parallel = _AT_ONCE[model.kind]
    told.n_ctx = _CONTEXT[model.kind] * _AT_ONCE[model.kind]
    # half of the processors: threads that wait for each other at every step stand still when one of them has to share its own
    told.cpuparams.n_threads = told.cpuparams_batch.n_threads = max(1, min(8, (os.cpu_count() or 1) // 2))
    told.cpuparams.poll = told.cpuparams_batch.poll = 0
    told.verbosity = -1
    told.cache_ram_mib = 0
    told.warmup = told.fit_params = told.ui = told.endpoint_props = told.endpoint_slots = False
    told.offline = True
    told.api_keys = [secrets.token_hex(16)]  # it listens on the loopback, for nobody
    try:
        return xllamacpp.Server(told)
    except RuntimeError as problem:
        raise Failure("type", f"{model.path} cannot be loaded: {problem}") from None
