"""Requests that ask for the loss of files are refused with an alternative; the same words about parts of a film pass."""

import json

import pytest
from ffai_guards.requests import review

from guards.corpus import FOLDER

LINES = [json.loads(line) for line in (FOLDER / "requests.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("line", LINES, ids=[line["id"] for line in LINES])
def test_a_request(line):
    reasons = review(line["request"])
    assert bool(reasons) == (line["expect"] == "refuse"), reasons
    assert all(reason.alternative for reason in reasons)


def test_there_are_a_hundred_and_fifty_of_each_kind():
    assert sum(line["expect"] == "refuse" for line in LINES) >= 150
    assert sum(line["expect"] == "pass" for line in LINES) >= 150
