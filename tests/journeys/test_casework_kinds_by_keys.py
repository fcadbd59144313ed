"""Each kind of the office's casework by real keys, from the blank form to paper and to another folder."""

from dataclasses import dataclass
from io import BytesIO

import pdfplumber
import pytest
from builders import NOW, open_work, unit, village
from keyboard import CONTROL, Key
from PySide6.QtWidgets import QApplication, QPushButton
from window_steps import restore, settled

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.services import records, search
from gaotang_desktop.services.papers import month_figures
from gaotang_desktop.services.sheets import exports, imports, ledger_sheets

TODAY = NOW.date()


@dataclass(frozen=True)
class Typed:
    """What is typed under which label, what is corrected then, and where each is stored."""

    first: dict[str, str]
    field: str
    label: str
    later: str
    found_by: str = ""


KINDS = {
    "intakes": Typed(
        {"途径": "↓", "村": "gqc", "首问责任人": "示例值班", "诉求内容": "低保没有公示"},
        "matter", "诉求内容", "低保评定没有公示", "低保评定",
    ),
    "disputes": Typed(
        {"村": "gqc", "类别": "lljf", "简要情况": "砌墙占巷道", "责任单位": "sfs"},
        "summary", "简要情况", "邻家砌墙占巷道", "邻家砌墙",
    ),
    "opinions": Typed(
        {"村": "gqc", "内容": "路灯不亮", "办理单位": "sfs"}, "text", "内容", "村口路灯不亮", "村口路灯",
    ),
    "trouble-spots": Typed(
        {"部位": "老街市场", "村": "gqc", "突出问题": "占道争吵", "牵头单位": "sfs"},
        "problem", "突出问题", "占道经营引起争吵", "占道经营",
    ),
    "meetings": Typed(
        {"议题": "十月形势", "研判的风险": "国道偷油"}, "risks", "研判的风险", "国道沿线偷油", "沿线偷油",
    ),
    "meeting-decisions": Typed(
        {"会议": "2026⏎", "责任单位": "sfs", "决定": "加装照明"}, "text", "决定", "国道加装照明", "国道加装",
    ),
    "checklist-items": Typed(
        {"场所类型": "↓", "检查内容": "灶台整洁"}, "text", "检查内容", "灶台整洁无油污",
    ),
    "grids": Typed(
        {"村": "gqc", "网格": "第一网格", "网格员": "示例戊"}, "worker", "网格员", "示例己庚", "示例己庚",
    ),
    "grid-counts": Typed(
        {"村": "gqc", "网格": "第一网格", "走访": "30", "上报事项": "2"}, "remark", "备注", "含夜间走访",
    ),
}  # fmt: skip


# What the month paper of the office counts of a kind.
COUNTED = {
    "intakes": lambda told: told.intakes.received,
    "disputes": lambda told: told.found,
    "opinions": lambda told: told.opinions.received,
    "trouble-spots": lambda told: told.spots.listed,
    "meetings": lambda told: told.meetings.held,
    "meeting-decisions": lambda told: told.meetings.decided,
    "grids": lambda told: told.grid_count,
    "grid-counts": lambda told: told.grids.reports,
}
# A line of a checklist is no event of a month: what it asks is told as inspection and finding.
UNCOUNTED = {"checklist-items"}


def counted(work, kind):
    """How many of a kind the paper tells: of this month, and the grids of the month reported."""
    month = periods.month_of(TODAY).shifted(-1 if kind == "grid-counts" else 0)
    told = month_figures.month_figures(work, month)
    return COUNTED.get(kind, lambda _told: 0)(told)


def town(folder):
    opened = open_work(folder)
    village(opened, "郭桥村", households=200)
    unit(opened, "司法所")
    records.save(opened, "meetings", {"held_on": TODAY, "kind": "联席会议", "topic": "秋季"})
    return opened


@pytest.fixture
def work(tmp_path):
    opened = town(tmp_path / "data")
    yield opened
    opened.close()


def text_of(values):
    return {name: value for name, value in values.items() if name != "number"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_by_keys_from_the_blank_form_to_paper_and_another_folder(
    qtbot, clerk, work, tmp_path, kind
):
    typed = KINDS[kind]
    ledger = clerk.goes_to_list(PAGES[kind], kind)
    had = set(records.listing(work, kind).ids)
    told = counted(work, kind)

    # Entered.
    dialog = clerk.adds()
    for label, text in typed.first.items():
        if text == "↓":
            clerk.goes_to(label)
            clerk.presses(Key.Key_Down)
        elif text.endswith("⏎"):
            clerk.writes(**{label: text[:-1]})
            clerk.presses(Key.Key_Return)
        else:
            clerk.writes(**{label: text})
    clerk.saves()
    assert not dialog.isVisible()
    [made] = set(records.listing(work, kind).ids) - had
    before = records.get(work, kind, made)

    # Corrected, taken back, given back.
    clerk.window.go(PAGES[kind], {"kind": kind, "id": made})
    settled(qtbot, clerk.window)
    ledger.table.view.setFocus()
    clerk.presses(Key.Key_Return)
    clerk.waits_for_form()
    clerk.overwrites(typed.label, typed.later)
    clerk.saves()
    after = records.get(work, kind, made)
    assert after[typed.field] == typed.later
    for key, stands in ((Key.Key_Z, before), (Key.Key_Y, after)):
        ledger.table.view.setFocus()
        clerk.presses(key, CONTROL)
        settled(qtbot, clerk.window)
        assert records.get(work, kind, made) == stands

    # Thrown away and brought back.
    ledger.table.select([made])
    ledger.table.view.setFocus()
    clerk.presses(Key.Key_Delete)
    settled(qtbot, clerk.window)
    assert made not in records.listing(work, kind).ids
    restore(qtbot, clerk.window, kind, made)
    assert records.get(work, kind, made) == after

    # Counted in the paper of the month.
    assert counted(work, kind) == told + (kind not in UNCOUNTED)

    # Found.
    if typed.found_by:
        index = search.Index(work)
        assert {"kind": kind, "id": made} in [hit.context for hit in index.find(typed.found_by)]
        index.close()

    # On paper.
    listed = records.listing(work, kind)
    sheet = ledger_sheets.sheet(work, listed, heading=ledger_sheets.heading_of(kind))
    content, _made = ledger_sheets.draw(sheet)
    with pdfplumber.open(BytesIO(content)) as pdf:
        words = "".join("".join(page.extract_text().split()) for page in pdf.pages)
    assert typed.later[:4] in words

    # Out as a sheet and into another folder, once and not twice.
    exports.export(work, kind, tmp_path / "out.xlsx", unmasked=True)
    other = town(tmp_path / "other")
    result = imports.import_sheet(other, kind, tmp_path / "out.xlsx")
    assert result.rejected == 0, result.detail
    [taken] = [
        each for each in records.listing(other, kind).ids
        if text_of(records.get(other, kind, each)) == text_of(after)
    ]  # fmt: skip
    again = imports.import_sheet(other, kind, tmp_path / "out.xlsx")
    assert (again.imported, again.updated) == (0, 0)
    assert text_of(records.get(other, kind, taken)) == text_of(after)
    other.close()
    assert QApplication.activeModalWidget() is None


def test_a_paper_about_a_record_is_drafted_where_the_record_stands(qtbot, clerk, work):
    [meeting] = records.listing(work, "meetings").ids
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
