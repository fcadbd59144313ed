"""更正通报: the words that a correction begins with, the office's own where it set them."""

from dataclasses import replace
from datetime import date

from gaotang_desktop.domain.documents.blocks import OfficialPaper
from gaotang_desktop.domain.documents.circulars.evaluation import correction_circular
from gaotang_desktop.domain.documents.wordings import Envelope
from gaotang_desktop.services.papers import catalogue
from gaotang_desktop.services.workplace import Workplace

NAME = "correction"
"""By which name its wording is kept; it is begun from the register, not from the catalogue."""
LABEL = "更正通报"
_TITLE, _NUMBER = "关于××的通报", "××〔××〕×号"


def begun(work: Workplace, title: str, number: str, day: date) -> OfficialPaper:
    """The correction of an issued paper, before anybody said what is put right."""
    made = _words(catalogue.envelope(work), title, number, day)
    return catalogue.in_own_words(work, NAME, made)


def sample(work: Workplace, *, fields: bool = False) -> OfficialPaper:
    """A correction in the program's own words, of a paper that is left blank."""
    around = catalogue.envelope(work)
    if fields:
        around = replace(around, town="【乡镇】", contact="【联系人】")
    return _words(around, _TITLE, _NUMBER, work.today())


def _words(around: Envelope, title: str, number: str, day: date) -> OfficialPaper:
    return correction_circular(
        old_title=title, old_number=number, old_date=day, corrections=(), envelope=around
    )
