"""Which fonts a chart is drawn with, so that no Chinese character becomes a box.

A fresh machine has no Chinese font. The package carries a subset of Noto Sans SC
(``fontfiles/``, SIL Open Font License beside it); it comes first, then DejaVu
Sans, then any font of the machine that has what these two lack. The settings of
the caller are never touched: `drawing` works inside ``rc_context``.

``font.family`` itself is the list: with ``sans-serif`` and a list behind it
matplotlib uses only the first font found.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

import matplotlib
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text

from targetwatch.errors import TargetwatchError

#: The bundled font and its name.
BUNDLED_FILE: Final = Path(__file__).parent / "fontfiles" / "NotoSansSC-subset.otf"
BUNDLED_NAME: Final = "Noto Sans SC"
#: Comes with matplotlib: Greek, Cyrillic and signs.
WESTERN_NAME: Final = "DejaVu Sans"
#: Fonts of machines that are looked through for characters which the bundled ones lack.
KNOWN_NAMES: Final = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei", "DengXian"),
    *("SimSun", "SimSun-ExtB", "SimHei", "PingFang SC", "Hiragino Sans GB", "Heiti SC", "Songti SC"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "HanaMinA", "HanaMinB"),
)
#: Stands for a character that no font has (the printers' geta mark, itself in the bundled font).
GETA: Final = "〓"


class FontCoverageWarning(UserWarning):
    """Characters that no font of this machine has; ``characters`` holds them, each once."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        named = "".join(one if one.isprintable() else f"<U+{ord(one):04X}>" for one in characters)
        super().__init__(
            f"没有字体能显示 {named}，图中以 {GETA} 代替：请安装含这些字的字体（如 Noto Sans CJK SC），"
            f"或用 font= 指定字体名或字体文件，或改用其他字。 "
            f"No font has {named}; {GETA} stands for them: install a font that has them "
            f"(such as Noto Sans CJK SC), name a font or a font file with font=, or write other characters."
        )


class FontError(TargetwatchError):
    """A font asked for by name or file that is not there; ``found`` is what was asked for."""

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(f"found no font {found!r}, expected the name of an installed font or a font file")


@lru_cache(maxsize=64)
def read_coverage(path: str) -> frozenset[int]:
    """The code points that a font file has a glyph for."""
    return frozenset(FT2Font(path).get_charmap())


def add_font(path: str | Path) -> str:
    """The family name of a font file, made known to matplotlib once.

    Raises `FontError` where the file is not there or is no font.
    """
    wanted = str(Path(path).resolve())
    for entry in fontManager.ttflist:
        if entry.fname == wanted:
            return entry.name
    try:
        fontManager.addfont(wanted)
    except (OSError, RuntimeError) as error:
        raise FontError(str(path)) from error
    return fontManager.ttflist[-1].name


def find_file(name: str) -> str | None:
    """The file of an installed font by its family name, ``None`` where there is none."""
    try:
        return str(findfont(FontProperties(family=[name]), fallback_to_default=False))
    except ValueError:
        return None


def resolve_families(font: str | Path | None = None) -> list[str]:
    """Family names, all of them installed, in the order in which a glyph is looked for.

    ``font`` is the name of a font or a font file that comes first. Raises `FontError`
    where it is not there.

    >>> resolve_families()
    ['Noto Sans SC', 'DejaVu Sans']
    """
    families = [add_font(BUNDLED_FILE), WESTERN_NAME]
    if font is None:
        return families
    looks_like_file = isinstance(font, Path) or Path(font).suffix.lower() in {".ttf", ".otf", ".ttc"}
    if looks_like_file:
        return [add_font(font), *families]
    if find_file(str(font)) is None:
        raise FontError(str(font))
    return [str(font), *families]


@contextmanager
def drawing(font: str | Path | None = None) -> Iterator[list[str]]:
    """Inside it, text is made with fonts that have Chinese; the caller's settings come back after.

    Gives the family names. Text is taken as written: ``$`` starts no formula.
    """
    families = resolve_families(font)
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(
            {"font.family": families, "font.size": 10, "text.parse_math": False, "svg.fonttype": "path"}
        )
        yield families


def list_missing(text: str, families: Sequence[str]) -> str:
    """The characters of ``text`` that no font of ``families`` has, each once, in order.

    >>> list_missing("鄠邑区 浉河区 8%", resolve_families())
    ''
    """
    files = [file for file in map(find_file, families) if file]
    covered = frozenset().union(*(read_coverage(file) for file in files))
    return "".join(
        dict.fromkeys(
            character
            for character in text
            if ord(character) not in covered and character != "\n"
        )
    )


def extend_families(text: str, families: Sequence[str]) -> list[str]:
    """``families``, and after them the known fonts of this machine that have characters still missing."""
    extended = list(families)
    missing = list_missing(text, extended)
    for name in KNOWN_NAMES:
        if not missing:
            break
        if name not in extended and find_file(name) and list_missing(missing, [name]) != missing:
            extended.append(name)
            missing = list_missing(missing, extended)
    return extended


def list_texts(figure: Figure) -> list[Text]:
    """Every text object of a figure that has something to show."""
    return [text for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text().strip()]


def cover_figure(figure: Figure, families: Sequence[str]) -> str:
    """Sees to it that every character of a figure has a glyph; gives those that have none.

    Further fonts of the machine are appended where they help. What is still missing is
    drawn as 〓 and named in one `FontCoverageWarning`.
    """
    texts = list_texts(figure)
    whole = "".join(text.get_text() for text in texts)
    extended = extend_families(whole, families)
    missing = list_missing(whole, extended)
    for text in texts:
        if len(extended) > len(families):
            text.set_fontfamily(extended)
        if missing:
            text.set_text(replace_missing(text.get_text(), missing))
    if missing:
        warnings.warn(FontCoverageWarning(missing), stacklevel=3)
    return missing


def replace_missing(text: str, missing: Iterable[str]) -> str:
    """``text`` with 〓 for each character of ``missing``.

    >>> replace_missing("甲乙丙", "乙")
    '甲〓丙'
    """
    return text.translate({ord(character): GETA for character in missing})
