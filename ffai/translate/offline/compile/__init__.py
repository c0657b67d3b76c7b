"""The compiler: edits and probed facts to the fewest ffmpeg runs that do them."""
