"""The office's own wordings of papers: set, looked at, taken back to the shipped ones (范文)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gaotang_desktop.data.models import PaperWording
from gaotang_desktop.data.queries import paper_wordings as queries
from gaotang_desktop.domain.documents.covering import covered
from gaotang_desktop.domain.documents.paper_wordings import Wording, checked, shipped, worded
from gaotang_desktop.services.papers import catalogue
from gaotang_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made


@dataclass(frozen=True, slots=True)
class Version:
    """A wording that was set; ``number`` counts from 1. An empty one is the shipped one."""

    number: int
    saved_on: date
    wording: Wording


def shipped_of(work: Workplace, name: str) -> Wording:
    """The program's own wording, from the records of now.

    Raises:
        DomainError: there is no record yet from which the paper could be worded.
    """
    return shipped(catalogue.raw(work, name, fields=True))


def current(work: Workplace, name: str) -> Wording | None:
    """The office's own wording; ``None`` while the shipped one holds."""
    with work.database.reading() as session:
        found = queries.newest(session, name)
        return _wording(found) if found is not None and found.body else None


def versions(work: Workplace, name: str) -> tuple[Version, ...]:
    """Every wording that was set, the newest first."""
    with work.database.reading() as session:
        return tuple(
            Version(each.version, each.saved_on, _wording(each))
            for each in queries.versions(session, name)
        )


def save(work: Workplace, name: str, wording: Wording) -> None:
    """Set a wording as a new version, one step that can be undone.

    Raises:
        Invalid: it names a field that there is not, or has no title or text.
    """
    _add(work, name, checked(wording), f"修改范文：{catalogue.BY_NAME[name].label}")


def back_to_shipped(work: Workplace, name: str) -> None:
    """Let the program's own wording hold again; the versions before stay."""
    _add(work, name, Wording("", ""), f"恢复程序自带的范文：{catalogue.BY_NAME[name].label}")


def preview(work: Workplace, name: str, wording: Wording) -> "tuple[bytes, Made]":
    """The PDF of the paper of now in that wording, residents covered.

    Raises:
        Invalid: the wording cannot be set.
        DomainError: there is no record yet from which the paper could be worded.
    """
    from gaotang_desktop.documents.render import pdf_bytes

    made = catalogue.raw(work, name)
    label = catalogue.usual_period(work, name).label
    return pdf_bytes(
        covered(worded(checked(wording), made, catalogue.fields_of(work, made, label)), work.cover)
    )


def _add(work: Workplace, name: str, wording: Wording, told: str) -> None:
    with work.database.operation(told) as session:
        before = queries.newest(session, name)
        session.add(
            PaperWording(
                paper=name,
                version=before.version + 1 if before is not None else 1,
                saved_on=work.today(),
                name=wording.title,
                body=wording.body,
                known="、".join(wording.known),
            )
        )


def _wording(found: PaperWording) -> Wording:
    return Wording(found.name, found.body, tuple(found.known.split("、")) if found.known else ())
