"""Labels by people: a golden set rated in the terminal, by several raters, and how far they agree.

store       every rater's labels, and the agreed rating in the run files      agreement   Cohen's κ, Krippendorff's α
screen      one answer after the other, a key for a score                     split       the golden set apart from the eval set
"""
