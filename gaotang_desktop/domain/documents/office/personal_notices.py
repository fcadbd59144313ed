"""受理告知书 and 答复意见书 of one intake: handed to whoever brought it, and to nobody else."""

from dataclasses import dataclass, replace
from datetime import date

from gaotang_desktop.domain.documents.blocks import OfficialPaper, Paragraph, written_date
from gaotang_desktop.domain.documents.wordings import Envelope, of_kind

PETITION = "信访"
ELSEWHERE = "非本镇"


@dataclass(frozen=True, slots=True)
class IntakeFigures:
    """An intake with the person: the paper names whom it is for, so nothing of it is masked."""

    number: str
    persons: tuple[str, ...]
    received_on: date
    way: str
    matter: str
    sort: str = ""
    unit: str = ""
    due_on: date | None = None
    done_on: date | None = None
    result: str = ""


def receipt(intake: IntakeFigures, envelope: Envelope) -> OfficialPaper:
    """What was taken in, who handles it, until when."""
    said = [
        f"您于{written_date(intake.received_on)}{_came(intake.way)}反映的事项已经登记，编号{intake.number}。",
        f"您反映的主要内容是：{_ended(intake.matter)}",
    ]
    if intake.sort == ELSEWHERE:
        said.append(f"经核对，这个事项不属于本镇职责范围。请向××反映。{_handed(intake)}")
    elif intake.unit:
        due = f"，办理期限到{written_date(intake.due_on)}" if intake.due_on else ""
        said.append(f"这个事项已经受理，由{intake.unit}办理{due}。办结以后把结果告诉您。")
    elif intake.sort:
        due = f"，办理期限到{written_date(intake.due_on)}" if intake.due_on else ""
        said.append(f"这个事项已经受理{due}。办结以后把结果告诉您。")
    else:
        said.append("这个事项正在分流，确定办理单位以后再告诉您。")
    said.append("办理期间需要了解进度或者补充情况的，请与我中心联系。")
    return _paper("受理告知书", "诉求受理告知书", intake, said, envelope)


def answer(intake: IntakeFigures, envelope: Envelope) -> OfficialPaper:
    """What came of it; of a petition also where to ask for a review (信访工作条例, 35)."""
    said = [
        f"您于{written_date(intake.received_on)}{_came(intake.way)}反映的事项（编号{intake.number}）已经办结，现答复如下：",
        f"您反映的主要内容是：{_ended(intake.matter)}",
        f"办理结果：{_ended(intake.result)}",
    ]
    if intake.sort == PETITION:
        said.append(
            "您对这个答复不服的，可以自收到之日起30日内请求原办理机关的上一级机关、单位复查。"
        )
    else:
        said.append("您对这个答复还有意见的，请与我中心联系。")
    return _paper("答复意见书", "诉求办理答复意见书", intake, said, envelope)


def _paper(
    kind: str, title: str, intake: IntakeFigures, said: list[str], envelope: Envelope
) -> OfficialPaper:
    keys = ("opening", "matter", "handling", "contact")
    words = [Paragraph(text, key=key) for text, key in zip(said, keys, strict=True)]
    made = of_kind(kind, title, words, envelope)
    return _handed_to(made, "、".join(intake.persons), envelope.contact)


def _handed_to(made: OfficialPaper, persons: str, contact: str) -> OfficialPaper:
    """To the person, with nobody getting a copy; the contact stands as 附注."""
    note = f"联系人：{contact}" if contact else ""
    return replace(made, addressee=f"{persons}：", copies_to="", note=note)


def _came(way: str) -> str:
    return {
        "12345热线": "通过12345热线",
        "上级交办": "通过上级机关",
        "网格上报": "通过网格员",
        "走访": "在走访时",
    }.get(way, way)


def _handed(intake: IntakeFigures) -> str:
    return f"有关情况已经转{intake.unit}。" if intake.unit else ""


def _ended(text: str) -> str:
    words = " ".join(text.split())
    return words if words.endswith(("。", "！", "？", "”")) else f"{words.rstrip('；，')}。"
