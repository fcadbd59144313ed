"""The office's own wordings of papers: set, looked at, taken back to the shipped ones (范文)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from gaotang_desktop.data.models import PaperWording
from gaotang_desktop.data.queries import paper_wordings as queries
from gaotang_desktop.domain.documents.blocks import OfficialPaper
from gaotang_desktop.domain.documents.covering import covered
from gaotang_desktop.domain.documents.paper_wordings import Wording, checked, shipped, worded
from gaotang_desktop.services.papers import catalogue, corrections
from gaotang_desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from gaotang_desktop.documents.render import Made

NAMES = (*(each.name for each in catalogue.DOCUMENTS if each.kind), corrections.NAME)
"""The papers that have a wording, as the command line names them."""


def label_of(name: str) -> str:
    """What a paper is called."""
    return corrections.LABEL if name == corrections.NAME else catalogue.BY_NAME[name].label


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
    return shipped(_raw(work, name, fields=True))


def _raw(work: Workplace, name: str, *, fields: bool = False) -> OfficialPaper:
    if name == corrections.NAME:
        return corrections.sample(work, fields=fields)
    return catalogue.raw(work, name, fields=fields)


def current(work: Workplace, name: str) -> Wording | None:
    """The office's own wording; ``None`` while the shipped one holds."""
    with work.database.reading() as session:
        found = queries.newest(session, name)
        return _wording(found) if found is not None and found.body else None


def newest(work: Workplace, name: str) -> Version | None:
    """The version that holds; its wording is empty where the shipped one was taken back."""
    return next(iter(versions(work, name)), None)


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
    _add(work, {name: checked(wording)}, f"修改范文：{label_of(name)}")


def save_all(work: Workplace, wordings: Mapping[str, Wording]) -> None:
    """Set several wordings, each as a new version, one step that can be undone.

    Raises:
        Invalid: one of them cannot be set; then none is.
    """
    proper = {name: checked(each) for name, each in wordings.items()}
    _add(work, proper, f"读入范文：{'、'.join(map(label_of, proper))}")


def back_to_shipped(work: Workplace, name: str) -> None:
    """Let the program's own wording hold again; the versions before stay."""
    _add(work, {name: Wording("", "")}, f"恢复程序自带的范文：{label_of(name)}")


def preview(work: Workplace, name: str, wording: Wording) -> "tuple[bytes, Made]":
    """The PDF of the paper of now in that wording, residents covered.

    Raises:
        Invalid: the wording cannot be set.
        DomainError: there is no record yet from which the paper could be worded.
    """
    from gaotang_desktop.documents.render import pdf_bytes

    made = _raw(work, name)
    label = catalogue.usual_period(work, name).label
    return pdf_bytes(
        covered(worded(checked(wording), made, catalogue.fields_of(work, made, label)), work.cover)
    )


def _add(work: Workplace, wordings: Mapping[str, Wording], told: str) -> None:
    with work.database.operation(told) as session:
        for name, wording in wordings.items():
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
