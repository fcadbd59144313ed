"""更正通报: the words that a correction begins with, the office's own where it set them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from gaotang_desktop.domain.documents.blocks import OfficialPaper
from gaotang_desktop.domain.documents.circulars.evaluation import Correction, correction_circular
from gaotang_desktop.domain.documents.wordings import Envelope
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.services.papers import catalogue
from gaotang_desktop.services.workplace import Workplace

NAME = "correction"
"""By which name its wording is kept; it is begun from the register, not from the catalogue."""
LABEL = "更正通报"
_TITLE, _NUMBER = "关于××的通报", "××〔××〕×号"


def begun(
    work: Workplace, title: str, number: str, day: date, said: Sequence[Correction] = ()
) -> OfficialPaper:
    """The correction of an issued paper, with what is put right, where somebody ``said`` it."""
    made = _words(catalogue.envelope(work), title, number, day, said)
    return catalogue.in_own_words(work, NAME, made)


def sample(work: Workplace, *, fields: bool = False) -> OfficialPaper:
    """A correction in the program's own words, of a paper that is left blank."""
    around = catalogue.envelope(work)
    if fields:
        around = replace(around, town="【乡镇】", contact="【联系人】")
    return _words(around, _TITLE, _NUMBER, work.today())


def checked(said: Sequence[Correction]) -> tuple[Correction, ...]:
    """What is put right, without blanks around.

    Raises:
        Invalid: nothing is, a word of it is missing, or what is right is what stood there.
    """
    if not said:
        raise Invalid({"what": "请写明更正哪一处：原来是什么，应该是什么，原因是什么。"})
    found = []
    for number, each in enumerate(said, start=1):
        place = f"第{number}处更正" if len(said) > 1 else "更正"
        words = [
            " ".join(word.split()) for word in (each.subject, each.was, each.right, each.reason)
        ]
        for (name, label), word in zip(_WORDS.items(), words, strict=True):
            if not word:
                raise Invalid({name: f"{place}没有写{label}，请写上。"})
            if len(word) > _LONGEST:
                raise Invalid({name: f"{place}的{label}太长，最多 {_LONGEST} 个字。"})
        made = Correction(*words)
        if made.was == made.right:
            raise Invalid({"right": f"{place}的原文和更正后一样（{made.was}），没有什么可以更正。"})
        found.append(made)
    return tuple(found)


_WORDS = {"what": "更正的是哪一处", "was": "原文", "right": "更正为什么", "why": "原因"}
_LONGEST = 200


def _words(
    around: Envelope, title: str, number: str, day: date, said: Sequence[Correction] = ()
) -> OfficialPaper:
    return correction_circular(
        old_title=title,
        old_number=number,
        old_date=day,
        corrections=tuple(said),
        envelope=around,
    )
