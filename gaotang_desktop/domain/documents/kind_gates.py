"""What the rules of office work want of single kinds (党政机关公文处理工作条例; the house's own)."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from gaotang_desktop.domain.documents.findings import STOPS, Finding
from gaotang_desktop.domain.documents.kinds import BY_NAME, DocumentKind

_SEVERAL = re.compile(r"[、，,；;]")
_ASKS = re.compile(r"请(?:予以?)?(?:批示|批准|审批|批复)")
_CLOSES = re.compile(
    r"请[^，。；\n]{0,6}(?:批示|批准|审批|批复|审定|审议|审示|核准|指示|审核|研究)"
)
_FOR_ORDERS = re.compile(
    r"(?:妥否|当否|可否|是否妥当|是否可行)，?请[^。\n]{0,4}(?:批示|批复|指示|审批)"
)
_ORDERS = re.compile(
    r"(?<![申邀聘])请(?!示)[^。；\n]{0,8}(?:遵照|贯彻|严格|抓紧)(?:执行|落实)|特此通知"
)
_MATTERS = re.compile(
    r"^(?:[一二三四五六]、|[（(][一二三四五六][）)])(?:申请|请求|恳请|请予?|拟请)", re.MULTILINE
)
_UNIT = "(?:村|社区|局|所|办|委|部|中心|站|镇|乡|县|校|院|公司|单位)"
_YOURS = re.compile(rf"(?<![迷])你{_UNIT}(?!长)")
_HONOURED = re.compile(rf"(?<![宝珍可高昂名富权尊])贵{_UNIT}")
_COACHES = re.compile(
    r"(?:接到|收到|遇到)[^。\n]{0,12}(?:电话|短信|问卷|访问|调查)[^。\n]{0,16}(?:请|要|应|多)[^。\n]{0,8}"
    r"(?:满意|肯定|好评|支持|满分|安全)"
    r"|(?:请|要|务必)[^。，\n]{0,6}(?:回答|选择|评价|打)[^。，\n]{0,4}[“\"]?(?:非常|十分|很)?(?:满意|安全|满分|好评|10分|十分)"
)
_TO_RESIDENTS = ("一封信", "民情通知书")


def _addressed(kind: DocumentKind, body: str) -> Iterator[Finding]:
    """你村 downwards, 贵单位 to those beside; one way in a paper, and never 你 to an office above."""
    yours, honoured = _YOURS.search(body), _HONOURED.search(body)
    if yours and honoured:
        yield Finding(0, f"“{yours[0]}”和“{honoured[0]}”是两种称呼，请统一。")
    elif honoured and kind.form == "文件" and not kind.upward:
        yield Finding(
            0,
            f"“{honoured[0]}”是对平级和不相隶属的单位的称呼，{kind.word}是下行文，请改成“你{honoured[0][1:]}”。",
        )


def of_kind(values: Mapping[str, Any]) -> Iterator[Finding]:
    """The findings about a draft that only its kind knows."""
    kind = BY_NAME.get(values["kind"])
    if kind is None:
        return
    body, addressee = values["body"] or "", (values["addressee"] or "").rstrip("：: ")
    if kind.upward:
        if not (values.get("approvers") or "").strip():
            yield Finding(0, f"{kind.word}是上行文，要标注签发人，请在公文要素里填写。")
        if _SEVERAL.search(addressee):
            yield Finding(
                0,
                f"{kind.word}只写一个主送机关，现在是“{addressee}”；还要送的放到抄送。",
                severity=STOPS if kind.name == "请示" else "提醒",
            )
        if "××" in addressee:
            yield Finding(0, "主送机关还没有填，请在公文要素里填写。", severity=STOPS)
    elif (values.get("approvers") or "").strip():
        yield Finding(0, f"{kind.word}不是上行文，不标注签发人，请在公文要素里删去。")
    if not kind.upward and "××" in addressee:
        yield Finding(0, "主送还没有填，请在公文要素里填写。", severity=STOPS)
    if kind.name == "请示" and body.strip() and not _CLOSES.search(body):
        yield Finding(0, "请示没有写结束语，请在正文末尾写上“妥否，请批示。”。")
    if kind.name == "请示" and not re.search(r"\d{5,}", values.get("note") or ""):
        yield Finding(0, "请示要在附注写明联系人和电话，请在公文要素里填写。")
    if kind.word == "报告" and (found := _ASKS.search(body)):
        yield Finding(0, f"报告里写着“{found[0]}”，报告不能夹带请示事项，请另写请示。")
    elif kind.word not in ("请示", "函") and (found := _FOR_ORDERS.search(body)):
        yield Finding(0, f"{kind.word}里写着“{found[0]}”，这是请示的结束语，请改正。")
    if (kind.upward or kind.word == "函") and (found := _ORDERS.search(body)):
        who = "上级" if kind.upward else "平级单位"
        yield Finding(0, f"“{found[0]}”是对下级说的话，{kind.word}是给{who}的，请改正。")
    yield from _addressed(kind, body)
    if kind.name == "请示" and len(_MATTERS.findall(body)) > 1:
        yield Finding(0, "请示一文一事，现在分条请求了几件事，请核对，不是同一件事的分开请示。")
    note = (values.get("note") or "").strip()
    if kind.name != "请示" and "联系人" in note and not re.search(r"\d{5,}", note):
        yield Finding(0, f"附注“{note}”没有电话，请补上。")
    for name, words in (("标题", values["name"] or ""), ("附注", values.get("note") or "")):
        if "××" in words:
            yield Finding(0, f"{name}里的“××”还没有填，请补上。", severity=STOPS)
    if kind.name in _TO_RESIDENTS and (found := _COACHES.search(body)):
        yield Finding(
            0,
            f"“{found[0]}”是在教群众怎样回答调查，不能这样写，请删去。",
            severity=STOPS,
        )
    if kind.personal:
        yield Finding(
            0, "这一份写着当事人的姓名和诉求，不打码，只交给本人，不要张贴、转发。", known=True
        )
