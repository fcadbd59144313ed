"""Every paper without a number of its own: rankings, tables, slips, phone list, blank forms."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from gaotang_desktop.domain.documents.blocks import Paper
from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services.papers import catalogue
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.pages.documents.finding_list import FindingList
from gaotang_desktop.ui.printing.paper_actions import ShownPaper
from gaotang_desktop.ui.printing.pdf_view import PdfView
from gaotang_desktop.ui.widgets.tinted import tint

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made

_NAME = Qt.ItemDataRole.UserRole


class PaperShelf(QWidget):
    """The list at the left, the pages at the right; the page tells it the period."""

    def __init__(self, desk: Desk, period: Period) -> None:
        super().__init__()
        self.desk = desk
        self.period = period
        self.content = b""
        self.view = PdfView()
        self.list = QListWidget()
        self.list.setAccessibleName("表单和名册")
        self.list.setProperty("class", "roomy")
        group = ""
        for each in catalogue.DOCUMENTS:
            if each.kind:
                continue
            if each.group != group:
                head = QListWidgetItem(each.group)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                tint(head, "faint")
                self.list.addItem(head)
                group = each.group
            item = QListWidgetItem(each.label)
            item.setData(_NAME, each.name)
            self.list.addItem(item)
        self.findings = FindingList("打印")
        self.findings.setFixedHeight(64)
        self.findings.chosen.connect(lambda page, _words: self.view.go_to(page))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self.list, 1)
        column.addWidget(self.findings)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setObjectName("paper_shelf")
        split.addWidget(left)
        split.addWidget(self.view)
        split.setSizes([280, 840])
        split.setStretchFactor(0, 0)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(theme.SPACE_3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)
        self.list.setCurrentRow(1)
        self.list.currentRowChanged.connect(lambda _row: self.draw())

    @property
    def kind(self) -> catalogue.PaperKind:
        """What is chosen."""
        item = self.list.currentItem()
        return catalogue.BY_NAME[item.data(_NAME) if item else "ranking"]

    def choose(self, name: str) -> None:
        """Show another paper."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_NAME) == name:
                self.list.setCurrentRow(row)

    def set_period(self, period: Period) -> None:
        """Show the paper of another period."""
        self.period = period
        self.draw()

    def _build(self) -> Paper:
        return catalogue.paper(self.desk.work, self.kind.name, self.period)

    def draw(self) -> None:
        """Draw the chosen paper in the background and show it."""
        build = partial(catalogue.paper, self.desk.work, self.kind.name, self.period)

        def shown(drawn: "tuple[bytes, Made]") -> None:
            self.content, made = drawn
            self.view.show_bytes(self.content)
            self.findings.show_findings(made.findings)

        self.desk.jobs.read(
            lambda: catalogue.drawn(build), shown, key="paper shelf", failed=self._failed
        )

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            self.desk.messages.bug(error)
            return
        self.content = b""
        self.view.clear(str(error))
        self.findings.show_findings([Finding(0, str(error))])

    def shown(self) -> ShownPaper | None:
        """The paper as it is shown; forms to fill in and lists go on one side."""
        if not self.content:
            return None
        label = self.kind.label
        name = f"{self.period.label}{label}" if self.kind.by else label
        return ShownPaper(self.content, name, word=self._build)
