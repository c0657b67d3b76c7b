"""Eval projects: Kiln v1 project folders, read, checked and written."""

from ffai_evals.project.rules import problems
from ffai_evals.project.tree import Problem, Project, Record, load
from ffai_evals.project.write import add, fresh, save

__all__ = ["Problem", "Project", "Record", "add", "fresh", "load", "problems", "save"]
