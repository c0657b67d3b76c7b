"""What edits say of each other, once all of them are found: one thing said twice, a time that belongs to another edit."""

import re
from typing import Any

from ffai.look.kinds import kind_of
from ffai.translate.offline import agree
from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.terms import AUDIO_CODECS, VIDEO_CODECS
from ffai.translate.offline.twice import told_twice
from ffai.translate.offline.words import FORMATS


def sound_stays(edits: list[Any], tokens: list[Token]) -> None:
    """ "to mp4, but the DTS sound to AAC": a film is made, and its sound is encoded, not taken out."""
    films = [x for x in edits if isinstance(x, e.Container) and FORMATS.get(x.ext) == "video"]
    sounds = [x for x in edits if isinstance(x, e.Container) and FORMATS.get(x.ext) == "audio"]
    if films and not sounds and any(isinstance(x, e.AudioCodec) for x in edits) and not {t.lemma for t in tokens} & {
        "extract", "rip", "isolate", "separate", "pull", "dump", "demux", "only", "and_also",
    }:  # fmt: skip
        edits[:] = [x for x in edits if not (isinstance(x, e.ExtractAudio) and x.select is None)]


def timed(edits: list[Any], tokens: list[Token]) -> None:
    """ "show logo.png only from second 1 to second 3": the part is when the picture is seen, not what is kept of the video."""
    named = [t.value.path.lower() for t in tokens if t.kind == "file"]
    if (
        named
        and all(p.endswith((".srt", ".ass", ".vtt", ".ssa")) for p in named)
        and not {t.lemma for t in tokens} & {"add", "embed", "mux", "burn", "video", "film", "movie", "hardcode", "into"}
    ):
        edits[:] = [x for x in edits if not isinstance(x, (e.AddSubtitles, e.BurnSubtitles))]  # "cut subs.srt": the text itself
    keeps = [x for x in edits if isinstance(x, e.Keep) and len(x.ranges) == 1]
    timed = {x.when for x in edits if isinstance(x, (e.Overlay, e.Text, e.Blur)) and x.when is not None}
    for keep in keeps:
        if keep.ranges[0] in timed and not {t.lemma for t in tokens} & {"trim", "cut", "keep", "clip"}:
            edits.remove(keep)  # "put the logo there for the first 2 seconds": said once, of the logo
            return
    titles = [n for n, x in enumerate(edits) if isinstance(x, (e.BurnSubtitles, e.AddSubtitles)) and x.when is None]
    if len(keeps) == 1 and titles and not {t.lemma for t in tokens} & {"trim", "cut", "keep", "clip", "extract", "shorten"}:
        edits[titles[0]] = edits[titles[0]]._replace(when=keeps[0].ranges[0])
        edits.remove(keeps[0])
        return
    if len(keeps) == 1 and _only_effects(edits, keeps[0]) and not {t.lemma for t in tokens} & _CUTTING:
        edits[edits.index(keeps[0])] = e.During(keeps[0].ranges[0])  # "blur it from 0:05 to 0:10": the film keeps its length
        return
    louder = [n for n, x in enumerate(edits) if isinstance(x, e.Volume) and x.when is None]
    if len(keeps) == 1 and louder and not {t.lemma for t in tokens} & _CUTTING:
        edits[louder[0]] = edits[louder[0]]._replace(when=keeps[0].ranges[0])  # "lower the volume from 0:10 to 0:20"
        edits.remove(keeps[0])
        return
    shown = [n for n, x in enumerate(edits) if isinstance(x, (e.Overlay, e.Text)) and x.when is None]
    cuts = {
        "trim",
        "cut",
        "keep",
        "clip",
        "extract",
        "shorten",
        "crop",
        "split",
        "take",
        "gif",
        "export",
        "first_part",
        "preview",
    }
    if len(keeps) != 1 or not shown or {t.lemma for t in tokens} & cuts:
        return
    edits[shown[0]] = edits[shown[0]]._replace(when=keeps[0].ranges[0])
    edits.remove(keeps[0])


_TAKES = frozenset("trim cut clip keep extract grab take only crop shorten export save".split())
_SPEEDS = frozenset("speed speed_up slow slow_down slow_motion fast accelerate fast_motion play double halve".split())


def _paced(edits: list[Any], tokens: list[Token]) -> None:
    """ "slow down the part from 3 to 5 seconds": that part changes its pace, and the rest stays."""
    lemmas = {t.lemma for t in tokens}
    speeds = [x for x in edits if isinstance(x, e.Speed) and not x.duration and not x.kind]
    keeps = [x for x in edits if isinstance(x, e.Keep)]
    cuts = [x for x in edits if isinstance(x, e.CutOut)]
    if (
        not speeds
        or len(keeps) != 1
        or cuts
        or lemmas & _TAKES - ({"only"} if "speed_up" in lemmas or "slow_down" in lemmas else set())
    ):
        return
    if lemmas & {"gif", "preview", "highlight", "reel", "teaser"} or not lemmas & _SPEEDS:
        return
    ranges = keeps[0].ranges
    factors = speeds if len(speeds) == len(ranges) else speeds[-1:] * len(ranges)
    edits[:] = [x for x in edits if x not in speeds and x not in keeps]
    edits += [e.SpeedPart(s.factor, r) for s, r in zip(factors, ranges, strict=True)]


def _starts_sooner(edits: list[Any], tokens: list[Token]) -> None:
    """ "start playing sooner on the web (faststart)": the index goes to the front; nothing is to be encoded for it."""
    if not any(isinstance(x, e.Faststart) for x in edits) or any(isinstance(x, (e.Shrink, e.FileSize, e.Quality)) for x in edits):
        return
    lemmas = [t.lemma for t in tokens]
    places = ("web", "website", "internet")
    on_it = any(
        a == "on" and (b in places or c in places) for a, b, c in zip(lemmas, lemmas[1:], [*lemmas[2:], ""], strict=False)
    )
    if on_it and {"start", "begin", "play", "sooner", "immediately", "instantly"} & set(lemmas):
        edits[:] = [x for x in edits if not (isinstance(x, e.Purpose) and x.name == "web")]


def _sound_of_film(edits: list[Any]) -> None:
    """ "convert only the audio to AC3, keep the video": the sound of the film is encoded, not taken out of it."""
    if not any(isinstance(x, e.Copy) and x.kind == "video" for x in edits) or not any(
        isinstance(x, e.ExtractAudio) for x in edits
    ):
        return
    edits[:] = [x for x in edits if not isinstance(x, e.ExtractAudio)]
    for n, x in enumerate(edits):
        if isinstance(x, e.Container) and x.ext in ("ac3", "eac3", "aac", "mp3", "opus", "flac", "wav"):
            edits[n] = e.AudioCodec("pcm_s16le" if x.ext == "wav" else x.ext)


_TO_CODEC = re.compile(
    r"\b(?P<verb>convert|change|transcode|encode|re-?encode|turn|recode|export|save)\b(?:(?! [.?!,] )[^;]){0,60}?\b(?:audio|sound|soundtrack)(?P<noun> tracks?| streams?| codec)?\b"
    r"(?P<middle>(?:(?! [.?!] )[^;]){0,60}?)\b(?:to|into|as)\b (?:an? )?(?:\d+ ?k\w* )?(?P<codec>wav|flac|mp3|m4a|ogg|aac|e?-?ac-?3|dts|opus|vorbis|alac|mp2)\b"
)
_FILES = frozenset("wav flac mp3 m4a ogg".split())


def sound_to_codec(edits: list[Any], tokens: list[Token]) -> None:
    """ "convert the sound of film.mkv to AC3" is the film with another codec, "convert the audio of film.mkv to mp3" a file of sound."""
    if any(isinstance(x, e.VideoCodec) and x.codec in ("theora", "libtheora") for x in edits):
        edits[:] = [e.Container("ogv") if x == e.Container("ogg") else x for x in edits]
    _recoded_sound(edits, tokens)
    said = _TO_CODEC.search(" ".join(t.text.lower() for t in tokens))
    films = [t for t in tokens if t.kind == "file" and FORMATS.get(t.value.path.rpartition(".")[2].lower()) == "video"]
    if said is None or len(films) != 1 or sum(t.kind == "file" for t in tokens) > 1 or any(isinstance(x, e.Copy) for x in edits):
        return
    if {t.lemma for t in tokens} & {"extract", "rip", "separate", "replace", "only"}:
        return
    codec = said["codec"].replace("-", "")
    own = said["noun"] is not None and (said["noun"] == " codec" or codec not in _FILES or said["noun"].strip() != "")
    kept = said["noun"] == " codec" or ("from" not in said["middle"].split() and (codec not in _FILES or own))
    codecs = (e.ExtractAudio, e.AudioCodec, e.Container)
    rest = [x for x in edits if not isinstance(x, codecs) or (isinstance(x, e.Container) and FORMATS.get(x.ext) != "audio")]
    if len(rest) + sum(isinstance(x, codecs) for x in edits) < len(edits):
        return
    if said["verb"] in ("export", "save"):
        if not any(isinstance(x, e.Container) for x in rest):
            edits[:] = [*rest, e.ExtractAudio(), e.Container(codec)]
    elif kept:
        edits[:] = [*rest, e.AudioCodec({"wav": "pcm_s16le"}.get(codec, codec))]
    elif codec in _FILES and not any(isinstance(x, e.Container) for x in rest):
        edits[:] = [*rest, e.ExtractAudio(), e.Container(codec)]


_SOUND_ALONE = re.compile(
    r"\b(?:re-?encode|transcode|convert|change)\b(?:[^.;]|\.(?=\w)){0,40}\b(?:audio|sound)(?: (?:track|stream))?(?: of \S+)? (?:only|alone)\b"
    r"|\bonly (?:re-?encode|transcode|convert|change) the (?:audio|sound)\b|\b(?:re-?encode|transcode) only the (?:audio|sound)\b"
)


def _recoded_sound(edits: list[Any], tokens: list[Token]) -> None:
    """ "re-encode the audio only": the picture is copied, and no file of sound is made."""
    films = [t for t in tokens if t.kind == "file" and FORMATS.get(t.value.path.rpartition(".")[2].lower()) == "video"]
    if len(films) != 1 or not _SOUND_ALONE.search(" ".join(t.text.lower() for t in tokens)):
        return
    heard = [x for x in edits if isinstance(x, e.Container) and FORMATS.get(x.ext) == "audio" and x.ext in AUDIO_CODECS]
    if heard or any(isinstance(x, (e.AudioCodec, e.Bitrate)) for x in edits):
        edits[:] = [e.AudioCodec(x.ext) if x in heard else x for x in edits if not isinstance(x, e.ExtractAudio)]
        edits[:] = [x._replace(kind="audio") if isinstance(x, e.Bitrate) and not x.kind else x for x in edits]
        edits += [e.Copy("video"), e.Reencode("audio")]


def _kept_streams(edits: list[Any]) -> None:
    """ "just the video and the first audio stream" takes no sound out; "the surround track" is chosen, not made."""
    selects = [s for x in edits if isinstance(x, e.KeepStreams) for s in x.selects]
    if any(s == e.Select("video") for s in selects) and len(selects) > 1:
        edits[:] = [x for x in edits if not isinstance(x, e.ExtractAudio)]
    if any(s.kind == "all" for s in selects) and not any(
        isinstance(x, e.Container) and FORMATS.get(x.ext) == "audio" for x in edits
    ):
        edits[:] = [
            x for x in edits if not (isinstance(x, e.ExtractAudio) and x.every and any(isinstance(y, e.Container) for y in edits))
        ]
    if any(s.kind == "audio" for s in selects):
        edits[:] = [x for x in edits if not isinstance(x, e.RemoveAudio)]
    if any(s.channels for s in selects):
        edits[:] = [x for x in edits if not isinstance(x, e.Channels)]
    if any(isinstance(x, e.ExtractAudio) for x in edits):  # "take the sound out, without any video"
        edits[:] = [x for x in edits if not (isinstance(x, e.DropStreams) and all(s.kind == "video" for s in x.selects))]
    if any(isinstance(x, e.MixAudio) and (x.factor or x.decibels) for x in edits):
        edits[:] = [x for x in edits if not (isinstance(x, e.Volume) and x.when is None and abs(x.decibels or 0) == 6)]
    plain = [x for x in edits if isinstance(x, e.Blur) and x.strength is None and x.region is None and x.when is None]
    if plain and any(isinstance(x, e.Blur) and x.strength for x in edits):
        edits[:] = [x for x in edits if x not in plain]


def _other_sound(edits: list[Any], tokens: list[Token]) -> None:
    """ "replace the audio with a new wav": what is put in, and not what comes out; "save it without audio" takes none out."""
    if any(
        isinstance(x, e.ReplaceAudio) and kind_of(x.path) == "video" for x in edits
    ):  # "the audio of one film with the picture of another"
        edits[:] = [x for x in edits if not isinstance(x, (e.ExtractAudio, e.Concat, e.Mux))]
    if any(isinstance(x, e.Gather) for x in edits):  # "as an alternative track": beside the one that there is
        edits[:] = [x for x in edits if not isinstance(x, e.ReplaceAudio)]
    films = [t for t in tokens if t.kind == "file" and FORMATS.get(t.value.path.rpartition(".")[2].lower()) == "video"]
    if len(films) > 1 and any(isinstance(x, e.Mux) for x in edits):  # "the video of one and the audio of the other"
        edits[:] = [x for x in edits if not isinstance(x, e.ExtractAudio)]
    puts = any(isinstance(x, (e.ReplaceAudio, e.MixAudio, e.Mux)) for x in edits)
    if puts:
        lemmas = [t.lemma for t in tokens]
        edits[:] = [
            x
            for x in edits
            if not (
                isinstance(x, e.Container)
                and FORMATS.get(x.ext) == "audio"
                and x.ext not in ("m4a", "ogg", "opus")
                and _brought(x.ext, lemmas)
            )
        ]
    silent = any(isinstance(x, e.RemoveAudio) for x in edits)
    if silent and not {t.lemma for t in tokens} & {"extract", "rip", "isolate", "pull", "demux", "separate", "and also"}:
        edits[:] = [x for x in edits if not isinstance(x, e.ExtractAudio)]


def _brought(ext: str, lemmas: list[str]) -> bool:
    """Whether a format is that of a file which is brought along: "with a wav", "my mp3 file"."""
    return any(w == ext and not {"to", "into", "as", "save"} & set(lemmas[max(0, i - 2) : i]) for i, w in enumerate(lemmas))


def _lapsed(edits: list[Any], tokens: list[Token]) -> None:
    """What a time-lapse and a loop say already: their speed, the frames that are taken, how long the clip is."""
    lemmas = [t.lemma for t in tokens]
    if any(isinstance(x, e.Timelapse) for x in edits):
        edits[:] = [x for x in edits if not isinstance(x, (e.Speed, e.Frames, e.Slideshow))]
    loops = [x for x in edits if isinstance(x, e.Loop)]
    if any(x.duration for x in loops) and not {"trim", "cut", "first", "take"} & set(lemmas):
        edits[:] = [x for x in edits if not (isinstance(x, e.Keep) and len(x.ranges) == 1 and x.ranges[0].start == 0)]
    music = any(
        w == "loop" and set(lemmas[i + 1 : i + 4]) & {"music", "song", "track", "audio", "soundtrack"}
        for i, w in enumerate(lemmas)
    )
    if music and any(isinstance(x, (e.MixAudio, e.ReplaceAudio, e.Mux)) for x in edits):
        edits[:] = [x for x in edits if not (isinstance(x, e.Loop) and not x.times and not x.duration)]


def _burnt_each(edits: list[Any], tokens: list[Token]) -> None:
    """Several files of subtitles to be burnt in are one edit each; one said twice is one."""
    burns = [x for x in edits if isinstance(x, e.BurnSubtitles)]
    if not burns:
        return
    if any(not b.soft for b in burns) and {t.lemma for t in tokens} & {"prevent", "always"}:
        edits[:] = [x for x in edits if not isinstance(x, e.AddSubtitles)]
    if not any(t.text.lower().startswith("blur") for t in tokens):
        edits[:] = [x for x in edits if not isinstance(x, e.Blur)]  # "burned-in, with a box behind": of the letters
    edits[:] = [x for x in edits if not (isinstance(x, e.Look) and x.name == "edges")]  # "a black outline"
    if any(not b.soft for b in burns) and not {t.lemma for t in tokens} & {
        "add",
        "embed",
        "mux",
        "soft",
        "attach",
        "insert",
        "also",
        "and also",
    }:
        edits[:] = [x for x in edits if not (isinstance(x, e.AddSubtitles) and not x.path)]  # "burn .ass subtitles into an MP4"
    paths = [t.value.path for t in tokens if t.kind == "file" and t.value.path.lower().endswith((".srt", ".ass", ".ssa", ".vtt"))]
    if len(paths) > 1 and any(b.path for b in burns) and not any(isinstance(x, e.AddSubtitles) for x in edits):
        first = burns[0]
        edits[:] = [x for x in edits if not isinstance(x, e.BurnSubtitles)] + [first._replace(path=p, select=None) for p in paths]
    elif len(burns) > 1:
        told = [b for b in burns if b.path or b.select]
        edits[:] = [x for x in edits if not isinstance(x, e.BurnSubtitles) or x in (told or burns[:1])]


# "only if the original is larger", "never upscale"
_IF_LARGER = re.compile(
    r"\b(if|when|whenever|where)\b(?:[^.;]|\.(?=\w)){0,50}\b(larger|bigger|wider|taller|higher|greater|exceeds?|exceeding|above|over|more than)\b"
    r"|\bunless\b[^.;]{0,40}\bsmaller\b|\b(never|not|without|no|avoid|t)\s+(upscal|enlarg)"
)
_EFFECTS = (e.Colour, e.Look, e.Blur, e.Sharpen, e.BurnSubtitles, e.Lut, e.VideoFilter)
# beside effects: what says how the result is written, and nothing of what is seen when
_WRITING = (e.Container, e.VideoCodec, e.AudioCodec, e.Crf, e.Quality, e.Preset, e.Copy, e.RemoveAudio, e.Suffix, e.OutputFolder, e.Purpose, e.KeepMetadata)  # fmt: skip
_CUTTING = frozenset(
    "trim cut keep extract clip take save grab export excerpt snippet segment portion crop shorten get give create produce preview make_clip split then frame still thumbnail screenshot gif".split()
)


def _only_effects(edits: list[Any], keep: e.Keep) -> bool:
    """Whether a part of the time belongs to effects: there are some, and nothing else that a part could be of."""
    others = [x for x in edits if x is not keep]
    return any(isinstance(x, _EFFECTS) for x in others) and all(isinstance(x, (*_EFFECTS, *_WRITING)) for x in others)


_WRONG_TURN = re.compile(
    r"\b(?:is|was|are|were|got|been|recorded|shot|filmed)\b[^.?!]{0,30}\b(?:rotated|turned|sideways|tilted)\b"
)
_RIGHT = re.compile(r"\b(?:correct|fix|upright|straight|right way|proper|properly|normal)\b")


def _turned_back(edits: list[Any], text: str) -> None:
    """ "it is rotated 90 degrees counterclockwise, correct it": turned by as much the other way."""
    turns = [x for x in edits if isinstance(x, e.Rotate) and 0 < x.degrees < 360]
    if len({x.degrees for x in turns}) == 1 and _WRONG_TURN.search(text) and _RIGHT.search(text):
        back = turns[0]._replace(degrees=360 - turns[0].degrees)
        edits[:] = [x for x in edits if not isinstance(x, e.Rotate)] + [back]


def _taken_alone(edits: list[Any], tokens: list[Token]) -> None:
    """ "extract only the English audio track": that sound as a file of its own, whatever else the source has."""
    kept = [x for x in edits if isinstance(x, e.KeepStreams)]
    one = [
        x
        for x in kept
        if len(x.selects) == 1 and x.selects[0].kind == "audio" and (x.selects[0].language or x.selects[0].index is not None)
    ]
    if len(one) != 1 or any(isinstance(x, (e.ExtractAudio, e.Container)) for x in edits):
        return
    if not {t.lemma for t in tokens} & {"extract", "rip", "isolate"} or {t.lemma for t in tokens} & {
        "video",
        "copy",
        "keep",
        "remux",
    }:
        return
    if sum(t.kind == "file" for t in tokens) <= 1:
        edits[:] = [x for x in edits if x not in kept] + [e.ExtractAudio(one[0].selects[0])]


def _music_alone(edits: list[Any], tokens: list[Token]) -> None:
    """ "I just want the music of it": a file of sound, and no film without a picture."""
    alone = [x for x in edits if x == e.KeepStreams((e.Select("audio"),))]
    films = any(isinstance(x, e.Container) and FORMATS.get(x.ext) == "video" for x in edits) or any(
        t.kind == "file" and not t.value.exists and FORMATS.get(t.value.path.rpartition(".")[2].lower()) == "video"
        for t in tokens
    )
    if alone and not films and len(alone) == sum(isinstance(x, (e.KeepStreams, e.Copy)) for x in edits):
        edits[:] = [x for x in edits if x not in alone] + [e.ExtractAudio()]


def _titled_track(edits: list[Any], tokens: list[Token]) -> None:
    """ "as Spanish subtitles titled …": the name of the track that is added."""
    titles = [x for x in edits if isinstance(x, e.Metadata) and x.key == "title" and x.value]
    adds = [x for x in edits if isinstance(x, e.AddSubtitles)]
    if len(titles) == 1 and len(adds) == 1 and {t.text.lower() for t in tokens} & {"titled", "named", "called", "labelled"}:
        edits[:] = [x._replace(title=titles[0].value) if x is adds[0] else x for x in edits if x is not titles[0]]


def _covers(edits: list[Any]) -> None:
    """ "embed cover.jpg as its thumbnail": no picture is taken out of the film."""
    if any(isinstance(x, e.Cover) and x.path for x in edits):
        edits[:] = [x for x in edits if not (isinstance(x, e.Frames) and not x.at)]


def _shaped(edits: list[Any], text: str) -> None:
    """ "without cropping" wants bars; blurred bars fill the frame whose size is said."""
    if re.search(r"\b(?:without|no|not|never|avoid)\b(?: any| the)? cropp", text):
        for n, x in enumerate(edits):
            if isinstance(x, e.Crop) and x.ratio is not None and x.width is None:
                edits[n] = e.Aspect(x.ratio, "pad")
    framed = [x for x in edits if isinstance(x, e.Pad) and x.width and x.height]
    blurred = [x for x in edits if isinstance(x, e.Pad) and x.blur and not x.width]
    if len(framed) == 1 and blurred:
        edits[edits.index(framed[0])] = framed[0]._replace(blur=True)
        edits[:] = [x for x in edits if x not in blurred]


def _laid_once(edits: list[Any], tokens: list[Token]) -> None:
    """ "a text watermark" is a text and no picture; what is neither picture nor film is not laid over one."""
    texts = any(isinstance(x, e.Text) and x.text for x in edits)
    pictures = {t.lemma for t in tokens} & {"image", "picture", "logo", "png", "jpg", "photo", "icon"}

    def stays(x: Any) -> bool:
        if not isinstance(x, e.Overlay):
            return True
        if not x.path:
            return not (texts and not pictures and x.kind == "image")
        return FORMATS.get(x.path.rpartition(".")[2].lower(), "image") not in (
            "subtitle",
            "text",
            "",
        ) and not x.path.lower().endswith(".txt")

    edits[:] = [x for x in edits if stays(x)]
    named = [t.value.path for t in tokens if t.kind == "file"]
    for n, x in enumerate(edits):  # "overlay a text on film.mp4": what is laid over it is not the film itself
        if isinstance(x, e.Overlay) and named == [x.path] and kind_of(x.path) == "video":
            edits[n] = x._replace(path="", kind="image", scale=None)
    for n, x in enumerate(edits):  # "ghost.mp4 at 50% opacity over room.mp4": seen through, so it lies over all of it
        if (
            isinstance(x, e.Overlay)
            and x.kind == "video"
            and x.opacity
            and not x.place
            and x.scale == 0.25
            and x.width is None
            and not {t.lemma for t in tokens} & {"corner", "pip", "inset", "small"}
        ):
            edits[n] = x._replace(whole=True, scale=None)
    if any(isinstance(x, e.Text) for x in edits) and len(named) < 2 and not pictures:
        edits[:] = [x for x in edits if not (isinstance(x, e.Overlay) and not x.path)]


def _told_by_language(edits: list[Any]) -> None:
    """ "combine an English and a Dutch srt into one mp4": tracks of the film, no files joined."""
    if any(isinstance(x, e.AddSubtitles) and x.languages for x in edits):
        edits[:] = [x for x in edits if not isinstance(x, (e.Concat, e.Mux))]


def _read_over(edits: list[Any], tokens: list[Token]) -> None:
    """ "take the sound out, but the file is corrupted": read over what is damaged, and no check."""
    if any(isinstance(x, e.AskDelay) for x in edits) and not any(isinstance(x, e.Delay) for x in edits):
        edits[:] = [x for x in edits if not isinstance(x, e.ExtractAudio)]
    checks = [x for x in edits if isinstance(x, e.Check)]
    acts = [x for x in edits if not isinstance(x, (e.Check, e.Question, e.Batch, e.Repair, e.SameName))]
    if (
        checks
        and acts
        and not {t.lemma for t in tokens} & {"check", "verify", "test", "validate", "scan", "find", "whether", "detect"}
    ):
        edits[:] = [x for x in edits if x not in checks]
        if not any(isinstance(x, e.Repair) for x in edits):
            edits.append(e.Repair())


def settled(edits: list[Any], tokens: list[Token]) -> None:
    """What one edit says of another: the last of two turns says it exactly; a shape that must not be encoded again is a flag."""
    text = " ".join(t.text.lower() for t in tokens)
    _turned_back(edits, text)
    _told_by_language(edits)
    told_twice(edits, tokens)
    _taken_alone(edits, tokens)
    _music_alone(edits, tokens)
    _covers(edits)
    _titled_track(edits, tokens)
    _shaped(edits, text)
    _burnt_each(edits, tokens)
    _laid_once(edits, tokens)
    _lapsed(edits, tokens)
    _sound_of_film(edits)
    _starts_sooner(edits, tokens)
    _other_sound(edits, tokens)
    _kept_streams(edits)
    _paced(edits, tokens)
    named = [x for x in edits if isinstance(x, e.Scale) and x.width and x.height]
    # "720p (1280x720)" says one size twice
    _read_over(edits, tokens)
    edits[:] = [
        x for x in edits
        if not (isinstance(x, e.Scale) and x.short_side and any(min(n.width or 0, n.height or 0) == x.short_side for n in named))
    ]  # fmt: skip
    if any(isinstance(x, e.Scale) and x.multiple > 2 for x in edits):  # "odd sizes, to a multiple of 16": the latter is wanted
        edits[:] = [x for x in edits if x != e.Scale(multiple=2)]
    wide = [x for x in edits if isinstance(x, e.Scale) and x.width and not x.height]
    high = [x for x in edits if isinstance(x, e.Scale) and x.height and not x.width]
    if len(wide) == len(high) == 1:  # "1280 wide and 720 high" is one size
        fill = {t.lemma for t in tokens} & {"crop", "fill", "overflow"}
        edits[edits.index(wide[0])] = wide[0]._replace(height=high[0].height, mode=wide[0].mode or ("fill" if fill else ""))
        edits.remove(high[0])
    exact = [
        x for x in edits if isinstance(x, e.Scale) and not x.only_smaller and (x.width or x.height or x.factor or x.short_side)
    ]
    if exact:  # "a lower-resolution version at 360p": the number says how much lower
        edits[:] = [x for x in edits if not (isinstance(x, e.Scale) and x.only_smaller and x.short_side)]
    if any(isinstance(x, e.Copy) and x.kind == "audio" for x in edits) and not any(isinstance(x, e.RemoveAudio) for x in edits):
        # "convert just the video, keep the sound": the picture is what is worked on, not what is left
        edits[:] = [x for x in edits if not (isinstance(x, e.KeepStreams) and x.selects == (e.Select("video"),))]
    if any(isinstance(x, e.AddSilence) for x in edits):  # "it is silent and needs a silent track": what is, and what is to come
        edits[:] = [x for x in edits if not isinstance(x, e.RemoveAudio)]
    if any(isinstance(x, e.Copy) and x.kind == "audio" for x in edits):  # the rate is that of what is encoded
        edits[:] = [x._replace(kind="video") if isinstance(x, e.Bitrate) and not x.kind else x for x in edits]
    conditional = any(isinstance(x, e.Crop) and "min(" in f"{x.width}{x.height}" for x in edits)
    if (
        _IF_LARGER.search(" ".join(t.text.lower() for t in tokens))
        and not conditional
        and not any(isinstance(x, e.OnlyIf) for x in edits)
    ):
        edits[:] = [x._replace(if_larger=True) if isinstance(x, e.Scale) and not x.only_smaller else x for x in edits]
    every = [x for x in edits if isinstance(x, e.ExtractAudio) and x.every]
    joined = [x for x in edits if isinstance(x, (e.Mux, e.Concat))]
    if every and joined and sum(t.kind == "file" for t in tokens) <= 2 and {t.lemma for t in tokens} & {"one", "single"}:
        # "extract all tracks and merge them into one": mixed
        edits[:] = [x for x in edits if x not in every and x not in joined] + [e.ExtractAudio(), e.MixAudio()]
    if any(isinstance(x, e.Channels) and x.side for x in edits):  # "the left channel as mono": one channel is mono
        edits[:] = [x for x in edits if not (isinstance(x, e.Channels) and x.count == 1 and not x.side)]
    kept = any(isinstance(x, e.Keep) and len(x.ranges) > 1 for x in edits)
    if kept and sum(t.kind == "file" and (t.value.exists or t.value.is_pattern) for t in tokens) <= 1:
        edits[:] = [x for x in edits if not isinstance(x, e.Concat)]  # the parts of one file are joined, not files
    keeps = [x for x in edits if isinstance(x, e.Keep) and len(x.ranges) == 1]
    lengths = {x.ranges[0].end - x.ranges[0].start for x in keeps if x.ranges[0].start > 0}
    # "30-second previews, from 0:10 to 0:40": the length is that of the part
    edits[:] = [x for x in edits if not (x in keeps and x.ranges[0].start == 0 and x.ranges[0].end in lengths)]
    levels = [x for x in edits if isinstance(x, e.Volume) and x.decibels is not None and x.decibels <= 0 and x.when is None]
    for n, edit in enumerate(edits):
        if isinstance(edit, e.Normalise) and edit.peak is not None and levels:  # "the peak to -1 dB" is where it goes
            edits[n] = edit._replace(peak=levels[0].decibels)
            edits.remove(levels[0])
            break
    if (
        any(isinstance(x, e.Copy) and x.kind == "video" for x in edits)
        and any(isinstance(x, e.Shrink) for x in edits)
        and {"audio", "sound"} & {t.lemma for t in tokens}
    ):
        # "smaller only by the sound, the video untouched"
        edits[:] = [x for x in edits if not isinstance(x, e.Shrink)]
        if not any(isinstance(x, (e.Bitrate, e.AudioCodec)) for x in edits):
            edits += [e.Reencode("audio"), e.Bitrate(96_000.0, "audio")]
    if any(isinstance(x, e.Copy) and x.kind == "all" for x in edits):  # nothing is encoded, whatever it is for
        served = [x for x in edits if isinstance(x, e.Purpose) and x.name == "web"]
        edits[:] = [e.Faststart() if x in served else x for x in edits]
    if any(isinstance(x, e.Copy) and x.kind == "all" for x in edits):  # "optimise it without re-encoding"
        edits[:] = [x for x in edits if x != e.Shrink()]
    if any(isinstance(x, e.Split) for x in edits):  # "into 10 second segments for streaming"
        edits[:] = [x for x in edits if x != e.Purpose("web")]
    if any(isinstance(x, e.OnlyIf) for x in edits) and not any(isinstance(x, e.Batch) for x in edits):
        several = {t.text.lower() for t in tokens} & {"clips", "videos", "files", "movies", "recordings", "ones", "songs"}
        if several and not any(t.kind == "file" for t in tokens):  # "the clips larger than 720p"
            edits.append(e.Batch("", "audio" if "songs" in several else ""))
    agree.effects(edits)
    agree.sound(edits, tokens)
    agree.laid_over(edits, tokens)
    agree.shapes(edits)
    turns = [x for x in edits if isinstance(x, e.Rotate)]
    if len(turns) > 1 and "then" not in {t.lemma for t in tokens}:  # "sideways (90 degrees counterclockwise)"
        edits[:] = [x for x in edits if not isinstance(x, e.Rotate) or x is turns[-1]]
    mixed = {x.factor for x in edits if isinstance(x, e.MixAudio) and x.factor} | {
        x.decibels for x in edits if isinstance(x, e.MixAudio) and x.decibels
    }
    # "mix music.mp3 under it at 20 percent volume": the music's volume, not that of all
    edits[:] = [x for x in edits if not (isinstance(x, e.Volume) and x.when is None and (x.factor or x.decibels) in mixed)]
    copied = any(isinstance(x, e.Copy) and x.kind in ("all", "video") for x in edits)
    for n, edit in enumerate(edits):
        if isinstance(edit, e.Aspect) and not edit.mode and copied:
            edits[n] = edit._replace(mode="flag")


_SHOT = frozenset("shot shoot filmed film recorded record captured capture footage source original".split())


def _slowed_to_rate(edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token]) -> None:
    """ "shot at 120 fps, play it at 24 as slow motion": every frame stays, so the pace is one rate by the other."""
    speeds = [x for x in edits if isinstance(x, e.Speed) and x.factor == 0.5 and x in places]
    rates = sorted((x for x in edits if isinstance(x, e.Fps) and x.rate > 0 and x in places), key=lambda x: places[x][0])
    plain = [t for t in tokens if t.kind in ("factor", "percent") or t.lemma in ("half", "twice", "double")]
    if len(speeds) != 1 or len(rates) != 2 or plain or rates[1].rate >= rates[0].rate:
        return
    if not _SHOT & {t.lemma for t in tokens[max(0, places[rates[0]][0] - 4) : places[rates[0]][1] + 2]}:
        return
    slow = speeds[0]._replace(factor=rates[1].rate / rates[0].rate)
    edits[edits.index(speeds[0])] = slow
    places[slow] = places[speeds[0]]
    edits.remove(rates[0])


def one_size(edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token]) -> None:
    """Of several sizes that are no list the last one is wanted: "a 1440x1080 video ... resize it to 1280x720"."""
    _slowed_to_rate(edits, places, tokens)
    rates = [x for x in edits if isinstance(x, e.Fps) and x.rate > 0 and x in places]
    had = [x for x in rates if "from" in {t.lemma for t in tokens[max(0, places[x][0] - 3) : places[x][0]]}]
    if len(rates) > len(had) > 0:  # "29.97 from a 30 fps one"
        edits[:] = [x for x in edits if x not in had]
    new = [x for x in edits if isinstance(x, e.Fps) and x.interpolate]
    if new:  # "interpolate the 24 fps film to 48"
        edits[:] = [x for x in edits if not isinstance(x, e.Fps) or x is new[-1]]
    fixed = [x for x in edits if isinstance(x, e.Fps) and x.rate > 0]
    if len(fixed) > 1 and not any(x.interpolate for x in fixed):  # "it has 60 fps, reduce it to 30"
        edits[:] = [x for x in edits if not isinstance(x, e.Fps) or x is fixed[-1]]
    if any(isinstance(x, e.Segments) for x in edits):
        return  # the rungs of a ladder
    sizes = [x for x in edits if isinstance(x, e.Scale) and (x.width or x.height or x.short_side) and x in places]
    sizes.sort(key=lambda x: places[x][0])
    had_sizes = [
        x
        for x in sizes
        if {t.lemma for t in tokens[max(0, places[x][0] - 2) : places[x][0]]} & {"from", "out_of"}
        or [t.lemma for t in tokens[max(0, places[x][0] - 2) : places[x][0]]] == ["out", "of"]
    ]
    if sizes and had_sizes and len(had_sizes) < len(sizes):  # "a 1280x720 video out of 5760x2880 footage"
        edits[:] = [x for x in edits if x not in had_sizes]
        sizes = [x for x in sizes if x not in had_sizes]
    for n, other in enumerate(sizes[1:]):
        one = sizes[n]
        between = [t for t in tokens[places[one][1] : places[other][0]] if t.lemma not in FORMATS and t.lemma not in VIDEO_CODECS]
        named = ("and", "or", "then", "a", "an", "another", "also", "one", "version", "copy", "file", "for", "web", "archive")
        if any(t.lemma not in named and t.text not in ",/&" for t in between):
            edits.remove(one)
        elif any(t.lemma == "or" for t in between):
            edits.remove(other)
            return


def placed(edits: list[Any], tokens: list[Token], used: set[int]) -> None:
    """ "x=10, y=20", wherever it stands, is where the crop or the blurred area begins."""
    at: dict[str, float] = {}
    where: set[int] = set()
    for i, token in enumerate(tokens):
        j = i + 1 + (i + 1 < len(tokens) and tokens[i + 1].text in "=:")
        if token.lemma in ("x", "y") and j < len(tokens) and tokens[j].kind in ("number", "px"):
            at[token.lemma] = tokens[j].value
            where |= set(range(i, j + 1))
    if len(at) < 2:
        return
    for n, edit in enumerate(edits):
        if isinstance(edit, e.Crop) and edit.x is None and edit.width is not None:
            edits[n] = edit._replace(x=f"{at['x']:g}", y=f"{at['y']:g}")
            used |= where
    for n, edit in enumerate(edits):
        if isinstance(edit, e.Blur) and edit.filter == "pixelate" and edit.region is not None:
            edits[n] = edit._replace(region=(int(at["x"]), int(at["y"]), *edit.region[2:]))
            used |= where
    for n, edit in enumerate(edits):
        if isinstance(edit, (e.Text, e.Overlay)) and edit.x is None:
            edits[n] = edit._replace(x=int(at["x"]), y=int(at["y"]))
            used |= where
    blurs = [x for x in edits if isinstance(x, e.Blur) and x.region is None]
    areas = [x for x in edits if isinstance(x, e.Scale) and x.width and x.height]
    if blurs and areas and {t.lemma for t in tokens} & {"area", "region", "rectangle", "box", "part", "section"}:
        region = (int(at["x"]), int(at["y"]), int(areas[0].width or 0), int(areas[0].height or 0))
        edits[edits.index(blurs[0])] = e.Blur(region=region, when=blurs[0].when)
        edits.remove(areas[0])
        used |= where
