"""Edits that make a video of one still thing or of an animation."""

from ffai.translate.offline.edits import Container, StillVideo
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.rules.files import lemmas_of
from ffai.translate.offline.words import FORMATS

RULES = (
    Rule("make|turn|convert|change|save|export|want|need|get {f:file} ~ a|an|into|to|as|in video|movie|clip|film", lambda m: Container("mp4") if _ext(m) in ("gif", "apng") else None, 5),
    Rule("picture|image|photo|still? of? {f:file} ~ as|into|to|for|shown|be ~ {t:time} ~ video|clip|movie|film|long? / make|turn|show|hold|keep|loop {f:file} ~ {t:time} ~ video|clip|movie|film|long?", lambda m: _shown(m), 6),
)  # fmt: skip


def _ext(m: Match) -> str:
    return str(m.slots["f"].path.lower().rpartition(".")[2])


def _shown(m: Match) -> StillVideo | None:
    """One picture as a video of so many seconds."""
    said = lemmas_of(m)
    pictures = FORMATS.get(_ext(m)) == "image" and not m.slots["f"].is_pattern
    others = [t for t in m.tokens if t.kind == "file" and t.value.exists and t.value is not m.slots["f"]]
    if not pictures or others or not said & {"video", "clip", "movie", "film", "mp4"} or said & {"fade", "overlay", "frame"}:
        return None
    return StillVideo(m.slots["t"])
