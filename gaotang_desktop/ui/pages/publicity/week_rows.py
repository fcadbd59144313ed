"""The weeks of the rotation as rows of the board, and a turn as the panel tells it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import partial

from gaotang_desktop.domain import rotation
from gaotang_desktop.domain.fields import day_label, monday
from gaotang_desktop.services.publicity import Preview
from gaotang_desktop.services.publicity_weeks import ShownTurn, Week
from gaotang_desktop.ui.pages.publicity.week_board import BoardChip, BoardRow
from gaotang_desktop.ui.theme import Tone
from gaotang_desktop.ui.widgets.side_panel import SidePanel

TONES: Mapping[str, Tone] = {
    "完成": Tone.GOOD,
    "计划": Tone.NEUTRAL,
    "延期": Tone.WARN,
    "未完成": Tone.BAD,
}


def board_rows(weeks: Iterable[Week], today: date) -> list[BoardRow]:
    """Weeks with plan and actual."""
    return [_row(each, today) for each in weeks]


def _row(week: Week, today: date) -> BoardRow:
    current = week.week == monday(today)
    chips = [
        BoardChip(
            turn.id,
            turn.village,
            "停排" if turn.paused else turn.state,
            Tone.INFO if current and turn.state == "计划" else TONES[turn.state],
            f"{turn.village}：{turn.why}",
        )
        for turn in week.turns
    ]
    return BoardRow(
        week.week,
        _title(week.week),
        _days(week.week),
        chips,
        _actual(week),
        "；".join(week.notes),
        current,
        week.week > today,
    )


def _title(week: date) -> str:
    return f"第{week.isocalendar().week}周"


def _days(week: date) -> str:
    return f"{week:%m-%d}～{week + timedelta(days=6):%m-%d}"


def _actual(week: Week) -> str:
    counted = Counter(each.form for each in week.activities)
    parts = [f"{form} {count}" for form, count in counted.most_common()]
    households = sum(each.households or 0 for each in week.activities)
    return " · ".join([*parts[:3], *([f"{households} 户"] if households else [])])


def preview_rows(preview: Preview) -> list[BoardRow]:
    """A plan that is not stored yet; what stands already is told apart."""
    new = {each for each in preview.new if (each.week, each.village_id) not in preview.before}
    planned = set(preview.new)
    rows = []
    for week in rotation.weeks_between(preview.first, preview.last):
        turns = [each for each in preview.turns if each.week == week]
        notes = [f"停排：{preview.paused[week]}"] if week in preview.paused else []
        notes += [
            f"{preview.names[each.village_id]}：{each.reason}"
            for each in turns
            if each in planned and each.reason
        ]
        chips = [
            BoardChip(
                number,
                preview.names.get(each.village_id, ""),
                "新排" if each in new else "不变" if each in planned else "保留",
                Tone.INFO if each in new else Tone.NEUTRAL,
            )
            for number, each in enumerate(turns)
        ]
        rounds = sorted({each.round for each in turns if each.round})
        said = f"第{'、'.join(map(str, rounds))}轮" if rounds else ""
        rows.append(BoardRow(week, _title(week), _days(week), chips, said, "；".join(notes)))
    return rows if preview.turns else []


def tell_turn(panel: SidePanel, turn: ShownTurn, *, open_activity: Callable[[int], object]) -> None:
    """A turn in the panel: why this village, and what was done."""
    panel.clear()
    panel.set_title(turn.village, turn.state, TONES[turn.state])
    panel.add_row("周", f"{_title(turn.week)}（{_days(turn.week)}）")
    panel.add_row("轮", f"第{turn.round}轮" if turn.round else "")
    if turn.postponed_from is not None:
        panel.add_row("原排", rotation.short_week(turn.postponed_from, turn.week))
    panel.add_heading("为什么是这个村")
    panel.add_paragraph(turn.why)
    panel.add_heading("对应的活动")
    for each in turn.activities:
        numbers = (
            (each.audience, "受众", "人"),
            (each.households, "走访", "户"),
            (each.letters, "公开信", "份"),
            (each.questionnaires, "问卷", "份"),
        )
        detail = " · ".join(f"{word} {value} {unit}" for value, word, unit in numbers if value)
        panel.add_item(
            "circle-check",
            "good",
            f"{day_label(each.held_on)} {each.form}",
            " · ".join(part for part in (each.topic, detail) if part),
            partial(open_activity, each.id),
        )
    if not turn.activities:
        said = "登记为完成，没有对应的宣传活动记录。" if turn.is_done else "还没有登记宣传活动。"
        panel.add_paragraph(said, tone=Tone.BAD if turn.state == "未完成" else None)


def tell_week(panel: SidePanel, week: Week) -> None:
    """A whole week in the panel."""
    panel.clear()
    panel.set_title(week.label, "停排" if week.paused else "", Tone.WARN)
    panel.add_row("日期", _days(week.week))
    panel.add_row("计划", "、".join(turn.village for turn in week.turns))
    done = sum(1 for turn in week.turns if turn.is_done)
    due = sum(1 for turn in week.turns if not turn.paused)
    panel.add_row("完成", f"{done} / {due}" if due else "")
    if week.notes:
        panel.add_heading("说明")
        for note in week.notes:
            panel.add_paragraph(f"{note}。")
    panel.add_heading("实际活动")
    counted = Counter(each.form for each in week.activities)
    for form, count in counted.most_common():
        panel.add_row(form, f"{count} 场")
    if not counted:
        panel.add_paragraph("这一周没有登记活动。")
