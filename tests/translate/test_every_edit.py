"""No edit of the language is without somebody who does it: one that no part of the compiler takes up would be lost without a word."""

import ast
import inspect
from pathlib import Path

from ffai.translate.offline import edits
from ffai.translate.offline.edits.base import Edit, Range, Select

_ROOM = Path(inspect.getfile(edits)).parent.parent
# parts of edits, and no edits themselves
_VALUES = {Edit, Range, Select}


def _kinds() -> dict[str, type]:
    found = {name: kind for name, kind in vars(edits).items() if isinstance(kind, type) and issubclass(kind, Edit)}
    return {name: kind for name, kind in found.items() if kind not in _VALUES}


def _named_in(*paths: Path) -> set[str]:
    """The edits that these modules speak of, as `e.Name` or by an import of their own."""
    names: set[str] = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "e":
                names.add(node.attr)
            elif isinstance(node, ast.ImportFrom) and (node.module or "").endswith("offline.edits"):
                names.update(alias.name for alias in node.names)
    return names


def test_the_compiler_takes_up_every_edit() -> None:
    taken = _named_in(*(_ROOM / "compile").glob("*.py"), _ROOM / "__init__.py")
    assert sorted(set(_kinds()) - taken) == []


def test_every_edit_can_be_asked_for() -> None:
    """By a rule, or by what settles, reads or describes a request."""
    asked = _named_in(*(_ROOM / "rules").glob("*.py"), *_ROOM.glob("*.py"))
    assert sorted(set(_kinds()) - asked) == []


def test_every_field_says_itself() -> None:
    """Edits are compared and printed by their fields: a kind whose fields were lost would equal all others of its kind."""
    for name, kind in _kinds().items():
        own = set(vars(kind).get("__annotations__", {}))
        assert set(kind._fields) == own, name
