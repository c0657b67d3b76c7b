"""What a server has shown not to take, kept per address and model, so that it is found out once and not with every request."""

import os
import re
from typing import NamedTuple

from ffai.environment import Environment
from ffai.tools import cache
from ffai.translate.model.values import JSON, SCHEMA, TEXT, TOOL, Target
from ffai.translate.model.wire import Failure

# fields of a request that an answer to it can do without, and the words by which servers complain about them
_SPARE = {
    "temperature": "temperature",
    "top_p": "top_p",
    "stream_options": "stream_options",
    "max_tokens": "max_completion_tokens|max_tokens",
    "logprobs": "logprobs|top_logprobs|responseLogprobs|[Ll]ogprobs",
}
_FORM_WORDS = {
    SCHEMA: "response_format|json_schema|response_schema|responseSchema|structured|schema|format|grammar|tool",
    TOOL: "tool",
    JSON: "response_format|json_object|json mode|format",
}
_NEXT = {SCHEMA: JSON, TOOL: TEXT, JSON: TEXT}


class Known(NamedTuple):
    """Forms that were refused, and fields that are left out."""

    refused: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


def after(failure: Failure, form: str, known: Known, *, chosen: bool) -> tuple[str, Known] | None:
    """The form and fields to try next when the failure says that one of them is not taken; None when it says nothing of that.

    Each step takes something away, so there are at most as many as there are fields and forms.
    """
    if failure.kind != "http" or failure.status not in (400, 404, 405, 415, 422, 500, 501):
        return None
    for field, words in _SPARE.items():
        if field not in known.without and failure.status != 404 and re.search(rf"\b(?:{words})\b", failure.text):
            return form, known._replace(without=known.without | {field})
    if not chosen and form in _NEXT and re.search(_FORM_WORDS[form], failure.text, re.IGNORECASE):
        refused = known.refused | {form}
        return _NEXT[form], known._replace(refused=refused)
    return None


def load(target: Target, env: Environment) -> Known:
    """What is known of that model at that address."""
    found = cache.load(_path(target, env))
    if not isinstance(found, dict) or found.get("of") != [target.base, target.model]:
        return Known()
    return Known(frozenset(found.get("refused", ())), frozenset(found.get("without", ())))


def store(target: Target, env: Environment, form: str, known: Known) -> None:
    """Keeps it. What cannot be written is found out again."""
    row = {"of": [target.base, target.model], "form": form, "refused": sorted(known.refused), "without": sorted(known.without)}
    cache.store(_path(target, env), row)


def _path(target: Target, env: Environment) -> str:
    from zlib import crc32

    return os.path.join(env.cache_dir, "models", f"{crc32(f'{target.base} {target.model}'.encode()):08x}")
