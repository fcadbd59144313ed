"""A place whose content is made when it is first needed."""

from PySide6.QtWidgets import QLabel, QTabWidget

from gaotang_desktop.ui.pages.system.later import Later


def test_a_tab_is_made_when_it_is_opened_and_only_once(qtbot):
    made = []

    def make(column):
        made.append(1)
        column.addWidget(QLabel("设置"))

    tabs = QTabWidget()
    qtbot.addWidget(tabs)
    tabs.addTab(QLabel("先看"), "先看")
    place = Later(make)
    tabs.addTab(place, "设置")
    tabs.show()
    assert not place.is_made
    tabs.setCurrentWidget(place)
    qtbot.waitUntil(place.findChild(QLabel).isVisible)
    tabs.setCurrentIndex(0)
    tabs.setCurrentWidget(place)
    place.fill()
    assert made == [1]
