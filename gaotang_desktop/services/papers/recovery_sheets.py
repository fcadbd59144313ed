"""The recovery sheet as a PDF; nothing of it is kept by the program."""

from datetime import date
from pathlib import Path

from gaotang_desktop.domain.documents.office.recovery_sheets import recovery_paper
from gaotang_desktop.services.workplace import local_now


def recovery_sheet(code: str, number: str, folder: Path, *, made_on: date | None = None) -> bytes:
    """The PDF of a recovery sheet.

    Raises:
        DomainError: no face was found that it can be written with.
    """
    # It brings reportlab: only when a sheet is made.
    from gaotang_desktop.documents.render import pdf_bytes

    day = made_on or local_now().date()
    return pdf_bytes(recovery_paper(code, number=number, folder=str(folder), made_on=day))[0]
