"""Filters of a project's runs, by the ids that Kiln writes."""

import re

from ffai.errors import UsageError
from ffai_evals.project.tree import Record


def matches(run: Record, said: str) -> bool:
    """Whether a run passes a filter: all, tag::NAME, high_rating, thinking_model, and multi_filter::A&B. Raises UsageError for others."""
    if said == "all":
        return True
    if said.startswith("tag::"):
        return said.removeprefix("tag::") in (run.data.get("tags") or [])
    if said == "high_rating":
        return _high(run)
    if said == "thinking_model":
        return _thought(run)
    if said == "thinking_model_high_rated":
        return _thought(run) and _high(run)
    if said.startswith("multi_filter::"):
        parts = re.split(r"(?<!\\)&", said.removeprefix("multi_filter::"))
        return all(matches(run, part.replace("\\&", "&")) for part in parts)
    raise UsageError(f"{said!r} is no filter of runs", "all, tag::NAME, high_rating, thinking_model, multi_filter::A&B")


def _high(run: Record) -> bool:
    if run.data.get("repaired_output") is not None:
        return True
    rating = (run.data.get("output") or {}).get("rating") or {}
    value = rating.get("value")
    return value is not None and value >= (4 if rating.get("type", "five_star") == "five_star" else 1)


def _thought(run: Record) -> bool:
    found = run.data.get("intermediate_outputs") or {}
    return bool(found.get("reasoning") or found.get("chain_of_thought"))
