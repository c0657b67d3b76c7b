"""Models of one's own, run in this process: found by name, asked in the form they were trained on, their answer put back into full.

    wording   the text a model is asked with, and the shorthand of its answers     kept    where models are, and what is said of each
"""
