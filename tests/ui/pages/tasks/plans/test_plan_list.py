"""What the list of a long plan and the text beside it show of each line."""

from builders import open_work
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QWidget

from gaotang_desktop.services import plans
from gaotang_desktop.ui.pages.tasks.plans.confirmation import PlanConfirmation
from gaotang_desktop.ui.pages.tasks.plans.rows import KIND, LINE


def test_kinds_lines_and_the_marked_part_are_seen_whole_however_long_the_plan(qtbot, tmp_path):
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1280, 690)
    host.show()
    words = "责任单位：派出所、司法所、市场监管所、综合执法队、应急办、各村，2025年12月底前完成并报送工作总结。"
    tasks = [f"{at}.开展第{at}项治安防控和矛盾纠纷化解行动。{words}" for at in range(1, 131)]
    text = "\n".join(["云台镇2025年方案", "一、任务", *tasks, "二、工作要求", "（一）加强领导。"])
    work = open_work(tmp_path / "data")
    dialog = PlanConfirmation(host, work, plans.read(work, text), lambda *_: None)
    dialog.resize(1073, 570)
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    dialog.list.share_room()
    header, metrics = dialog.list.horizontalHeader(), dialog.list.fontMetrics()
    for column, shown in ((KIND, "未采用"), (LINE, "134")):
        cells = {dialog.rows.index(row, column).data() for row in range(dialog.rows.rowCount())}
        assert shown in {str(cell) for cell in cells}
        assert header.sectionSize(column) > metrics.horizontalAdvance(shown) + 8
    for at in (40, 80):
        entry = dialog.draft.entries[at]
        dialog.list.go_to(entry.key)
        end = QTextCursor(dialog.text.document().findBlockByNumber(entry.line - 1))
        for move in (QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveOperation.EndOfBlock):
            end.movePosition(move)
            assert dialog.text.viewport().rect().contains(dialog.text.cursorRect(end))
    work.close()
