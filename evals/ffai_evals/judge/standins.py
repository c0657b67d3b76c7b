"""Second tries: what an answer takes for granted and is not here, a graphics card, a microphone, an encoder of a licence of its own.

An answer is not wrong for it where the request asks for such a thing, or where the answer itself says what to do without it. Then the
same command is judged with a stand-in: the software encoder of the same codec, a made tone or picture, the encoder that is named beside.
"""

import re

from ffai_evals.judge.answers import read_answer
from ffai_evals.judge.verdict import FFMPEG_ERROR, Answer, Judgement

_CARD = re.compile(
    r"hardware|\bgpu\b|nvenc|nvidia|cuda|\bqsv\b|quick ?sync|vaapi|videotoolbox|\bamf\b|accelerat|apple silicon|m1\b",
    re.IGNORECASE,
)
_LIVE = re.compile(r"microphone|\bmic\b|webcam|camera|screen|desktop|capture|record|live|\bdisplay\b", re.IGNORECASE)
_SOFTWARE = {"h264": "libx264", "hevc": "libx265", "av1": "libsvtav1", "vp9": "libvpx-vp9", "mjpeg": "mjpeg"}
_ENCODER = re.compile(r"\b(h264|hevc|av1|vp9|mjpeg)_(?:nvenc|qsv|vaapi|videotoolbox|amf|mf|omx|v4l2m2m|vulkan|d3d12va)\b")
_CARD_OPTION = re.compile(
    r"\s-(?:hwaccel(?:_\w+)?|init_hw_device|filter_hw_device|vaapi_device|qsv_device|rc(?::v)?|rc-lookahead|cq(?::v)?|qp|global_quality|gpu|spatial[-_]aq|temporal[-_]aq|b_ref_mode|multipass|look_ahead|allow_sw|realtime|quality|usage|tier)\s+\S+"
)
_CARD_PRESET = re.compile(r"(\s-preset(?::v)?\s+)(?:p\d|hq|hp|ll\w*|llhq|llhp|bd|lossless|losslesshp|default)\b")
_DEVICE = re.compile(
    r"(?P<before>(?:\s-(?:framerate|r|video_size|s|pixel_format|pix_fmt|sample_rate|ar|ac|channels|draw_mouse|thread_queue_size|probesize|rtbufsize|input_format|capture_cursor)\s+\S+)*)"
    r"\s-f\s+(?P<device>alsa|pulse|jack|oss|sndio|dshow|avfoundation|v4l2|x11grab|gdigrab|kmsgrab|video4linux2)"
    r"(?P<after>(?:\s-(?!i\b|f\b)\w+\s+\S+)*)\s-i\s+(?P<name>\"[^\"]*\"|'[^']*'|\S+)"
)
_UNENDING = 40  # seconds that a stand-in for what is live lasts
_MISSING = re.compile(r"no encoder (\S+)|Unknown encoder '(\S+)'")
_WITHOUT = re.compile(
    r"not (?:available|compiled|included|installed|built|supported|have)|n't (?:available|have|include|support|compiled)|unavailable|lacks?\b|without (?:it|that)|alternativ|otherwise|fall ?back|if (?:you|your)",
    re.IGNORECASE,
)


def second_try(request: str, text: str, answer: Answer, found: Judgement) -> Answer | None:
    """The answer with a stand-in for what is missing here; None where it failed by its own fault."""
    if found.kind != FFMPEG_ERROR or not answer.text:
        return None
    changed = answer.text
    if _CARD.search(request):
        changed = software(changed)
    if _LIVE.search(request):
        changed = _DEVICE.sub(_made, changed)
    if changed != answer.text:
        return answer._replace(text=changed)
    missing = _MISSING.search(found.evidence)
    return _said_beside(text, (missing[1] or missing[2]).strip("'\""), answer) if missing else None


def software(text: str) -> str:
    """Commands for a graphics card as they read without one."""
    if not _ENCODER.search(text):
        return text
    text = _CARD_OPTION.sub("", _CARD_PRESET.sub(r"\1fast", _ENCODER.sub(lambda m: _SOFTWARE[m[1]], text)))
    text = re.sub(r"\b(scale)_(?:cuda|npp|qsv|vaapi|vt)\b", r"\1", text)
    return (
        re.sub(r"(?:,\s*)?\b(?:hwupload(?:_cuda)?|hwdownload|hwmap)(?:=[\w:=]+)?(?:\s*,)?", ",", text)
        .replace('",', '"')
        .replace(',"', '"')
        .replace("format=nv12,", "")
    )


def _made(match: re.Match[str]) -> str:
    name, device = match["name"].strip("\"'"), match["device"]
    heard = (
        device in ("alsa", "pulse", "jack", "oss", "sndio")
        or (device == "dshow" and name.startswith("audio="))
        or re.fullmatch(r"(?:none)?:\d+|:\w.*", name)
    )
    source = (
        f"sine=frequency=440:duration={_UNENDING}:sample_rate=48000"
        if heard and device not in ("x11grab", "gdigrab")
        else f"testsrc2=size=320x180:rate=25:duration={_UNENDING}"
    )
    return f' -f lavfi -i "{source}"'


def _said_beside(text: str, encoder: str, answer: Answer) -> Answer | None:
    """The command that the answer gives for where an encoder is missing: another fence, or another name in its prose."""
    if not _WITHOUT.search(text):
        return None
    other = read_answer(text, without=encoder)
    if other.text and encoder not in other.text:
        return other
    named = re.search(
        rf"(?:replace|use|try)\s+[`'\"*]*(?:-c:[av] )?(?!{encoder})(\w{{2,20}})[`'\"*]*\s+(?:instead|encoder)|replace\W+(?:\w+\W+)?{encoder}\W+(?:with|by)\W+(?:-c:[av] )?(\w{{2,20}})",
        text,
        re.IGNORECASE,
    )
    name = (named[1] or named[2]) if named else ""
    return answer._replace(text=answer.text.replace(encoder, name)) if name else None
