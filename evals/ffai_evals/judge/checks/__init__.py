"""Requirements on one file that came out: a table from the name of a requirement to how it is measured, filled by kind of check."""

from ffai_evals.judge.checks import coded, file, pictures, signs, sounds, streams
from ffai_evals.judge.checks.base import CHECKS, Case, Check, check

__all__ = ["CHECKS", "Case", "Check", "check", "coded", "file", "pictures", "signs", "sounds", "streams"]
