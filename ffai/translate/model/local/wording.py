"""The form that small models are trained on and asked in. Training and use share this one source: a word apart would cost answers.

A request goes in as it is said; files that it may be about and does not name are told after it. Answers are commands, one a line, in a
shorthand: runs of arguments that come again and again stand as one capital letter, so that less has to be learnt and said.
"""

from collections.abc import Iterable, Mapping

_MOST = 6  # files that are told

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def asked(request: str, names: Iterable[str]) -> str:
    """What a model is asked: the request, on one line, and the files of the folder that it does not name."""
    said = " ".join(request.split())
    others = [name for name in names if name not in said][:_MOST]
    return f"{said} [{', '.join(others)}]" if others else said


def prompt(said: str) -> str:
    """A request in the ChatML markers of small instruct models, ready for the answer."""
    return f"<|im_start|>user\n{said}<|im_end|>\n<|im_start|>assistant\n"


END = "<|im_end|>"


def full(answer: str, shorthand: Mapping[str, str]) -> str:
    """The answer with every letter that stands alone put back into the arguments that it stands for."""
    return "\n".join(
        " ".join(shorthand.get(word, word) if len(word) == 1 else word for word in line.split(" ")) for line in answer.split("\n")
    )
