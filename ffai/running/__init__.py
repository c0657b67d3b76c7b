"""The run stage: carries out typed steps so that no file that exists can be lost.

Everything is written in a stage, a folder beside the destination, and moved into place without replacing. stage.py makes and
moves, journal.py remembers, process.py starts ffmpeg and watches it, sandbox.py fences it in, undo.py takes a run back.
"""
