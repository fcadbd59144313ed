"""表彰决定 from the rewards that follow from a frozen evaluation."""

from dataclasses import dataclass

from gaotang_desktop.domain.documents.blocks import Block, OfficialPaper, Paragraph
from gaotang_desktop.domain.documents.wordings import Envelope, numbered, of_kind, villages


@dataclass(frozen=True, slots=True)
class CommendationFigures:
    """Whom a period praises: by 表扬 or 奖金, with its amount, the villages in their order."""

    period: str
    praised: tuple[tuple[str, tuple[str, ...]], ...]


def commendation(figures: CommendationFigures, envelope: Envelope) -> OfficialPaper:
    """The decision; who is praised stands in it as registered, and nobody else."""
    title = f"关于表彰{figures.period}村级考评先进村的决定"
    count = len({name for _, names in figures.praised for name in names})
    opening = f"根据{figures.period}村级考评结果，经研究，决定对下列{count}个村予以表彰："
    lines = [f"{kind}：{villages(names)}。" for kind, names in figures.praised]
    blocks: list[Block] = [
        Paragraph(opening, key="opening"),
        *numbered(lines, "praised"),
        Paragraph(
            "希望受到表彰的村再接再厉。各村、镇直各单位要对照先进，继续做好平安建设各项工作。"
        ),
    ]
    return of_kind("表彰决定", title, blocks, envelope)
