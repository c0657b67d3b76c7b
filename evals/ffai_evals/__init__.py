"""Evals that execute what they judge.

    import ffai_evals
    verdict = ffai_evals.judge_answer("convert talk.mp4 to mkv", "ffmpeg -i talk.mp4 -c copy talk.mkv")
    print(verdict["class"])

`judge_answer`, `run` and `compare`, `open_project`, `new_project` and `align` stand in `ffai_evals.library`, and are imported when they
are first used; the same for asyncio in `ffai_evals.aio`.
"""

from ffai import _at_first_use

__all__ = [
    "Project", "Record", "Results", "aio", "align", "compare", "judge_answer", "new_project", "open_project", "run",
]  # fmt: skip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ffai_evals import aio
    from ffai_evals.library import Results, align, compare, judge_answer, new_project, open_project, run
    from ffai_evals.project.tree import Project, Record

_WHERE = {
    **dict.fromkeys(("Results", "align", "compare", "judge_answer", "new_project", "open_project", "run"), "ffai_evals.library"),
    "Project": "ffai_evals.project.tree",
    "Record": "ffai_evals.project.tree",
    "aio": "ffai_evals.aio",
}

__getattr__ = _at_first_use(__name__, _WHERE)


def __dir__() -> "list[str]":
    return sorted({*globals(), *__all__})
