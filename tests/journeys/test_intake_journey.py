"""From the window where somebody comes in to the day he is told: by keys, and one click each step."""

from datetime import date, datetime

import pytest
from builders import open_work, unit, village
from keyboard import CONTROL, Key
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from window_steps import settled

from gaotang_desktop.domain.periods import month
from gaotang_desktop.services import disputes, records
from gaotang_desktop.services.casework import intakes


class Clock:
    def __init__(self):
        self.at = datetime(2026, 9, 28, 9, 0)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def work(tmp_path, clock):
    opened = open_work(tmp_path / "data")
    opened.now = lambda: clock.at
    village(opened, "郭桥村")
    unit(opened, "司法所")
    yield opened
    opened.close()


def test_a_matter_from_the_window_to_the_answer(qtbot, clerk, work, clock):
    # Taken in.
    clerk.presses(Key.Key_5, CONTROL)
    settled(qtbot, clerk.window)
    page = clerk.window.current_page()
    page.tabs.setFocus()
    clerk.presses(Key.Key_Tab, CONTROL)
    settled(qtbot, clerk.window)
    assert page.ledger.kind == "intakes"
    clerk.presses(Key.Key_N, CONTROL)
    clerk.waits_for_form()
    clerk.goes_to("途径")
    clerk.presses(Key.Key_Down)
    clerk.writes(村="gqc", 首问责任人="示例值班", 诉求人="示例甲", 诉求内容="邻家砌墙占了巷道")
    clerk.saves()
    [made] = records.listing(work, "intakes").ids
    told = records.get(work, "intakes", made)
    assert (told["number"], told["persons"], told["due_on"]) == (
        "诉2026-001", ("示例甲",), date(2026, 10, 13),
    )  # fmt: skip

    # One click: the dispute that it is.
    clerk.opens("转为纠纷")
    clerk.writes(类别="lljf", 责任单位="sfs")
    clerk.saves()
    [dispute] = records.listing(work, "disputes").ids
    assert records.get(work, "disputes", dispute)["summary"] == "邻家砌墙占了巷道"
    assert records.get(work, "intakes", made)["dispute_id"] == dispute

    # Both lead to each other.
    panel = page.ledger.panel
    [link] = [each for each in panel.findChildren(QPushButton) if each.text().startswith("2026-")]
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    settled(qtbot, clerk.window)
    assert (page.ledger.kind, page.ledger.table.current_id()) == ("disputes", dispute)

    # Settled after the holiday, by mediation, with an agreement.
    clock.at = datetime(2026, 10, 9, 9, 0)
    clerk.opens("办结")
    clerk.goes_to("了结方式")
    clerk.presses(Key.Key_Down)
    clerk.writes(协议签订日期="2026-10-09", 化解结果="拆墙还路")
    clerk.saves()
    assert disputes.endings(work, month(2026, 10)).by_way == {"人民调解": 1}

    # Told back.
    [back] = [
        each for each in page.ledger.panel.findChildren(QPushButton)
        if each.text() == "来自诉求 诉2026-001"
    ]  # fmt: skip
    qtbot.mouseClick(back, Qt.MouseButton.LeftButton)
    settled(qtbot, clerk.window)
    assert page.ledger.table.current_id() == made
    assert intakes.standing_of(work, made).stage == "待告知"
    clerk.opens("告知")
    clerk.goes_to("满意情况")
    clerk.presses(Key.Key_Down)
    clerk.saves()
    kept = records.get(work, "intakes", made)
    assert (kept["told_on"], kept["satisfied"]) == (date(2026, 10, 9), "满意")
    found = intakes.figures(work, month(2026, 9))
    assert (found.received, found.done, found.late, found.content) == (1, 1, 0, 1)


def test_a_day_that_cannot_be_is_said_at_its_field_and_nothing_is_lost(qtbot, clerk, work):
    made = records.save(
        work, "intakes",
        {"received_on": date(2026, 9, 21), "way": "来电", "matter": "路灯不亮", "sort": "求助",
         "done_on": date(2026, 9, 22), "result": "已修"},
    )  # fmt: skip
    clerk.window.go("disputes", {"kind": "intakes", "id": made})
    settled(qtbot, clerk.window)
    clerk.opens("告知")
    dialog = QApplication.activeWindow()
    clerk.goes_to("告知日期")
    clerk.presses(Key.Key_A, CONTROL)
    clerk.types("2026-09-20")
    clerk.presses(Key.Key_S, CONTROL)
    assert dialog.form.error("told_on") == "告知日期早于登记日期，请改正其中一个。"
    assert records.get(work, "intakes", made)["told_on"] is None
    clerk.presses(Key.Key_A, CONTROL)
    clerk.types("2026-09-23")
    clerk.saves()
    assert records.get(work, "intakes", made)["told_on"] == date(2026, 9, 23)


def test_a_deadline_over_the_holiday_is_put_off_before_it_passes_and_not_after(
    qtbot, clerk, work, clock
):
    work.change_settings(
        {"working_days": True, "holidays": "2026-10-01至2026-10-07 放假", "intake_days": 4}
    )
    made = records.save(
        work, "intakes",
        {"received_on": date(2026, 9, 28), "way": "来访", "matter": "房屋漏雨", "sort": "求助",
         "unit_id": 1},
    )  # fmt: skip
    assert records.get(work, "intakes", made)["due_on"] == date(2026, 10, 9)
    clerk.window.go("disputes", {"kind": "intakes", "id": made})
    settled(qtbot, clerk.window)

    clerk.opens("延期")
    dialog = QApplication.activeWindow()
    clerk.writes(延至="2026-10-08", 批准人="示例主任", 延期原因="等材料")
    clerk.presses(Key.Key_S, CONTROL)
    assert "延期要延到它以后" in dialog.form.error("due_after")
    clerk.goes_to("延至")
    clerk.presses(Key.Key_A, CONTROL)
    clerk.types("2026-10-20")
    clerk.saves()
    assert records.get(work, "intakes", made)["due_on"] == date(2026, 10, 20)
    panel = clerk.window.current_page().ledger.panel
    assert "延期 10-09 → 10-20" in [each.text() for each in panel.findChildren(QPushButton)]

    clock.at = datetime(2026, 10, 21, 9, 0)
    clerk.opens("延期")
    dialog = QApplication.activeWindow()
    clerk.writes(延至="2026-10-30", 批准人="示例主任", 延期原因="还等材料")
    clerk.presses(Key.Key_S, CONTROL)
    assert "延期要在到期以前批准" in dialog.form.error("decided_on")
    assert records.get(work, "intakes", made)["due_on"] == date(2026, 10, 20)
