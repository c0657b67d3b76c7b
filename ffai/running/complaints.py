"""ffmpeg's complaints in one readable line."""

import re

# what ffmpeg prints -> (sentence, what to do). {0} is what the group caught. The first row that fits wins.
_ROWS: tuple[tuple[str, str, str], ...] = (
    (r"No space left on device", "the disk is full", "free some space, or write elsewhere with --output-dir"),
    (r"File too large", "the file grew beyond the limit for one file here", "make it shorter or smaller, or write elsewhere with --output-dir"),
    (r"Disk quota exceeded", "the quota on this disk is used up", "free some space, or write elsewhere with --output-dir"),
    (r"moov atom not found", "the input is cut short or still being written: its index is missing", "get the whole file; ffai cannot make up what is missing"),
    (r"Unknown encoder '([^']+)'", "this ffmpeg has no encoder {0}", "ffai doctor tells what it has and how to get more"),
    (r"No such filter: '([^']+)'", "this ffmpeg has no filter {0}", "ffai doctor tells what it has and how to get more"),
    (r"Unrecognized option '([^']+)'", "this ffmpeg does not know the option -{0}", "ffai explain tells what the command does"),
    (r"Option ([\w-]+) not found", "there is no option {0} for this part", "ffai explain tells what the command does"),
    (r"Stream map '([^']+)' matches no streams", "the input has no stream {0}", 'ask: ffai "what streams are in FILE"'),
    (r"(?:height|width) not divisible by 2", "the picture has an odd width or height, which this codec refuses", "add: even dimensions"),
    (r"Could not find tag for codec (\w+) in stream", "this container cannot hold {0}", "choose another container (mkv holds nearly everything) or another codec"),
    (r"Only VP8 or VP9 or AV1 video", "WebM holds only VP8, VP9 or AV1 video with Vorbis or Opus sound", "convert to mp4 or mkv instead"),
    (r"does not contain any stream", "the output would hold no stream at all", "check which streams are kept"),
    (r"Unable to find a suitable output format for '([^']+)'", "the ending of {0} names no format that ffmpeg writes", "give the output another ending"),
    (r"Error initializing filter '([^']+)'|Error parsing filterchain|Invalid argument.*filter", "a filter was set up wrongly", "look at the full log"),
    (r"Cannot load libcuda|No capable devices found|Cannot open the drm device|MFX session", "the graphics hardware for this encoder is not there", "use the software encoder: leave out the GPU"),
    (r"Permission denied", "permission was denied", "check who may read the input and write in the folder"),
    (r"([^\n:]+): No such file or directory", "{0} is not there", "check the name"),
    (r"Invalid data found when processing input", "the input is damaged, or no media file", 'ffai "check FILE for errors" tells where'),
    (r"Conversion failed", "the conversion failed", "look at the full log"),
)  # fmt: skip


def sentence(text: str) -> tuple[str, str]:
    """(what went wrong, what to do), from what ffmpeg printed."""
    for pattern, said, advice in _ROWS:
        match = re.search(pattern, text)
        if match is not None:
            caught = next((g for g in match.groups() if g), "") if match.groups() else ""
            return said.format(caught.strip()), advice
    lines = [
        line.strip()
        for line in text.splitlines()
        if line.strip() and not line.startswith(("  ", "frame=", "size=", "Input #", "Output #", "Stream mapping"))
    ]
    return (f"ffmpeg said: {lines[-1][:300]}" if lines else "ffmpeg stopped without saying why"), "look at the full log"
