"""The files that were taken in stay with the record of the import, as they came (来表原件)."""

from collections.abc import Sequence
from pathlib import Path

from gaotang_desktop.data import attachments as store
from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import Attachment, SheetImport
from gaotang_desktop.domain.attachments import free_name
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.paths import ATTACHMENTS
from gaotang_desktop.services.sheets.imported import Imported
from gaotang_desktop.services.workplace import Workplace

KIND = "sheet-imports"


def keep(
    work: Workplace,
    session: Session,
    kind: str,
    paths: Sequence[Path],
    result: Imported,
    *,
    name: str,
) -> None:
    """Note an import inside its operation, with copies of its files as attachments.

    A file that cannot be kept (a stick that was pulled out, larger than an attachment may be) does
    not stop the import: a note of the result says so.
    """
    record = SheetImport(
        imported_on=work.today(),
        ledger=kind,
        file=name[:255],
        added=result.imported,
        changed=result.updated,
        unchanged=result.unchanged,
        rejected=result.rejected,
    )
    session.add(record)
    session.flush()
    taken: list[str] = []
    for path in paths:
        try:
            kept = store.store_file(work.folder / ATTACHMENTS, path)
        except StorageProblem as problem:
            result.notes.append(f"来表“{path.name}”没有留下原件：{problem}")
            continue
        taken.append(free_name(path.name, taken))
        session.add(
            Attachment(
                owner_kind=KIND,
                owner_id=record.id,
                name=taken[-1],
                digest=kept.digest,
                size=kept.size,
            )
        )
    session.flush()
    result.import_id = record.id
