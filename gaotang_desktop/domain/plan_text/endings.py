"""What stands behind the points of a plan: annexes, signature and date, distribution."""

import re
from collections.abc import Sequence

from gaotang_desktop.domain.plan_text.lines import Line, Marker
from gaotang_desktop.domain.plan_text.opening import DATE_LINE, OFFICE

ANNEX = re.compile(r"附 ?[件表] ?[\d一二三四五六七八九十]{0,2} ?(?:[:.、]|$)")
_DISTRIBUTION = re.compile(r"(?:抄送|主送|分送|发送)[:]|\(此件|.{2,30}\d{1,2}日印发$")
_OFFICE_OF_TOWN = re.compile(
    r"(?:中共)?.{0,12}[镇乡县区市旗]?(?:街道|镇|乡).{0,22}?(?:人民政府|办事处|委员会|办公室|中心|领导小组|指挥部|专班|党委|工委|政府)"
)
_LABEL_ALONE = re.compile(r"(?:单位|部门|机构|名单|范围|对象)[:]?$")


def annex_line(lines: Sequence[Line], marks: Sequence[Marker | None], start: int) -> int:
    """The first line of the annexes behind the numbered text, or the end."""
    numbered = range(start + 1, len(lines))
    return next(
        (at for at in numbered if marks[at] is None and ANNEX.match(lines[at].folded)), len(lines)
    )


def signature_line(lines: Sequence[Line], marks: Sequence[Marker | None], tables: int) -> int:
    """The first line of signature, date and distribution behind the last numbered line, or -1."""
    last = max((at for at, mark in enumerate(marks) if mark), default=-1)
    last = max(last, tables if tables < len(lines) else -1)
    for at in range(last + 1, len(lines)):
        if DATE_LINE.match(lines[at].folded) or _DISTRIBUTION.match(lines[at].folded):
            while at - 1 > last and _signs(lines[at - 1]):
                at -= 1
            return at
    return _signs_alone(lines, last)


def _signs(line: Line) -> bool:
    """Whether a line is the name of an office and nothing else."""
    short = len(line.text) <= 30 and not re.search("[。；;：:，,！!？?（(]", line.text)
    return short and OFFICE.search(line.text) is not None


def _signs_alone(lines: Sequence[Line], last: int) -> int:
    """The last line where it signs without a date: the name of a town's office behind what is over."""
    at = len(lines) - 1
    if at <= last or not _signs(lines[at]) or not _OFFICE_OF_TOWN.fullmatch(lines[at].folded):
        return -1
    before = lines[at - 1]
    over = (
        re.search(r"[。!?)》”]$", before.folded)
        or at - 1 > last
        or lines[at].number > before.number + 1
    )
    # Below a label or in a list of names it is one of them.
    listed = _LABEL_ALONE.search(before.folded) or re.search(r"[、,;:]$", before.folded)
    return at if over and not listed else -1
