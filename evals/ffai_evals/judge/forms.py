"""The forms in which models give commands, made one: JSON of any shape, Windows shells, markup, typographic signs, places to fill in."""

import ast
import html
import json
import re
import shlex
from typing import Any

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:code|pre|command|cmd|bash|shell|answer|p|br|tt|kbd|samp|tool_call|final)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_SIGNS = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\u00a0": " ", "\u200b": "", "\ufeff": ""})
_PROGRAM = re.compile(
    r"(?<![\w/\\.$-])\"?(?:[A-Za-z]:)?(?:[\w.-]*[/\\])+(ff(?:mpeg|probe))(?:\.exe)?\"?(?= )|\b(ff(?:mpeg|probe))\.exe\b"
)
_DRIVE = re.compile(r"(?<![\w])[A-Za-z]:\\(?:[^\\\s\"'<>|*?]+\\)*|(?<=\")[A-Za-z]:\\(?:[^\\\"<>|*?]+\\)*")
_OTHER_KEY = re.compile(r"altern|other|option|windows|powershell|fallback|example|explan|note|variant|descri|reason|thought|warning|comment|summary|tip|request|input|question", re.IGNORECASE)  # fmt: skip
_FILE_WORD = re.compile(
    r"in(?:put)?|out(?:put)?|file|video|audio|source|src|dest|path|movie|clip|image|media|subtitle|name|track|song|url|stream|address|link",
    re.IGNORECASE,
)
_LONGEST_JSON = 200_000


def plain(text: str) -> str:
    """An answer with what is only its form taken off. What holds no command comes back as it was."""
    text = _THOUGHT.sub("", text).translate(_SIGNS).replace("\r\n", "\n")
    if not re.search(r"ff(?:mpeg|probe)", text) and not re.search(r'"(?:command|cmd|args|arguments)"', text):
        return text
    found = _of_json(text)
    if found:
        text = found
    elif "&quot;" in text or "&amp;" in text or "&lt;" in text:
        text = html.unescape(text)
    return windows(_TAG.sub("\n", text)) if "<" in text else windows(text)


def windows(text: str) -> str:
    """Commands for other shells as this one writes them."""
    text = re.sub(r"[ \t]\^[ \t]*\n", " \\\n", text)
    text = re.sub(r"(?<=[ \t])`[ \t]*\n(?=[ \t]*\S)", "\\\\\n", text)
    text = _PROGRAM.sub(lambda m: m[1] or m[2], text)
    if "\\" in text:
        text = _DRIVE.sub("", text)
    text = re.sub(r"(?<=\s)[–—](?=[A-Za-z])", "-", text)  # a hyphen that a text program made long
    text = re.sub(r"^(\s*)(?:time|nice) (?=ffmpeg )", r"\1", text, flags=re.MULTILINE)
    if not re.search(r"\bdo\b", text):
        text = re.sub(r"^\s*cd [^\n;&|]+(?:$|\s*(?:&&|;)\s*)", "", text, flags=re.MULTILINE)
    return unnested(_loops(re.sub(r"(?<= )NUL\b", "/dev/null", text)))


def _loops(text: str) -> str:
    """Loops of cmd and of PowerShell over the files of a folder, as loops of this shell."""
    text = re.sub(
        r"^\s*for %{1,2}(\w) in \(([^()\n]+)\) do \(?\s*(ffmpeg [^\n()]*(?:\([^()\n]*\)[^\n()]*)*)\)?\s*$",
        lambda m: _looped(m[2].replace('"', ""), _percent(m[3], m[1])),
        text,
        flags=re.MULTILINE,
    )
    return re.sub(
        r"^\s*(?:Get-ChildItem|gci|dir|ls)\b([^|\n]*)\|\s*(?:ForEach-Object|foreach|%)\s*\{\s*(ffmpeg .+?)\s*\}\s*$",
        lambda m: _looped(p[0], _dollar(m[2])) if (p := re.findall(r"\*\.\w+", m[1])) else m[0],
        text,
        flags=re.MULTILINE | re.DOTALL,
    )


_NESTED = re.compile(
    r"\bfind ([^\n;|&]+?) -exec (?:bash|sh|zsh) -c (?:'([^']*)'|\"((?:[^\"\\]|\\.)*)\")\s+(\S+(?: \{\})?) ?(?:\{\} )?(?:\+|\\;|';')",
    re.DOTALL,
)


def unnested(text: str) -> str:
    """`find … -exec bash -c '…' _ {} +` as a loop of this shell over what is found."""

    def loop(match: re.Match[str]) -> str:
        body = (match[2] if match[2] is not None else re.sub(r"\\(.)", r"\1", match[3])).strip()
        inner = re.fullmatch(r"for (\w+)(?: in \"\$@\")?\s*(?:;|\n)\s*do\s(.*?);?\s*done", body, re.DOTALL)
        name = inner[1] if inner else "found"
        body = inner[2] if inner else re.sub(r"\$\{[01](?=[%#/:}])", "${found", re.sub(r"\$[01]\b", "$found", body))
        return f"find {match[1]} -print0 | while IFS= read -r -d '' {name}; do {body.strip()}\ndone"

    return _NESTED.sub(loop, text)


def _looped(pattern: str, body: str) -> str:
    return f"for f in {pattern}; do {body.strip()}; done"


def _percent(body: str, name: str) -> str:
    body = re.sub(rf"%{{1,2}}~d?p?n{name}", "${f%.*}", body)
    return re.sub(rf"%{{1,2}}(?:~\w*)?{name}\b", "$f", body)


def _dollar(body: str) -> str:
    body = re.sub(r"\"?\(?\$\(?\$_\.BaseName\)?\s*\+\s*[\"']([^\"']*)[\"']\)?\"?", r'"${f%.*}\1"', body)
    body = re.sub(r"\(\s*\$_\.BaseName\s*\+\s*[\"']([^\"']*)[\"']\s*\)", r'"${f%.*}\1"', body)
    body = re.sub(r"\$\(\$_\.BaseName\)", "${f%.*}", body)
    return re.sub(r"\"?\$\(?\$?_\.(?:FullName|Name)\)?\"?", '"$f"', body)


def filled(text: str) -> str:
    """Places for the reader's own files, `<input>` or `$OUTPUT`, as files: names of the scene. Other places are left, and do not run."""
    assigned = set(re.findall(r"(?:^|[;\s])(?:for |local |export )?([A-Za-z_]\w*)(?:=| in )", text)) | set(
        re.findall(r"\bread (?:-\w+ )*(?:\S+ )*?(\w+)\s*(?:;|\n|<)", text)
    )

    def name(match: re.Match[str], ext: str) -> str:
        inner = (match["name"] or match["plain"]).strip()
        if (match["sign"] or match["mark"].startswith("$")) and inner in assigned:
            return match[0]
        if not _FILE_WORD.search(inner) or (match["mark"] == "[" and "." not in inner + (match["rest"] or "")):
            return match[0]  # "[out]" is a label of a filter graph
        rest = match["rest"] or ""
        base = re.sub(r"\s+", "_", inner)
        return f"{match['head']}{base}{rest}" if rest or re.search(r"\.\w{2,4}$", base) else f"{match['head']}{base}{ext}"

    place = r"(?:(?P<mark><|\[|\{{1,2}|\$\{)(?P<name>[A-Za-z][\w .-]{0,40})(?:>|\]|\}{1,2})|(?P<sign>\$)(?P<plain>[A-Za-z]\w{0,40}))(?P<rest>\.\w{2,5})?"
    text = re.sub(rf"(?P<head>-i\s+[\"']?){place}(?=[\"'\s]|$)", lambda m: name(m, ""), text)
    return re.sub(rf"(?P<head>\s[\"']?){place}(?=[\"']?\s*(?:$|\n|&&|;|\|))", lambda m: name(m, ".mp4"), text)


# --- JSON


def _of_json(text: str) -> str:
    for piece in _pieces(text[:_LONGEST_JSON]):
        value = _loaded(piece)
        if value is None:
            continue
        found = _commands(value)
        if found:
            return "\n".join(found)
    cut = re.search(r'"(?:command|cmd|ffmpeg_command|bash|shell)"\s*:\s*"((?:[^"\\]|\\.){1,20000})"', text)
    return str(_loaded(f'"{cut[1]}"') or "") if cut and "ffmpeg" in cut[1] else ""


def _pieces(text: str) -> list[str]:
    """What may be JSON: the whole, a fence, the first object or array in prose."""
    found = [text.strip()]
    found += re.findall(r"```(?:json\w*)?\s*\n?([\[{].*?)\n?\s*```", text, re.DOTALL)
    if (start := re.search(r"^\s*[\[{](?=\s*[\"'{\[])|(?<=[:\s])\{(?=\s*[\"'])", text, re.MULTILINE)) is not None:
        end = max(text.rfind("}"), text.rfind("]"))
        found.append(text[start.start() : end + 1].strip())
    return [x for x in found if x[:1] in '[{"']


def _loaded(piece: str) -> Any:
    for text in (piece, re.sub(r"\\\n\s*", " ", piece)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    if len(piece) < 20_000 and piece[:1] in "[{":
        try:
            return ast.literal_eval(piece)
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            return None
    return None


def _commands(value: Any, depth: int = 0) -> list[str]:
    """The commands of a JSON value, in order; other ways to do the same are left out."""
    if depth > 8:
        return []
    if isinstance(value, str):
        return _of_text(value)
    if isinstance(value, list):
        if value and all(isinstance(x, str | int | float) for x in value):
            words = [str(x) for x in value]
            if words[0] in ("ffmpeg", "ffprobe") and len(words) > 2 and not any(w.startswith("ffmpeg ") for w in words[1:]):
                return [shlex.join(words)]
        return [c for x in value for c in _commands(x, depth + 1)]
    if not isinstance(value, dict):
        return []
    for program in ("program", "command", "executable", "cmd"):
        given = value.get("args", value.get("arguments"))
        if str(value.get(program, "")) in ("ffmpeg", "ffprobe") and isinstance(given, list):
            return [shlex.join([str(value[program]), *map(str, given)])]
    for key in ("command", "cmd", "ffmpeg_command", "commands"):
        given = value.get(key)
        if isinstance(given, str) and re.match(r"\s*-(?:i|y|ss|f|hide_banner)\b", given):
            return ["ffmpeg " + given.strip()]
        if given and (found := _commands(given, depth + 1)):
            return found
    return next((f for k, x in value.items() if not _OTHER_KEY.search(str(k)) and (f := _commands(x, depth + 1))), [])


def _of_text(text: str) -> list[str]:
    if re.match(
        r"\s*(?:ff(?:mpeg|probe)(?:\.exe)?\s|for \w+ in |mkdir |[\w./\\:-]*ffmpeg(?:\.exe)? |printf |echo |sudo |rm )", text
    ):
        return [text]
    return [text] if "```" in text and "ffmpeg" in text or re.search(r"^\s*ffmpeg ", text, re.MULTILINE) else []
