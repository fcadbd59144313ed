"""督办单、提级督办: what is called for, to be ticked."""

from PySide6.QtWidgets import QApplication, QMainWindow

from gaotang_desktop.ui.pages.tasks.proposal_dialog import Line, ProposalDialog


def test_every_line_is_as_high_as_the_others_however_many_there_are(qtbot):
    window = QMainWindow()
    qtbot.addWidget(window)
    lines = [
        Line(f"单位{at}", "bad_text", [(f"事项{n}", "") for n in range(4)], at) for at in range(9)
    ]
    dialog = ProposalDialog(
        window, lines, title="督办", heading="督办", explanation="", button="签发 {} 张", done=print
    )
    dialog.open()
    QApplication.processEvents()
    heights, item = [], dialog.tree.topLevelItem(0)
    while item is not None:
        heights.append(dialog.tree.visualItemRect(item).height())
        item = dialog.tree.itemBelow(item)
    assert len(heights) == 45
    assert len(set(heights)) == 1
