"""The rules by which a request's edits become requirements: each module registers its own."""

from ffai_evals.judge.wanted import coding, picture, rest, sound
from ffai_evals.judge.wanted.base import RULES, The, Wants

__all__ = ["RULES", "The", "Wants", "coding", "picture", "rest", "sound"]
