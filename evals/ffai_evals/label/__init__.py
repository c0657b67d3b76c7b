"""Labels by people: a golden set rated in the terminal, by several raters, and how far they agree.

store       an eval's labels, by rater: a view of the files beside the runs       agreement   Cohen's κ, Krippendorff's α
screen      one answer after the other, a key for a score                         split       the golden set apart from the eval set
older       labels in the form that was kept by eval, moved
"""
