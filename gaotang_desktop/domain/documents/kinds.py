"""The kinds of papers that go out, how each is set, and their states (文种)."""

from dataclasses import dataclass
from typing import Literal

Form = Literal["文件", "信函", "纪要", "简报", "文书"]
"""How a paper is set: by chapters 7 and 10 of GB/T 9704-2012 (文件, 信函, 纪要), as the 纪要 with a name of
its own (简报), or plain under its title (文书)."""

HEADED: tuple[Form, ...] = ("纪要", "简报")
"""Forms that name issuer and day in their head and bear no signature."""


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """One kind of paper.

    ``word`` is the 文种 as titles end with it, ``closing`` what its text ends with. ``addressed`` is
    False for what goes to everybody. ``series`` numbers it by itself, as 2026年第3期. ``personal``
    names the person to whom it is handed, who is no stranger to the own name: it is never masked.
    ``upward`` goes to the office above: it names 签发人 and one 主送.
    """

    name: str
    word: str
    closing: str = ""
    form: Form = "文件"
    addressed: bool = True
    series: str = ""
    personal: bool = False
    upward: bool = False


KINDS = (
    DocumentKind("会议通知", "通知", "特此通知。"),
    DocumentKind("宣传通知", "通知", "特此通知。"),
    DocumentKind("整改通知", "通知", "特此通知。"),
    DocumentKind("夜巡通报", "通报", "特此通报。"),
    DocumentKind("民调通报", "通报", "特此通报。"),
    DocumentKind("考评通报", "通报", "特此通报。"),
    DocumentKind("检查通报", "通报", "特此通报。"),
    DocumentKind("更正通报", "通报", "特此通报。"),
    DocumentKind("月报", "月报", form="简报", addressed=False, series="综治中心月报"),
    DocumentKind("会议纪要", "纪要", form="纪要", addressed=False, series="会议纪要"),
    DocumentKind("工作报告", "报告", "特此报告。", upward=True),
    DocumentKind("整改反馈", "报告", "特此报告。", upward=True),
    DocumentKind("请示", "请示", upward=True),
    DocumentKind("函", "函", "特此函达。", form="信函"),
    DocumentKind("工作简报", "简报", form="简报", addressed=False, series="工作简报"),
    DocumentKind("通告", "通告", "特此通告。", addressed=False),
    DocumentKind("批复", "批复"),
    DocumentKind("表彰决定", "决定"),
    DocumentKind("受理告知书", "告知书", form="文书", personal=True),
    DocumentKind("答复意见书", "答复意见书", form="文书", personal=True),
    DocumentKind("一封信", "信", form="文书"),
    DocumentKind("民情通知书", "通知书", form="文书"),
)
BY_NAME = {each.name: each for each in KINDS}
DOCUMENT_KINDS = tuple(BY_NAME)
PUBLIC = frozenset(each.word for each in KINDS if not each.addressed)
"""文种 that go to everybody."""
UPWARD = frozenset(each.word for each in KINDS if each.upward)
"""文种 that go to the office above."""
OWN_SERIES = frozenset(each.series for each in KINDS if each.series)
OTHER = "其他"
"""The kind of a paper that was entered by hand."""
REGISTER_KINDS = (*DOCUMENT_KINDS, OTHER)
DRAFT, ISSUED = DRAFT_STATES = ("草稿", "已印发")
VALID, VOID, CORRECTED = ISSUE_STATES = ("有效", "作废", "已更正")


def document_number(series: str, year: int, sequence: int) -> str:
    """``高综治〔2026〕3号``: the full year in 〔〕, no 第, no leading zero (GB/T 9704-2012, 7.2.5)."""
    return f"{series}〔{year}〕{sequence}号"


def issue_number(series: str, year: int, sequence: int) -> str:
    """``工作简报2026年第3期``: the number of a paper that has a series of its own."""
    return f"{series}{year}年第{sequence}期"


def masthead(kind: DocumentKind, letterhead: str) -> str:
    """What stands in red at the head: the office's 发文机关标志, or what the form makes of it.

    A letter bears the issuer alone, a 纪要 or 简报 its own name; without a letterhead there is none.
    """
    if not letterhead or kind.form == "文书":
        return ""
    if kind.form == "文件":
        return letterhead
    office = letterhead.removesuffix("文件")
    if kind.form == "信函":
        return office
    named = kind.series or kind.word
    # 高塘镇综治中心 and 综治中心月报 overlap.
    overlap = next((n for n in range(len(office), 0, -1) if named.startswith(office[-n:])), 0)
    return office + named[overlap:]


def about_poll(poll_id: int) -> str:
    """What a paper about a poll is kept under: ``poll:3``; ``meeting:3`` and ``intake:3`` alike."""
    return f"poll:{poll_id}"
