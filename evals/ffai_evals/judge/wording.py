"""What an answer says, held against what an item asks of it: how the command is written, and what must not be named.

"said": {"commands": 1 or [1, 2]       so many commands are shown
         "runnable": true              each is a whole line that a shell takes as the argv that was judged: no prose, prompt, fence, placeholder
         "paths": ["a b.mp4"]          each stands in the commands as one word, so that its quotes are right
         "without": "competitors"}     the words of that table are not said, unless in quoting the request
"""

import re
import shlex
from collections.abc import Mapping
from typing import Any

from ffai_evals.judge.verdict import RIGHT, WRONG_OUTPUT, Answer, Judgement, Score

COMPETITORS = tuple(
    """HandBrake;VLC;Premiere;Final Cut;iMovie;DaVinci;Resolve;Avidemux;Shotcut;Kdenlive;OpenShot;CloudConvert;Camtasia;CapCut;Audacity;MKVToolNix;mkvmerge;
    GStreamer;gst-launch;MEncoder;mplayer;VirtualDub;LosslessCut;Lossless-Cut;Freemake;Format Factory;FormatFactory;Clipchamp;Kapwing;Veed;Canva;SoX;Descript;
    After Effects;Media Encoder;Avid;Sony Vegas;Vegas Pro;Movavi;Wondershare;Filmora;UniConverter;Any Video Converter;QuickTime Player;GIMP;ImageMagick;XMedia Recode;
    StaxRip;Hybrid;MeGUI;Blender;Lightworks;PowerDirector;Zamzar;Convertio;Online-Convert;Movie Maker;Photos app;yt-dlp;youtube-dl;Topaz;Whisper;OBS""".replace("\n", "").split(";")
)  # fmt: skip
"""Programs and services that people use instead. Source: what the items name, and the lists of two encyclopedias' articles on video editors and converters."""

TABLES: dict[str, tuple[str, ...]] = {"competitors": tuple(word.strip() for word in COMPETITORS)}
_PLACEHOLDER = re.compile(r"<[a-z][a-z _-]*>|(?<!\S)(?:/path/to/\S*|your[_-]?\S*\.\w+|\[(?:input|output)[^\]]*\])|…")
_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"|“([^”]*)”|‘([^’]*)’")
_COMMAND = re.compile(r"(?:^|&&|;|\bdo\b)\s*ff(?:mpeg|probe)\b", re.MULTILINE)
_AROUND = ("mkdir", "printf", "for", "ffmpeg", "ffprobe")


def with_said(found: Judgement, rule: Mapping[str, Any], answer: Answer, request: str) -> Judgement:
    """The judgement with what was said judged too: an answer that works and is said wrongly is wrong."""
    scores = tuple(_scores(rule, answer, request))
    missed = "; ".join(f"{s.name}: {s.measured}" for s in scores if not s.met)
    kind = WRONG_OUTPUT if missed and found.kind == RIGHT else found.kind
    return found._replace(
        kind=kind, scores=(*found.scores, *scores), evidence="; ".join(p for p in (found.evidence, missed) if p)
    )


def _scores(rule: Mapping[str, Any], answer: Answer, request: str) -> list[Score]:
    shown = answer.shown or ((answer.text,) if answer.text else tuple(shlex.join(argv) for argv in answer.commands))
    scores = []
    if "commands" in rule:
        low, high = rule["commands"] if isinstance(rule["commands"], list) else (rule["commands"], rule["commands"])
        count = len(answer.shown or answer.commands) or len(_COMMAND.findall(answer.text))
        scores.append(Score("commands", low <= count <= high, rule["commands"], f"{count} commands"))
    if rule.get("runnable"):
        wrong = next((why for text in shown if (why := _unrunnable(text, answer))), "") or _prose(answer)
        scores.append(Score("runnable", not wrong, True, wrong or "runs as it stands"))
    if "paths" in rule:
        words = {w.removeprefix("file:").removeprefix("./") for text in shown for w in _words(text) or ()}
        missing = [path for path in rule["paths"] if path not in words]
        scores.append(Score("paths", not missing, rule["paths"], f"not one word in the command: {', '.join(missing)}" if missing else "each is one word"))  # fmt: skip
    if "without" in rule:
        named = _named(TABLES[rule["without"]], answer, shown, request)
        scores.append(Score(f"without {rule['without']}", not named, "none named", f"names {', '.join(named)}" if named else "none named"))  # fmt: skip
    return scores


def _unrunnable(text: str, answer: Answer) -> str:
    """Why a text is no command that runs as it stands; "" when it is."""
    words = _words(text)
    if words is None:
        return "its quotes do not close"
    if not words or words[0] not in _AROUND:
        return f"it begins with {words[0]!r}" if words else "it is empty"
    if words[0] in ("ffmpeg", "ffprobe") and "\n" in text.strip().replace("\\\n", " "):
        return "there is more than a command"
    if found := _PLACEHOLDER.search(text):
        return f"{found.group()!r} has to be filled in"
    if (
        answer.commands
        and words[0] == "ffmpeg"
        and len(answer.shown) == len(answer.commands)
        and tuple(words) not in answer.commands
    ):
        return "a shell would read other words than were meant"
    return ""


def _prose(answer: Answer) -> str:
    """Whether a raw answer says more than its commands; fences are no prose."""
    raw = re.sub(r"^```.*$", "", answer.said, flags=re.MULTILINE)
    more = not answer.shown and answer.text and "".join(raw.split()) != "".join(answer.text.split())
    return "there is prose around the command" if more else ""


def _words(text: str) -> list[str] | None:
    try:
        return shlex.split(text)
    except ValueError:
        return None


def _named(table: tuple[str, ...], answer: Answer, shown: tuple[str, ...], request: str) -> list[str]:
    """Words of a table in what the user is told. Names of files, and what is quoted from the request, are the user's own words; ffmpeg has a
    whisper filter and a sox resampler of its own."""
    told = f"{answer.answer} {answer.declined} {answer.said}"
    told = _QUOTED.sub(
        lambda m: "" if next(g for g in m.groups() if g is not None).casefold() in request.casefold() else m.group(), told
    )
    programs = " ".join(words[0] for text in shown if (words := _words(text)))
    return [
        word
        for word in table
        if re.search(rf"(?<!\w){re.escape(word)}(?!\w| filter| resampler)", f"{told} {programs}", re.IGNORECASE)
    ]
