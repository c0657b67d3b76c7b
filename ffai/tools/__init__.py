"""The installed ffmpeg: where it is, what it can do, what it says about files."""
