"""How everything looks: colours, distances and type, named once; one style sheet made from them.

Light and dark follow the system. Painted widgets ask :func:`colours` while they paint, so a change
of scheme needs nothing but a repaint.
"""

import sys
from collections.abc import Callable
from enum import StrEnum
from string import Template
from typing import Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPainter,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from gaotang_desktop.paths import resources

SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_5 = 4, 8, 12, 16, 24
RADIUS = 6
ROW_HEIGHT = 32
CONTROL_HEIGHT = 32
NAVIGATION_WIDTH = 200
NAVIGATION_NARROW = 56
NARROW_BELOW = 1200
LOW_BELOW = 560
"""The height of a page below which its parts move together: a small screen at 125 %."""

BODY_PT, SECONDARY_PT, HEADING_PT, TITLE_PT, FIGURE_PT = 10.5, 9.0, 11.0, 16.0, 19.0


class Tone(StrEnum):
    """What a colour says; a word or an icon always says the same."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Colours(NamedTuple):
    """Every colour of one scheme. Words on ``*_soft`` and on surfaces keep 4.5:1 or better."""

    dark: bool
    window: str
    navigation: str
    surface: str
    raised: str
    header: str
    border: str
    hairline: str
    control_border: str
    field_border: str
    text: str
    secondary: str
    faint: str
    hint: str
    """What a field says while it is empty: never taken for what was typed."""
    accent: str
    accent_fill: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    hover: str
    neutral_soft: str
    neutral_text: str
    info_text: str
    info_soft: str
    good: str
    good_text: str
    good_soft: str
    warn: str
    warn_text: str
    warn_soft: str
    bad: str
    bad_text: str
    bad_soft: str
    cell_none: str
    cell_future: str
    cell_reported: str
    cell_verified: str
    cell_led: str
    toast: str
    on_toast: str
    toast_action: str
    paper_table: str
    sample: str
    on_sample: str
    high_contrast: bool = False


LIGHT = Colours(
    dark=False,
    window="#F4F6FA",
    navigation="#FBFCFE",
    surface="#FFFFFF",
    raised="#FFFFFF",
    header="#F7F9FC",
    border="#E1E6EE",
    hairline="#EAEEF3",
    control_border="#D3DAE4",
    field_border="#858F9E",
    text="#18212E",
    secondary="#4F5B6B",
    faint="#5D6776",
    hint="#5D6776",
    accent="#1F4E8C",
    accent_fill="#1F4E8C",
    accent_hover="#255CA4",
    accent_pressed="#183F72",
    on_accent="#FFFFFF",
    accent_soft="#E6EDF8",
    hover="#F0F4FA",
    neutral_soft="#EDF0F5",
    neutral_text="#4F5B6B",
    info_text="#1F4E8C",
    info_soft="#E3ECF9",
    good="#2E7D4F",
    good_text="#236540",
    good_soft="#E2F3E8",
    warn="#B26A00",
    warn_text="#8A5100",
    warn_soft="#FDF0D3",
    bad="#B3261E",
    bad_text="#A9211A",
    bad_soft="#FCE7E5",
    cell_none="#EDF0F5",
    cell_future="#F8F9FB",
    cell_reported="#B9CFEC",
    cell_verified="#5F8FCC",
    cell_led="#1F4E8C",
    toast="#252E3B",
    on_toast="#F5F7FA",
    toast_action="#9CC2F5",
    paper_table="#DCE2EA",
    sample="#6B3FA0",
    on_sample="#FFFFFF",
)

DARK = Colours(
    dark=True,
    window="#12161C",
    navigation="#161B22",
    surface="#1B212A",
    raised="#232B36",
    header="#202732",
    border="#2D3643",
    hairline="#29313D",
    control_border="#3B4655",
    field_border="#6B788A",
    text="#E7EBF1",
    secondary="#B1BBC8",
    faint="#95A1B1",
    hint="#95A1B1",
    accent="#86B4F2",
    accent_fill="#2A62AC",
    accent_hover="#3470C0",
    accent_pressed="#235496",
    on_accent="#FFFFFF",
    accent_soft="#22344D",
    hover="#242D39",
    neutral_soft="#2B3440",
    neutral_text="#BAC4D0",
    info_text="#9CC2F5",
    info_soft="#21344F",
    good="#5DB983",
    good_text="#82D0A1",
    good_soft="#1D3A2A",
    warn="#DFA13C",
    warn_text="#EBB862",
    warn_soft="#40321A",
    bad="#F0776E",
    bad_text="#F7968F",
    bad_soft="#472624",
    cell_none="#262E39",
    cell_future="#1D242D",
    cell_reported="#31507A",
    cell_verified="#4D80C2",
    cell_led="#A5CBFA",
    toast="#E7EBF1",
    on_toast="#18212E",
    toast_action="#1F4E8C",
    paper_table="#0D1014",
    sample="#6B3FA0",
    on_sample="#FFFFFF",
)


# In high contrast colours are few: areas that stand beside each other differ by what they are filled
# with.
_FILLED = {
    "good": Qt.BrushStyle.SolidPattern,
    "cell_led": Qt.BrushStyle.SolidPattern,
    "accent": Qt.BrushStyle.BDiagPattern,
    "accent_fill": Qt.BrushStyle.FDiagPattern,
    "cell_verified": Qt.BrushStyle.BDiagPattern,
    "cell_reported": Qt.BrushStyle.Dense6Pattern,
    "hairline": Qt.BrushStyle.NoBrush,
    "bad": Qt.BrushStyle.CrossPattern,
    "warn": Qt.BrushStyle.VerPattern,
    "faint": Qt.BrushStyle.Dense4Pattern,
}


def filling(painter: QPainter, name: str, scheme: Colours | None = None) -> None:
    """Fill what is drawn next with a colour; in high contrast with its pattern, within a line."""
    scheme = scheme or colours()
    if scheme.high_contrast:
        painter.setPen(QPen(QColor(scheme.text), 1))
        painter.setBrush(QBrush(QColor(scheme.text), _FILLED[name]))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(scheme, name)))


def from_palette(palette: QPalette) -> Colours:
    """The operator's own colours, where the system is set to high contrast: few and far apart.

    What other schemes say by a tint is said by a line here; words and icons say it anyway.
    """
    role = QPalette.ColorRole
    named = {
        which: palette.color(which).name()
        for which in (role.Window, role.WindowText, role.Base, role.Text, role.Highlight,
                      role.HighlightedText, role.Link)
    }  # fmt: skip
    ground, words = named[role.Window], named[role.WindowText]
    chosen, on_chosen = named[role.Highlight], named[role.HighlightedText]
    faint = palette.color(QPalette.ColorGroup.Disabled, role.WindowText).name()
    colours: dict[str, Any] = dict.fromkeys(Colours._fields, words)
    grounds = ("window", "navigation", "surface", "raised", "header",
               "neutral_soft", "info_soft", "good_soft", "warn_soft", "bad_soft", "cell_none",
               "cell_future", "cell_reported", "on_toast", "paper_table", "on_sample")  # fmt: skip
    colours |= dict.fromkeys(grounds, ground)
    colours |= dict.fromkeys(("accent_fill", "accent_hover", "accent_pressed"), chosen)
    colours |= {"on_accent": on_chosen, "accent": named[role.Link], "toast_action": ground}
    # What is chosen in a list needs a ground of its own, on which the same words can be read.
    colours |= {"accent_soft": _mixed(ground, words, 0.2), "hover": _mixed(ground, words, 0.1)}
    # Grey as the system's own is for what cannot be pressed; read it must be all the same.
    colours["faint"] = faint if _apart(faint, colours["accent_soft"]) >= 4.5 else words
    # In a field no chosen ground lies below it.
    colours["hint"] = faint if _apart(faint, ground) >= 4.5 else words
    colours |= {"dark": QColor(ground).lightness() < 128, "high_contrast": True}
    return Colours(**colours)


def _mixed(ground: str, words: str, share: float) -> str:
    return "#" + "".join(
        f"{round(a + (b - a) * share):02x}"
        for a, b in zip(_parts(ground), _parts(words), strict=True)
    )


def _parts(colour: str) -> tuple[int, int, int]:
    named = QColor(colour)
    return named.red(), named.green(), named.blue()


def _apart(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2: 1 to 21."""

    def light(colour: str) -> float:
        shares = [part / 255 for part in _parts(colour)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in shares]
        return float(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2])

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


_now = LIGHT
_listeners: list[Callable[[QApplication], None]] = []
_family = ""


def colours() -> Colours:
    """The colours of the scheme that holds now."""
    return _now


def colour(name: str) -> QColor:
    """One colour of the scheme that holds now, by its name in :class:`Colours`."""
    return QColor(getattr(_now, name))


def tone_colours(tone: Tone | str) -> tuple[QColor, QColor]:
    """Words and ground of a chip of this tone."""
    return QColor(getattr(_now, f"{tone}_text")), QColor(getattr(_now, f"{tone}_soft"))


def font(points: float = BODY_PT, *, medium: bool = False) -> QFont:
    """The window's face; its figures stand in columns."""
    face = QFont(_family or QGuiApplication.font().family())
    face.setPointSizeF(points)
    if medium:
        face.setWeight(QFont.Weight.Medium)
    face.setFeature(QFont.Tag("tnum"), 1)
    return face


def install(application: QApplication, *, dark: bool | None = None) -> None:
    """Dress the application; ``dark`` None follows the system now and whenever it changes."""
    global _family  # noqa: PLW0603 - one application, one face
    application.setStyle(QStyleFactory.create("Fusion"))
    _family = _load_family()
    application.setFont(font())
    hints = application.styleHints()
    if dark is None:
        hints.colorSchemeChanged.connect(lambda _scheme: _follow(application))
        hints.accessibility().contrastPreferenceChanged.connect(lambda _now: _follow(application))
        _follow(application)
    else:
        dress(application, DARK if dark else LIGHT)


def when_changed(told: Callable[[QApplication], None]) -> None:
    """Call ``told`` after every change of the scheme, for what does not repaint by itself."""
    _listeners.append(told)


def restyle(widget: QWidget, *classes: str) -> None:
    """Give a widget other classes of the style sheet (``secondary``, ``error``, ``bad``)."""
    names = [name for name in classes if name]
    if widget.property("class") != names:
        widget.setProperty("class", names)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def _follow(application: QApplication) -> None:
    """Look as the system is set: high contrast goes before light and dark."""
    hints = application.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        application.setPalette(QPalette())  # the system's own again, ours put aside
        dress(application, from_palette(application.palette()))
    else:
        dress(application, DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT)


def _load_family() -> str:
    if sys.platform == "win32" and "Microsoft YaHei UI" in QFontDatabase.families():
        return "Microsoft YaHei UI"
    family = "Noto Sans SC"
    for weight in ("Regular", "Medium"):
        number = QFontDatabase.addApplicationFont(
            str(resources() / "fonts" / f"NotoSansSC-{weight}.ttf")
        )
        if number >= 0:
            family = QFontDatabase.applicationFontFamilies(number)[0]
    return family


def dress(application: QApplication, scheme: Colours) -> None:
    """Show everything in these colours, from now on."""
    global _now  # noqa: PLW0603 - one application, one scheme
    _now = scheme
    application.setPalette(_palette(_now))
    application.setStyleSheet(style_sheet(_now))
    for told in _listeners:
        told(application)


def style_sheet(scheme: Colours) -> str:
    """The one style sheet, its names filled in."""
    style = resources() / "style"
    template = (style / "window.qss").read_text(encoding="utf-8")
    if scheme.high_contrast:
        template += (style / "high_contrast.qss").read_text(encoding="utf-8")
    words = {name: str(value) for name, value in scheme._asdict().items()}
    shade = "dark" if scheme.dark else "light"
    images = (resources() / "style").as_posix()
    return Template(template).substitute(
        words,
        radius=f"{RADIUS}px",
        body=f"{BODY_PT}pt",
        small=f"{SECONDARY_PT}pt",
        heading=f"{HEADING_PT}pt",
        title=f"{TITLE_PT}pt",
        figure=f"{FIGURE_PT}pt",
        control=f"{CONTROL_HEIGHT - 2}px",
        arrow=f"{images}/arrow-{shade}.svg",
        tick=f"{images}/tick.svg",
    )


def _palette(scheme: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for which, value in (
        (role.Window, scheme.window),
        (role.WindowText, scheme.text),
        (role.Base, scheme.surface),
        (role.AlternateBase, scheme.header),
        (role.Text, scheme.text),
        (role.Button, scheme.surface),
        (role.ButtonText, scheme.text),
        (role.ToolTipBase, scheme.toast),
        (role.ToolTipText, scheme.on_toast),
        (role.PlaceholderText, scheme.hint),
        (role.Highlight, scheme.accent_fill),
        (role.HighlightedText, scheme.on_accent),
        (role.Link, scheme.accent),
        (role.Accent, scheme.accent_fill),
    ):
        palette.setColor(which, QColor(value))
    for which in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(scheme.faint))
    return palette
