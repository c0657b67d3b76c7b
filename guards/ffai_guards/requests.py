"""Requests that ask for the loss of files, or for other harm to the machine, told from harmless ones that use the same words.

"delete talk.mp4" is about a file, "delete the audio of talk.mp4" about a part of one. A verb of loss is held against what follows it: if
that is a part of a film it passes; a file, a folder, "everything" or "the original" does not.
"""

import re

from ffai_guards.values import DENY, Reason

_VERBS = (
    r"delet(?:e|es|ed|ing)|eras(?:e|es|ing)|wip(?:e|es|ing)|shred(?:ding)?|destroy(?:ing)?|purg(?:e|ing)|unlink(?:ing)?|trash(?:ing)?|remov(?:e|es|ing)"
    r"|nuk(?:e|ing)|obliterat(?:e|ing)|annihilat(?:e|ing)|vapori[sz](?:e|ing)|eliminat(?:e|ing)|discard(?:ing)?|scrap|ditch|junk|bin|lose|kill|drop"
    r"|dispose of|get(?:ting)? rid of|throw(?:ing)? (?:out|away)|blow(?:ing)? away|clean(?:ing)?(?: up| out)?|tidy(?:ing)? up|clear(?:ing)?(?: up| out)?"
    r"|empty(?:ing)?|clobber(?:ing)?|blank(?:ing)?(?: out)?|(?:(?<=to )|(?<=and )|(?<=then )|(?<=please )|\A)(?:corrupt|scramble)|zero out|truncate(?! \S+ to \d)|del|rmdir"
)
_LEAD = r"(?:(?:all|every|each|any|both|the|my|these|those|this|that|other|others|old|older|original|source|existing|entire|whole|of|big|small|new|single|duplicate|worst|out|and|files?:)\s+)*"
_THINGS = (
    r"(?:everything|files?|videos?|movies?|films?|clips?|originals?|sources?|folders?|director(?:y|ies)|recordings?|inputs?|disks?|drives?|takes"
    r"|duplicates|wavs|mp[34]s|movs|mkvs|stuff|crap|evidence|(?:sd|memory|usb|hard)[ -](?:cards?|sticks?|drives?|disks?)|the rest|downloads|one another|trash folder"
    r"|[\w./-]+\.(?:mp4|mov|mkv|avi|wav|mp3|webm|m4a|flac|gif|jpe?g|png|ts|ogg)|\*\.\w+|\*)(?![\w'/]\w)"
)
_FILE = rf"{_LEAD}(?:\w+\s+){{0,1}}{_LEAD}{_THINGS}"
_KEPT = "the original is kept; the result gets a name of its own"
_NOT_HERE = "files are not deleted here; your system's trash does that"
_LATER = "the original is kept; delete it yourself when you have looked at the result"
_WHOLE = r"(?:the |an? )?(?:original|source|input|existing|old|same)s?(?: (?:files?|ones?|videos?|output))?"

_ENDINGS = r"(?:mp4|mov|avi|mkv|wav|mp3|webm|m4a|flac|ogg|gif|png|jpe?g)s?"
_ROWS: tuple[tuple[str, str], ...] = (
    (rf"\b(?:delet(?:e|es|ing)|eras(?:e|ing)|trash|bin|remov(?:e|ing)|discard|get rid of|throw (?:out|away))\s+(?:the|each|every|that|those|all)\s+(?:\w+\s+)?{_ENDINGS}\b(?!\s+(?:extension|ending|part|version))", _LATER),
    (rf"\b(?:{_VERBS})\s+(?:all|every|my|our|any)\s+(?:\w+\s+){{0,2}}(?:footage|media|photos|pictures|images)\b(?!\s+(?:but|except))", _NOT_HERE),
    (rf"\bthrow(?:ing)?\s+(?:{_FILE}|{_WHOLE})\s+(?:away|out)\b", _LATER),
    (rf"\bmak(?:e|es|ing)\s+(?:{_FILE}|{_WHOLE})\s+(?:disappear|vanish|go away|gone|unreadable|unplayable|unrecoverable)\b", _NOT_HERE),
    (rf"\b(?:{_VERBS})\s+(?:the\s+|all\s+)*contents?\s+of\s+{_FILE}", _NOT_HERE),
    (r"\b(?:lösch\w*|supprim\w+|effac\w+|borr(?:a|ar|e|en)|eliminar?|cancell\w+|apagar?|verwijder\w*)\s+(?:\w+\s+)?(?:alle[sn]?|toutes?|tous|todos?|todas?|tutt[ie]|dateien|fichiers|archivos|arquivos|bestanden|\S+\.(?:mp4|mov|mkv|avi|wav|mp3))\b", _NOT_HERE),
    (rf"\b(?:{_VERBS})\s+{_FILE}", _NOT_HERE),
    (r"(?<![.\w])rm\s+(?!files?\b)(?:-\w+\s+)*\S+|\bdd\s+(?:if=|zeros?\b)|\bmkfs\b|/dev/(?:sd|nvme|disk|mmcblk)\w*", "such programs are not run here"),
    (r"\bformat\s+(?:the |my |this |an? )?(?:disk|drive|partition|sd card|usb\b|volume|stick)", "disks are not touched here"),
    ((r"\b(?:overwrit(?:e|ing)|writ(?:e|ing)\s+(?:the result\s+)?over|sav(?:e|ing)\s+(?:it\s+)?over|put(?:ting)?\s+(?:the result|it)\s+over)\s+"
     rf"(?:(?:all|each|every|the|my|it)\b\s*)*(?:{_WHOLE}|\S+\.\w{{2,4}}\b|files?|videos?|everything|disk|input|originals?|it\b|$)(?!\s*[\"'“])"), _KEPT),
    (r"\boverwrite (?:it|everything|them)\b", _KEPT),
    (rf"\breplac(?:e|es|ing)\s+(?:(?:all|each|every|the|my|old|those)\s+)*(?:{_WHOLE}|originals?|old ones?|them\b|videos?\b|files?\b|\S+\.(?:mp4|mov|mkv|avi|wav|mp3)\s+with\s+(?:an?\s+)?[\w\s]*(?:version|itself))", _KEPT),
    (r"\bin[- ]?place\b", _KEPT),
    (r"\b(?:(?:output|write|save)\s+(?:it\s+)?to\s+the\s+same\s+file|same\s+file\s+as\s+(?:the\s+)?input|same\s+file\s+(?:as|for)\s+(?:both\s+)?input)", _KEPT),
    (r"\b(?:move|send|put)\b[^;]{0,40}\b(?:to|in|into)\s+(?:the\s+)?(?:trash|(?:recycle\s+)?bin)\b", _NOT_HERE),
    (r"\b(?:rename|move|copy)\s+\S+\s+over\s+\S+\.\w+", "no file is put over another one here"),
    (rf"\b(?:then|and|afterwards?|,)\s+(?:delete|remove|erase|trash|throw away|get rid of)\s+(?:the |my |it\b)?{_WHOLE}", _LATER),
    (r"\bmake\s+\S+\.\w+\s+(?:0|zero)\s+bytes", _NOT_HERE),
    (r"\bthrow away the (?:mov|mp4|avi|mkv|wav|source)\b", _LATER),
    (r"\b(?:delet|eras|remov)(?:e|ing) (?:the )?(?:other|rest)\b", _NOT_HERE),
    (r"\bremove sources?\b", _LATER),
    (r"\bforce overwrite\b", _KEPT),
)  # fmt: skip
_RUN = "ffai runs ffmpeg alone; such programs are not run here"
_GUARDED = "keys, passwords and the system's files are neither read nor sent anywhere"
_VILE = r"virus|malware|spyware|keylogger|ransomware|rootkit|backdoor|trojan horse|trojan|botnet"
_KEY = (
    r"(?:ssh|gpg|pgp|rsa|private|api|aws|wallet|encryption) keys?|passwords?|passphrases?|credentials?|passwd|shadow file|seed phrase|browser cookies"
    r"|bash history|\.env\b|(?:api |access )tokens?"
)
_AT = r"(?:^|[;&|.,\n]|\b(?:run|execute|call|do|then|and|also|first|please|with|to))\s*"
_HARM: tuple[tuple[str, str], ...] = (
    (r"\b(?:curl|wget|fetch)\b[^|;]*\|\s*(?:sudo\s+)?(?:ba|z|da|k|c|fi)?sh\b", _RUN),
    (r"\b(?:curl|wget|nc|scp|rsync|ssh)\s+(?:-{1,2}\w+\s+)*(?:https?://|ftp://|\S+@)\S+", _RUN),
    (rf"{_AT}sudo\s+\S+", _RUN),
    (rf"{_AT}(?:chmod|chown|chgrp|chattr|setfacl)\s+\S+", _RUN),
    (rf"{_AT}(?:apt|apt-get|yum|dnf|pacman|brew|snap|pip3?|npm)\s+(?:-\w+\s+)*(?:install|remove|purge|uninstall|autoremove|upgrade|update)\b", _RUN),
    (rf"{_AT}(?:(?:p?kill(?:all)?)\s+(?:-\w+|\d+)|systemctl\s+\w+|launchctl\s+\w+|crontab\b|reg delete\b|iptables\b)", _RUN),
    (r"\b(?:kill|end|terminate|stop)\s+(?:all |every |any |each |the |my |other |running )*(?:process(?:es)?|programs?|apps?|services?|tasks)\b", _RUN),
    (r"\b(?:shut ?down|power ?(?:off|down)|turn off|switch off|reboot|restart|hibernate|crash|brick|freeze|lock up)\s+(?:down\s+)?(?:the |my |this |your )?(?:computer|machine|pc|laptop|mac|server|system|os)\b", _RUN),
    (r"\bfork ?bombs?\b|:\(\)\s*\{", _RUN),
    (rf"\b(?:install|run|download|make|write|create|build|add|hide|embed|put)\s+(?:\w+\s+){{0,3}}(?:{_VILE})s?(?=\s*(?:$|[.,;!?]|(?:that|to|for|on|in|into|onto|inside|which|and|from|here)\b))", _RUN),
    (rf"\b(?:send|upload|post|mail|email|e-mail|exfiltrate|leak|publish|steal|forward|transmit|share)\b[^.;]{{0,40}}\b(?:{_KEY})", _GUARDED),
    (rf"\b(?:read|print|cat|dump|reveal|copy|put|write|embed|include|insert|show me|tell me|give me|extract)\s+(?:\w+\s+){{0,4}}(?:my|the|your|his|her|user'?s|root|all|saved|admin|their)\s+(?:\w+\s+){{0,1}}(?:{_KEY})", _GUARDED),
    (r"/etc/(?:passwd|shadow|sudoers)\b|(?:~|\$HOME|/root|/home/\w+)/\.(?:ssh|aws|gnupg|netrc|config/gcloud|kube)\b|\bid_(?:rsa|ed25519)\b", _GUARDED),
)  # fmt: skip
# what is seen or heard in a film is no secret of the machine's: "blur the password at 0:10"
_IN_THE_FILM = re.compile(
    r"\b(?:blur|pixel(?:l)?ate|censor|hide|cover|mask|redact|crop|cut|remove|black out|bleep|mute|screen|overlay|subtitle|frame|visible|shown|shows|appears|on-screen|audio|video)\w*\b",
    re.IGNORECASE,
)
# what may be lost: parts of a film, not files
_PARTS = re.compile(
    r"\b(?:audio|sounds?|soundtrack|subtitles?|subs|metadata|tags?|title|tracks?|streams?|noise|hum|hiss|echo|silen\w+|seconds?|minutes?|frames?|chapters?"
    r"|watermark|logo|background|parts?|section|sections|bars?|borders?|intro|outro|scenes?|vocals?|grain|colou?rs?|picture|first|last|middle|end|start"
    r"|beginning|quality|bitrate|resolution|channels?|flag|flicker|tint|cover|thumbnail|alpha|chroma|letterbox|highlights|dialogue|interlacing|blacks)\b",
    re.IGNORECASE,
)
_ABOUT_FILES = re.compile(
    r"\b(?:from (?:the |this |my )?(?:folder|disk|directory)|files?|folder|originals?|shorter|longer|under|older|except)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|don'?t|never|without|no need to|instead of)\s+(?:\w+\s+){0,1}$", re.IGNORECASE)


def review(request: str) -> tuple[Reason, ...]:
    """Why a request is not carried out as it says; () for an ordinary one."""
    found: dict[str, Reason] = {}
    text = _plain(request)
    for pattern, alternative in _ROWS:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if _NOT.search(text[: match.start()]) or _about_a_part(text, match) or _a_span(text, match) or _lowered(text, match):
                continue
            words = match.group(0).strip()
            found.setdefault(
                words,
                Reason("RQ_DESTRUCTIVE", DENY, f"the request asks for the loss of files: {words!r}", words, "", alternative),
            )
            break
    for pattern, alternative in _HARM:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            if _NOT.search(text[: match.start()]) or (
                alternative == _GUARDED and "/" not in match.group(0) and _IN_THE_FILM.search(text)
            ):
                continue
            words = match.group(0).strip(" ,;.&|")
            said = f"the request asks for what could harm the machine or give secrets away: {words!r}"
            found.setdefault(words, Reason("RQ_HARM", DENY, said, words, "", alternative))
            break
    return tuple(found.values())


# "keep the English and French subtitles, remove the rest": of the tracks that were spoken of
_REST = re.compile(r"\b(?:rest|others?)$", re.IGNORECASE)
_IN_SENTENCE = r"(?:[^.;]|\.(?=\w))*"
_TRACKS = re.compile(
    rf"\b(?:audio|subtitles?|subs|tracks?|streams?|languages?|dubs?)\b(?!{_IN_SENTENCE}\b(?:files|videos|movies|clips|folders?)\b){_IN_SENTENCE}$",
    re.IGNORECASE,
)


def _about_a_part(text: str, match: re.Match[str]) -> bool:
    """Whether what would be lost is a part of a film: "remove the audio files" is not, "remove the audio of talk.mp4" is."""
    inside = match.group(0)
    part = _PARTS.search(inside)
    if part is None and _REST.search(inside) and _TRACKS.search(text[: match.start()]):
        return True
    if part is None:
        after = re.match(r"\s*(?:'s|’s)?\s*(\w+)", text[match.end() :])
        return after is not None and _PARTS.fullmatch(after.group(1)) is not None and not _ABOUT_FILES.search(inside)
    return _ABOUT_FILES.search(text[part.end() :].partition(",")[0]) is None or bool(
        re.search(r"\b(?:of|in|from) (?:the |this |my )?file", text)
    )


_SPAN = re.compile(
    r"\s*(?:that(?:'s| is| comes)?\s+)?(?:between|before|after|past|until|up to|except|but|outside|beyond|behind|from|above|below|left|right)\b[^.;]*?(?:\b\d|\b(?:first|last|half|minute|second|start|end|frame|line|third|middle|audio|sound|video|picture|logo|edge|side)s?\b)",
    re.IGNORECASE,
)


def _a_span(text: str, match: re.Match[str]) -> bool:
    """ "remove everything between 0:02 and 0:04", "delete everything but the audio": a part of a film."""
    return match.group(0).lower().rstrip().endswith("everything") and _SPAN.match(text[match.end() :]) is not None


def _lowered(text: str, match: re.Match[str]) -> bool:
    """ "drop film.mp4 to 30 fps": made less, not thrown away."""
    after = re.match(
        r"\s*(?:down\s+)?(?:to|by|from)\s+(?:a |an )?(?:\d|half|mono|stereo|sd\b|hd\b)", text[match.end() :], re.IGNORECASE
    )
    return match.group(0).lower().startswith("drop") and after is not None


_SPACED = re.compile(r"\b(?:[a-z][ .\-_]){3,}[a-z]\b", re.IGNORECASE)
_DIGITS = str.maketrans("013457$@", "oieastsa")


def _plain(request: str) -> str:
    """The request with letters that were pulled apart or replaced put back, as far as words of loss go."""
    text = _SPACED.sub(lambda m: re.sub(r"[ .\-_]", "", m.group(0)), request)
    text = re.sub(r"[\u200b-\u200f\u2060\ufeff]", "", text)
    text = re.sub(
        r"\b(?=\w*[a-z])(?=\w*[0134$@])[\w$@]{5,}\b(?!\.\w)", lambda m: _restored(m.group(0)), text, flags=re.IGNORECASE
    )
    return re.sub(r"\bdel(?:eet|ette|lete|ate)\b", "delete", text, flags=re.IGNORECASE)


def _restored(word: str) -> str:
    plain = word.lower().translate(_DIGITS)
    return plain if re.fullmatch(rf"(?:{_VERBS})|(?:{_THINGS})", plain) else word
