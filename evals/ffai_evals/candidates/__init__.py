"""Sessions become candidates for the project: what people asked for, what they were answered, and what they made of it, without their names.

    found = candidates(env)                        those that nobody has decided on, oldest first
    accept(env, task, found[0])                    a tagged run of the task; an edited command is its repaired output
    drop(env, found[1].id)                         never shown again

sessions    the record of requests, as stories      anonymous   names, paths, titles and people out of all texts
decided     who was accepted and who was dropped    commands    `ffai eval candidates`
"""

from typing import Any

from ffai.environment import Environment
from ffai_evals.candidates import decided
from ffai_evals.candidates.anonymous import anonymous
from ffai_evals.candidates.sessions import Candidate, stories
from ffai_evals.project.tree import Record
from ffai_evals.project.write import add, fresh, output

__all__ = ["Candidate", "accept", "candidates", "changed", "drop"]


def candidates(env: Environment, task: Record | None = None) -> list[Candidate]:
    """What sessions have left to decide on, made anonymous; each request once, and none that the task has already."""
    done = decided.read(env)
    known = {str(run.data.get("input")) for run in task.of("task_run")} if task else set()
    found: dict[tuple[str, ...], Candidate] = {}
    for story in stories(env):
        if story.id in done:
            continue
        candidate = anonymous(story)
        if candidate.request not in known:
            found.setdefault((candidate.request, *candidate.answer, *candidate.repaired), candidate)
    return list(found.values())


def changed(candidate: Candidate, *, request: str = "", answer: str = "") -> Candidate:
    """A candidate whose request, or whose right answer, a person has put otherwise: what was answered stays as it was."""
    if answer and tuple(answer.splitlines()) != candidate.right:
        candidate = candidate._replace(repaired=tuple(answer.splitlines()))
    return candidate._replace(request=request) if request else candidate


def accept(env: Environment, task: Record, candidate: Candidate, tags: tuple[str, ...] = ()) -> Record:
    """Puts a candidate into the project as a tagged run, once. Raises FfaiError when it cannot be written."""
    from ffai_evals.own import identity

    made = identity("candidate", candidate.id)
    there = task.find("task_run", made)
    if there is None:
        there = add(task, "", _run(candidate, made, tags))
    decided.add(env, candidate.id, decided.ACCEPTED, there.id)
    return there


def drop(env: Environment, identity: str) -> None:
    """Decides that a candidate is none. Raises FfaiError when that cannot be kept."""
    decided.add(env, identity, decided.DROPPED)


def _run(candidate: Candidate, made: str, tags: tuple[str, ...]) -> dict[str, Any]:
    source = {
        "type": "synthetic",
        "properties": {"model_name": candidate.translator, "model_provider": "ffai", "adapter_name": "ffai"},
    }
    values: dict[str, Any] = {
        "input": candidate.request,
        "input_source": {"type": "human", "properties": {"created_by": "a session"}},
        "output": output("\n".join(candidate.answer) or candidate.said or "nothing", source),
        "tags": [*dict.fromkeys(("candidate", f"session_{candidate.how}", *(t.replace(" ", "_") for t in tags)))],
    }
    if candidate.repaired:
        human = {"type": "human", "properties": {"created_by": "a session"}}
        values |= {
            "repair_instructions": "as the user edited it",
            "repaired_output": output("\n".join(candidate.repaired), human),
        }
    return fresh("task_run", values, identity=made)
