"""The execution judge: makes media fit for a request, runs an answer on it in a fence, and measures what came out.

It uses no model. `judge` gives a `Judgement`: a class, a score for every requirement, and the evidence.
"""

from ffai_evals.judge.items import Item, load_items
from ffai_evals.judge.verdict import CLASSES, Judgement, Score, judge

__all__ = ["CLASSES", "Item", "Judgement", "Score", "judge", "load_items"]
