"""作公文附件: the list that is seen becomes an annex of a draft."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from gaotang_desktop.domain.documents.blocks import Sheet
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services.papers import drafts, own_annexes
from gaotang_desktop.ui import icons
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.menu import Menu


class AnnexButton(QPushButton):
    """Offers the drafts that there are; ``said(sentence, tone)`` hears what became of it.

    Names of residents are covered in an annex, whatever the preview shows: papers go out.
    """

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        sheet: Callable[[], Sheet],
        said: Callable[[str, str], object],
    ) -> None:
        super().__init__("作公文附件", parent)
        self._desk, self._sheet, self._said = desk, sheet, said
        icons.dress(self, "paperclip", "text", 16)
        self.setAutoDefault(False)
        self.setToolTip("把这张列表照现在看到的样子，加到一份公文草稿的附件里")
        self.offered = Menu(self)
        self.setMenu(self.offered)
        found = drafts.open_titles(desk.work)
        for draft_id, title in found:
            action = self.offered.addAction(title)
            action.triggered.connect(lambda _checked, at=draft_id, name=title: self.add(at, name))
        self.setVisible(bool(found))

    def add(self, draft_id: int, title: str) -> None:
        """Put the list behind the annexes of a draft."""
        try:
            own_annexes.add_list(self._desk.work, draft_id, self._sheet())
        except DomainError as problem:
            self._said(str(problem), "warn")
        else:
            self._said(f"已经加到《{title}》的附件里，排在最后。", "good")
