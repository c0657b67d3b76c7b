"""LLM judges: Kiln eval configs that a model carries out.

telling   what a judge is told        scores     its answer read, plain or weighted by token probabilities
rating    answers rated, kept         commands   `ffai eval add-judge` and `ffai eval rate`
"""
