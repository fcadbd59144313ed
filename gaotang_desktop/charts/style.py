"""Faces, colours and saving of every chart; the tokens are those of the window."""

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, FontProperties, fontManager, get_font

from gaotang_desktop import files
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.paths import resources

BODY, SMALL, TITLE = 9.0, 8.0, 13.0  # points
DPI = 200

# Names of our own, so that a face of the same family on the machine is never taken instead.
_FACES = {
    "Gaotang Sans": "NotoSansSC-Regular.ttf",
    "Gaotang Medium": "NotoSansSC-Medium.ttf",
    "Gaotang Rare": "NotoSerifSC-Regular.ttf",
}
_MISSING = "□"


@dataclass(frozen=True, slots=True)
class Palette:
    """What each colour means. Lightness alone orders ``steps``, so that they survive copying."""

    ink: str
    faint: str
    line: str
    empty: str
    ahead: str  # nights to come
    accent: str
    soft: str  # intervals, bands
    bad: str
    near: str
    good: str
    steps: tuple[str, str, str]
    lines: tuple[str, ...]


COLOUR = Palette(
    ink="#1F2733",
    faint="#5B6573",
    line="#DDE2E9",
    empty="#EDF0F5",
    ahead="#F8F9FB",
    accent="#1F4E8C",
    soft="#8FB0DF",
    bad="#B3261E",
    near="#B26A00",
    good="#2E7D4F",
    steps=("#B7CDEB", "#6A97D2", "#1F4E8C"),
    lines=("#1F4E8C", "#B26A00", "#2E7D4F", "#7A4FA3", "#0E7C86", "#9A3A5E"),
)
GREY = Palette(
    ink="#000000",
    faint="#4A4A4A",
    line="#CFCFCF",
    empty="#F1F1F1",
    ahead="#FFFFFF",
    accent="#000000",
    soft="#A8A8A8",
    bad="#000000",
    near="#000000",
    good="#000000",
    steps=("#CBCBCB", "#8C8C8C", "#2B2B2B"),
    lines=("#000000", "#4A4A4A", "#666666", "#000000", "#4A4A4A", "#666666"),
)


def palette(*, grey: bool) -> Palette:
    """The window's colours, or greys for the office's laser printer."""
    return GREY if grey else COLOUR


@cache
def _faces() -> dict[str, Path]:
    """The bundled faces by family, made known to matplotlib once.

    Raises:
        StorageProblem: the installation has lost its fonts.
    """
    found = {}
    for family, file in _FACES.items():
        path = resources() / "fonts" / file
        if not path.is_file():
            raise StorageProblem(f"程序文件夹里缺少字体“{file}”，请重新安装本程序。")
        fontManager.ttflist.append(FontEntry(fname=str(path), name=family, weight=400))
        found[family] = path
    return found


def face(size: float = BODY, *, medium: bool = False) -> FontProperties:
    """The chart face; characters that it lacks come from the face for rare ones."""
    sans = "Gaotang Medium" if medium else "Gaotang Sans"
    assert sans in _faces()
    return FontProperties(family=[sans, "Gaotang Rare"], size=size)


@cache
def _has(mark: str) -> bool:
    return any(get_font(str(path)).get_char_index(ord(mark)) for path in _faces().values())


def legible(text: str) -> str:
    """The text on one line, with □ for each character that no bundled face has."""
    line = " ".join(text.split())
    return "".join(mark if _has(mark) else _MISSING for mark in line)


def width_of(text: str, size: float = BODY) -> float:
    """Width in inches, near enough to lay out by: Chinese one em, Latin a little over half."""
    return sum(1.0 if ord(mark) > 0x2E7F else 0.58 for mark in text) * size / 72


def shortened(text: str, inches: float, size: float = BODY) -> str:
    """The text, cut with … where it would be wider than ``inches``."""
    text = legible(text)
    if width_of(text, size) <= inches:
        return text
    while text and width_of(text + "…", size) > inches:
        text = text[:-1]
    return text + "…"


class Sheet:
    """A white figure measured in inches from its top left corner."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width, height), facecolor="white")
        FigureCanvasAgg(self.figure)
        self.axes: Any = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.axis("off")

    def text(
        self,
        x: float,
        y: float,
        words: str,
        colour: str,
        *,
        size: float = BODY,
        medium: bool = False,
        align: str = "left",
    ) -> None:
        """One line of text, centred on ``y``."""
        self.axes.text(
            x,
            y,
            legible(words),
            color=colour,
            fontproperties=face(size, medium=medium),
            ha=align,
            va="center_baseline",
            parse_math=False,
        )

    def heading(self, title: str, subtitle: str, colours: Palette) -> float:
        """Title and a quieter line below it; returns where the drawing may begin."""
        y = 0.36
        for line in folded(title, self.width - 0.5, TITLE):
            self.text(0.25, y, line, colours.ink, size=TITLE, medium=True)
            y += 0.27
        if subtitle:
            for line in folded(subtitle, self.width - 0.5, SMALL):
                self.text(0.25, y - 0.01, line, colours.faint, size=SMALL)
                y += 0.19
        return y + 0.02


def folded(text: str, inches: float, size: float) -> list[str]:
    """Lines no wider than ``inches``; closing marks hang on rather than start a line."""
    lines, line = [], ""
    for mark in legible(text):
        if width_of(line + mark, size) > inches and mark not in "，。；：、！？）》”":
            lines.append(line)
            line = ""
        line += mark
    return [*lines, line] if line else lines


def empty_chart(title: str, sentence: str, *, grey: bool) -> Figure:
    """A chart without villages: its title and one sentence that says why it is empty."""
    colours = palette(grey=grey)
    sheet = Sheet(8.0, 1.6)
    top = sheet.heading(title, "", colours)
    sheet.text(0.25, top + 0.2, sentence, colours.faint)
    return sheet.figure


def label_width(names: Sequence[str], *, most: float = 1.9, size: float = BODY) -> float:
    """Room for the longest name, up to ``most`` inches."""
    return min(most, max((width_of(legible(name), size) for name in names), default=0.5)) + 0.05


def save(figure: Figure, path: Path) -> None:
    """Save as PNG (200 dpi), SVG (letters as outlines) or PDF (faces embedded), by the suffix.

    Equal figures give equal bytes. The file is written beside and renamed.

    Raises:
        StorageProblem: the file cannot be written, or the suffix is none of the three.
    """
    kind = path.suffix.lower().removeprefix(".")
    metadata: dict[str, dict[str, Any]] = {
        "png": {"Software": None},
        "svg": {"Date": None},
        "pdf": {"CreationDate": None},
    }
    if kind not in metadata:
        raise StorageProblem(f"图只能存成 .png、.svg 或 .pdf，“{path.name}”没有保存。")
    made = io.BytesIO()
    settings: Any = {"svg.hashsalt": "gaotang", "svg.fonttype": "path", "pdf.fonttype": 42}
    with rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph .* missing")
        figure.savefig(made, format=kind, dpi=DPI, metadata=metadata[kind])
    files.write_whole(path, made.getvalue())
