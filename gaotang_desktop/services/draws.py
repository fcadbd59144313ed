"""Villages or places chosen by lot, so that anyone can draw again and get the same (随机抽取)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from gaotang_desktop.data.queries import inspections as queries
from gaotang_desktop.data.queries import patrols, villages
from gaotang_desktop.domain import inspections as rules
from gaotang_desktop.domain.documents.blocks import Column, Paragraph, Sheet, Table, written_date
from gaotang_desktop.domain.documents.covering import covered
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.services import records
from gaotang_desktop.services.workplace import Workplace

ALL = "全部"
FORM_FIELDS = (
    Field("drawn_on", "抽取日期", Kind.DATE, required=True),
    Field("purpose", "用途", Kind.TEXT, required=True, help="如 夜巡抽查、药店检查"),
    Field("subject", "抽取对象", Kind.CHOICE, required=True, choices=rules.SUBJECTS, default="村"),
    Field(
        "place_type",
        "场所类型",
        Kind.CHOICE,
        choices=rules.PLACE_TYPES,
        help="抽场所时填；不填就在全部场所里抽",
    ),
    Field("count", "抽取个数", Kind.INTEGER, required=True, minimum=1, maximum=1000, default=3),
    Field(
        "seed",
        "抽签号",
        Kind.INTEGER,
        minimum=0,
        maximum=2**31 - 1,
        help="不填就取现在的时刻；当众摇号的，填摇出来的数",
    ),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A draw made again from what was stored, and how the registers differ from its pool now."""

    same: bool
    again: tuple[str, ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def words(self) -> str:
        """The outcome in sentences."""
        if not self.same:
            return f"不一致：按保存的名单和抽签号重抽，得到{'、'.join(self.again)}。"
        said = "一致：按保存的名单和抽签号重抽，结果相同。"
        if self.added:
            said += f"抽取以后名单里新增了{'、'.join(self.added)}。"
        if self.gone:
            said += f"抽取以后名单里少了{'、'.join(self.gone)}。"
        return said


@dataclass(frozen=True, slots=True)
class Picked:
    """One name that was drawn: the record it names now, and the inspection made since."""

    name: str
    village_id: int | None = None
    place_id: int | None = None
    inspection_id: int | None = None
    held_on: date | None = None
    result: str = ""


def seed_now(work: Workplace) -> int:
    """A seed from the clock, as the form proposes it."""
    return int(work.now().strftime("%m%d%H%M%S"))


def pool(work: Workplace, subject: str, place_type: str | None, on: date) -> tuple[str, ...]:
    """The names from which is drawn on that day: closed places and withdrawn villages are not."""
    with work.database.reading() as session:
        if subject == "村":
            return tuple(each.name for each in patrols.villages(session, on, on))
        return tuple(
            each.name
            for each in queries.places(session, on=on)
            if place_type in (None, each.place_type)
        )


def draw(work: Workplace, values: Mapping[str, Any]) -> int:
    """Draw and keep the seed, the pool and the result; returns the draw's id.

    Raises:
        Invalid: a field is missing, or there are not as many in the pool.
    """
    given = dict(values)
    place_type = given.pop("place_type", None)
    subject, count = given.get("subject"), given.get("count")
    if place_type and subject == "村":
        raise Invalid({"place_type": "抽村不分场所类型，请把它清空，或者改成抽场所。"})
    given["seed"] = seed_now(work) if given.get("seed") is None else given["seed"]
    day = given.get("drawn_on")
    names = pool(work, subject, place_type, day) if subject and day else ()
    given["pool_filter"] = place_type or ALL
    given["pool"] = names
    given["picked"] = rules.draw(names, count, given["seed"]) if count else ()
    if subject and day and not names:
        what = place_type or subject
        raise Invalid({"subject": f"名单里没有可抽的{what}，请先在名单里登记。"})
    if count and names and count > len(names):
        said = f"名单里只有 {len(names)} 个，抽不出 {count} 个，请改小。"
        raise Invalid({"count": said})
    return records.save(work, "draws", given)


def check(work: Workplace, draw_id: int) -> Checked:
    """Draw again with the stored seed (按抽签号重抽核对).

    Raises:
        NotFound: the draw is gone.
    """
    kept = records.get(work, "draws", draw_id)
    again = rules.draw(kept["pool"], kept["count"], kept["seed"])
    place_type = None if kept["pool_filter"] in (None, ALL) else kept["pool_filter"]
    now = pool(work, kept["subject"], place_type, work.today())
    return Checked(
        again == tuple(kept["picked"]),
        again,
        tuple(name for name in now if name not in kept["pool"]),
        tuple(name for name in kept["pool"] if name not in now),
    )


def picked(work: Workplace, draw_id: int) -> tuple[Picked, ...]:
    """The names that were drawn, and which of them were inspected since.

    Raises:
        NotFound: the draw is gone.
    """
    kept = records.get(work, "draws", draw_id)
    of_villages = kept["subject"] == "村"
    with work.database.reading() as session:
        if of_villages:
            known = {name: number for number, name in villages.names(session).items()}
        else:
            known = {each.name: each.id for each in queries.places(session)}
        done = {
            (each.village_id if of_villages else each.place_id): each
            for each in queries.of_draw(session, draw_id)
        }
    found = []
    for name in kept["picked"]:
        number = known.get(name)
        made = done.get(number) if number is not None else None
        found.append(
            Picked(
                name,
                number if of_villages else None,
                None if of_villages else number,
                made.id if made else None,
                made.held_on if made else None,
                made.result if made else "",
            )
        )
    return tuple(found)


def inspection_of(work: Workplace, draw_id: int, chosen: Picked) -> dict[str, Any]:
    """What the form of an inspection that follows from a draw starts with.

    Raises:
        NotFound: the draw is gone.
    """
    kept = records.get(work, "draws", draw_id)
    kind = "夜巡督查"
    if chosen.place_id is not None:
        place = records.get(work, "places", chosen.place_id)
        kind = rules.KIND_OF_PLACE.get(place["place_type"], "食品药品")
    if chosen.village_id is not None and "宣传" in kept["purpose"]:
        kind = "宣传督查"
    values: dict[str, Any] = {"held_on": work.today(), "kind": kind, "draw_id": draw_id}
    if chosen.place_id is not None:
        values["place_id"] = chosen.place_id
    if chosen.village_id is not None:
        values["village_id"] = chosen.village_id
    return values


def paper(work: Workplace, draw_id: int) -> Sheet:
    """The result as a small list to sign: what was drawn from what, with which seed.

    Raises:
        NotFound: the draw is gone.
    """
    kept = records.get(work, "draws", draw_id)
    scope = "" if kept["pool_filter"] in (None, ALL) else f"（{kept['pool_filter']}）"
    rows = tuple((str(n), name, "") for n, name in enumerate(kept["picked"], start=1))
    columns = (Column("序号", 1, "centre"), Column(kept["subject"], 4), Column("备注", 4))
    made = Sheet(
        kind="随机抽取结果",
        title=f"{kept['purpose']}随机抽取结果",
        subtitle=f"{written_date(kept['drawn_on'])}　抽签号 {kept['seed']}",
        issuer=str(work.settings["office"]),
        blocks=(
            Paragraph(
                f"从下列 {len(kept['pool'])} 个{kept['subject']}{scope}中抽取 "
                f"{len(kept['picked'])} 个。"
            ),
            Paragraph(f"抽取名单：{'、'.join(kept['pool'])}。"),
            Table(columns, rows),
        ),
        notes=(
            "抽取办法：对“抽签号＋空格＋名称”求 SHA-256，按摘要从小到大取前几个；"
            "名单和抽签号相同，结果就相同。",
            "抽取人：　　　　　　　监督人：　　　　　　　",
        ),
    )
    return work.marked(covered(made, work.cover))


def write(work: Workplace, draw_id: int, out: Path) -> int:
    """Write the list as a PDF; returns its pages.

    Raises:
        NotFound: the draw is gone.
        StorageProblem: the file cannot be written; an old one stays whole.
    """
    from gaotang_desktop.documents.render import make_pdf

    return make_pdf(paper(work, draw_id), out).pages
