"""Each kind of the office's casework by real keys, from the blank form to paper and to another folder.

One window for all kinds: what is tried of one of them leaves its record behind.
"""

from dataclasses import dataclass, field
from datetime import date

import openpyxl
import pdfplumber
import pytest
from builders import NOW, open_work, unit, village
from keyboard import CONTROL, SHIFT, Clerk, Key
from PySide6.QtWidgets import QApplication, QPushButton
from window_steps import active, choose_row, closed, put_away, restore, settled

from gaotang_desktop.app import attach, make_window
from gaotang_desktop.domain import periods
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.services import records
from gaotang_desktop.services.papers import month_figures, record_sheets
from gaotang_desktop.services.sheets import exports, imports
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

TODAY = NOW.date()
LAST_MONTH = periods.month_of(TODAY).shifted(-1).start


@dataclass(frozen=True)
class Typed:
    """What is typed under which label, what cannot be, what is corrected then, and what it counts as.

    Of ``odd``: a label, what is typed there first, the field, and what is said under it. ``counts``
    says how many of the kind the month paper tells of the ``month`` so many after this; what is typed
    ``last`` comes after what cannot be.
    """

    first: dict[str, str]
    field: str
    label: str
    later: str
    found_by: str = ""
    odd: tuple[tuple[str, str, str, str], ...] = ()
    counts: object = field(default=lambda told: 0)
    month: int = 0
    last: dict[str, str] = field(default_factory=dict)


KINDS = {
    "intakes": Typed(
        {"途径": "↓", "村": "gqc", "首问责任人": "示例值班", "诉求内容": "低保没有公示"},
        "matter", "诉求内容", "低保评定没有公示", "低保评定",
        (("登记日期", "2026-10-25", "received_on", "还没有到"), ("村", "没有的村", "village_id", "没有的村"),
         ("办理期限", "2026-10-01", "due_on", "办理期限早于登记日期")),
        lambda told: told.intakes.received,
    ),
    "disputes": Typed(
        {"村": "gqc", "类别": "lljf", "简要情况": "砌墙占巷道", "责任单位": "sfs"},
        "summary", "简要情况", "邻家砌墙占巷道", "邻家砌墙",
        (("发现日期", "2026-13-01", "found_on", "日期"), ("涉及人数", "-2", "people", "不能小于 1"),
         ("化解期限", "昨天的昨天", "deadline", "看不懂")),
        lambda told: told.found,
    ),
    "opinions": Typed(
        {"村": "gqc", "内容": "路灯不亮", "办理单位": "sfs"}, "text", "内容", "村口路灯不亮", "村口路灯",
        (("收到日期", "2026-10-25", "received_on", "还没有到"),
         ("办理期限", "2026-10-01", "due_on", "早于收到日期"), ("办理单位", "没有的所", "unit_id", "没有的所")),
        lambda told: told.opinions.received,
    ),
    "trouble-spots": Typed(
        {"部位": "老街市场", "村": "gqc", "突出问题": "占道争吵", "牵头单位": "sfs"},
        "problem", "突出问题", "占道经营引起争吵", "占道经营",
        (("挂牌日期", "2026-10-25", "listed_on", "还没有到"),
         ("整治期限", "2026-10-01", "deadline", "早于挂牌日期"), ("牵头单位", "没有的所", "unit_id", "没有的所")),
        lambda told: told.spots.listed,
    ),
    "meeting-decisions": Typed(
        {"会议": "2026⏎", "责任单位": "sfs", "决定": "加装照明"}, "text", "决定", "国道加装照明", "国道加装",
        (("落实期限", "2026-10-01", "due_on", "早于会议日期"), ("责任单位", "没有的所", "unit_id", "没有的所")),
        lambda told: told.meetings.decided,
    ),
    "meetings": Typed(
        {"议题": "十月形势", "研判的风险": "国道偷油"}, "risks", "研判的风险", "国道沿线偷油", "沿线偷油",
        (("会议日期", "2026-10-25", "held_on", "会开过以后再登记"),), lambda told: told.meetings.held,
    ),
    "inspections": Typed(
        {"类别": "↓↓↓↓↓", "村": "gqc"}, "text", "检查情况", "灶台边堆柴", "边堆柴",
        counts=lambda told: sum(count for _kind, count in told.inspections.kinds),
        last={"场所类型": "↓", "检查清单": "␣"},
    ),
    "checklist-items": Typed(
        {"场所类型": "↓", "检查内容": "灶台整洁"}, "text", "检查内容", "灶台整洁无油污",
        odd=(("顺序", "-1", "display_order", "不能小于 0"),),
    ),
    "grids": Typed(
        {"村": "gqc", "网格": "第一网格", "网格员": "示例戊"}, "worker", "网格员", "示例己庚", "示例己庚",
        (("户数", "-1", "households", "不能小于 0"),), lambda told: told.grid_count,
    ),
    "grid-counts": Typed(
        {"村": "gqc", "网格": "第一网格", "走访": "30", "上报事项": "2", "办结": "2", "按期办结": "1"}, "remark", "备注", "含夜间走访",
        odd=(("走访", "-3", "visits", "不能小于 0"), ("办结", "9", "handled", "多于“上报事项”")),
        counts=lambda told: told.grids.reports, month=-1,
    ),
}  # fmt: skip
# A line of a checklist is no event of a month: what it asks is told as inspection and finding.
UNCOUNTED = {"checklist-items"}
TABS = {
    "intakes": "诉求登记", "disputes": "纠纷台账", "opinions": "意见建议", "trouble-spots": "治安重点地区",
    "meeting-decisions": "会议决定", "meetings": "会议", "inspections": "检查督查",
    "checklist-items": "检查清单", "grids": "网格", "grid-counts": "网格月报",
}  # fmt: skip


def counted(work, typed):
    """How many of a kind the paper tells: of this month, and the grids of the month reported."""
    month = periods.month_of(TODAY).shifted(typed.month)
    return typed.counts(month_figures.month_figures(work, month))


def town(folder):
    opened = open_work(folder)
    village(opened, "郭桥村", households=200)
    unit(opened, "司法所")
    records.save(opened, "meetings", {"held_on": TODAY, "kind": "联席会议", "topic": "秋季"})
    return opened


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    opened = town(tmp_path_factory.mktemp("town") / "data")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def other(tmp_path_factory):
    opened = town(tmp_path_factory.mktemp("other") / "data")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def opened(qapp, work):
    made = make_window(work.folder)
    made.show()
    attach(made, work, show="workbench")
    yield made
    put_away(made)


@pytest.fixture
def clerk(qtbot, opened):
    active(qtbot, opened)
    settled(qtbot, opened)
    yield Clerk(qtbot, opened)
    # Of a form that a failure left open the next kind would hear.
    for each in opened.findChildren(FormDialog):
        if each.isVisible():
            each.form.clear_errors()
            each.done(0)
    settled(qtbot, opened)


def text_of(values):
    return {name: value for name, value in values.items() if name != "number"}


def fill(clerk, label, text):
    """Type into the field of that label; ↓ goes down in a list, ⏎ takes what it shows, ␣ ticks."""
    clerk.goes_to(label)
    if text == "␣":
        clerk.presses(Key.Key_Down)
        clerk.presses(Key.Key_Space)
    elif set(text) == {"↓"}:
        clerk.presses(Key.Key_Down, times=len(text))
    elif text.endswith("⏎"):
        clerk.types(text[:-1])
        clerk.presses(Key.Key_Return)
    else:
        clerk.presses(Key.Key_A, CONTROL)
        clerk.writes(**{label: text})


def enter(clerk, dialog, typed):
    """Type what is right, in its midst what cannot be: each is said at its field, nothing is stored."""
    for label, text in typed.first.items():
        fill(clerk, label, text)
    for label, text, name, said in typed.odd:
        before = typed.first.get(label) or str(dialog.form.editor(name).typed() or "")
        clerk.overwrites(label, text)
        clerk.presses(Key.Key_S, CONTROL)
        settled(clerk.qtbot, clerk.window)
        assert said in dialog.form.error(name), (label, text, dialog.form.error(name))
        if before:
            fill(clerk, label, before)
            # Where a list had popped up a desktop gives the keys back to the form.
            active(clerk.qtbot, dialog)
        else:
            clerk.goes_to(label)
            clerk.presses(Key.Key_A, CONTROL)
            clerk.presses(Key.Key_Delete)
    for label, text in typed.last.items():
        fill(clerk, label, text)
    clerk.saves()
    shown = {each.name: dialog.form.error(each.name) for each in dialog.form.fields}
    assert closed(dialog), shown


def goes_back_and_forth(clerk, work, kind, record_id, before, after):
    for key, stands in ((Key.Key_Z, before), (Key.Key_Y, after)):
        clerk.presses(key, CONTROL)
        settled(clerk.qtbot, clerk.window)
        assert records.get(work, kind, record_id) == stands


def deleted(clerk, work, kind, record_id):
    clerk.presses(Key.Key_Delete)
    settled(clerk.qtbot, clerk.window)
    assert record_id not in records.listing(work, kind).ids, clerk.focus()


def restored(clerk, work, kind, record_id):
    """In the recycle bin the newest stands first; what was chosen there before is chosen still."""
    clerk.chooses("R")
    page = clerk.window.current_page()
    choose_row(page.bin, page._binned.index((kind, record_id)))
    clerk.presses(Key.Key_Tab)
    assert clerk.focus().text() == "恢复选中的记录"
    clerk.presses(Key.Key_Return)
    settled(clerk.qtbot, clerk.window)
    assert record_id in records.listing(work, kind).ids


def written_on(path):
    with pdfplumber.open(path) as pdf:
        return "".join("".join(page.extract_text().split()) for page in pdf.pages)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_by_keys_from_the_blank_form_to_paper_and_another_folder(
    clerk, work, other, tmp_path, kind
):
    typed = KINDS[kind]
    clerk.turns_to(PAGES[kind], TABS[kind])
    table = clerk.window.current_page().ledger.table
    had = set(records.listing(work, kind).ids)
    told = counted(work, typed)

    # Entered; Return opens what was just entered, and it is corrected, taken back, given back.
    enter(clerk, clerk.adds(), typed)
    [made] = set(records.listing(work, kind).ids) - had
    before = records.get(work, kind, made)
    assert clerk.focus() is table.view
    assert table.current_id() == made
    clerk.presses(Key.Key_Return)
    clerk.waits_for_form()
    clerk.overwrites(typed.label, typed.later)
    clerk.saves()
    after = records.get(work, kind, made)
    assert after[typed.field] == typed.later
    goes_back_and_forth(clerk, work, kind, made, before, after)

    # Thrown away and brought back; what an inspection found stands in its way and goes first.
    if kind == "inspections":
        found_id = max(records.listing(work, "findings").ids)
        found = records.get(work, "findings", found_id)
        listed = records.listing(work, "checklist-items").only(("text",)).rows
        assert found["inspection_id"] == made
        assert found["text"] in {f"不符合：{text}" for (text,) in listed}
        clerk.turns_to("inspections", "问题整改")
        deleted(clerk, work, "findings", found_id)
        clerk.turns_to("inspections", TABS[kind])
    assert table.current_id() == made
    deleted(clerk, work, kind, made)
    restored(clerk, work, kind, made)
    assert records.get(work, kind, made) == after

    # Told in the history, counted in the paper of the month.
    clerk.chooses("H")
    steps = clerk.window.current_page().history
    assert steps.item(0, 1).text().startswith("从回收站恢复1")
    assert counted(work, typed) == told + (kind not in UNCOUNTED)

    # Found from every page, and in its list.
    if typed.found_by:
        clerk.searches(typed.found_by, {"kind": kind, "id": made})
    else:
        clerk.turns_to(PAGES[kind], TABS[kind])
    clerk.presses(Key.Key_F, CONTROL)
    clerk.types(typed.later)
    clerk.presses(Key.Key_Return)
    assert clerk.focus() is table.view
    assert table.shown_ids() == [made]

    # On paper, out as a sheet, and back: nothing is another thing than before.
    clerk.prints_to(tmp_path / "list.pdf")
    assert typed.later[:4] in written_on(tmp_path / "list.pdf")
    clerk.prints_to(tmp_path / "record.pdf", SHIFT)
    told = written_on(tmp_path / "record.pdf")
    assert record_sheets.heading_of(kind) in told
    assert "".join(typed.later.split()) in told
    clerk.takes_out(tmp_path / "seen.xlsx")
    preview = clerk.takes_in(tmp_path / "seen.xlsx")
    assert "没有变化 1" in preview.said.text()
    clerk.leaves()
    clerk.presses(Key.Key_F, CONTROL)
    clerk.presses(Key.Key_Escape, times=2)
    assert clerk.focus() is table.view
    assert records.get(work, kind, made) == after

    # Into another folder, once and not twice.
    exports.export(work, kind, tmp_path / "out.xlsx", unmasked=True)
    result = imports.import_sheet(other, kind, tmp_path / "out.xlsx")
    assert result.rejected == 0, result.detail
    [taken] = [
        each for each in records.listing(other, kind).ids
        if text_of(records.get(other, kind, each)) == text_of(after)
    ]  # fmt: skip
    again = imports.import_sheet(other, kind, tmp_path / "out.xlsx")
    assert (again.imported, again.updated) == (0, 0)
    assert text_of(records.get(other, kind, taken)) == text_of(after)
    assert QApplication.activeModalWidget() is None


# What belongs to a matter, in its detail: the matter, the button, what is typed, what cannot be (typed
# first), the line that is pressed to correct it, the correction, and the count of the month paper.
STEPS = {
    "extensions": (
        {"due_on": date(2026, 10, 30)}, "延期",
        {"延至": "2026-11-10", "批准人": "示例主任", "延期原因": "等材料"},
        ("延至", "2026-10-30", "due_after", "延期要延到它以后"),
        "延期 10-30 → 11-10", ("reason", "延期原因", "等鉴定材料"), "extended",
    ),
    "acceptances": (
        {"done_on": TODAY, "result": "修好", "sorted_on": TODAY}, "验收", {"验收人": "示例主任"},
        ("验收日期", "2026-10-23", "decided_on", "验收日期早于办结日期"),
        "10-24 验收通过", ("decided_by", "验收人", "示例副主任"), "passed",
    ),
    "escalations": (
        {"due_on": date(2026, 10, 20)}, "提级", {"报告给谁": "示例镇长"},
        ("日期", "2026-10-19", "raised_on", "过了期限才提级督办"),
        "10-24 提到单位负责人", ("answer", "怎样批示", "三天内办结"), "raised",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", STEPS)
def test_a_step_of_a_matter_by_keys_in_its_detail(qtbot, clerk, work, tmp_path, kind):
    values, button, first, odd, line, (name, label, later), counts = STEPS[kind]
    given = {"received_on": date(2026, 10, 12), "way": "来电", "matter": f"{button}的路灯", "sort": "求助",
             "unit_id": 1, "signed_on": TODAY}  # fmt: skip
    matter = records.save(work, "intakes", {**given, **values})
    moved = records.get(work, "intakes", matter)

    def told():
        deeds = month_figures.month_figures(work, periods.month_of(TODAY)).deeds
        return getattr(deeds, counts)

    def shows():
        clerk.window.go("disputes", {"kind": "intakes", "id": matter})
        settled(qtbot, clerk.window)

    had = told()
    shows()
    dialog = clerk.opens(button)
    for where, text in first.items():
        clerk.overwrites(where, text)
    before = str(dialog.form.editor(odd[2]).typed())
    clerk.overwrites(*odd[:2])
    clerk.presses(Key.Key_S, CONTROL)
    assert odd[3] in dialog.form.error(odd[2])
    assert records.listing(work, kind).ids == ()
    clerk.overwrites(odd[0], before)
    clerk.saves()
    [made] = records.listing(work, kind).ids
    stored = records.get(work, kind, made)
    dialog = clerk.opens(line)
    clerk.overwrites(label, later)
    clerk.saves()
    assert records.get(work, kind, made)[name] == later
    for key, stands in ((Key.Key_Z, stored[name]), (Key.Key_Y, later)):
        clerk.window.current_page().ledger.table.view.setFocus()
        clerk.presses(key, CONTROL)
        settled(qtbot, clerk.window)
        assert records.get(work, kind, made)[name] == stands
    assert told() == had + 1
    exports.export(work, kind, tmp_path / "out.xlsx", unmasked=True)
    rows = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows(values_only=True)
    assert any(later in row for row in rows)

    # In the list of its kind, by keys, and from there on paper.
    clerk.turns_to("disputes", "延期和提级")
    label = records.label_of(kind)
    for _ in range(20):
        if getattr(clerk.focus(), "text", str)() == label:
            break
        clerk.presses(Key.Key_Tab)
    clerk.presses(Key.Key_Space)
    settled(qtbot, clerk.window)
    listed = clerk.window.current_page().ledger
    assert (listed.kind, listed.table.shown_ids()) == (kind, [made])
    clerk.prints_to(tmp_path / "steps.pdf")
    assert f"{label}台账" in written_on(tmp_path / "steps.pdf")

    shows()
    clerk.opens(line).delete_button.click()
    settled(qtbot, clerk.window)
    assert (records.listing(work, kind).ids, told()) == ((), had)
    assert records.get(work, "intakes", matter) == moved
    restore(qtbot, clerk.window, kind, made)
    assert told() == had + 1
    assert (records.get(work, "intakes", matter) == moved) is (kind != "extensions")


def test_a_paper_about_a_record_is_drafted_where_the_record_stands(qtbot, clerk, work):
    meeting = min(records.listing(work, "meetings").ids)
    values = {"received_on": TODAY, "way": "来访", "matter": "低保没有公示", "village_id": 1}
    nameless = records.save(work, "intakes", values)
    intake = records.save(work, "intakes", values | {"persons": ("示例某",)})

    def buttons(kind, record_id, panel_of):
        clerk.window.go(PAGES[kind], {"kind": kind, "id": record_id})
        settled(qtbot, clerk.window)
        panel = panel_of(clerk.window.current_page())
        return {each.text(): each for each in panel.findChildren(QPushButton) if each.isVisible()}

    shown = clerk.goes_to_list(PAGES["intakes"], "intakes")
    assert "起草受理告知书" not in buttons("intakes", nameless, lambda _page: shown.panel)
    offered = buttons("intakes", intake, lambda _page: shown.panel)
    assert "起草答复意见书" not in offered
    offered["起草受理告知书"].click()
    settled(qtbot, clerk.window)
    held = clerk.goes_to_list(PAGES["meetings"], "meetings")
    buttons("meetings", meeting, lambda _page: held.panel)["会议纪要"].click()
    settled(qtbot, clerk.window)
    listed = records.listing(work, "documents")
    kinds = [row[listed.column("kind")] for row in listed.rows]
    assert sorted(kinds) == ["会议纪要", "受理告知书"]
