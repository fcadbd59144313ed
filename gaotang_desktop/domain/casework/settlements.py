"""How disputes end (纠纷怎样了结): by which way, with what agreement, kept or not."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from gaotang_desktop.domain.casework import outcomes

WAYS = ("人民调解", "行政调解", "司法", "仲裁", "信访", "和解", "移交")
UNSAID = "没有写"
"""How an ending is counted that says no way."""
AGREED = ("人民调解", "行政调解", "和解")
"""Ways that end with the parties agreeing: a dispute left 未化解 did not end so."""

PERFORMED = ("已履行", "正在履行", "没有履行", "不用履行")
SATISFIED = ("满意", "基本满意", "不满意")
PERFORMING = "正在履行"
"""An agreement that is still being performed is neither kept nor broken: it counts once that is known."""
KEPT, BROKEN = "已履行", "没有履行"
COUNTED = (KEPT, BROKEN)
_CLOSED = ("已化解", "已移交", "未化解")
FIELDS = ("settled_by", "agreed_on", "performed", "performed_on", "satisfied")
"""What a dispute that is taken up again loses."""


def problems(values: Mapping[str, Any], *, today: date) -> dict[str, str]:
    """A sentence for each field about the ending of a dispute that cannot be right."""
    found: dict[str, str] = {}
    state, way, agreed = values.get("state"), values.get("settled_by"), values.get("agreed_on")
    if state not in _CLOSED:
        for name, what in _OF_ENDED:
            if values.get(name) is not None:
                found[name] = f"状态是“{state}”，还没有办结，请去掉{what}或者改状态。"
    elif way is not None and state == "未化解" and way in AGREED:
        found["settled_by"] = f"状态是“未化解”，就不是{way}了结的，请改状态或者了结方式。"
    elif way is not None and (state == "已移交") != (way == "移交"):
        found["settled_by"] = f"状态是“{state}”，了结方式却是“{way}”，请改正其中一个。"
    if agreed is not None:
        first = values.get("found_on")
        if agreed > today:
            found["agreed_on"] = f"{agreed:%Y-%m-%d} 还没有到，签订以后再填日期。"
        elif first is not None and agreed < first:
            found["agreed_on"] = "协议签订日期早于发现日期，请改正其中一个。"
        elif way is not None and way not in AGREED:
            found["agreed_on"] = f"了结方式是“{way}”，没有调解协议，请去掉协议签订日期。"
    if values.get("satisfied") is not None and values.get("revisited_on") is None:
        found["satisfied"] = "回访时才问得到满不满意，请先填回访日期。"
    return _performing(values, today) | found


_OF_ENDED = (("settled_by", "了结方式"), ("performed", "履行情况"), ("performed_on", "履行日期"))


def _performing(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """The day of performing lies behind that of the agreement, and belongs to what is performed."""
    day, said = values.get("performed_on"), values.get("performed")
    if day is None:
        return {}
    agreed, first = values.get("agreed_on"), values.get("found_on")
    if day > today:
        return {"performed_on": f"{day:%Y-%m-%d} 还没有到，履行了以后再填日期。"}
    if agreed is not None and day < agreed:
        return {"performed_on": f"履行日期早于协议签订日期 {agreed:%Y-%m-%d}，请改正其中一个。"}
    if first is not None and day < first:
        return {"performed_on": "履行日期早于发现日期，请改正其中一个。"}
    if said != KEPT:
        now = f"履行情况是“{said}”" if said else "履行情况还没有选"
        return {"performed": f"填了履行日期，{now}；请选“已履行”，或者去掉履行日期。"}
    return {}


def ending(values: Mapping[str, Any]) -> str:
    """``人民调解 · 10-09 签协议 · 10-12 履行 · 回访满意``; ``""`` of a dispute of which none is said."""
    agreed, performed, day = (values[each] for each in ("agreed_on", "performed", "performed_on"))
    if day is not None:
        performed = f"{day:%m-%d} 履行"
    elif performed == KEPT:
        performed = "已履行，没有写履行日期"
    satisfied = f"回访{values['satisfied']}" if values["satisfied"] else None
    signed = f"{agreed:%m-%d} 签协议" if agreed else None
    return " · ".join(each for each in (values["settled_by"], signed, performed, satisfied) if each)


class Owed(NamedTuple):
    """An agreement of which it is known whether it was kept, and the day on which that counts.

    ``heard_on`` is the day of performing, or of the revisit at which one heard that nobody performed.
    """

    id: int
    village_id: int
    number: str | None
    performed: str
    heard_on: date | None
    counts_on: date

    @property
    def kept(self) -> bool:
        """Whether it was performed."""
        return self.performed == KEPT

    @property
    def said(self) -> str:
        """``2026-031（10-08 履行）``, ``2026-031（已履行，没有写履行日期，按办结日期 10-08 计）``."""
        if self.heard_on is not None and self.kept:
            words = f"{self.heard_on:%m-%d} 履行"
            if self.heard_on < self.counts_on:
                words += f"，{self.counts_on:%m-%d} 办结"
        elif self.heard_on is not None:
            words = f"{self.counts_on:%m-%d} 回访，没有履行"
        elif self.kept:
            words = f"已履行，没有写履行日期，按办结日期 {self.counts_on:%m-%d} 计"
        else:
            words = f"{self.counts_on:%m-%d} 办结，{self.performed}"
        return f"{self.number or '纠纷'}（{words}）"


class Ended(NamedTuple):
    """What of one closed dispute is counted; ``kept``: a file hangs on it."""

    category: str
    state: str
    way: str | None
    agreed: bool
    kept: bool
    performed: str | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The disputes closed in a span, by way and by category.

    ``by_way`` adds up to ``closed``, what says no way as 没有写; so does ``by_category``. Of those with
    an agreement ``kept`` have a file; ``performing`` are still being performed. Whenever the dispute
    was closed: ``performed`` of ``owed``, those of which it became known in the span, and ``content``
    of ``asked`` at its revisits.
    """

    closed: int = 0
    settled: int = 0
    agreements: int = 0
    kept: int = 0
    owed: int = 0
    performed: int = 0
    performing: int = 0
    asked: int = 0
    content: int = 0
    by_way: Mapping[str, int] | None = None
    by_category: Mapping[str, int] | None = None


def figures(
    rows: Iterable[Ended], said: Iterable[str | None] = (), kept: Iterable[bool] = ()
) -> Figures:
    """Count the endings of a span: for page and paper alike.

    ``said`` is what was said at its revisits, ``kept`` tells of each agreement owed in it whether it
    was performed.
    """
    known, owed = list(rows), list(kept)
    ways = Counter(each.way or UNSAID for each in known)
    asked = outcomes.contents(said)
    return Figures(
        closed=len(known),
        settled=sum(each.state == "已化解" for each in known),
        agreements=sum(each.agreed for each in known),
        kept=sum(each.agreed and each.kept for each in known),
        owed=len(owed),
        performed=sum(owed),
        performing=sum(each.performed == PERFORMING for each in known),
        asked=len(asked),
        content=sum(asked),
        by_way={word: ways[word] for word in (*WAYS, UNSAID) if ways[word]},
        by_category=dict(Counter(each.category for each in known).most_common()),
    )


def said(found: Figures) -> str:
    """``了结 8 件：人民调解 5、和解 2、移交 1 · 协议 5 份（存有 3 份） · 履行 4/5 · 回访满意 6/7``."""
    parts = ["这个期间没有了结的纠纷"]
    if found.closed:
        ways = "、".join(f"{way} {count}" for way, count in (found.by_way or {}).items())
        parts = [f"了结 {found.closed} 件：{ways}"]
    if found.agreements:
        parts.append(f"协议 {found.agreements} 份（存有 {found.kept} 份）")
    if found.owed:
        parts.append(f"履行 {found.performed}/{found.owed}")
    if found.performing:
        parts.append(f"正在履行 {found.performing} 件")
    if found.asked:
        parts.append(f"回访满意 {found.content}/{found.asked}")
    return " · ".join(parts)
