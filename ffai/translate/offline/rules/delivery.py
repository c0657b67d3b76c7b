"""Edits of delivery and repair: playlists, broken files, checks, comparisons, test pictures."""

from ffai.translate.offline.edits import (
    Cannot,
    Capture,
    Check,
    Compare,
    Faststart,
    Repair,
    Segments,
    TrimBlack,
)  # fmt: skip
from ffai.translate.offline.match import Match, Rule
from ffai.translate.offline.rules.files import lemmas_of

_MAKE = "make|generate|create|produce|give|synthesise|synthesize|record|write|need|want|get"
RULES = (
    # delivery
    Rule("hls / m3u8 / http live streaming", lambda m: Segments("hls", _segment_seconds(m), (), _rungs(m)) if not _from(m) else None, 4),
    Rule("dash ~ stream|manifest|segment|format|streaming|mpeg? / mpd ~ manifest|file? / mpeg-dash", lambda m: Segments("dash", _segment_seconds(m), (), _rungs(m)) if not _from(m) else None, 2),
    Rule("ladder / adaptive ~ bitrate|streaming|stream / multi-bitrate|multibitrate|abr / multiple|several|different|{n:number} ~ quality|qualities|rendition|renditions|variant|variants|bitrates|resolutions|levels / master playlist", lambda m: () if lemmas_of(m) & {"hls", "dash", "m3u8", "mpd", "mpeg-dash"} else Segments("hls", _segment_seconds(m), (), _rungs(m)) if lemmas_of(m) & {"ladder", "adaptive", "abr"} and not lemmas_of(m) & {"average", "mp3", "cbr", "vbr"} else None, 3),
    # recording
    Rule("screenshot|snapshot|picture|photo ~ of ~ my? screen|desktop|display / grab|capture|take ~ screen|desktop ~ as|to ~ png|jpg|image|picture / take|grab|capture ~ screenshot", lambda m: _capture(m, "screen image") if lemmas_of(m) & {"screen", "desktop", "display"} or {t.text.lower() for t in m.tokens} & {"screenshot"} and lemmas_of(m) & {"my", "desktop", "computer"} else None, 5),
    Rule("take|grab|capture|get|snap ~ picture|photo|still|snapshot|image ~ from|with|of|using ~ webcam|camera", lambda m: _capture(m, "camera image"), 5),
    Rule("record|recording|capture|grab|screencast|film ~ screen|desktop|display / screen record|recording|capture / screencast ~ for|of ~ {t:time}?", lambda m: _capture(m, "screen"), 3),
    Rule("record|capture|grab|save|stream ~ from|of ~ webcam|camera / record|capture ~ webcam|camera / webcam ~ record|recording|capture|to", lambda m: _capture(m, "camera"), 3),
    Rule("record|capture|grab ~ microphone|mic / record ~ audio|sound|voice ~ for|from|of|to / microphone|mic ~ record|recording|capture|to", lambda m: _capture(m, "microphone"), 3),
    Rule("remove|cut|trim|skip|strip|crop ~ black frame|screen|video|intro|parts|part|sections ~ at|from|in|both ~ start|beginning|begin|front|end|both? / trim|remove|cut ~ black ~ start|beginning|begin|end", lambda m: TrimBlack("both" if {"start", "begin", "beginning"} & lemmas_of(m) and {"end", "ending"} & lemmas_of(m) or "both" in lemmas_of(m) else "end" if {"end"} & lemmas_of(m) else "start" if lemmas_of(m) & {"start", "begin", "beginning", "intro"} else "both") if not lemmas_of(m) & {"bars", "black_bars", "border", "add"} else None, 6),
    # what ffmpeg does not do
    Rule("ocr / ocr ~ subtitle / subtitle ~ ocr", lambda m: Cannot("ffmpeg cannot read text out of pictures (OCR). Shall the picture subtitles be copied as they are into an MKV, or burnt into the picture?"), 7),
    Rule("vobsub|idx|pgs|sup|dvdsub|bitmap|image-based|picture-based ~ subtitle? ~ to|into|as srt|text|ass|vtt / convert ~ vobsub|pgs|idx ~ srt|text", lambda m: Cannot("ffmpeg cannot read text out of picture subtitles (OCR). Shall they be copied as they are into an MKV, or burnt into the picture?"), 9),
    Rule("to|into|as|single|one|a pdf / pdf ~ file|document|output", lambda m: Cannot("ffmpeg cannot write PDF files. Shall the pictures become a video, or one contact sheet?") if "from" not in {t.lemma for t in m.tokens[max(0, m.used[0] - 2) : m.used[0]]} else Cannot("ffmpeg cannot read PDF files. Export its pages as pictures first.") , 9),
    Rule("encrypt|encrypted|drm|widevine|password-protect|password ~ hls|stream|segments|video|file|m3u8|with|{f:file}? / encrypt|encrypted", lambda m: Cannot("Encrypting needs a key of yours: ffmpeg's HLS muxer takes one with -hls_key_info_file. Shall a playlist without encryption be made?") if not lemmas_of(m) & {"not", "is", "was", "isnt", "decrypt"} else None, 3),
    Rule("to|into|as|a midi|dsd|psd|docx|pptx|svg|mobi|epub", lambda m: Cannot(f"ffmpeg cannot make {m.tokens[m.used[-1]].text.upper()} files. Which other format shall it be?") if not any(t.kind == "quoted" for t in m.tokens) else None, 4),
    Rule("cuesheet|cue ~ sheet|file? / cue", lambda m: Cannot("ffmpeg cannot read a cue sheet. At which times do the tracks begin (e.g. 'split at 3:45 and 7:20')?") if lemmas_of(m) & {"split", "cut", "divide", "separate", "chop"} or any(t.kind == "file" and t.value.path.lower().endswith(".cue") for t in m.tokens) else None, 5),
    Rule("translate ~ subtitle|audio|speech|voice|srt|captions / change ~ subtitle ~ content|text ~ language", lambda m: Cannot("ffmpeg does not translate. With subtitles in the other language at hand, they can be added or burnt in."), 7),
    Rule("increase|extend|lengthen|decrease|shorten|change ~ subtitle ~ display? duration|length / subtitle ~ display ~ duration|longer|shorter", lambda m: Cannot("ffmpeg cannot change how long each subtitle is shown; it can move all of them in time. Shall they be moved, and by how much?") if not any(t.lemma in ("trim", "cut") for t in m.tokens) else None, 7),
    Rule("sort|merge ~ subtitle ~ into one ~ track / merge|combine ~ subtitle|srt ~ by ~ time / merge|combine ~ sort ~ subtitle", lambda m: Cannot("ffmpeg cannot merge two subtitle files into one track; it can add both as tracks of their own. Shall it do that?"), 7),
    Rule("dub|voiceover|voice-over|redub ~ {f:file}|it|this|video|film|movie|clip? ~ into|in|to ~ english|french|german|spanish|italian|portuguese|russian|japanese|chinese|korean|hindi|arabic|dutch|swedish|polish|turkish|another|other|different", lambda m: Cannot("ffmpeg neither translates nor speaks. With a recording in the other language at hand, it can be put in as the sound, or as a second track.") if not any(t.kind == "file" and t.value.exists and t.value is not m.slots.get("f") for t in m.tokens) else None, 7),
    Rule("transcribe|speech-to-text / generate|create ~ subtitle ~ from ~ speech|audio|voice / auto-generate ~ subtitle", lambda m: Cannot("Making text of speech needs a speech model; ffmpeg takes one in its whisper filter from version 8 on, with a model file of yours. Is there a subtitle file to add instead?"), 7),
    # repair
    Rule("fix|repair|recover|restore|rebuild|correct|salvage|resolve|rescue ~ broken|corrupt|corrupted|damaged|index|moov|header|headers|file|timestamp|pts|dts|duration|seeking|seek|video|mp4|avi|missing|timecode|metadata|playback ~ index|header|timestamp|file|video|issue|error? / corrupt|corrupted|broken|damaged|truncated|incomplete|unplayable ~ file|video|mp4|mkv|index|frame|header|fragments|packets|segments|avi? / cant seek / seeking ~ doesnt|work|broken|not / timestamp ~ issue|error|problem|broken|wrong|non-monotonic|generate|regenerate|missing / non-monotonous|genpts|non-monotonic ~ dts|timestamp|pts? / missing ~ index|duration|moov|timestamp|pts / regenerate|rebuild ~ index|timestamp|pts|duration / moov ~ not|missing|error|found", lambda m: Repair() if m.tokens[m.used[0]].text.lower() != "corrected" and not (m.tokens[m.used[0]].lemma == "correct" and m.used[0] and m.tokens[m.used[0] - 1].lemma in ("with", "the", "a", "in", "ensure", "for", "and")) else None, 0),
    Rule("wont|cant|doesnt|not ~ seek|scrub|seekable|rewind|skip|fast-forward ~ properly|correctly|through|in? / not|isnt seekable", lambda m: Repair("index") if not lemmas_of(m) & {"segment", "hls", "stream"} else None, 2),
    Rule("has|have|with ~ wrong|bad|broken|invalid|missing|non-monotonous|messed timestamps|timestamp|pts|dts|index|header", lambda m: Repair("timestamps"), 2),
    Rule("recover|save|salvage|rescue|copy ~ playable|readable|intact|usable|possible|can ~ from|of ~ {f:file} / skip|ignore ~ errors|damage|corruption", lambda m: Repair("errors"), 1),
    Rule("play|plays|start|starts|playable ~ while|before ~ download|downloading|downloaded|loaded|loading|buffering", lambda m: Faststart(), 3),
    Rule("is|check|verify|test ~ {f:file} ~ ok|fine|intact|playable|valid|broken|corrupt|corrupted|damaged|okay|complete|truncated", lambda m: Check() if m.used[0] == 0 or m.tokens[m.used[0]].lemma != "is" else None, 4),
    Rule("how similar|close|different|alike ~ {f:file} and {g:file} / difference ~ quality ~ {f:file} and {g:file} / is|are {f:file} and {g:file} ~ identical|same|equal", lambda m: Compare("ssim"), 3),
    Rule("repair|mend|rescue|salvage {f:file}|it|this|file|video / {f:file}|it|file|video ~ repair|mend", lambda m: Repair(), -1),
    Rule("out_of_sync ~ subtitle / subtitle ~ out_of_sync", lambda m: (), 3),
    Rule("out_of_sync / fix|correct|resolve ~ sync|drift|desync ~ issue|problem|drift? / audio ~ drift|drifts|desync|desynced|async|sync|falls / av sync|drift|desync / sync ~ audio ~ video / sync|drift ~ issue|problem|fix|audio", lambda m: Repair("sync") if "subtitle" not in lemmas_of(m) or {"audio", "sound"} & {m.tokens[i].lemma for i in m.used} else (), -1),
    Rule("check|verify|test|validate|scan ~ {f:file} ~ error|errors|corruption|corrupt|damage|damaged|integrity|problems|ok", lambda m: Check(), 3),
    Rule("check|verify|test|validate|scan ~ file|video|integrity|it|mp4|mkv ~ for|is ~ error|errors|corruption|corrupt|damage|ok|integrity|fine|broken / verify ~ integrity / find ~ errors / is ~ corrupt|corrupted|damaged", lambda m: Check(), 3),
    Rule("compare ~ quality|video|two|file|encode|psnr|ssim|vmaf / psnr|ssim|vmaf ~ between|of|score|compare|compute|calculate|measure? / measure|compute|calculate ~ psnr|ssim|vmaf|quality", lambda m: Compare(next((w for w in ("ssim", "vmaf", "psnr") if w in lemmas_of(m)), "psnr")), 2),
)  # fmt: skip


def _from(m: Match) -> bool:
    before = [t.lemma for t in m.tokens[max(0, m.used[0] - 3) : m.used[0]]]
    return bool(before) and (before[-1] == "from" or before[-2:] == ["from", "a"] or "(" in before or "from" in before[-2:])


_MANY = frozenset(
    "quality qualities rendition renditions variant variants bitrates resolution resolutions levels level rung rungs version versions streams".split()
)


def _rungs(m: Match) -> int | None:
    """How many qualities a ladder is to have: said as a number, else three where only "several" is said."""
    words = lemmas_of(m)
    for token, following in zip(m.tokens, m.tokens[1:], strict=False):
        if token.kind == "number" and following.text.lower() in _MANY and 2 <= token.value <= 8:
            return int(token.value)
    return (
        3
        if words & {"ladder", "adaptive", "abr", "multi-bitrate", "multibitrate", "renditions", "variants", "qualities"}
        else None
    )


def _capture(m: Match, what: str) -> Capture | tuple[()] | None:
    """Something that is to be recorded now; "I recorded my screen" tells where a file comes from."""
    words = lemmas_of(m)
    said = [m.tokens[i].text.lower() for i in m.used]
    if (
        "recorded" in said
        or "captured" in said
        or words
        & {"transcode", "reencode", "convert", "compress", "trim", "resize", "recorded", "shrink", "crop", "denoise", "extract"}
    ):
        return None
    if any(t.kind == "file" and t.value.exists for t in m.tokens):
        return None
    noun = any(
        t.lemma in ("recording", "video", "footage", "clip", "capture")
        and m.tokens[i - 1].lemma in ("webcam", "screen", "camera")
        for i, t in enumerate(m.tokens)
        if i
    )
    if noun and not words & {"record", "start", "make", "do", "begin", "capture"} - ({"capture"} if "take" in words else set()):
        return None  # "take a webcam recording in .webm and give me an mp4"
    if (
        m.used[0]
        and m.tokens[m.used[0] - 1].lemma in ("my", "a", "the", "this")
        and m.tokens[m.used[0]].lemma == "screen"
        and not words & {"record", "make", "start", "do", "begin"}
    ):
        return None
    seconds = next((float(t.value) for t in m.tokens if t.kind == "time"), None)
    sound = bool(words & {"audio", "sound", "microphone", "mic"}) and not words & {"without", "without_audio", "no"}
    m.used_too.update(
        i
        for i, t in enumerate(m.tokens)
        if t.kind == "time" or t.lemma in ("record", "recording", "screen", "webcam", "camera", "microphone", "mic", "desktop")
    )
    area = next((t.value for t in m.tokens if t.kind == "dim" and min(t.value) >= 16), None)
    whole = not words & {"region", "area", "part", "rectangle", "window", "section", "corner", "portion"} or what != "screen"
    region = None
    if area is not None and not whole:
        at = [next((m.tokens[i + 1 + (m.tokens[i + 1].text in "=:")].value for i, t in enumerate(m.tokens[:-2]) if t.lemma == axis and m.tokens[i + 1 + (m.tokens[i + 1].text in "=:")].kind in ("number", "px")), 0) for axis in ("x", "y")]  # fmt: skip
        region = (int(at[0] or 0), int(at[1] or 0), *area)
        m.used_too.update(
            i for i, t in enumerate(m.tokens) if t.kind in ("dim", "px", "number") or t.lemma in ("region", "area", "x", "y")
        )
    return Capture(what, seconds, sound and what not in ("microphone", "screen image", "camera image"), region)


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
