"""The first month on the workbench, from an empty folder: ticked by records, taken away by a click."""

import pytest
from builders import open_work, patrol, village
from window_steps import settled

from gaotang_desktop.services.workbench import first_month
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog


@pytest.fixture
def work(tmp_path):
    made = open_work(tmp_path / "data")
    yield made
    made.close()


def test_the_guide_leads_to_its_deed_is_ticked_by_the_record_and_can_be_dismissed(
    qtbot, window, work
):
    guide = window.current_page().guide
    assert guide.isVisible()
    count = len(guide.buttons)
    patrol(work, village(work), work.today())
    settled(qtbot, window)
    assert len(guide.buttons) == count - 2
    guide.buttons[0].click()
    settled(qtbot, window)
    assert window.current_page().key == "tasks"
    window.go("workbench")
    settled(qtbot, window)
    guide.away.click()
    assert not guide.isVisible()
    village(work, "北村")
    settled(qtbot, window)
    assert not guide.isVisible()


def test_every_step_of_four_weeks_leads_somewhere(qtbot, window, work):
    patrol(work, village(work))
    for step in first_month.rules.STEPS:
        window.go(step.page, dict(step.context))
        settled(qtbot, window)
        assert window.current_page().key == step.page, step.what
        assert window.messages.dialog is None, f"{step.what}: {window.messages.dialog.text.text()}"
        if "add" in step.context:
            [form] = [each for each in window.findChildren(FormDialog) if each.isVisible()]
            form.reject()
        if "enter" in step.context:
            window.current_page().leave_night()
