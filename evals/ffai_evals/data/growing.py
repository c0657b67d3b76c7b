"""The tree of topics grown by a model: situations of everyday below the families of wishes, as topics of the kind `idea`."""

from collections.abc import Sequence

from ffai.config import Settings
from ffai.environment import Environment
from ffai_evals.data.tree import Tree
from ffai_evals.data.written import requests_in

_SYSTEM = """You list situations in which people need their media edited with ffmpeg: who, with what kind of file, to what end, in five to twelve words each.
Answer with a JSON array of strings and nothing else."""


def grow(tree: Tree, families: Sequence[str], each: int, settings: Settings, guidance: str, env: Environment) -> tuple[Tree, int, float | None, int]:  # fmt: skip
    """The tree with new ideas; how many, what they cost, and how many tokens. What is there keeps its weight. Raises Unreached."""
    from ffai.translate.model.talk import Talk

    ideas = dict(tree.get("idea", {}))
    before, cost, tokens = len(ideas), None, 0
    for family in families:
        there = [name.partition(": ")[2] for name in ideas if name.startswith(f"{family}: ")]
        said = f"List {each} different situations for edits of the kind {family!r}."
        said += f"\nNot these: {'; '.join(there)}" if there else ""
        said += f"\nGuidance: {guidance.strip()}" if guidance.strip() else ""
        talk = Talk(settings._replace(structured="text", samples=1), env)
        answer = talk.ask(({"role": "system", "content": _SYSTEM}, {"role": "user", "content": said}))
        cost = cost if talk.cost is None else (cost or 0.0) + talk.cost
        tokens += (talk.tokens_in or 0) + (talk.tokens_out or 0)
        known = {t.lower() for t in there}
        for text in [t for t in requests_in(answer.text) if t.lower() not in known][:each]:
            ideas.setdefault(f"{family}: {text}", 1.0)
    return {**tree, "idea": ideas}, len(ideas) - before, cost, tokens
