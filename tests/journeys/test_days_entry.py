"""The day's entry of 24 villages in the real window, by keys alone: no mouse, no setter."""

from datetime import timedelta

import pytest
from builders import NOW, open_work, unit, village
from keyboard import CONTROL, Key
from PySide6.QtWidgets import QApplication
from window_steps import settled

from gaotang_desktop.services import records
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

TODAY = NOW.date()
NAMES = [f"{one}{other}村" for one in "东西南北" for other in "郭王李赵刘陈"]
SURNAMES = "郭王李赵刘陈杨黄吴周徐孙"


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    for order, name in enumerate(NAMES, start=1):
        village(opened, name, display_order=order)
    unit(opened, "司法所")
    unit(opened, "派出所")
    yield opened
    opened.close()


def listed(work, kind):
    return [records.get(work, kind, number) for number in records.listing(work, kind).ids]


def test_a_days_entry_of_24_villages_from_the_keyboard(qtbot, clerk, work):
    # The night: 22 villages patrolled, one did not and says why, one has not reported.
    clerk.presses(Key.Key_3, CONTROL)
    settled(qtbot, clerk.window)
    clerk.presses(Key.Key_N, CONTROL)
    for at in range(22):
        leader = SURNAMES[at % 12] + "某" + "甲乙"[at // 12]
        clerk.cells("2000", "2210", leader, str(3 + at % 3))
    columns = [each.name for each in clerk.window.current_page().entry.grid.model.columns]
    clerk.cells(*[""] * columns.index("reason"), "大雨")
    clerk.presses(Key.Key_S, CONTROL)
    settled(qtbot, clerk.window)
    patrols = listed(work, "patrols")
    assert len(patrols) == 22
    # Until noon it is last night that is entered.
    assert {each["night"] for each in patrols} == {TODAY - timedelta(days=1)}
    leaders = {each["village_id"]: each["leader"] for each in patrols}
    assert (leaders[1], leaders[22]) == ("郭某甲", "周某乙")
    assert 24 not in leaders
    assert [each["reason"] for each in listed(work, "missed-nights")] == ["大雨"]

    # Two disputes, one after the other.
    clerk.opens_form(5)
    clerk.goes_to("村")
    clerk.types("dw")
    clerk.presses(Key.Key_Return)
    clerk.types("lljf")
    clerk.presses(Key.Key_Return)
    clerk.goes_to("风险")
    clerk.presses(Key.Key_Up, times=2)
    clerk.goes_to("当事人")
    clerk.types("示例甲、示例乙")
    clerk.goes_to("简要情况")
    clerk.types("宅基地边界争议")
    clerk.goes_to("责任单位")
    clerk.types("sfs")
    clerk.presses(Key.Key_Return)
    clerk.presses(Key.Key_Return, CONTROL)
    settled(qtbot, clerk.window)
    clerk.goes_to("类别")
    clerk.types("lljf")
    clerk.presses(Key.Key_Return)
    clerk.goes_to("简要情况")
    clerk.types("浇地用水争执")
    clerk.goes_to("责任单位")
    clerk.types("pcs")
    clerk.presses(Key.Key_Return)
    clerk.saves()
    first, second = sorted(listed(work, "disputes"), key=lambda each: each["number"])
    assert (first["village_id"], first["risk"], first["unit_id"]) == (2, "高", 1)
    assert first["parties"] == ("示例甲", "示例乙")
    assert (second["village_id"], second["summary"], second["unit_id"]) == (2, "浇地用水争执", 2)

    # One activity.
    clerk.opens_form(4)
    clerk.goes_to("村")
    clerk.types("xl")
    clerk.presses(Key.Key_Return)
    clerk.goes_to("形式")
    clerk.presses(Key.Key_Down)
    clerk.goes_to("主题")
    clerk.types("防范电信诈骗")
    clerk.goes_to("受众")
    clerk.types("60")
    clerk.goes_to("入户走访")
    clerk.types("12")
    clerk.saves()
    [activity] = listed(work, "publicity-activities")
    assert NAMES[activity["village_id"] - 1] == "西李村"
    assert (activity["topic"], activity["audience"], activity["households"]) == (
        "防范电信诈骗", 60, 12,
    )  # fmt: skip

    # One inspection with what it found.
    clerk.opens_form(6)
    clerk.goes_to("类别")
    clerk.presses(Key.Key_Down)
    clerk.goes_to("村")
    clerk.types("bc")
    clerk.presses(Key.Key_Return)
    for _ in range(40):
        if clerk.focus() is QApplication.activeWindow().grid.view:
            break
        clerk.presses(Key.Key_Tab)
    clerk.cells("没有登记", "", "11.1")
    clerk.saves()
    [inspection] = listed(work, "inspections")
    assert (NAMES[inspection["village_id"] - 1], inspection["result"]) == ("北陈村", "发现问题")
    [finding] = listed(work, "findings")
    assert (finding["text"], finding["village_id"]) == ("没有登记", inspection["village_id"])
    assert f"{finding['due_on']:%m-%d}" == "11-01"

    # The last step is taken back and given again, then the day is looked at.
    clerk.presses(Key.Key_Z, CONTROL)
    settled(qtbot, clerk.window)
    assert listed(work, "findings") == listed(work, "inspections") == []
    clerk.presses(Key.Key_Y, CONTROL)
    settled(qtbot, clerk.window)
    assert len(listed(work, "findings")) == 1
    clerk.presses(Key.Key_1, CONTROL)
    settled(qtbot, clerk.window)
    assert clerk.window.current_page().key == "workbench"


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("inspections", "findings"),
        ("inspections", "places"),
        ("disputes", "dispute-categories"),
        ("publicity", "opinions"),
        ("patrols", "missed-nights"),
        ("registers", "units"),
    ],
)
def test_the_key_of_the_primary_button_works_at_once_whatever_the_button_says(
    qtbot, clerk, key, kind
):
    clerk.window.go(key, {"kind": kind})
    settled(qtbot, clerk.window)
    page = clerk.window.current_page()
    clerk.presses(Key.Key_N, CONTROL)
    # Nothing is waited for: what is typed next must not go astray.
    [dialog] = page.ledgers[kind].findChildren(FormDialog)
    assert dialog.isVisible()
