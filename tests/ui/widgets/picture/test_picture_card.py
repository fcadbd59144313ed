"""Pictures over time: keys, pointer, table beside, and the ways out."""

from types import SimpleNamespace

import pytest
from builders import open_work
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.domain.pictures.values import Line, Picture, Spot, Target
from gaotang_desktop.services import records
from gaotang_desktop.services.papers import drafts, own_annexes
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.desk import clipboard
from gaotang_desktop.ui.desk.memory import Memory
from gaotang_desktop.ui.widgets.picture import painting, sending
from gaotang_desktop.ui.widgets.picture.picture_card import PictureCard

LONG = "非常非常长名字的一个移民搬迁安置社区居民委员会和它的经济合作社以及其他各种组织的联合村民小组全体成员代表大会甲乙"


def spots(count, **more):
    return tuple(
        Spot(str(at), float(at % 5), f"第{at}个", targets=(Target(f"去{at}", "polls", {"id": at}),), **more)
        for at in range(count)
    )  # fmt: skip


def picture(shape, lines=3, columns=12, name="甲村"):
    made = tuple(Line(f"{name}{at}", spots(columns)) for at in range(lines))
    return Picture(shape, f"{LONG}，升降不能断定", tuple(f"{at}月" for at in range(columns)), made,
                   note="说明", empty="还没有。")  # fmt: skip


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def gone():
    return []


@pytest.fixture
def card(qtbot, gone, work):
    shown = picture("lines")
    desk = SimpleNamespace(
        jobs=SimpleNamespace(read=lambda fn, done, key: done(fn())),
        go=lambda page, context: gone.append((page, context)),
        memory=Memory(),
        messages=SimpleNamespace(
            toast=lambda text: None, problem=gone.append, undoable=gone.append
        ),
        work=work,
    )
    made = PictureCard(desk, "走势图", lambda: shown)
    qtbot.addWidget(made)
    made.resize(800, 420)
    made.show()
    return made


def test_arrows_go_from_spot_to_spot_and_enter_leads_to_the_record(qtbot, card, gone):
    view = card.view
    view.setFocus()
    card.show_picture(picture("lines"))
    view.at = (0, 11)
    qtbot.keyClick(view, Qt.Key.Key_Left)
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.at == (1, 10)
    assert view.accessibleDescription() == "第10个"
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert gone == [("polls", {"id": 10})]


@pytest.mark.parametrize("shape", ["lines", "bars", "cells"])
def test_a_click_on_a_spot_leads_to_the_record(qtbot, card, gone, shape):
    card.show_picture(picture(shape, lines=1))
    box = card.view.layout_now().boxes[0][3]
    qtbot.mouseClick(card.view, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert gone == [("polls", {"id": 3})]
    qtbot.mouseClick(card.view, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert len(gone) == 1


def test_the_same_figures_stand_in_a_table_for_screen_readers(qtbot, card):
    card.as_table.click()
    assert card.table.isVisible()
    assert card.table.rowCount() == 3
    assert card.table.item(1, 4).data(Qt.ItemDataRole.AccessibleTextRole) == "第4个"


@pytest.mark.parametrize("shape", ["lines", "bars", "cells"])
@pytest.mark.parametrize(("lines", "columns"), [(1, 1), (3, 12), (138, 12)])
def test_every_spot_lies_inside_whatever_the_size(shape, lines, columns):
    shown = picture(shape, lines, columns, name=LONG)
    room = QRectF(0, 0, 343, painting.least_height(shown) + 40)
    for row in painting.lay_out(shown, room).boxes:
        for box in row:
            assert box.left() >= 0
            assert box.right() <= room.right() + 1


@pytest.mark.parametrize("shape", ["lines", "bars", "cells"])
def test_it_is_sent_in_a_phone_s_width_and_saved_as_png_and_svg(tmp_path, card, shape):
    card.show_picture(picture(shape, lines=24))
    card.send()
    held = QGuiApplication.clipboard().mimeData()
    assert held.imageData().width() == 750
    assert held.text().startswith(f"【{LONG}")
    card.save(tmp_path / "a.png")
    assert QImage(str(tmp_path / "a.png")).width() == 2 * sending.FILE
    card.save(tmp_path / "a.svg")
    assert b"<svg" in (tmp_path / "a.svg").read_bytes()
    card.copy()
    assert QGuiApplication.clipboard().image().width() == 2 * sending.FILE


def test_it_becomes_an_annex_of_a_draft_with_its_finding_as_the_title(card, gone, work):
    draft = drafts.create(work, "notice")
    told = records.get(work, "documents", draft)
    shown = picture("lines")
    card.show_picture(shown)
    dialog = card.insert()
    assert [dialog.list.item(at).text() for at in range(dialog.list.count())] == [
        f"{told['name']}（{told['kind']}草稿）", "新起草一份工作简报",
    ]  # fmt: skip
    dialog.accept()
    dialog = card.insert()
    dialog.accept()
    [annex] = own_annexes.listed(work, draft)
    assert annex.title == shown.title
    assert annex.blocks[0].width > 100, "as wide as the page"
    assert gone[:2] == [("documents", {"id": draft}), f"图已作为附件插入，标题是“{shown.title}”。"]
    assert (
        drafts.paper(work, drafts.get(work, draft), drafts.filling(work, draft)).annexes[-1].title
        == shown.title
    )
    work.undo()
    assert own_annexes.listed(work, draft) == ()


def test_without_a_draft_a_new_one_takes_the_picture_and_an_empty_picture_goes_nowhere(
    card, gone, work
):
    card.show_picture(Picture("lines", "没有", (), (), empty="还没有。"))
    assert card.insert() is None
    card.show_picture(picture("bars"))
    card.insert().accept()
    [(draft, name)] = own_annexes.open_drafts(work)
    assert name.endswith("草稿）")
    assert len(own_annexes.listed(work, draft)) == 1
    assert gone[0] == ("documents", {"id": draft})


def test_what_leaves_a_sample_says_so_in_text_picture_and_file(card, tmp_path):
    card.show_picture(picture("lines"))
    card.copy()
    plain = QGuiApplication.clipboard().image()
    clipboard.leave_as("示例数据")
    card.send()
    held = QGuiApplication.clipboard().mimeData()
    assert held.text().startswith("【示例数据】\n【")
    card.copy()
    marked = QGuiApplication.clipboard().image()
    clipboard.leave_as("")
    assert marked.height() == plain.height() + 56
    assert marked.pixelColor(2, 2) == QColor(theme.LIGHT.bad_soft)
    assert marked.copy(0, 56, plain.width(), plain.height()) == plain
    card._desk.work.__dict__["is_sample"] = True
    card.save(tmp_path / "a.svg")
    assert "【示例数据】" in (tmp_path / "a.svg").read_text("utf-8")


def test_another_ending_is_a_sentence(tmp_path, card, gone):
    card.save(tmp_path / "a.bmp")
    assert isinstance(gone[0], StorageProblem)
    assert str(gone[0]).endswith("没有保存。")


def test_a_line_is_broken_where_nothing_is_known(qapp):
    line = Line("甲", (Spot("1", 1.0), Spot(), Spot("2", 2.0), Spot("3", 3.0)))
    assert painting._runs(line) == [[0], [2, 3]]


def test_words_on_cells_can_be_read_in_both_schemes(qapp):
    for colours in (theme.LIGHT, theme.DARK):
        for value in (0.0, 0.5, 1.0):
            ground = painting._shade(value, colours)
            ink = painting.ink_on(ground, colours)
            assert contrast(ground, ink) >= 4.5, (colours.dark, value)


def contrast(one, other):
    def light(colour):
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
                 for part in (colour.redF(), colour.greenF(), colour.blueF())]  # fmt: skip
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("shape", ["lines", "bars"])
def test_in_high_contrast_no_two_lines_look_alike(qapp, shape):
    plain = theme.LIGHT._replace(
        accent="#000000", warn="#000000", good="#000000", bad="#000000", text="#000000",
        cell_reported="#ffffff", cell_verified="#000000", cell_led="#000000", high_contrast=True,
    )  # fmt: skip
    drawn = set()
    for at in range(3):
        shown = Picture(shape, "x", ("一", "二"), tuple(
            Line(f"村{each}", (Spot("1", 3.0), Spot("1", 3.0)) if each == at else (Spot(), Spot()))
            for each in range(3)
        ))  # fmt: skip
        made = QImage(400, 240, QImage.Format.Format_RGB32)
        made.fill(Qt.GlobalColor.white)
        painter = QPainter(made)
        painting.paint(painter, painting.lay_out(shown, QRectF(0, 0, 400, 240)), plain)
        painter.end()
        drawn.add(bytes(made.copy(120, 40, 200, 160).constBits()))
    assert len(drawn) == 3
