"""Evals that execute what they judge."""
