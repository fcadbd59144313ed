"""Title, document number and year over the lines of a plan, to be typed over (核对方案)."""

from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from gaotang_desktop.services.plans import Draft
from gaotang_desktop.ui import theme


class PlanHead(QHBoxLayout):
    """``offer`` fills in a number that the web damaged; others stand behind the year."""

    def __init__(self) -> None:
        super().__init__()
        self.title = _field("方案标题", "没有找到标题，可以在这里填写")
        self.number = _field("发文字号", "没有找到发文字号，可以填写", 240)
        self.year = _field("方案年份", "没有找到", 72)
        self.year.setToolTip("没有写年份的完成时限，都按这一年")
        self.offer = QPushButton()
        self.offer.setAutoDefault(False)
        self.setSpacing(theme.SPACE_2)
        self.addWidget(self.title, 1)
        parts: tuple[QWidget, ...] = (
            self.offer, QLabel("发文字号"), self.number, QLabel("年份"), self.year
        )  # fmt: skip
        for part in parts:
            self.addWidget(part)

    def show_draft(self, draft: Draft) -> None:
        """Show what the draft says, and offer a number where the plan's own is damaged."""
        year = str(draft.reading.plan.year or "")
        for line, text in (
            (self.title, draft.title), (self.number, draft.number), (self.year, year)
        ):  # fmt: skip
            if line.text().strip() != text:
                line.setText(text)
                line.setCursorPosition(0)
        suggested = draft.reading.plan.suggested_number
        self.offer.setText(f"填入 {suggested}")
        self.offer.setVisible(bool(suggested) and draft.number != suggested)


def _field(name: str, empty: str, width: int = 0) -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(empty)
    field.setAccessibleName(name)
    if width:
        field.setFixedWidth(width)
    return field
