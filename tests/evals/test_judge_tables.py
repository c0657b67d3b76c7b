"""Every kind of edit is accounted for in the tables that the judge derives requirements with."""

import inspect

from ffai_evals.judge import tables
from ffai_evals.judge.wanted import RULES

from ffai.translate.offline import edits as e

PARTS = (e.Edit, e.Range, e.Select)  # of edits, and none themselves
KINDS = [c for c in vars(e).values() if inspect.isclass(c) and issubclass(c, e.Edit) and c not in PARTS]
CHANGING = {
    "length": {*tables.OPEN_LENGTH, *tables.TOLD_LENGTH},
    "picture": {*tables.RESHAPING},
    "streams": {*tables.STREAMS},
}


def untold(kinds):
    """What is wrong with the tables, a line for each of these kinds of edit."""
    said = []
    for kind in kinds:
        changes = [name for name, those in CHANGING.items() if kind in those]
        if not changes and kind not in tables.PLAIN:
            said.append(
                f"{kind.__name__}: nothing says what it changes: OPEN_LENGTH, TOLD_LENGTH, RESHAPING, STREAMS, or PLAIN for none"
            )
        if changes and kind in tables.PLAIN:
            said.append(f"{kind.__name__}: said to change nothing, and {', '.join(changes)}")
        if (kind in RULES) == (kind in tables.UNMEASURED):
            said.append(f"{kind.__name__}: needs a rule under judge/wanted/ or a place in UNMEASURED, one of the two")
    return said


def test_every_edit_is_accounted_for():
    assert not untold(KINDS)


def test_an_edit_that_nobody_knows_is_noticed():
    class New(e.Edit):
        pass

    assert [line.partition(": ")[2][:12] for line in untold([New])] == ["nothing says", "needs a rule"]
