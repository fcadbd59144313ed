"""A file or the clipboard on its way into a ledger: read, shown, taken in."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from gaotang_desktop.domain.progress import Progress
from gaotang_desktop.domain.sheets.rows import SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.import_preview import ImportPreview

Done = Callable[[imports.Imported], Any]
Opened = Callable[[ImportPreview, str | None, Sequence[str]], Any]
PASTED = "粘贴的内容"


def take_file(
    parent: QWidget,
    desk: Desk,
    kind: str,
    path: Path,
    *,
    done: Done,
    town: str | None = None,
    only: Sequence[str] = (),
    instead: ImportPreview | None = None,
    opened: Opened | None = None,
) -> None:
    """Show what a file would bring; its columns can be assigned, its rows decided and mended.

    ``only`` these worksheets of it, ``instead`` of what was shown of others. ``opened`` gets the preview,
    the town that was chosen where a list has several, and ``only``.
    """
    work, label = desk.work, records.label_of(kind)

    def read(progress: Progress) -> SheetRows:
        if kind == "villages":
            return imports.read_for(kind, path, town=town, progress=progress, only=only, work=work)
        return imports.read_unmatched(kind, path, progress, only=only, work=work)

    def failed(error: Exception) -> None:
        if not isinstance(error, imports.SeveralTowns):
            desk.messages.show_error(error)
            return
        from gaotang_desktop.ui.widgets.choice_dialog import choose_town

        choose_town(
            parent,
            error.towns,
            lambda code: take_file(
                parent, desk, kind, path, done=done, town=code, only=only, opened=opened
            ),
        )

    def take(sheet: SheetRows, choices: imports.Choices) -> None:
        desk.jobs.run(
            lambda progress: imports.take_in(
                work, kind, sheet, path, progress=progress, choices=choices
            ),
            title=f"正在导入{label}",
            done=done,
        )

    def show(sheet: SheetRows) -> None:
        if instead is not None:
            instead.reject()
        shown = ImportPreview(
            parent, desk, kind, sheet, title=f"导入{label}：{path.name}", name=path.name, take=take,
            reread=lambda names: take_file(
                parent, desk, kind, path, done=done, town=town, only=names, instead=shown, opened=opened
            ),
        )  # fmt: skip
        if opened is not None:
            opened(shown, town, only)
        shown.open()

    desk.jobs.run(read, title=f"正在读“{path.name}”", done=show, failed=failed)


def take_paste(
    parent: QWidget,
    desk: Desk,
    kind: str,
    text: str,
    *,
    done: Done,
    opened: Opened | None = None,
) -> None:
    """Show what the clipboard would bring, as with a file."""
    work, label = desk.work, records.label_of(kind)

    def take(sheet: SheetRows, choices: imports.Choices) -> None:
        desk.jobs.run(
            lambda progress: imports.import_rows(
                work, kind, sheet, dry_run=False, progress=progress, name=PASTED, choices=choices
            ),
            title=f"正在导入{label}",
            done=done,
        )

    def show(sheet: SheetRows) -> None:
        title = f"粘贴{label}"
        shown = ImportPreview(parent, desk, kind, sheet, title=title, name=PASTED, take=take)
        if opened is not None:
            opened(shown, None, ())
        shown.open()

    desk.jobs.run(
        lambda _progress: imports.read_pasted(kind, text, work=work),
        title="正在读粘贴的内容",
        done=show,
    )
