"""Which font has a character, and what stands for one that none has.

DejaVu has the Latin, Greek, Cyrillic, Hebrew and Arabic letters, signs, arrows, lines and the plain smileys. Chinese,
Japanese and Korean come from the fonts that PDF viewers bring. Other emoji are named in words; letters beyond become
a box. Arabic letters come in their shapes (`joining`), of which DejaVu has those of Arabic and Persian.
"""

import re
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

BODY: Final = "Body"
MONO: Final = "Mono"
_EAST_ASIAN: Final = "STSong-Light"
_KOREAN: Final = "HYSMyeongJo-Medium"
_FONTS: Final = Path(__file__).parents[1] / "fonts"
_FILES: Final = {
    BODY: "DejaVuSans.ttf",
    "Body-Bold": "DejaVuSans-Bold.ttf",
    "Body-Italic": "DejaVuSans-Oblique.ttf",
    MONO: "DejaVuSansMono.ttf",
}
# XML takes none of them, and no font shows them.
_INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufe00-\ufe0f\u200d\u200b]"
)
_ZERO_A: Final = 0x1F1E6
_TONES: Final = range(0x1F3FB, 0x1F400)
_BMP: Final = 0x10000


@lru_cache(maxsize=1)
def load_fonts() -> None:
    """Makes the fonts known; takes a third of a second."""
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(_FONTS / file)))
    for bold, italic, name in ((0, 0, BODY), (1, 0, "Body-Bold"), (0, 1, "Body-Italic"), (1, 1, "Body-Bold")):
        addMapping(BODY, bold, italic, name)
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(MONO, bold, italic, MONO)
    for name in (_EAST_ASIAN, _KOREAN):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
        for bold in (0, 1):
            for italic in (0, 1):
                addMapping(name, bold, italic, name)


def visible(text: str) -> str:
    """Without what no page can show."""
    return _INVISIBLE.sub("", text)


def marked_up(text: str, font: str) -> str:
    """The text for a paragraph, escaped, with the font named wherever `font` lacks the characters."""
    shown = visible(text)
    if shown.isascii():
        return escape(shown)
    pieces: list[str] = []
    current, run = "", ""
    for sign in shown:
        wanted, shape = _shape(sign, font)
        if wanted != current and run:
            pieces.append(_piece(current, run))
            run = ""
        current, run = wanted, run + shape
    pieces.append(_piece(current, run))
    return "".join(pieces)


def width_of(signs: str, size: float, *, bold: bool, code: bool) -> float:
    """How wide signs are, in points."""
    return sum(_width(sign, bold, code) for sign in signs) * size


@lru_cache(maxsize=4096)
def _width(sign: str, bold: bool, code: bool) -> float:  # noqa: FBT001 - a cache takes them by their place
    font, shape = _shape(sign, MONO if code else BODY)
    name = font or (MONO if code else "Body-Bold" if bold else BODY)
    return float(pdfmetrics.stringWidth(shape, "Body-Bold" if bold and name == BODY else name, 1))


def is_mark(sign: str) -> bool:
    """Whether it is drawn over the letter before it."""
    return unicodedata.category(sign) in ("Mn", "Me")


def spelled(text: str, font: str) -> str:
    """The text with words in place of what no font has: as long as it will be on the page."""
    shown = visible(text)
    return shown if shown.isascii() else "".join(_shape(sign, font)[1] for sign in shown)


def _piece(font: str, text: str) -> str:
    return f'<font name="{font}">{escape(text)}</font>' if font else escape(text)


@lru_cache(maxsize=4096)
def _shape(sign: str, font: str) -> tuple[str, str]:
    """The font to change to ("": none) and what is written."""
    code = ord(sign)
    if code in _glyphs(font):
        return "", sign
    if font != BODY and code in _glyphs(BODY):
        return BODY, sign
    if code < _BMP and unicodedata.east_asian_width(sign) in "WF" and unicodedata.category(sign) != "So":
        return (_KOREAN if "HANGUL" in unicodedata.name(sign, "") else _EAST_ASIAN), sign
    return "", _spelled_sign(sign, code)


def _spelled_sign(sign: str, code: int) -> str:
    if _ZERO_A <= code < _ZERO_A + 26:
        return chr(ord("A") + code - _ZERO_A)
    category = unicodedata.category(sign)
    if code in _TONES or category in {"Mn", "Me", "Cf"}:
        return ""
    return f"[{unicodedata.name(sign, 'sign').lower()}]" if category == "So" else "\N{WHITE SQUARE}"


@lru_cache(maxsize=8)
def _glyphs(font: str) -> frozenset[int]:
    return frozenset(pdfmetrics.getFont(font).face.charToGlyph)
