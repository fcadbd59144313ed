"""What a day brings, typed by real keys and counted against the same lines typed into a sheet.

The sheet is given the best hands: only the columns that are needed, one key for what stands above
(Ctrl+D) and for today, every Chinese word by its initials and one more key, no wrong choice.
"""

from pathlib import Path

import pytest
from builders import NOW, open_work, unit, village
from keyboard import CONTROL, Clerk, Key
from PySide6.QtWidgets import QApplication
from window_steps import settled

from gaotang_desktop.services import records
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog

MANUAL = Path(__file__).resolve().parents[2] / "docs" / "manual" / "keys.md"
TODAY = NOW.date()
NAMES = ("郭楼村", "郭桥村", "王集村", "李庙村", "荷塘社区", "东风村")
INITIALS = ("glc", "gqc", "wjc", "lmc", "htsq", "dfc")
SUMMARY = "两家为巷道吵"


class Counting(Clerk):
    """The same keys, counted: a Chinese word as its initials and the key that chooses it."""

    def __init__(self, qtbot, window):
        super().__init__(qtbot, window)
        self.count = 0

    def presses(self, key, modifier=Clerk.presses.__defaults__[0], *, times=1):
        self.count += times
        super().presses(key, modifier, times=times)

    def types(self, text):
        self.count += chinese(text) if not text.isascii() else len(text)
        super().types(text)

    def row(self, *cells):
        """Field after field of a form, an empty one passed over; the last is left as it is."""
        for at, cell in enumerate(cells):
            if cell:
                self.types(cell)
            if at < len(cells) - 1:
                self.presses(Key.Key_Return)

    def next(self):
        self.presses(Key.Key_Return, CONTROL)
        assert not QApplication.activeWindow().is_dirty(), QApplication.activeWindow().form.typed()


def chinese(text):
    return len(text) + 1


def sheet(rows):
    """The keys of these lines in a sheet: each cell and the key that leaves it."""
    keys = 0
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            typed = chinese(cell) if not cell.isascii() else len(cell)
            same = at > 0 and rows[at - 1][column] == cell
            keys += min(typed, 1 if same or cell == TODAY.isoformat() else typed) + 1
    return keys


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    for order, name in enumerate(NAMES, start=1):
        village(opened, name, display_order=order)
    unit(opened, "司法所")
    records.save(
        opened, "polls",
        {"name": "县测", "level": "县", "from_on": TODAY, "until_on": TODAY},
    )  # fmt: skip
    yield opened
    opened.close()


@pytest.fixture
def clerk(qtbot, clerk):
    return Counting(qtbot, clerk.window)


def form(clerk, page, kind):
    clerk.goes_to_list(page, kind)
    clerk.count = 0
    clerk.adds()


def stored(work, kind, *names):
    listed = records.listing(work, kind).only(names)
    return sorted(tuple(getattr(cell, "label", cell) for cell in row) for row in listed.rows)


def activities(clerk, work):
    form(clerk, "publicity", "publicity-activities")
    clerk.presses(Key.Key_Return)  # today
    for at, letters in enumerate(INITIALS):
        heard, homes = str(80 + at), str(30 + at)
        first = ("jzxc", "反诈宣传") if at == 0 else ("", "")
        clerk.row(letters, "", *first, "", heard, homes)
        clerk.next()
    rows = stored(work, "publicity-activities", "village_id", "form", "topic", "audience")
    assert rows == sorted((n, "集中宣传", "反诈宣传", 80 + at) for at, n in enumerate(NAMES))
    return [
        (TODAY.isoformat(), name, "集中宣传", "反诈宣传", str(80 + at), str(30 + at))
        for at, name in enumerate(NAMES)
    ]


def spot_checks(clerk, work):
    form(clerk, "patrols", "spot-checks")
    clerk.presses(Key.Key_Return)  # last night
    results = ("在岗", "在岗", "脱岗", "在岗", "未巡", "在岗")
    for at, letters in enumerate(INITIALS):
        by = "王所长" if at == 0 else ""
        spelled = {"在岗": "z", "脱岗": "t", "未巡": "w"}[results[at]]
        clerk.row(letters, f"21{at}0", by, spelled)
        clerk.next()
    rows = stored(work, "spot-checks", "village_id", "checked_by", "result")
    assert rows == sorted((n, "王所长", results[at]) for at, n in enumerate(NAMES))
    return [("10-23", name, f"21:{at}0", "王所长", results[at]) for at, name in enumerate(NAMES)]


def inspections(clerk, work):
    form(clerk, "inspections", "inspections")
    clerk.presses(Key.Key_Return)  # today
    for at, letters in enumerate(INITIALS):
        if at == 0:
            clerk.row("xf", letters, "", "", "", "王所长")
        else:
            clerk.row(letters)
        clerk.next()
    rows = stored(work, "inspections", "kind", "village_id", "result")
    assert rows == sorted(("消防安全", name, "未发现问题") for name in NAMES)
    return [(TODAY.isoformat(), "消防安全", name, "王所长", "未发现问题") for name in NAMES]


def disputes(clerk, work):
    form(clerk, "disputes", "disputes")
    clerk.presses(Key.Key_Return)  # today
    for at, letters in enumerate(INITIALS):
        clerk.row(letters, "lljf", "cpc" if at == 0 else "", "", "3", "", SUMMARY + "架" * at)
        clerk.presses(Key.Key_Tab)
        clerk.row("sfs")
        clerk.next()
    rows = stored(work, "disputes", "village_id", "category_id", "source", "risk", "unit_id")
    assert rows == sorted((n, "邻里纠纷", "村排查", "低", "司法所") for n in NAMES)
    return [
        (TODAY.isoformat(), name, "邻里纠纷", "村排查", "个体性", "低", "3",
         SUMMARY + "架" * at, "司法所")
        for at, name in enumerate(NAMES)
    ]  # fmt: skip


def poll_results(clerk, work):
    clerk.window.go("polls", {"kind": "poll-results"})
    settled(clerk.qtbot, clerk.window)
    view = clerk.window.current_page().results
    view.enter()
    clerk.count = 0
    figures = [(40 + at, 38, 37, 30, 20 + at) for at in range(len(NAMES))]
    for line in figures:
        clerk.cells(*map(str, line))
    clerk.presses(Key.Key_S, CONTROL)
    settled(clerk.qtbot, clerk.window)
    rows = stored(work, "poll-results", "village_id", "sample", "safe", "took_part")
    assert rows == sorted((n, 40 + at, 38, 20 + at) for at, n in enumerate(NAMES))
    assert view.found.totals["safe"].words, "rates stand there without a formula"
    return [tuple(map(str, line)) for line in figures]


# In the sheet of a poll the four rates are typed once and filled down, and the sums likewise.
FORMULAS = 4 * len("=C2/B2\t") + len("=SUM(B2:B7)\t") + 4 * 2
KINDS = {
    "宣传活动": (activities, 0),
    "抽查": (spot_checks, 0),
    "检查": (inspections, 0),
    "纠纷": (disputes, 0),
    "民调结果": (poll_results, FORMULAS),
}


def test_each_kind_takes_fewer_keys_than_a_sheet_and_the_manual_says_how_many(clerk, work):
    lines = ["| 六个村各一条 | 在这里 | 在表格里 |", "|---|---|---|"]
    for name, (typed, besides) in KINDS.items():
        rows = typed(clerk, work)
        ours, theirs = clerk.count, sheet(rows) + besides
        lines.append(f"| {name} | {ours} | {theirs} |")
        assert ours < theirs, lines[-1]
        if isinstance(opened := QApplication.activeWindow(), FormDialog):
            opened.form.mark_clean()
            opened.reject()
        with clerk.qtbot.waitActive(clerk.window):
            clerk.window.activateWindow()
        settled(clerk.qtbot, clerk.window)
    assert "\n".join(lines) in MANUAL.read_text("utf-8"), "\n".join(lines)
