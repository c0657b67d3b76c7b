"""Reports of evals: what was measured, gathered from a project's files and from results kept here, and shown.

board    the figures: run configs × evals, costs, samples      gather   where they come from
page     one self-contained HTML file                          svg      its plots
table    the same in a terminal, as JSON and as CSV
"""

from ffai_evals.report.board import Board, build
from ffai_evals.report.gather import from_project, from_results

__all__ = ["Board", "build", "from_project", "from_results"]
