"""From the window where somebody comes in to the day he is told: by keys alone."""

from datetime import date, datetime

import pytest
from builders import open_work, unit, village
from keyboard import CONTROL, Key
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from window_steps import settled

from gaotang_desktop.domain.periods import month
from gaotang_desktop.services import attachments, disputes, records
from gaotang_desktop.services.casework import intakes, pressing
from gaotang_desktop.services.workbench import figures
from gaotang_desktop.ui.pages.tasks.proposal_dialog import ProposalDialog


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


@pytest.mark.parametrize(
    ("working_days", "due", "deadline", "tell_by", "late"),
    [
        # 29, 30 | 8, 9, the exchanged Saturday 10, 12 to 16; the dispute has seven of them.
        (True, date(2026, 10, 16), date(2026, 10, 13), date(2026, 10, 13), 0),
        # Every day counts, the holiday too: it was settled four days late.
        (False, date(2026, 10, 8), date(2026, 10, 5), date(2026, 10, 12), 1),
    ],
)
def test_a_matter_from_the_window_to_the_answer(
    qtbot, clerk, work, clock, tmp_path, working_days, due, deadline, tell_by, late
):
    # Taken in, over the holiday with its exchanged working days.
    work.change_settings(
        {"working_days": working_days, "intake_days": 10, "dispute_days_low": 7, "intake_tell_days": 3,
         "holidays": "2026-10-01至2026-10-07 国庆节 放假\n2026-10-10 国庆节 上班"}
    )  # fmt: skip
    clerk.turns_to("disputes", "诉求登记")
    page = clerk.window.current_page()
    clerk.adds()
    clerk.goes_to("途径")
    clerk.presses(Key.Key_Down)
    clerk.writes(村="gqc", 首问责任人="示例值班", 诉求人="示例甲", 诉求内容="邻家砌墙占了巷道")
    clerk.saves()
    [made] = records.listing(work, "intakes").ids
    told = records.get(work, "intakes", made)
    assert (told["number"], told["persons"], told["due_on"]) == (
        "诉2026-001", ("示例甲",), due,
    )  # fmt: skip

    # One press: the dispute that it is.
    clerk.opens("转为纠纷")
    clerk.writes(类别="lljf", 责任单位="sfs")
    clerk.saves()
    [dispute] = records.listing(work, "disputes").ids
    settled_by = records.get(work, "disputes", dispute)
    assert (settled_by["summary"], settled_by["deadline"]) == ("邻家砌墙占了巷道", deadline)
    assert records.get(work, "intakes", made)["dispute_id"] == dispute

    # Both lead to each other.
    clerk.clicks("2026-001 邻家砌墙占了巷道")
    assert (page.ledger.kind, page.ledger.table.current_id()) == ("disputes", dispute)

    # Settled after the holiday, by mediation, with an agreement.
    clock.at = datetime(2026, 10, 9, 9, 0)
    clerk.opens("办结")
    clerk.goes_to("了结方式")
    clerk.presses(Key.Key_Down)
    clerk.writes(协议签订日期="2026-10-09", 化解结果="拆墙还路")
    clerk.saves()
    assert disputes.endings(work, month(2026, 10)).by_way == {"人民调解": 1}
    signed = tmp_path / "调解协议（签字）.pdf"
    signed.write_bytes(b"%PDF-1.4 signed")
    clerk.clicks("添加附件")
    clerk.names_file(signed)
    clerk.comes_back()
    assert [each.name for each in attachments.listed(work, "disputes", dispute)] == [signed.name]

    # Told back.
    clerk.clicks("来自诉求 诉2026-001")
    assert page.ledger.table.current_id() == made
    standing = intakes.standing_of(work, made)
    assert (standing.stage, standing.due_on) == ("待告知", tell_by)
    clerk.opens("告知")
    clerk.goes_to("满意情况")
    clerk.presses(Key.Key_Down)
    clerk.saves()
    kept = records.get(work, "intakes", made)
    assert (kept["told_on"], kept["satisfied"]) == (date(2026, 10, 9), "满意")
    found = intakes.figures(work, month(2026, 9))
    assert (found.received, found.done, found.late) == (1, 1, 0)
    found = intakes.figures(work, month(2026, 10))
    assert (found.late, found.content) == (
        late,
        1,
    )  # it fell due in October, where it was said, too


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


def says(clerk, dialog, field, sentence):
    """Ctrl+S: a whole sentence at the field, and the keys are there."""
    clerk.presses(Key.Key_S, CONTROL)
    settled(clerk.qtbot, clerk.window)
    assert dialog.form.error(field) == sentence
    assert dialog.form.editor(field).isAncestorOf(clerk.focus())


def became_dispute(work, way, matter):
    """An intake of 21 September and the dispute that it became."""
    made = records.save(
        work, "intakes",
        {"received_on": date(2026, 9, 21), "way": way, "matter": matter, "village_id": 1},
    )  # fmt: skip
    given = {"found_on": date(2026, 9, 21), "village_id": 1, "category_id": 1, "risk": "低",
             "summary": matter, "unit_id": 1}  # fmt: skip
    return made, intakes.become(work, made, "disputes", given)


def test_an_intake_that_became_a_dispute_does_not_become_an_opinion_too(clerk, work):
    made, _dispute = became_dispute(work, "来电", "砌墙占巷")
    clerk.turns_to("disputes", "诉求登记")
    before = records.get(work, "intakes", made)
    clerk.presses(Key.Key_Return)
    dialog = clerk.waits_for_form()
    assert "opinion_id" not in dialog.form.names_in_sight()
    clerk.goes_to("分流")
    clerk.presses(Key.Key_Down)
    said = (
        "这件诉求已经转为矛盾纠纷，分流要选“纠纷”，现在选的是“意见”；要改到别的类，请用“重新分流”。"
    )
    says(clerk, dialog, "sort", said)
    assert records.get(work, "intakes", made) == before
    clerk.presses(Key.Key_Escape)  # something was typed
    clerk.leaves()

    # What it had become goes into the bin in the same step, and comes back with it.
    clerk.opens("重新分流")
    clerk.goes_to("分流")
    clerk.presses(Key.Key_Down)
    clerk.presses(Key.Key_Down)
    clerk.saves()
    told = records.get(work, "intakes", made)
    assert (told["sort"], told["dispute_id"]) == ("意见", None)
    assert records.listing(work, "disputes").ids == ()
    clerk.window.undo()
    settled(clerk.qtbot, clerk.window)
    assert records.get(work, "intakes", made) == before
    assert len(records.listing(work, "disputes").ids) == 1


def test_what_was_told_too_early_is_sorted_anew_and_the_form_says_what_goes_with_it(clerk, work):
    made, dispute = became_dispute(work, "来访", "田埂被挖")
    disputes.close(work, dispute, result="回填", closed_on=date(2026, 9, 23))
    records.save(
        work, "intakes", {"told_on": date(2026, 9, 24), "satisfied": "满意"}, record_id=made
    )

    def offered():
        clerk.turns_to("disputes", "诉求登记")
        clerk.window.go("disputes", {"kind": "intakes", "id": made})
        settled(clerk.qtbot, clerk.window)
        panel = clerk.window.current_page().ledger.panel
        return [each.text() for each in panel.findChildren(QPushButton)]

    assert "重新分流" not in offered()
    disputes.add_note(work, dispute, text="又挖", happened_on=date(2026, 9, 26), state="化解中")
    clerk.window.go("workbench", {})
    assert "重新分流" in offered()
    form = clerk.opens("重新分流")
    hints = [each.text() for each in form.findChildren(QLabel) if each.isVisible()]
    assert any("原来 2026-09-24 的告知不算数了，会一起去掉" in each for each in hints)
    clerk.goes_to("分流")
    for _step in ("纠纷", "意见", "信访"):
        clerk.presses(Key.Key_Down)
    clerk.saves()
    told = records.get(work, "intakes", made)
    assert (told["sort"], told["told_on"], told["satisfied"], told["dispute_id"]) == (
        "信访", None, None, None,
    )  # fmt: skip
    clerk.window.undo()
    settled(clerk.qtbot, clerk.window)
    told = records.get(work, "intakes", made)
    assert (told["told_on"], told["dispute_id"]) == (date(2026, 9, 24), dispute)


def test_a_call_of_no_village_becomes_an_opinion_by_its_one_press(clerk, work):
    made = records.save(
        work, "intakes",
        {"received_on": date(2026, 9, 21), "way": "来电", "matter": "镇上公厕晚上不开"},
    )  # fmt: skip
    clerk.turns_to("disputes", "诉求登记")
    clerk.opens("转为意见")
    clerk.writes(办理单位="镇司法所")
    clerk.saves()
    [opinion] = records.listing(work, "opinions").ids
    told = records.get(work, "opinions", opinion)
    assert (told["village_id"], told["unit_id"], told["source"]) == (None, 1, "电话")
    assert records.get(work, "intakes", made)["opinion_id"] == opinion


def test_a_decision_names_its_unit(clerk, work):
    records.save(
        work, "meetings", {"held_on": date(2026, 9, 21), "kind": "研判会", "topic": "秋季"}
    )
    clerk.turns_to("tasks", "会议决定")
    dialog = clerk.adds()
    clerk.goes_to("会议")
    clerk.types("2026")
    clerk.presses(Key.Key_Return)
    clerk.writes(决定="加装照明")
    says(clerk, dialog, "unit_id", "请填写“责任单位”。")
    assert records.listing(work, "meeting-decisions").ids == ()
    clerk.types("sfs")
    clerk.presses(Key.Key_Return)
    clerk.saves()
    assert len(records.listing(work, "meeting-decisions").ids) == 1


def test_counts_below_zero_are_told_in_their_cell_and_the_month_is_not_stored(clerk, work):
    clerk.turns_to("disputes", "发案统计")
    grid = clerk.window.current_page().incidents.grid
    clerk.cells("3", "-1", "0", "0", "0", "0", "0")
    clerk.presses(Key.Key_S, CONTROL)
    settled(clerk.qtbot, clerk.window)
    assert grid.errors() == {(1, "frauds"): "“电诈起数”不能小于 0，现在是 -1。"}
    assert records.listing(work, "incident-counts").ids == ()
    assert clerk.focus() is grid.view
    assert grid.model.columns[grid.view.currentIndex().column()].name == "frauds"
    clerk.types("1")
    clerk.presses(Key.Key_Return)
    clerk.presses(Key.Key_S, CONTROL)
    settled(clerk.qtbot, clerk.window)
    [made] = records.listing(work, "incident-counts").ids
    assert records.get(work, "incident-counts", made)["frauds"] == 1


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


def test_the_steps_of_a_dispute_over_a_holiday_by_keys(qtbot, clerk, work, clock):
    work.change_settings(
        {"working_days": True, "holidays": "2026-10-01至2026-10-07 放假", "accept_days": 2,
         "steps_from": date(2026, 9, 28), "dispute_sign_days_low": 3, "dispute_tell_days_low": 2}
    )  # fmt: skip
    made = records.save(
        work, "disputes",
        {"found_on": date(2026, 9, 28), "village_id": 1, "category_id": 1, "risk": "低",
         "summary": "砌墙占巷", "unit_id": 1, "deadline": date(2026, 10, 9)},
    )  # fmt: skip

    def waits():
        return [
            (each.what, each.when)
            for each in figures.today(work).todos
            if each.context.get("ids") == [made]
        ]

    clock.at = datetime(2026, 10, 8, 9, 0)
    assert waits() == [("郭桥村：待签收：砌墙占巷", "今天")]
    clerk.window.go("disputes", {"kind": "disputes", "id": made})
    settled(qtbot, clerk.window)
    clerk.opens("签收")
    clerk.goes_to("签收日期")
    clerk.saves()
    assert records.get(work, "disputes", made)["signed_on"] == date(2026, 10, 8)
    assert waits() == [("郭桥村：砌墙占巷", "明天")]

    # Past its day: proposed, ticked, noted; nothing by itself.
    clock.at = datetime(2026, 10, 12, 9, 0)
    clerk.window.go("tasks", {"raise": True})
    qtbot.waitUntil(lambda: isinstance(QApplication.activeWindow(), ProposalDialog))
    assert QApplication.activeWindow().button.text() == "登记 1 件"
    clerk.presses(Key.Key_Return)
    settled(qtbot, clerk.window)
    [raised] = pressing.escalations(work, "disputes", made)
    assert (raised.level, raised.due_on) == ("单位负责人", date(2026, 10, 9))

    # Ended, sent back with a reason, ended again, passed, told.
    with qtbot.waitActive(clerk.window):
        clerk.window.activateWindow()
    clerk.window.go("disputes", {"kind": "disputes", "id": made})
    settled(qtbot, clerk.window)
    clerk.opens("办结")
    clerk.writes(化解结果="拆墙还路")
    clerk.saves()
    assert waits() == [("郭桥村：待验收：砌墙占巷", "后天")]
    dialog = clerk.opens("验收")
    clerk.writes(验收人="示例主任")
    clerk.goes_to("结论")
    clerk.presses(Key.Key_Down)
    clerk.presses(Key.Key_S, CONTROL)
    assert dialog.form.error("reason") == "退回的要写明为什么退回。"
    clerk.writes(意见="没有签协议")
    clerk.saves()
    now = records.get(work, "disputes", made)
    assert (now["state"], now["closed_on"]) == ("化解中", None)
    assert now["deadline"] > date(2026, 10, 12)
    clerk.opens("办结")
    clerk.writes(化解结果="签了协议")
    clerk.saves()
    clerk.opens("验收")
    clerk.writes(验收人="示例主任")
    clerk.saves()
    assert waits() == [("郭桥村：待反馈：砌墙占巷", "后天")]
    clerk.opens("反馈")
    clerk.saves()
    assert waits() == []
    assert [each.decision for each in pressing.acceptances(work, "disputes", made)] == [
        "通过", "退回",
    ]  # fmt: skip
