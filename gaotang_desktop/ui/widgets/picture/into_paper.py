"""插入公文: a picture over time as an annex of a draft, its finding as the title."""

from PySide6.QtWidgets import QWidget

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.pictures.values import Picture
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.widgets.choice_dialog import ChoiceDialog
from gaotang_desktop.ui.widgets.picture import sending

_NEW = "news"
_WIDTH = 720  # words of the window's size are as large on paper as the small text of a table


def insert(parent: QWidget, desk: Desk, picture: Picture) -> ChoiceDialog | None:
    """Ask into which draft, where there are several ways; the draft is shown with its new annex."""
    from gaotang_desktop.services.papers import own_annexes  # papers come when one is wanted

    if picture.is_empty:
        desk.messages.toast(picture.empty or "这张图里还没有数，没有插入公文。")
        return None
    options: list[tuple[str, int | None]] = [
        (name, number) for number, name in own_annexes.open_drafts(desk.work)
    ]
    options.append(("新起草一份工作简报", None))
    dialog = ChoiceDialog(
        parent, "插入哪一份公文", f"图作为附件插入，标题是“{_title(picture)}”。", options
    )
    dialog.chosen.connect(lambda draft: _put(desk, picture, draft))
    dialog.open()
    return dialog


def _title(picture: Picture) -> str:
    return picture.title.rstrip("。；，")


def _put(desk: Desk, picture: Picture, draft: int | None) -> None:
    from gaotang_desktop.services.papers import drafts, own_annexes

    title = _title(picture)
    content = sending.png(sending.image(picture, _WIDTH, titled=False))
    try:
        number = drafts.create(desk.work, _NEW) if draft is None else draft
        own_annexes.put_picture(desk.work, number, title, content)
    except DomainError as problem:
        desk.messages.problem(problem)
        return
    desk.go("documents", {"id": number})
    desk.messages.undoable(f"图已作为附件插入，标题是“{title}”。")
