"""Edits of delivery and repair: playlists, broken files, checks, comparisons, test pictures."""

from ffai.translate.offline.edits import (
    Check,
    Compare,
    Repair,
    Segments,
    TestSource,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.rules.files import lemmas_of

RULES = (
    # delivery
    Rule("hls / m3u8 / http live streaming", lambda m: Segments("hls", _segment_seconds(m)) if not _from(m) else None, 4),
    Rule("dash ~ stream|manifest|segment|format|streaming|mpeg? / mpd ~ manifest|file? / mpeg-dash", lambda m: Segments("dash", _segment_seconds(m)) if not _from(m) else None, 2),
    # repair
    Rule("fix|repair|recover|restore|rebuild|correct|salvage|resolve|rescue ~ broken|corrupt|corrupted|damaged|index|moov|header|headers|file|timestamp|pts|dts|duration|seeking|seek|video|mp4|avi|missing|timecode|metadata|playback ~ index|header|timestamp|file|video|issue|error? / corrupt|corrupted|broken|damaged|truncated|incomplete|unplayable ~ file|video|mp4|mkv|index|frame|header|fragments|packets|segments|avi? / cant seek / seeking ~ doesnt|work|broken|not / timestamp ~ issue|error|problem|broken|wrong|non-monotonic|generate|regenerate|missing / non-monotonous|genpts|non-monotonic ~ dts|timestamp|pts? / missing ~ index|duration|moov|timestamp|pts / regenerate|rebuild ~ index|timestamp|pts|duration / moov ~ not|missing|error|found", lambda m: Repair(), 0),
    Rule("out_of_sync / fix|correct|resolve ~ sync|drift|desync ~ issue|problem|drift? / audio ~ drift|drifts|desync|desynced|async|sync|falls / av sync|drift|desync / sync ~ audio ~ video / sync|drift ~ issue|problem|fix|audio", lambda m: Repair("sync"), -1),
    Rule("check|verify|test|validate|scan ~ {f:file} ~ error|errors|corruption|corrupt|damage|damaged|integrity|problems|ok", lambda m: Check(), 3),
    Rule("check|verify|test|validate|scan ~ file|video|integrity|it|mp4|mkv ~ for|is ~ error|errors|corruption|corrupt|damage|ok|integrity|fine|broken / verify ~ integrity / find ~ errors / is ~ corrupt|corrupted|damaged", lambda m: Check(), 3),
    Rule("compare ~ quality|video|two|file|encode|psnr|ssim|vmaf / psnr|ssim|vmaf ~ between|of|score|compare|compute|calculate|measure? / measure|compute|calculate ~ psnr|ssim|vmaf|quality", lambda m: Compare(next((w for w in ("ssim", "vmaf", "psnr") if w in lemmas_of(m)), "psnr")), 2),
    Rule("test_pattern|color_bars|testsrc ~ video|clip|file|{t:time}? / generate|create|make ~ test|black|blank|color|solid|placeholder ~ video|clip|screen|signal", lambda m: _test_source(m), 2),
)  # fmt: skip


def _from(m: Match) -> bool:
    before = [t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[0]]]
    return bool(before) and (before[-1] == "from" or before[-2:] == ["from", "a"] or "(" in before or "from" in before[-2:])


def _segment_seconds(m: Match) -> float | None:
    for i, token in enumerate(m.tokens):
        if token.kind == "time" and {t.lemma for t in m.tokens[max(0, i - 4) : i + 5]} & {
            "segment",
            "chunk",
            "piece",
            "part",
            "each",
            "fragment",
        }:
            return float(token.value)
    return None


def _test_source(m: Match) -> TestSource:
    lemmas = lemmas_of(m)
    seconds = next((t.value for t in m.tokens if t.kind == "time"), None)
    name = "smptebars" if "color_bars" in lemmas else "color" if lemmas & {"black", "blank", "solid"} else "testsrc2"
    return TestSource(name, seconds)
