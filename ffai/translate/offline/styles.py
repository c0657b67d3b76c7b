"""How subtitles are to look: the words for font, size, colour, place and box, as the style values of ASS."""

from ffai.translate.offline import edits as e
from ffai.translate.offline.lexer import Token
from ffai.translate.offline.phrases import PHRASES
from ffai.translate.offline.terms import COLORS

_FONTS = frozenset("arial helvetica verdana dejavu courier roboto calibri georgia tahoma impact futura montserrat lato ubuntu consolas garamond trebuchet comic-sans noto liberation opensans".split())  # fmt: skip
_OUTLINE = frozenset("outline outlined border stroke edge contour".split())
_BOX = frozenset("background box boxed banner bar backdrop".split())
_SIZES = {"large": "32", "small": "14", "huge": "42", "big": "32", "tiny": "12", "medium": "20"}
_PLACES = {"top": "6", "center": "10", "top_left": "5", "top_right": "7", "bottom_left": "1", "bottom_right": "3", "bottom": "2"}


def styled(edit: e.BurnSubtitles, tokens: list[Token], used: set[int]) -> e.BurnSubtitles:
    """The edit with the style that the request says; the words that say it count as used."""
    style = dict(edit.style)
    lemmas = [t.lemma for t in tokens]
    for i, token in enumerate(tokens):
        before, near = set(lemmas[max(0, i - 3) : i]), set(lemmas[max(0, i - 3) : i + 4])
        if token.lemma in COLORS:
            after = lemmas[i + 1 : i + 3]
            if set(after[:2]) & _BOX or before & _BOX and "with" not in lemmas[max(0, i - 1) : i]:
                shade = (
                    "&H80000000"
                    if token.lemma == "transparent" and i and lemmas[i - 1] in ("semi", "half", "-", "partly")
                    else token.lemma
                )
                if i > 1 and tokens[i - 1].text == "-" and lemmas[i - 2] in ("semi", "half"):
                    shade = "&H80000000"
                style |= {"BackColour": shade, "BorderStyle": "3", "OutlineColour": shade}
            elif set(after[:2]) & _OUTLINE:
                style |= {"OutlineColour": token.lemma, "Outline": "2"}
            else:
                style.setdefault("PrimaryColour", token.lemma)
            used.add(i)
        elif token.kind in ("px", "number") and 6 <= float(token.value) <= 200 and _is_size(tokens, i, style):
            style["FontSize"] = f"{float(token.value):g}"
            used.update(
                {i, *(j for j in (i + 1, i + 2) if j < len(tokens) and lemmas[j] in ("pt", "point", "size", "font", "px"))}
            )
        elif token.lemma in _SIZES and near & {"font", "text", "size", "letter", "subtitle"} and "FontSize" not in style:
            style["FontSize"] = _SIZES[token.lemma]
            used.add(i)
        elif token.lemma in _FONTS or (i and lemmas[i - 1] == "font" and token.kind == "word" and token.text[:1].isupper()):
            name = token.text
            if (
                i + 1 < len(tokens)
                and tokens[i + 1].kind == "word"
                and tokens[i + 1].text[:1].isupper()
                and lemmas[i + 1] != "font"
            ):
                name += f" {tokens[i + 1].text}"
                used.add(i + 1)
            style["FontName"] = name
            used.add(i)
        elif token.lemma == "times" and lemmas[i + 1 : i + 3] == ["new", "roman"]:
            style["FontName"] = "Times New Roman"
            used.update((i, i + 1, i + 2))
        elif token.lemma in ("bold", "italic", "underline"):
            style[token.lemma.capitalize()] = "1"
            used.add(i)
        elif token.lemma in _OUTLINE and "Outline" not in style and not near & {"video", "picture"}:
            style["Outline"] = "2"
            used.add(i)
        elif token.lemma in _BOX and "BorderStyle" not in style:
            style |= {"BorderStyle": "3", "OutlineColour": "&H80000000"}
            used.add(i)
        elif token.lemma in ("shadow", "drop-shadow"):
            style["Shadow"] = "2"
            used.add(i)
        elif token.lemma == "margin":
            number = next((t.value for t in tokens[i : i + 4] if t.kind in ("px", "number")), 10)
            style["MarginV"] = f"{float(number):g}"
            used.add(i)
    for i in range(len(tokens)):
        found = PHRASES["place"](tokens, i)
        if found is not None and found[0] in _PLACES and not (set(lemmas[max(0, i - 2) : i]) & {"on"} and found[0] == "top"):
            if found[0] != "bottom":
                style["Alignment"] = _PLACES[found[0]]
            used.update(range(i, found[1]))
            break
    said = set(lemmas)
    if not style and "font" in said and said & {"size", "larger", "increase", "change", "adjust", "style"}:
        style["FontSize"] = "28"
    for i, lemma in enumerate(lemmas):
        if lemma in ("font", "style", "styling", "custom", "customised", "fontsize", "color", "hide", "plain") and (
            style or edit.plain
        ):
            used.add(i)
    return edit._replace(style=tuple(style.items()))


def _is_size(tokens: list[Token], i: int, style: dict[str, str]) -> bool:
    """Whether a number is a size of letters: it stands by such a word, or right behind the font's name."""
    near = {t.lemma for t in tokens[max(0, i - 3) : i + 3]}
    if near & {"font", "fontsize", "pt", "point", "size", "text"}:
        return True
    return "FontName" in style and i > 0 and tokens[i - 1].text in style["FontName"] and tokens[i].kind == "number"
