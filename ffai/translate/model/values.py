"""What passes between the parts of the model translator. All values are immutable."""

from collections.abc import Mapping
from typing import Any, NamedTuple

Message = dict[str, str]
"""{"role": "system" | "user" | "assistant", "content": text}"""

SCHEMA, TOOL, JSON, TEXT = "schema", "tool", "json", "text"
FORMS = (SCHEMA, TOOL, JSON, TEXT)


class Target(NamedTuple):
    """A model and where it is. `key` is a secret: it goes into a header and nowhere else."""

    name: str  # as the user named it
    model: str  # as its server knows it
    provider: str
    dialect: str  # openai, anthropic, gemini, ollama; litellm for all others
    base: str
    key: str = ""
    key_names: tuple[str, ...] = ()  # the variables that it may stand in; () when none is needed

    def __repr__(self) -> str:
        return f"Target({self.name!r}, {self.base!r})"


class Token(NamedTuple):
    """A token of an answer, and what could have stood in its place: (text, natural logarithm of its probability), itself among them."""

    text: str
    others: tuple[tuple[str, float], ...] = ()


class Ask(NamedTuple):
    """One request for an answer. What is in `without` is left out, since this server does not take it."""

    model: str
    messages: tuple[Message, ...]
    form: str = TEXT
    temperature: float = 0.0
    top_p: float = 1.0
    max_tokens: int = 0
    stream: bool = False
    without: frozenset[str] = frozenset()
    alternatives: int = 0  # how many are wanted for each token of the answer, with their probabilities
    schema: Mapping[str, Any] | None = None  # what the answer has to fit, in the forms that say so; None: that of commands


class Answer(NamedTuple):
    """A whole answer, or a piece of a streamed one. Amounts are None where the server says nothing."""

    text: str = ""
    reasoning: str = ""
    refusal: str = ""
    finish: str = ""  # stop, length, filter; "" while it goes on
    tokens_in: int | None = None
    tokens_out: int | None = None
    cost: float | None = None  # US dollars, where the server tells
    tokens: tuple[Token, ...] = ()  # where they were asked for and the server tells them

    def plus(self, piece: "Answer") -> "Answer":
        """This answer with a further piece of it."""
        return Answer(
            self.text + piece.text,
            self.reasoning + piece.reasoning,
            self.refusal + piece.refusal,
            piece.finish or self.finish,
            self.tokens_in if piece.tokens_in is None else piece.tokens_in,
            self.tokens_out if piece.tokens_out is None else piece.tokens_out,
            self.cost if piece.cost is None else piece.cost,
            self.tokens + piece.tokens,
        )
