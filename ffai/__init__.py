"""ffai: plain English to ffmpeg commands that are right, shown before they run, and run so that no file is lost."""

__version__ = "0.1.0"
