"""The words that ask for something and were not used: what the user is told, and what takes confidence away."""

from typing import Any

from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.match import SHARED
from ffai.translate.offline.rules import INDEX
from ffai.translate.offline.terms import AUDIO_CODECS, LANGUAGES, VIDEO_CODECS
from ffai.translate.offline.words import BACKGROUND, FILLER, FORMATS, vocabulary

_NEUTRAL_KINDS = frozenset(("punct", "file"))
# words of the trade that only say again what the edit says anyway
_ECHO = frozenset(
    """codec codecs encoder decode encode encoding reencode transcode format container extension track tracks stream streams audio sound video picture convert change turn output resolution size quality rate bitrate framerate fps aspect
    compress export save effect filter apply adjust track second minute hour frame image result target aspect ratio volume channel loud original clip file folder part segment sample samplerate metadata web email subtitle default mode
    keep remove add create combine produce extract take cut trim edit process play show want need smaller lower higher reduce increase using level duration length time start end beginning named one two other another first last
    text logo watermark music song background screen position corner side top bottom left right center middle small large fast slow low high good same as_is sync isnt arent close report locate fold dip front rear reference min voice speech dialogue off tone single pass width height dimension dimensions horizontal vertical direction
    set select generate multiple several embedded external internal maintain retain preserve ensure handle specify guarantee remain exact in_sync sync timestamp mark up add_up transport downsample multi multi-language language proceed specified no playback certain method various grid grids batch mode adjust automate automatic automatically script contain contain containing fix issue necessary possible detect result need different specific particular custom present available include involve following dual apply proper existing merge join together sequence order name names filename suffix separate individual sequential numbered number batch all each every support player friendly ready compatible size space faststart streaming color black white bars black_bars""".split()
)


# words of rules that say nothing by themselves
_GRAMMAR = (
    VIDEO_CODECS
    | AUDIO_CODECS
    | frozenset(
        """out off filesize doesnt either regardless through slight slightly bit numbers sizes resolutions factor layout point piece rest data info any last_verb
    voice broadcast alone collection library fine accept appropriately creation live through detail above""".split()
    )
)
# words that only name an edit which was understood without them
_NAMES: tuple[tuple[tuple[type, ...], str], ...] = (
    ((e.Scale, e.Pad, e.Aspect, e.Crop), "sides side downsample pixel_format high_resolution high-resolution resize scale downscale upscale rescale enlarge shrink fit resolution stretch stretching conform display pixels high_resolution low_resolution crop pad inside ratio ratios upscaling wide tall"),
    ((e.Crop, e.Scale, e.Aspect, e.Pad), "portrait landscape vertical horizontal square squares canvas ultrawide letterboxed"),
    ((e.ContactSheet,), "thumbnail thumbnails sprite sprites tile tiles"), ((e.ChromaKey,), "behind background screen put over key out place replace green blue"),
    ((e.Crossfade,), "transition transitions between effect"), ((e.Freeze, e.Boomerang, e.Reverse, e.Loop), "hold still stop stops pause standing stands plays playing forward forwards frame"),
    ((e.Colour, e.Look, e.Lut), "set fix up bit correct colors temperature kelvin cast tint white balance grade grading"), ((e.Overlay, e.Drawn), "margin draw size sized opacity corner watermark all over"), ((e.TestSource,), "generate create test pattern tone sine wave seconds video silent background white pink brown noise beep silence audio hum"),
    ((e.PixelFormat, e.BitDepth), "pix_fmt pixel_format pixel format chroma subsampling bit 10bit 8bit depth"),
    ((e.Option,), "set tag mark detection flag metadata force use"), ((e.Scaler,), "interpolation resampling algorithm flags"), ((e.Tonemap,), "hdr hdr10 mapping map tone sdr dynamic range standard proper gamma washed colors"),
    ((e.Blur, e.Drawn, e.Crop), "box area region rectangle section part square zone corner away side sides edge edges"),
    ((e.Sharpen, e.Blur, e.Denoise, e.VideoFilter, e.AudioFilter, e.Look), "2d 3d vr non equalizer equaliser eq matrix kernel luma filter effect intensity strength amount apply using visual"),
    ((e.Overlay, e.Drawn), "edge edges sides"), ((e.Sharpen, e.Blur, e.Denoise, e.Colour), "bit little slight"),
    ((e.AudioCodec, e.Bitrate, e.VariableRate, e.ExtractAudio), "album audiobook podcast voiceover narration vbr music rip unsigned signed integer"),
    ((e.MixAudio,), "duck somebody speaks speaking somebody's someone talks talking when lower quietly"), ((e.AudioFilter,), "boost range night pops clicks listening levels cut raise"), ((e.Pitch, e.Speed), "without changing speed pitch voice keep tempo"), ((e.Detect,), "measure detect find print show below over lasting long check"),
    ((e.KeyframeInterval, e.Profile, e.Level, e.Tune, e.Preset, e.Crf), "set use using raspberry"), ((e.Shrink, e.Quality), "significantly significant considerably drastically dramatically reasonable much visible visibly noticeable noticeably"), ((e.VideoCodec,), "hdr"), ((e.VideoCodec, e.AudioCodec, e.Container), "instead_of rather_than chokes refuses hates accept decode"),
    ((e.Normalise,), "true peak integrated range podcast episode"), ((e.Text,), "box appear appears semi transparent behind outline shadow font caption"), ((e.Channels, e.SplitChannels, e.Sides), "fake podcast narration comes plays channel side sides put"),
    ((e.Bitrate,), "max maximum limit cap"), ((e.Colour,), "shift boost compared"),
    ((e.Tonemap,), "hable mobius reinhard"), ((e.Segments,), "playlist package packaged stream"), ((e.AudioCodec, e.Channels, e.Bitrate, e.Container), "joint"), ((e.Quality, e.Scale, e.Shrink), "preview"), ((e.Copy, e.Container), "nothing else"), ((e.FileSize,), "not squash squish down until under below limit certain maximum max calculate enforce ensure target exactly specific cap"), ((e.Pitch,), "pitch shift tone semitone change"),
    ((e.Scale, e.Fps), "downsample downsampling upsample rescale fix portrait landscape square means neural network"), ((e.MixAudio, e.Sides), "respectively together vocal vocals voice together overlay inside at"),
    ((e.Speed, e.SpeedPart), "speed speed_up slow slow_down fast faster up down tempo playback pitch stretch stretching duration podcast episode timelapse remains lengthy section part"),
    ((e.RemoveAudio,), "silent mute without sound"),
    ((e.DropStreams, e.RemoveAudio, e.StripMetadata, e.StripChapters, e.KeepStreams), "leave everything else rest other unchanged intact untouched keep but"),
    ((e.Split, e.Segments), "split multiple segment segments divide chunk into"),
    ((e.Keep, e.CutOut, e.Mute, e.SpeedPart, e.During, e.Blur), "rest remaining leave alone"),
    ((e.Keep, e.CutOut), "crop fixed specific section portion preview sample snippet trim cut clip from to segment timestamp timestamps off duplicate"),
    ((e.Copy,), "without not avoid no loss lose non remux stream duplicate"),
    ((e.Lossless, e.Quality), "loss lose without no quality fidelity compression degradation poor high_quality maximum"),
    ((e.Purpose,), "reel story stories shorts ntsc pal apple says unsupported under poor slow network connection conditions bandwidth place placing tag playback upload share send compatible compatibility embedding embed podcast dvd streaming play plays playable"),
    ((e.AddSubtitles, e.BurnSubtitles, e.ExtractSubtitles, e.Language, e.KeepStreams, e.Default), "language languages embed embedding external font closed english spanish french german forced soft utf multiple track rip tracks"),
    ((e.ShiftSubtitles, e.Delay), "shift delay move offset sync out_of_sync late early correct"),
    ((e.BurnSubtitles,), "pgs vobsub dvdsub bitmap whose bluray"), ((e.AddSubtitles, e.Language), "label labelled call called mark"), ((e.Concat,), "chunk chunks several"), ((e.Repair,), "stutter stutters recording jumps jump"), ((e.Detect,), "max maximum mean average"), ((e.Scale,), "up_to at_most max maximum"), ((e.Normalise,), "bring exact"), ((e.Batch,), "subfolder subfolders download downloads"), ((e.BurnSubtitles,), "semi half box background overlay display render style styles styling section layer hard text on_top_of font"),
    ((e.Slideshow, e.StillVideo), "image_sequence png_sequence jpg_sequence sequence set still photo photos pictures animation frame series"),
    ((e.OnlyIf,), "only if when unless not already skip except ones those that longer shorter larger smaller leave alone"), ((e.Batch,), "same_name match matching corresponding respective basename stem own"),
    ((e.Batch, e.Concat), "tree hierarchy layout nested own their mix mixture collection structure multiple multi automate loop batch each folder different list set several"),
    ((e.Slideshow, e.StillVideo), "until ends end shows shown"),
    ((e.Fps,), "variable fixed constant frame pal ntsc framerate"),
    ((e.Frames, e.ContactSheet, e.Gif), "detect palette timestamp generate interval intervals image still preview snapshot sequence"),
    ((e.Container, e.VideoCodec, e.AudioCodec), "embedded put wrap renaming rename name tag constrained maximum force generate transform switch rip blu ray cd dvd pal fixed display switch broadcast output remux profile pixel_format standalone 264 265"),
    ((e.Repair,), "skip ignoring dropped corrupted corrupt frames missing fix broken corrupt damaged errors ignore timing timings detect"),
    ((e.ExtractSubtitles, e.KeepStreams), "deaf hear hearing hard sdh hoh discard drop video/audio entirely"), ((e.Capture,), "region area part start desktop screen webcam camera microphone recording screenshot capture mic display begin film"),
    ((e.RemoveSilence, e.Detect), "longer long than over shorter below above quieter"),
    ((e.SubtitleCharset,), "non accent accents marks foreign garbled characters displays weird letters umlauts diacritics 8 special output text"),
    ((e.ConstantRate,), "variable vfr cfr constant"), ((e.Check,), "not error errors damaged fine ok intact"), ((e.Compare,), "against similar different quality with how"),
    ((e.Chapters,), "list listed markers marker marks mark points titles title chapter embed"), ((e.KeepStreams,), "including include leave leaving"),
    ((e.Denoise, e.Normalise, e.Volume), "voice podcast boost levels level improve clean background quiet loud"),
    ((e.Channels,), "surround71 7.1 two-channel multichannel surround51 surround multi stereo mono mix"),
    ((e.Overlay, e.Text), "overlay transparent image position timestamp timecode font display put place"),
    ((e.MixAudio, e.ReplaceAudio, e.Mux), "overlay replace mix voice voiceover vocal sync external different"),
    ((e.Stack,), "put place show screen"), ((e.Pad,), "sides filled fill"), ((e.Frames, e.ContactSheet), "spaced evenly"), ((e.Slideshow, e.Concat), "glue"), ((e.Drawn,), "thin thick small draw along edge tall"), ((e.Rotate, e.Flip), "portrait landscape rotation rotate flip display"),
    ((e.Metadata, e.StripMetadata, e.KeepMetadata), "cover artwork art album tag tags rename date title set"),
)  # fmt: skip


def satisfied(edits: list[Any]) -> frozenset[str]:
    """The words that edits explain, though no rule used them."""
    return frozenset(word for kinds, words in _NAMES if any(isinstance(edit, kinds) for edit in edits) for word in words.split())


_POINTS = frozenset(("from", "to", "between", "until", "after", "before"))  # a number behind these is a moment or an amount


_REPORTS = frozenset(
    "says say said reads read error errors message warning complain complains report reports reported getting get saying log".split()
)


def _report(tokens: list[Token], i: int) -> bool:
    """Whether quoted text is what a program or a sign said, and no name and no caption."""
    return bool(
        _REPORTS & ({t.lemma for t in tokens[max(0, i - 3) : i]} | {t.text.lower() for t in tokens[max(0, i - 3) : i]})
    ) or bool(i + 1 < len(tokens) and tokens[i + 1].lemma in ("error", "errors", "warning", "message"))


def languages_of(edits: list[Any]) -> frozenset[str]:
    """The languages that edits speak of, as words: "label it as Portuguese" is understood by the tag."""
    codes: set[str] = set()
    for x in edits:
        for value in (
            getattr(x, "language", ""),
            *getattr(x, "languages", ()),
            getattr(getattr(x, "select", None), "language", ""),
        ):
            codes.add(value)
        codes |= {s.language for s in getattr(x, "selects", ())}
    return frozenset(word for word, code in LANGUAGES.items() if code in codes)


def left_over(tokens: list[Token], used: set[int], satisfied: frozenset[str]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """(words and quantities that ask for something and were not used, words that are not known)."""
    unused: list[Token] = []
    unknown: list[Token] = []
    known = vocabulary()
    for i, token in enumerate(tokens):
        if i in used or token.kind in _NEUTRAL_KINDS or (token.kind == "dim" and max(token.value) < 16):
            continue
        if token.kind == "word":
            if (
                token.lemma in satisfied
                or token.lemma in FILLER
                or token.lemma in BACKGROUND
                or token.lemma in _ECHO
                or token.lemma in FORMATS
                or len(token.text) == 1
                or (token.lemma in _CARRIERS and _carries(tokens, i, used))
            ):
                continue
            if token.lemma in INDEX.by_word or "_" in token.lemma:
                unused.append(token)
            elif token.lemma not in known or (token.lemma in INDEX.words and token.lemma not in _GRAMMAR):
                unknown.append(token)
        elif (
            token.kind == "ordinal"
            or (token.kind == "number" and token.unit == "word")
            or (
                token.kind == "number"
                and token.value in (0, 1, 2, 3)
                and not (i and (tokens[i - 1].lemma in _POINTS or tokens[i - 1].text == ":"))
            )
        ):
            continue
        elif token.kind == "quoted":
            if _report(tokens, i) and used:
                continue
            if token.lemma not in FILLER and token.lemma not in FORMATS:
                unused.append(token)
        else:
            unused.append(token)
    return tuple(unused), tuple(unknown)


_WHERE = frozenset(
    "left right top bottom center middle corner top_left top_right bottom_left bottom_right start end beginning ending upper lower".split()
)
_PLACING = frozenset("in at on to from near into of".split())
_KINDS = frozenset(
    "track stream audio subtitle video chapter frame second minute half third quarter scene part channel line word column row".split()
)
_CONDITIONS = frozenset(("if", "unless", "whenever"))
_POLITE = frozenset(
    "present possible possibly necessary needed need you i can could it's is_it there that this want like so not applicable available any".split()
)


def unplaced(tokens: list[Token], used: set[int], edits: list[Any]) -> tuple[Token, ...]:
    """Words that say where, which or on what condition, and that no edit took up: they are words of every day, and a wish is lost with them."""
    lost: list[Token] = []
    stands = any(
        getattr(x, "place", "") or getattr(x, "where", "") or getattr(x, "side", "") or isinstance(x, (e.Keep, e.CutOut, e.Split, e.Fade, e.Freeze, e.Stack, e.Crop, e.Pad, e.Rotate, e.Flip, e.MixAudio, e.Overlay, e.Frames, e.Concat, e.AudioFilter, e.VideoFilter, e.Faststart, e.RemoveSilence, e.TrimBlack, e.Sides, e.PadTime, e.Question, e.Loop))
        for x in edits
    )  # fmt: skip
    for i, token in enumerate(tokens):
        if i in used or token.kind not in ("word", "ordinal") or not i:
            continue
        before = tokens[i - 1].lemma if tokens[i - 1].lemma not in ("the", "its", "very") or i < 2 else tokens[i - 2].lemma
        after = tokens[i + 1] if i + 1 < len(tokens) else None
        if (
            token.lemma in _WHERE
            and before in _PLACING
            and not stands
            and not (after is not None and after.lemma in ("of", "result", "user"))
        ):
            lost.append(token)
        elif (
            token.kind == "ordinal"
            and after is not None
            and (after.lemma in _KINDS or after.kind in ("time", "frames"))
            and not _selects(edits)
        ):
            lost.append(token)
        elif (
            token.lemma == "default"
            and {"make", "set", "as", "mark", "flag", "is"} & {t.lemma for t in tokens[max(0, i - 5) : i]}
            and not any(isinstance(x, (e.Default, e.Reorder)) or getattr(x, "default", False) for x in edits)
        ):
            lost.append(token)
        elif (
            token.lemma in _CONDITIONS
            and tokens[i - 1].lemma != "even"
            and after is not None
            and not {t.lemma for t in tokens[i + 1 : i + 5]} & _POLITE
            and not any(isinstance(x, (e.OnlyIf, e.SkipDone, e.Question)) or getattr(x, "if_larger", False) for x in edits)
        ):
            lost.append(token)
    return tuple(lost)


def _selects(edits: list[Any]) -> bool:
    return any(
        isinstance(x, (e.Keep, e.CutOut, e.Frames, e.KeepStreams, e.DropStreams, e.Default, e.Reorder, e.ExtractStreams, e.StreamCodec, e.Question, e.TwoPass, e.KeepChapter, e.During, e.SpeedPart, e.Card, e.Fade, e.Freeze, e.Crossfade))
        or getattr(x, "select", None) is not None or getattr(x, "when", None) is not None
        for x in edits
    )  # fmt: skip


# verbs that only carry what is asked: "put a and b side by side", "add a contrast of 1.5"
_CARRIERS = frozenset(
    "put place add insert apply show trim cut scale resize take drop extract want draw modify change adjust overlay include append grab down get".split()
)


def _carries(tokens: list[Token], i: int, used: set[int]) -> bool:
    """Whether what a carrying verb is about, up to the end of its clause, was used by a rule."""
    for k in range(i + 1, min(i + 12, len(tokens))):
        token = tokens[k]
        if token.text in (".", ";", "?", "!") or token.lemma == "then" or (token.lemma in _VERBS and k not in used):
            return False
        if k in used and token.kind not in ("file", "punct") and token.lemma not in SHARED:
            return True
    return False


# acts that a request can ask for beside another one
_VERBS = frozenset(
    "remove delete strip drop discard add insert overlay crop rotate flip trim cut scale resize mute normalise denoise blur sharpen burn reverse loop merge concatenate split replace swap deinterlace stabilise".split()
)
_BEFORE = frozenset(("and", "then", "also", "wish_to"))


def unheard(tokens: list[Token], used: set[int], edits: list[Any]) -> tuple[Token, ...]:
    """Verbs that open a clause and that no rule used: a wish beside others that would be lost without a word."""
    sized = any(isinstance(x, (e.Scale, e.Pad, e.Aspect, e.Crop)) for x in edits)  # a size alone says what "resize" is for
    cut = any(isinstance(x, (e.Keep, e.CutOut, e.Split)) for x in edits)
    laid = any(isinstance(x, (e.Overlay, e.Text, e.Blend, e.ChromaKey)) for x in edits)
    return tuple(
        token
        for i, token in enumerate(tokens)
        if i not in used
        and not (sized and token.lemma in ("scale", "resize"))
        and not (cut and token.lemma in ("trim", "cut", "split", "crop"))
        and not (laid and token.lemma == "overlay")
        and not (token.lemma in ("add", "insert", "drop", "overlay", "discard") and _carries(tokens, i, used))
        and token.kind == "word"
        and token.lemma in _VERBS
        and token.text.lower() == token.lemma
        and i
        and tokens[i - 1].lemma in _BEFORE
    )
