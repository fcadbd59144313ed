"""Above the scores: the three views of a frozen period, and the question before a thin ranking."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from gaotang_desktop.services.evaluation import Evaluation
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.chips import PressChip

FROZEN, NOW, WHY = range(3)


class StandingBar(QWidget):
    """``view_changed(FROZEN | NOW | WHY)`` and ``accepted()``: rank it all the same."""

    view_changed = Signal(int)
    accepted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.view = FROZEN
        self.views = [PressChip(word, checkable=True) for word in ("冻结时", "现在", "为什么不同")]
        self._group = QButtonGroup(self)
        for place, chip in enumerate(self.views):
            self._group.addButton(chip, place)
        self._group.idClicked.connect(self._on_view)
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setProperty("class", "secondary")
        self.rank = QPushButton("仍然排名")
        self.rank.clicked.connect(lambda _checked: self.accepted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, 0)
        row.setSpacing(theme.SPACE_2)
        for chip in self.views:
            row.addWidget(chip)
        row.addWidget(self.words, 1)
        row.addWidget(self.rank)
        self.hide()

    def show_standing(self, done: Evaluation, *, asked: bool) -> None:
        """What there is to choose or to answer; nothing where a period simply has its scores."""
        frozen = done.frozen if done.readable else None
        if frozen is None or not done.differences:
            self.view = FROZEN
        self.views[self.view].setChecked(True)
        for chip in self.views:
            chip.setVisible(frozen is not None)
        for chip in self.views[1:]:
            chip.setEnabled(bool(done.differences))
        count = len(done.differences)
        self.views[WHY].set_text(f"为什么不同 {count}" if count else "与冻结时一致", active=False)
        self.rank.setVisible(asked)
        said = ""
        if asked:
            said = f"{done.result.lacking}，超过总分的一半，先不排名次。补登以后再排，或者"
        elif frozen is not None:
            said = (
                "按现在的记录重算，只供核对；排名和通报仍用冻结的结果。"
                if self.view == NOW
                else f"第{frozen.version}版，{frozen.frozen_by}于 {frozen.frozen_at:%Y-%m-%d %H:%M} 冻结。"
            )
        self.words.setText(said)
        self.setVisible(asked or frozen is not None)

    def _on_view(self, view: int) -> None:
        self.view = view
        self.view_changed.emit(view)


class Differences(QScrollArea):
    """Why a frozen result differs from the records now: a line each, records named."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inner = QWidget()
        inner.setObjectName("scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(theme.SPACE_4, theme.SPACE_3, theme.SPACE_4, theme.SPACE_3)
        column.addWidget(self.label)
        self.setWidget(inner)
        self.hide()

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """These lines."""
        self.label.setText("\n\n".join(sentences))
