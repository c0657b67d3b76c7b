"""The forms in which trainers take a pair: a table from a form's name to how a line of it looks, and what its provider refuses.

Sources: OpenAI, "Supervised fine-tuning" (chat lines, tool calls, at least 10 examples); Together AI, "Data preparation"; Fireworks AI,
"Fine-tuning text models" (at least 3 examples); Google Cloud, "Prepare supervised fine-tuning data for Gemini models" (systemInstruction,
contents, parts); Hugging Face TRL, "Dataset formats"; Axolotl, "Conversation" (chat_template). The names are those that Kiln uses,
where Kiln has the form.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ffai.translate.model.dialects import ANSWER_SCHEMA, TOOL_NAME, TOOL_TEXT
from ffai.translate.model.prompting import text_of


class Example(NamedTuple):
    """A pair as it is trained on. `thinking` is "" or what comes before the answer; `question` the answer where no command is one."""

    system: str
    user: str
    commands: tuple[str, ...]
    thinking: str = ""
    question: str = ""

    @property
    def document(self) -> dict[str, Any]:
        return {"commands": list(self.commands), "explanation": self.thinking, "question": self.question}

    @property
    def json(self) -> str:
        return json.dumps(self.document, ensure_ascii=False)


Line = dict[str, Any]


class Form(NamedTuple):
    """`least`: examples that a file needs; `tokens`: the longest example; None where the provider publishes no bound."""

    line: Callable[[Example], Line]
    text: str
    least: int = 1
    tokens: int | None = None


def example_of(pair: Mapping[str, Any], *, system: str = "", thinking: bool = False) -> Example:
    """The example of a pair, with the prompt that the translator is asked with. `thinking`: what was measured comes as reasoning."""
    commands = tuple(str(c) for c in pair["commands"])
    thought = ""
    if thinking:
        topics = [str(t).partition(":")[2] for t in pair.get("topics", ()) if not str(t).startswith("family:")]
        thought = f"It takes {', '.join(topics)}." if topics else ""
    return Example(
        system or text_of("zero-shot"), f"Request: {pair['request']}", commands, thought, str(pair.get("question") or "")
    )


def _messages(example: Example, answer: Line) -> list[Line]:
    return [
        {"role": "system", "content": example.system},
        {"role": "user", "content": example.user},
        {"role": "assistant", **answer},
    ]


def _plain(example: Example) -> Line:
    return {"messages": _messages(example, {"content": "\n".join(example.commands) or example.question})}


def _schema(example: Example) -> Line:
    return {"messages": _messages(example, {"content": example.json})}


def _call(example: Example, *, text: bool) -> Line:
    arguments: Any = example.json if text else example.document
    return {"tool_calls": [{"id": "call_1", "type": "function", "function": {"name": TOOL_NAME, "arguments": arguments}}]}


_TOOLS = [{"type": "function", "function": {"name": TOOL_NAME, "description": TOOL_TEXT, "parameters": ANSWER_SCHEMA}}]


def _tool(example: Example) -> Line:
    return {"messages": _messages(example, {"content": None, **_call(example, text=True)}), "tools": _TOOLS}


def _conversations(example: Example) -> Line:
    return {"conversations": _messages(example, {"content": example.json})}


def _conversations_tool(example: Example) -> Line:
    return {"conversations": _messages(example, _call(example, text=False)), "tools": _TOOLS}


def _gemini(example: Example) -> Line:
    return {
        "systemInstruction": {"role": "system", "parts": [{"text": example.system}]},
        "contents": [
            {"role": "user", "parts": [{"text": example.user}]},
            {"role": "model", "parts": [{"text": example.json}]},
        ],
    }


def _completion(example: Example) -> Line:
    said = _messages(example, {"content": example.json})
    return {"prompt": said[:2], "completion": said[2:]}


def _sharegpt(example: Example) -> Line:
    pairs = (("system", example.system), ("human", example.user), ("gpt", example.json))
    return {"conversations": [{"from": who, "value": what} for who, what in pairs]}


FORMS: dict[str, Form] = {
    "openai_chat_jsonl": Form(_plain, "OpenAI chat, the commands as text", 10, 65_536),
    "openai_chat_json_schema_jsonl": Form(_schema, "OpenAI chat, the answer as JSON of the translator's schema", 10, 65_536),
    "openai_chat_toolcall_jsonl": Form(_tool, "OpenAI chat, the answer as a tool call", 10, 65_536),
    "together_chat_jsonl": Form(_schema, "Together AI conversational data"),
    "fireworks_chat_jsonl": Form(_schema, "Fireworks AI chat data", 3),
    "vertex_gemini": Form(_gemini, "Vertex AI Gemini: systemInstruction, contents, parts", 1, 131_072),
    "huggingface_chat_template_jsonl": Form(_conversations, "Hugging Face chat template: conversations"),
    "huggingface_chat_template_toolcall_jsonl": Form(_conversations_tool, "the same with a tool call, arguments as an object"),
    "axolotl_chat_jsonl": Form(_schema, "Axolotl, type chat_template"),
    "trl_prompt_completion_jsonl": Form(_completion, "TRL conversational prompt and completion"),
    "unsloth_sharegpt_jsonl": Form(_sharegpt, "ShareGPT conversations, as Unsloth's notebooks take them"),
}
