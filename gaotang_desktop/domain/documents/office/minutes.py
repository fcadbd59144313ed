"""会议纪要 from the ledger of meetings (GB/T 9704-2012, 10.3): who came, what is feared, who does what."""

from dataclasses import dataclass
from datetime import date

from gaotang_desktop.domain.documents.blocks import Block, OfficialPaper, Paragraph, written_date
from gaotang_desktop.domain.documents.gates import NO_DATA
from gaotang_desktop.domain.documents.wordings import (
    Envelope,
    before_day,
    heading,
    numbered,
    of_kind,
)


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision: what, by whom, in which village, until when."""

    text: str
    unit: str
    village: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class MeetingFigures:
    """A meeting as its ledger has it."""

    held_on: date
    kind: str
    topic: str
    place: str = ""
    chaired_by: str = ""
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    risks: str = ""
    decisions: tuple[Decided, ...] = ()


def minutes(meeting: MeetingFigures, envelope: Envelope) -> OfficialPaper:
    """The minutes; an absent unit is told as absent: only the office knows who asked for leave."""
    title = minutes_title(meeting.topic)
    if not (meeting.risks.strip() or meeting.decisions):
        said = "会议登记里没有研判的风险，也没有会议决定，没有内容可以写进纪要。"
        return of_kind("会议纪要", title, [Paragraph(said, key=NO_DATA)], envelope)
    blocks: list[Block] = [Paragraph(_opening(meeting), key="opening")]
    count = 0
    if risks := [line.strip() for line in meeting.risks.splitlines() if line.strip()]:
        count += 1
        blocks += [
            heading(count, "研判的风险"),
            *numbered([_ended(each) for each in risks], "risks"),
        ]
    if meeting.decisions:
        count += 1
        blocks += [
            heading(count, "议定事项"),
            *numbered([_decision(each) for each in meeting.decisions], "decisions"),
        ]
    for label, names in (("出席", meeting.present), ("缺席", meeting.absent)):
        if names:
            blocks.append(Paragraph(f"{label}：{'、'.join(names)}", key=label))
    return of_kind("会议纪要", title, blocks, envelope)


def minutes_title(topic: str) -> str:
    """十月平安形势研判 → 十月平安形势研判会议纪要; a topic that ends with 会 keeps it."""
    plain = topic.strip().rstrip("。")
    for end, more in (("会议纪要", ""), ("纪要", ""), ("会议", "纪要"), ("会", "议纪要")):
        if plain.endswith(end):
            return plain + more
    return f"{plain}会议纪要"


def _opening(meeting: MeetingFigures) -> str:
    said = written_date(meeting.held_on)
    said += (
        f"，{meeting.chaired_by}主持召开{meeting.kind}"
        if meeting.chaired_by
        else f"召开{meeting.kind}"
    )
    said += f"，地点在{meeting.place}" if meeting.place else ""
    return (
        f"{said}，议题是{meeting.topic.strip().rstrip('。')}。现将会议研判情况和议定事项纪要如下："
    )


def _decision(each: Decided) -> str:
    words = each.text.strip().rstrip("。；")
    place = f"，涉及{each.village}" if each.village else ""
    due = f"，{before_day(each.due_on)}落实" if each.due_on else ""
    return f"{words}。由{each.unit}负责{place}{due}。"


def _ended(text: str) -> str:
    return text if text.endswith(("。", "！", "？")) else f"{text.rstrip('；，')}。"
