"""Filters that people call by their ffmpeg name, and what words say of a filter's options: "threshold -30 dB, ratio 4:1".

A row of `ROWS` says in which words an option is spoken of; a filter without a row is spoken of by the option names themselves.
"""

from typing import Any, NamedTuple

from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token

# filters of one input and one output whose names are no common words
AUDIO = frozenset(
    """acompressor acrusher adeclick adeclip adecorrelate adynamicequalizer adynamicsmooth aecho aemphasis aexciter afftdn afreqshift afwtdn agate alimiter allpass anlmdn
    aphaser aphaseshift apsyclip apulsator arnndn asoftclip asubboost asubcut asupercut asuperpass asuperstop atilt bandreject bs2b compand compensationdelay crossfeed crystalizer
    dcshift deesser dialoguenhance dynaudnorm earwax extrastereo firequalizer flanger haas hdcd highshelf lowshelf mcompand speechnorm stereotools stereowiden superequalizer tiltshelf
    virtualbass tremolo vibrato""".split()
)
VIDEO = frozenset(
    """atadenoise avgblur bilateral boxblur bwdif cas chromanr chromashift colorbalance colorchannelmixer colorcontrast colorcorrect colorhold colorlevels colortemperature
    curves dblur dctdnoiz deband deblock dedot deflate deflicker dejudder derain deshake despill detelecine drawbox drawgrid edgedetect elbg epx eq erosion estdif
    fftdnoiz fieldorder fillborders fspp gblur gradfun grayworld greyedge histeq hqdn3d hqx huesaturation kerndeint kirsch lagfun lenscorrection mpdecimate nlmeans nnedi owdenoise photosensitivity pixelize prewitt pseudocolor pullup removegrain rgbashift roberts sab scharr selectivecolor shear smartblur sobel spp
    stereo3d super2xsai swapuv tblend tinterlace tmedian tmix unsharp vaguedenoiser vibrance w3fdif xbr yadif yaepblur framestep fieldmatch decimate""".split()
)
NAMES = AUDIO | VIDEO
WORDS = frozenset(
    "amplify negate monochrome perspective exposure median convolution dilation erosion inflate colorize noise normalize limiter chorus hue vignette eq".split()
)  # with "filter" beside them
_DENOISERS = frozenset(
    "hqdn3d nlmeans atadenoise vaguedenoiser owdenoise dctdnoiz fftdnoiz removegrain chromanr bilateral".split()
)
_SOUND_DENOISERS = frozenset("afftdn anlmdn afwtdn".split())
_DEINTERLACERS = frozenset("yadif bwdif w3fdif estdif kerndeint".split())
_BLURS = frozenset("gblur boxblur avgblur smartblur sab dblur yaepblur".split())
_SHARPENERS = frozenset("unsharp cas".split())
# where a filter stands among the others; 55 and 40 where nothing is said
_RANKS = {
    "pullup": 6, "detelecine": 6, "fieldmatch": 6, "decimate": 7, "dejudder": 7, "mpdecimate": 7, "fieldorder": 5, "deflicker": 9, "deshake": 8, "deband": 13, "gradfun": 13, "deblock": 11, "spp": 11, "fspp": 11, "lenscorrection": 19, "perspective": 19,
    "stereo3d": 15, "colorbalance": 51, "colorlevels": 51, "curves": 51, "eq": 50, "colortemperature": 51, "vibrance": 51, "exposure": 50, "vignette": 58, "drawbox": 66, "drawgrid": 66, "tmix": 57, "framestep": 77,
    "agate": 33, "acompressor": 45, "alimiter": 70, "deesser": 42, "adeclick": 31, "adeclip": 31, "dynaudnorm": 72, "speechnorm": 71, "aecho": 60,
}  # fmt: skip


class Row(NamedTuple):
    """How the options of a filter are spoken of, and what it is given where nothing is said.

    `words`: option → phrases. `bare`: kind of value → option, for a value that stands beside the filter without a word.
    """

    defaults: str = ""
    words: str = ""
    bare: str = ""


ROWS = {
    "acompressor": Row("threshold=-20dB:ratio=4:attack=5:release=200:makeup=4dB", "threshold=threshold,thresh,above ratio=ratio attack=attack,attack_time release=release,release_time,decay makeup=makeup,makeup_gain,make-up_gain,make-up knee=knee mix=mix", "db=threshold ratio=ratio"),
    "agate": Row("threshold=-40dB", "threshold=threshold,below,under,quieter_than ratio=ratio attack=attack release=release range=range makeup=makeup", "db=threshold ratio=ratio"),
    "alimiter": Row("limit=0.89:level=0", "limit=limit,ceiling,threshold,peak,peaks,level,at,maximum attack=attack release=release", "db=limit"),
    "afftdn": Row("nf=-25", "nr=noise_reduction,reduction,amount,strength,by nf=noise_floor,floor nt=noise_type", "db=nr"),
    "anlmdn": Row("", "s=strength,amount p=patch r=research"),
    "afwtdn": Row("", "sigma=sigma,strength levels=levels"),
    "aecho": Row("in_gain=0.8:out_gain=0.88:delays=120:decays=0.4", "delays=delay,delays,delay_time decays=decay,decays,feedback in_gain=in_gain,input_gain out_gain=out_gain,output_gain", "time=delays"),
    "tremolo": Row("", "f=frequency,rate,speed,freq d=depth,strength", "hz=f"),
    "vibrato": Row("", "f=frequency,rate,speed,freq d=depth,strength", "hz=f"),
    "flanger": Row("", "delay=delay depth=depth regen=regen,regeneration,feedback width=width speed=speed,rate", ""),
    "aphaser": Row("", "delay=delay decay=decay speed=speed,rate in_gain=in_gain out_gain=out_gain"),
    "deesser": Row("", "i=intensity,strength,amount m=maximum f=frequency", ""),
    "bass": Row("g=6", "g=gain,by f=frequency,around,below,at width=width", "db=g hz=f"),
    "treble": Row("g=5", "g=gain,by f=frequency,around,above,at width=width", "db=g hz=f"),
    "lowshelf": Row("g=6", "g=gain f=frequency", "db=g hz=f"), "highshelf": Row("g=6", "g=gain f=frequency", "db=g hz=f"),
    "highpass": Row("", "f=frequency,cutoff,cut-off p=poles,pole width=width", "hz=f"), "lowpass": Row("", "f=frequency,cutoff,cut-off p=poles,pole width=width", "hz=f"),
    "bandreject": Row("", "f=frequency,center w=width,bandwidth", "hz=f"),
    "dynaudnorm": Row("", "f=frame_length,frame,window g=gaussian_size,gaussian,filter_size,gausssize p=peak m=max_gain,maxgain r=target_rms,rms", ""),
    "speechnorm": Row("", "e=expansion,expand p=peak r=raise f=fall", ""),
    "extrastereo": Row("", "m=coefficient,strength,amount,by", "number=m factor=m"), "crystalizer": Row("", "i=intensity,strength,amount", "number=i"),
    "acrusher": Row("bits=8:mode=log", "bits=bits,bit mix=mix samples=samples", "bits=bits"),
    "stereowiden": Row("", "delay=delay feedback=feedback crossfeed=crossfeed drymix=drymix,dry_mix"), "asubboost": Row("", "wet=wet dry=dry boost=boost cutoff=cutoff"),
    "unsharp": Row("5:5:1.0", "luma_amount=amount,strength,luma_amount,intensity,luma_strength chroma_amount=chroma_amount,chroma_strength", "number=luma_amount"),
    "cas": Row("", "strength=strength,amount", "number=strength"),
    "hqdn3d": Row("8:6:12:9", "luma_spatial=strength,luma_spatial,luma chroma_spatial=chroma_spatial,chroma luma_tmp=luma_tmp,luma_temporal,temporal chroma_tmp=chroma_tmp,chroma_temporal"),
    "nlmeans": Row("", "s=strength,denoising_strength,sigma p=patch,patch_size r=research,research_size,research_window", "number=s"),
    "vaguedenoiser": Row("", "threshold=threshold nsteps=steps percent=percent"), "atadenoise": Row("", "0a=threshold s=frames"), "owdenoise": Row("", "luma_strength=strength,luma depth=depth"),
    "gblur": Row("sigma=10", "sigma=sigma,radius,strength,amount,intensity,level,value steps=steps,passes", "number=sigma px=sigma"),
    "boxblur": Row("10:1", "luma_radius=radius,luma_radius,strength,size,amount luma_power=power,luma_power,iterations,passes,times chroma_radius=chroma_radius", "number=luma_radius px=luma_radius"),
    "avgblur": Row("sizeX=10", "sizeX=radius,size,sizex,strength sizeY=sizey", "number=sizeX"), "smartblur": Row("", "luma_radius=radius luma_strength=strength luma_threshold=threshold"), "bilateral": Row("", "sigmaS=spatial,sigmas,radius sigmaR=range,sigmar"),
    "vignette": Row("", "angle=angle", "degree=angle"), "noise": Row("alls=20:allf=t+u", "alls=strength,amount,intensity,level", "number=alls"),
    "deband": Row("", "range=range,radius 1thr=threshold"), "gradfun": Row("", "strength=strength radius=radius", "number=strength"),
    "eq": Row("", "brightness=brightness contrast=contrast saturation=saturation gamma=gamma gamma_r=gamma_r,red_gamma gamma_g=gamma_g,green_gamma gamma_b=gamma_b,blue_gamma"),
    "vibrance": Row("intensity=0.5", "intensity=intensity,strength,amount,by", "number=intensity"), "exposure": Row("", "exposure=exposure,stops,by black=black", "number=exposure"),
    "colortemperature": Row("", "temperature=temperature mix=mix", "number=temperature"), "edgedetect": Row("low=0.1:high=0.4", "low=low high=high"), "median": Row("", "radius=radius,size", "number=radius"),
    "pixelize": Row("", "w=width,size,block,block_size,blocks h=height,size,block,block_size,blocks", "number=w"), "elbg": Row("codebook_length=16", "codebook_length=colors,colours,codebook"),
    "lenscorrection": Row("k1=-0.2:k2=-0.02", "k1=k1 k2=k2"), "tmix": Row("frames=3", "frames=frames", "frames=frames number=frames"), "lagfun": Row("", "decay=decay", "number=decay"), "deflicker": Row("", "size=size,window,frames", "frames=size number=size"),
    "framestep": Row("step=2", "step=step,every", "number=step frames=step"), "deshake": Row("", "rx=rx ry=ry"), "colorhold": Row("", "color=color similarity=similarity blend=blend"),
    "vidstabtransform": Row("smoothing=20", "smoothing=smoothing zoom=zoom shakiness=shakiness accuracy=accuracy", ""), "vidstabdetect": Row("", "shakiness=shakiness accuracy=accuracy stepsize=stepsize,step_size", ""),
    "yadif": Row("", "mode=mode parity=parity"), "bwdif": Row("", "mode=mode parity=parity"), "monochrome": Row("", "cb=cb cr=cr size=size"), "colorize": Row("", "hue=hue saturation=saturation lightness=lightness"),
    "colorbalance": Row("", "rs=rs,red_shadows gs=gs,green_shadows bs=bs,blue_shadows rm=rm,red_midtones,red gm=gm,green_midtones,green bm=bm,blue_midtones,blue rh=rh,red_highlights gh=gh,green_highlights bh=bh,blue_highlights"),
    "chromashift": Row("", "cbh=cbh cbv=cbv crh=crh crv=crv"), "rgbashift": Row("", "rh=rh,red_horizontal,red rv=rv,red_vertical gh=gh,green gv=gv bh=bh,blue bv=bv"),
    "dcshift": Row("", "shift=shift"), "haas": Row("", ""), "apulsator": Row("", "hz=frequency,hz,rate amount=amount width=width", "hz=hz"), "compand": Row("", "attacks=attack decays=decay gain=gain"),
}  # fmt: skip
# the words of options, so that none of them is taken for a slip of the pen
OPTION_WORDS = frozenset(
    w
    for row in ROWS.values()
    for entry in row.words.split()
    for w in entry.partition("=")[2].replace(",", "_").split("_")
    if len(w) > 2
)
# options whose plain numbers are factors, though people say decibels: ffmpeg's number parser knows the unit
_LINEAR = frozenset(
    (("acompressor", "threshold"), ("acompressor", "makeup"), ("agate", "threshold"), ("agate", "range"), ("agate", "makeup"), ("alimiter", "limit"), ("dynaudnorm", "p"), ("dynaudnorm", "m"), ("speechnorm", "p"), ("acompressor", "knee"))
)  # fmt: skip
_MILLISECONDS = frozenset(
    ("attack", "release", "delays", "delay", "f")
)  # options in milliseconds (f: the frame length of dynaudnorm)
_BETWEEN = frozenset("of = : at to is set around about a an the value with be as".split())
_VALUES = frozenset("number db time ratio hz percent factor px degree frames bits".split())
_LOOSE = frozenset("by at below above under around quieter".split())  # words that say an option only with a value of its kind


def edit_named(name: str) -> Any:
    """The edit for a filter that is called by its name."""
    if name in _SHARPENERS:
        return e.Sharpen(filter=name)
    if name in _DENOISERS:
        return e.Denoise("video", filter=name)
    if name in _SOUND_DENOISERS:
        return e.Denoise("audio", filter=name)
    if name in _DEINTERLACERS:
        return e.Deinterlace(filter=name)
    if name in _BLURS:
        return e.Blur(filter=name)
    row = ROWS.get(name, Row())
    text = f"{name}={row.defaults}" if row.defaults else name
    return e.AudioFilter(text, _RANKS.get(name, 40)) if name in AUDIO else e.VideoFilter(text, _RANKS.get(name, 55))


def filter_of(edit: Any) -> str:
    """The filter that an edit becomes, "" where its options are not spoken of."""
    if isinstance(edit, (e.AudioFilter, e.VideoFilter)):
        return "" if "," in edit.text or edit.text.startswith("@") else edit.text.partition("=")[0]
    if isinstance(edit, e.Sharpen):
        return edit.filter or "unsharp"
    if isinstance(edit, e.Blur):
        return edit.filter or "gblur"
    if isinstance(edit, e.Denoise):
        return edit.filter or ("hqdn3d" if edit.kind == "video" else "afftdn")
    if isinstance(edit, e.Deinterlace):
        return edit.filter or "bwdif"
    if isinstance(edit, e.Look):
        return {"vignette": "vignette", "grain": "noise"}.get(edit.name, "")
    return "vidstabtransform" if isinstance(edit, e.Stabilise) else ""


def claims(chosen: list[tuple[Any, Any]], tokens: list[Token]) -> set[int]:
    """The positions of values that belong to the filters among what was chosen: "ratio 4:1" of a compressor is no shape."""
    edits, places, own = [], {}, set()
    for match, built in chosen:
        for edit in built if isinstance(built, tuple) else (built,):
            if filter_of(edit):
                edits.append(edit)
                places[edit] = (match.used[0], match.used[-1] + 1)
                own.update(match.used)
    used = set(own)
    attach_values(edits, places, tokens, used)
    return used - own


def attach_values(edits: list[Any], places: dict[Any, tuple[int, int]], tokens: list[Token], used: set[int]) -> None:
    """Gives the filters the values that the request says of their options, wherever these stand between one filter and the next."""
    found = sorted((places[x][0], n) for n, x in enumerate(edits) if x in places and filter_of(x))
    for order, (start, n) in enumerate(found):
        edit = edits[n]
        low = 0 if order == 0 else places.get(edits[found[order - 1][1]], (0, 0))[1]
        high = len(tokens) if order + 1 == len(found) else found[order + 1][0]
        name = filter_of(edit)
        values = _values(name, tokens, used, low, high, places[edit])
        if values:
            edits[n] = _given(edit, name, values)
            places[edits[n]] = (start, places[edit][1])


def _given(edit: Any, name: str, values: dict[str, str]) -> Any:
    if isinstance(edit, (e.AudioFilter, e.VideoFilter)):
        return edit._replace(text=filter_text(name, tuple(values.items()), edit.text.partition("=")[2]))
    return edit._replace(options=tuple(values.items()))


def filter_text(name: str, options: tuple[tuple[str, str], ...], defaults: str | None = None) -> str:
    """A filter with its options: the defaults of its row, but for what was said."""
    defaults = ROWS.get(name, Row()).defaults if defaults is None else defaults
    said = dict(options)
    if said and defaults and "=" not in defaults:
        defaults = ""  # values by position do not go with names
    base = dict(part.split("=", 1) for part in defaults.split(":") if "=" in part)
    if name == "afftdn" and "nr" in said:
        base = {}
    if "=" not in defaults and defaults:
        return f"{name}={defaults}"
    joined = ":".join(f"{k}={v}" for k, v in {**base, **said}.items())
    return f"{name}={joined}" if joined else name


def _values(name: str, tokens: list[Token], used: set[int], low: int, high: int, place: tuple[int, int]) -> dict[str, str]:
    row = ROWS.get(name, Row())
    values: dict[str, str] = {}
    free = {i for i in range(low, high) if i not in used or place[0] <= i < place[1]}
    for entry in row.words.split():
        option, _, phrases = entry.partition("=")
        for phrase in phrases.split(","):
            if option in values:
                break
            words = phrase.split("_")
            for i in range(low, high):
                k = _spoken(tokens, i, words)
                if not k or i not in free:
                    continue
                found = _after(tokens, i + k, free)
                if words[0] in _LOOSE:
                    kinds = [b.partition("=")[0] for b in row.bare.split() if b.partition("=")[2] == option]
                    found = found if found is not None and tokens[found].kind in kinds else None
                elif found is None:
                    found = _before(tokens, i, free)
                if found is not None and (text := _text(name, option, tokens[found], tokens, found)):
                    values[option] = text
                    used.update(range(min(i, found), max(i + k - 1, found) + 1))
                    free -= {found}
                    break
    for entry in row.bare.split():
        kind, _, option = entry.partition("=")
        if option in values:
            continue
        behind = range(place[0], min(high, place[1] + (3 if kind == "number" else 6)))
        ahead: list[int] = []
        for i in range(place[0] - 1, max(low, place[0] - 4) - 1, -1):
            if kind == "number" or tokens[i].lemma in ("then", "and") or tokens[i].text in ",.;":
                break  # "set the volume to -20 dB, then boost treble"
            ahead.append(i)
        for i in (*behind, *ahead):
            if kind == "number" and tokens[i].kind == kind and (tokens[i].value > 100 or _is_moment(tokens, i)):
                continue
            if i in free and tokens[i].kind == kind and i not in used and not _counts(tokens, i):
                values[option] = _text(name, option, tokens[i], tokens, i)
                used.add(i)
                break
    if name == "unsharp":
        _matrix(values, tokens, free, used)
    _spoken_by_name(name, values, tokens, free, used)
    if name == "pixelize" and "w" in values:
        values.setdefault("h", values["w"])
    return values


def _is_moment(tokens: list[Token], i: int) -> bool:
    """ "blur everything from 2 to 4 seconds": where a part begins."""
    return i > 0 and (
        tokens[i - 1].lemma in ("from", "between", "second", "frame", "until")
        or tokens[i - 1].value == 2
        and tokens[i - 1].kind == "ordinal"
    )


def _matrix(values: dict[str, str], tokens: list[Token], free: set[int], used: set[int]) -> None:
    """ "5x5 luma matrix", "a 7x7 kernel": unsharp takes odd sides from 3 to 23."""
    for i in sorted(free):
        if tokens[i].kind == "dim" and all(3 <= side <= 23 for side in tokens[i].value):
            near = {t.text.lower() for t in tokens[max(0, i - 2) : i + 3]}
            part = "chroma" if "chroma" in near and "luma" not in near else "luma"
            for axis, side in zip("xy", tokens[i].value, strict=True):
                values[f"{part}_msize_{axis}"] = str(side if side % 2 else side + 1)
            used.add(i)


def _spoken_by_name(name: str, values: dict[str, str], tokens: list[Token], free: set[int], used: set[int]) -> None:
    """Options by their own names, as in "preset=vintage" or "fontsize = 20", for filters without a row of words."""
    for i in sorted(free):
        if i + 2 < len(tokens) and tokens[i].kind == "word" and tokens[i + 1].text == "=" and i + 2 in free:
            value = tokens[i + 2]
            if value.kind in ("word", "number", "quoted") and tokens[i].text.lower() not in values and len(tokens[i].text) < 16:
                values[tokens[i].text] = str(value.value) if value.kind == "quoted" else value.text
                used.update((i, i + 1, i + 2))
    if name == "curves" and "preset" not in values:
        presets = "color_negative cross_process darker increase_contrast lighter linear_contrast medium_contrast negative strong_contrast vintage".split()
        for i in sorted(free):
            if tokens[i].text.lower().replace(" ", "_").replace("-", "_") in presets:
                values["preset"] = tokens[i].text.lower().replace(" ", "_").replace("-", "_")
                used.update(k for k in (i - 1, i, i + 1) if k == i or 0 <= k < len(tokens) and tokens[k].lemma == "preset")


def _spoken(tokens: list[Token], i: int, words: list[str]) -> int:
    """How many tokens from i on say these words; 0: they do not."""
    text = ""
    for k in range(1, len(words) + 1):
        if i + k > len(tokens):
            return 0
        text = f"{text} {tokens[i + k - 1].text}".strip().lower()
        if text in (" ".join(words), "_".join(words)):
            return k
    return 0


def _after(tokens: list[Token], i: int, free: set[int]) -> int | None:
    skipped = 0
    while i < len(tokens) and skipped < 4 and (tokens[i].text.lower() in _BETWEEN or tokens[i].text == "-"):
        i, skipped = i + 1, skipped + 1
    if i < len(tokens) and tokens[i].lemma in ("minus", "negative") and i + 1 < len(tokens):
        i += 1
    return i if i < len(tokens) and i in free and tokens[i].kind in _VALUES else None


def _before(tokens: list[Token], i: int, free: set[int]) -> int | None:
    j = i - 1
    while j >= 0 and tokens[j].text in ("-", "of"):
        j -= 1
    return j if j >= 0 and j in free and tokens[j].kind in _VALUES and tokens[j].unit != "word" else None


def _counts(tokens: list[Token], i: int) -> bool:
    """Whether a number stands before something that it counts, or is one in words: "two files"."""
    return tokens[i].unit == "word" or (i + 1 < len(tokens) and tokens[i + 1].lemma in ("file", "video", "times", "pass"))


def _text(name: str, option: str, token: Token, tokens: list[Token], i: int) -> str:
    """A value as the filter takes it."""
    value = token.value
    if token.kind == "ratio":
        return f"{value[0] / value[1]:g}"
    sign = -1 if i and tokens[i - 1].lemma in ("minus", "negative") and isinstance(value, (int, float)) and value > 0 else 1
    if token.kind == "db":
        return f"{sign * value:g}dB" if (name, option) in _LINEAR else f"{sign * value:g}"
    if token.kind == "time":
        return f"{value * 1000:g}" if option in _MILLISECONDS and name != "stereowiden" else f"{value:g}"
    if token.kind == "percent":
        return f"{value / 100:g}"
    if token.kind == "degree":
        return f"{value:g}*PI/180"
    return f"{sign * value:g}"
