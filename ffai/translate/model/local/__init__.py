"""Models of one's own, run in this process: found by name, asked in the form they were trained on, their answer put back into full.

kept    where models are, and what is said of each     wording    the text a model is asked with, the shorthand of its answers
llama   GGUF files, by llama.cpp's prebuilt binding    scratch    models trained from nothing: `words` and `net`
"""

import json

from ffai.environment import Environment
from ffai.translate.model.local import kept
from ffai.translate.model.local.wording import asked, full
from ffai.translate.model.masks import Mask
from ffai.translate.model.values import Answer, Ask, Message
from ffai.values import Context

DIALECT = "local"


def messages(name: str, context: Context, mask: Mask, env: Environment) -> tuple[Message, ...] | None:
    """What a model that was trained here is asked; None for one that is asked like any other."""
    model = kept.find(name, env)
    if model.kind == kept.CHAT:
        return None
    from ffai.translate.model.prompting import subjects

    said = asked(mask.request(context), [mask.name(each) for each in subjects(context)])
    return ({"role": "user", "content": said},)


def answer(ask: Ask, env: Environment) -> Answer:
    """The answer of a model of that name. Raises Failure, and Missing or UsageError where it cannot be asked at all."""
    model = kept.find(ask.model, env)
    request = str(ask.messages[-1]["content"])
    if model.kind == kept.SCRATCH:
        from ffai.translate.model.local import scratch

        said = scratch.complete(model, request)
    else:
        from ffai.translate.model.local import llama

        if model.kind == kept.CHAT:
            return llama.chat(model, ask)
        said = llama.complete(model, request, ask.max_tokens)
    commands = [line for line in full(said.text, model.shorthand).split("\n") if line.strip()]
    return said._replace(text=json.dumps({"commands": commands}, ensure_ascii=False))
