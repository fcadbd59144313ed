"""The question where the data shall lie."""

from gaotang_desktop import paths
from gaotang_desktop.domain.errors import StorageProblem
from gaotang_desktop.services.computer import data_place
from gaotang_desktop.services.computer.data_place import Place
from gaotang_desktop.ui.frame.beginning.place_page import PlacePage


def shown(qtbot, places, chosen):
    page = PlacePage(places, chosen)
    qtbot.addWidget(page)
    page.resize(1000, 640)
    page.show()
    return page


def test_every_place_has_a_button_that_tells_its_room(qtbot, tmp_path):
    got = []
    page = shown(
        qtbot, [Place(tmp_path / "D", 120 << 30), Place(tmp_path / "C", 9 << 30)], got.append
    )
    assert [each.text().partition("（")[2] for each in page.buttons] == [
        "还空 120 GB）",
        "还空 9 GB）",
    ]
    page.buttons[1].click()
    assert got == [tmp_path / "C"]


def test_a_place_that_will_not_do_is_said_on_the_page_and_another_can_be_chosen(qtbot, tmp_path):
    (tmp_path / "file").write_text("", "utf-8")

    def choose(folder):
        try:
            data_place.choose(folder)
        except StorageProblem as problem:
            page.say(str(problem))

    page = shown(qtbot, [Place(tmp_path / "file" / "x", 1), Place(tmp_path / "good", 1)], choose)
    page.buttons[0].click()
    assert "不能写入" in page.trouble.text()
    assert paths.chosen_data_folder() is None
    page.buttons[1].click()
    assert paths.default_data_folder() == tmp_path / "good"


def test_a_share_of_the_network_is_refused_with_the_reason(qtbot):
    got = []

    def choose(folder):
        try:
            data_place.choose(folder)
        except StorageProblem as problem:
            got.append(str(problem))

    page = shown(qtbot, [Place(paths.Path("\\\\server\\share\\数据"), 1)], choose)
    page.buttons[0].click()
    assert "网络" in got[0]
