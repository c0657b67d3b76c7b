"""What a provider would refuse in a file of examples, found before anything is sent; and what it comes to in tokens."""

import json
import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from ffai_evals.finetune.forms import FORMS

_PIECE = re.compile(r"'(?:s|t|re|ve|m|ll|d)| ?[A-Za-z]+| ?\d{1,3}| ?[^\sA-Za-z\d]+|\s+")
_ROLES = (["user", "assistant"], ["system", "user", "assistant"])


class Fault(NamedTuple):
    line: int  # from 1; 0 for the file as a whole
    text: str


class Looked(NamedTuple):
    faults: tuple[Fault, ...]
    examples: int
    tokens: int  # of all examples once, estimated
    longest: int


def tokens_of(text: str) -> int:
    """Tokens, estimated: pieces as byte-pair encoders cut them first, each of them one token for every six letters begun.

    No tokenizer is asked; providers count their own.
    """
    return sum(1 + (len(piece.strip()) - 1) // 6 if piece.strip() else 1 for piece in _PIECE.findall(text))


def validate(lines: Iterable[str], form: str) -> Looked:
    """Looks through a file's lines. `form` is one of FORMS."""
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    count = total = longest = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            faults.append(Fault(number, "the line is empty"))
            continue
        count += 1
        try:
            data = json.loads(line)
            said = _turns(data, form)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as problem:
            faults.append(Fault(number, f"it is not of the form {form}: {type(problem).__name__} {problem}"[:160]))
            continue
        faults += [Fault(number, text) for text in _wrong(said)]
        tokens = sum(tokens_of(text) + 4 for _, text in said)
        total, longest = total + tokens, max(longest, tokens)
        bound = FORMS[form].tokens
        if bound is not None and tokens > bound:
            faults.append(Fault(number, f"it has about {tokens:,} tokens; more than {bound:,} are cut or refused"))
        if line in seen:
            faults.append(Fault(number, f"it is the same as line {seen[line]}"))
        seen.setdefault(line, number)
    if count < FORMS[form].least:
        faults.insert(0, Fault(0, f"there are {count} examples; at least {FORMS[form].least} are needed"))
    return Looked(tuple(faults), count, total, longest)


def _wrong(said: list[tuple[str, str]]) -> list[str]:
    found = []
    if [role for role, _ in said] not in _ROLES:
        found.append(f"the roles are {', '.join(role for role, _ in said) or 'none'}; wanted: system (or none), user, assistant")
    found += [f"what the {role} says is empty" for role, text in said if not text.strip()]
    return found


_SAME_ROLE = {"human": "user", "gpt": "assistant", "model": "assistant"}


def _turns(data: Any, form: str) -> list[tuple[str, str]]:
    """(role, text) of an example in any of the forms. Raises KeyError and the like for what is not of the form."""
    if form == "vertex_gemini":
        said = [data["systemInstruction"]] if "systemInstruction" in data else []
        turns = [(t["role"], "".join(_text(p["text"]) for p in t["parts"])) for t in [*said, *data["contents"]]]
    elif form == "trl_prompt_completion_jsonl":
        turns = [(t["role"], _text(t["content"])) for t in [*data["prompt"], *data["completion"]]]
    elif form == "unsloth_sharegpt_jsonl":
        turns = [(t["from"], _text(t["value"])) for t in data["conversations"]]
    else:
        said = data["messages" if "messages" in FORMS[form].line(_SAMPLE) else "conversations"]
        turns = [(t["role"], _called(t, data, form) if t.get("tool_calls") else _text(t["content"])) for t in said]
    return [(_SAME_ROLE.get(role, role), text) for role, text in turns]


def _called(turn: dict[str, Any], data: dict[str, Any], form: str) -> str:
    """The arguments of a tool call, as text. Raises ValueError for a tool that is not among the line's tools."""
    call = turn["tool_calls"][0]["function"]
    known = [tool["function"]["name"] for tool in data["tools"]]
    if call["name"] not in known:
        raise ValueError(f"it calls {call['name']!r}, which is not among its tools")
    arguments = json.loads(call["arguments"]) if form.startswith("openai") else call["arguments"]
    if not isinstance(arguments, dict):
        raise TypeError("the arguments of the call are no object")
    return json.dumps(arguments)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} is no text")
    return value


def _sample() -> Any:
    from ffai_evals.finetune.forms import Example

    return Example("s", "u", ("c",))


_SAMPLE = _sample()
