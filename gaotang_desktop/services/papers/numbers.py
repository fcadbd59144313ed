"""Numbers of the register: which comes next, and those that were given outside the program."""

from dataclasses import dataclass
from datetime import date

from gaotang_desktop.data.database import Session
from gaotang_desktop.data.models import IssuedDocument
from gaotang_desktop.data.queries import issued_documents as register
from gaotang_desktop.domain.documents import registers
from gaotang_desktop.domain.documents.blocks import written_date
from gaotang_desktop.domain.documents.kinds import (
    BY_NAME,
    OTHER,
    OWN_SERIES,
    VALID,
    document_number,
    issue_number,
)
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.services.workplace import Workplace

LAST = 9999
"""The highest number that a series may begin with."""

_FARTHEST = 50
"""Numbers that an entry may leap over without being asked about."""


class Doubtful(Conflict):
    """A number to be entered by hand that may be a slip: somebody has to say yes to it."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written and by its parts; ``begins``: the first one of its series ever."""

    text: str
    series: str
    year: int
    sequence: int
    begins: bool = False

    def counted(self, sequence: int) -> str:
        """The number of its series and year with another count, as it is written."""
        write = issue_number if self.series in OWN_SERIES else document_number
        return write(self.series, self.year, sequence)


def following(work: Workplace, kind: str, year: int) -> Number:
    """The number that the next paper of a kind would get in a year.

    Raises:
        Conflict: no series is set.
    """
    with work.database.reading() as session:
        return next_of(work, session, kind, year)


def next_of(
    work: Workplace, session: Session, kind: str, year: int, first: int | None = None
) -> Number:
    """:func:`following`, inside an operation; ``first`` is where a series begins that has no number.

    Raises:
        Invalid: ``first`` is no number of a paper.
        Conflict: no series is set, or ``first`` is given for one that has numbers already.
    """
    own = BY_NAME[kind].series
    series = own or str(work.settings["document_series"]).strip()
    if not series:
        raise Conflict("还没有填发文代字，不能取号。请先在“系统”的设置里填写，如 高综治。")
    last = register.last_number(session, series, year)
    begins = not register.has_series(session, series)
    written = issue_number if own else document_number
    if first is not None and not 1 <= first <= LAST:
        raise Invalid({"first_number": f"起始号要在1和{LAST}之间，现在是{first}，请改正。"})
    if first is not None and not begins:
        now = f"现在最后是{written(series, year, last)}" if last else "以前的年份编过号"
        raise Conflict(f"“{series}”已经编过号，{now}，不能再定起始号。请不写起始号，接着往下编。")
    usual = int(work.settings["document_first_number"]) if begins and not own else 1
    sequence = registers.next_sequence(last, usual if first is None else first)
    return Number(written(series, year, sequence), series, year, sequence, begins)


def enter(
    work: Workplace,
    number: str,
    name: str,
    day: date,
    *,
    kind: str = OTHER,
    addressee: str = "",
    remark: str = "",
    despite_doubts: bool = False,
) -> int:
    """Enter a paper that got its number outside the program (手工登记); returns its id.

    The number counts like every other from then on; there is no file of the paper. With
    ``despite_doubts`` somebody said yes to a leap, or to days that go against the numbers.

    Raises:
        Invalid: the number cannot be read, the title is missing, the day has not come or belongs to
            another year.
        Conflict: the number stands in the register already.
        Doubtful: later papers would go on far from the last number, or days and numbers go opposite
            ways.
    """
    problems = {}
    parts = registers.read_number(number)
    if parts is None:
        problems["number"] = f"发文字号“{number.strip()}”看不懂，要写成“高综治〔2026〕3号”的样子。"
    if not name.strip():
        problems["name"] = "请填写公文的标题。"
    if day > work.today():
        problems["issued_on"] = f"{day:%Y-%m-%d} 还没有到，只能登记已经印发的公文，请改日期。"
    elif parts is not None and parts[1] != day.year:
        problems["issued_on"] = f"发文字号是{parts[1]}年的，日期却在{day.year}年，请改正其中一个。"
    if problems or parts is None:
        raise Invalid(problems)
    series, year, sequence = parts
    written = document_number(series, year, sequence)
    with work.database.operation(f"手工登记：{written}") as session:
        if (taken := register.of_number(session, series, year, sequence)) is not None:
            raise Conflict(f"{written}已经登记过：《{taken[0]}》。请核对号码。")
        if not despite_doubts and (doubts := _doubts(session, series, year, sequence, day)):
            raise Doubtful("".join(doubts))
        entry = IssuedDocument(
            number=written,
            series=series,
            year=year,
            sequence=sequence,
            name=" ".join(name.split()),
            kind=kind,
            addressee=addressee.strip() or None,
            issued_on=day,
            state=VALID,
            remark=remark.strip() or registers.BY_HAND,
        )
        session.add(entry)
        session.flush()
        return entry.id


def _doubts(session: Session, series: str, year: int, sequence: int, day: date) -> list[str]:
    found = []
    last = register.last_number(session, series, year)
    if sequence > (_FARTHEST * 10 if last is None else last + _FARTHEST):
        before = f"现在最后是{last}号" if last is not None else f"{year}年还没有号"
        found.append(f"{before}，登记以后要从{sequence + 1}号编起。")
    below, above = register.around(session, series, year, sequence)
    for other, is_wrong in ((below, below and below[1] > day), (above, above and above[1] < day)):
        if other is not None and is_wrong:
            found.append(f"{other[0]}是{written_date(other[1])}的，号码和日期先后颠倒。")
    return found
