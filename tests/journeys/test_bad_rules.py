"""Files that are no rules and no holidays: a sentence in the window and without it, nothing stored."""

import json
from datetime import datetime

import pytest
from builders import open_work
from scored_month import fill_month
from window_steps import owned, settled

from gaotang_desktop.__main__ import main
from gaotang_desktop.app import make_window
from gaotang_desktop.domain.evaluation import scheme_text
from gaotang_desktop.services.schemes import register

BAD = {
    "an unknown fact": (lambda raw: raw["items"][0].update(fact="photos"), "没有“photos”这种取数"),
    "points as text": (lambda raw: raw["items"][0].update(full="十二"), "不是数字"),
    "a number for a name": (lambda raw: raw["items"][0].update(name=12), "要是文字"),
    "a wrong type for items": (lambda raw: raw.update(items={"A1": 12}), "要是一列项目"),
    "a flag for a version": (lambda raw: raw.update(version=True), "要是整数"),
    "an endless number": (lambda raw: raw["items"][0].update(full="1e999999"), "不是能用的数字"),
    "not a number": (lambda raw: raw["items"][0].update(full="NaN"), "不是能用的数字"),
    "a later program's word": (lambda raw: raw.update(weather="sun"), "看不懂的“weather”"),
    "a rule that is none": (lambda raw: raw.update(rewards=[{"when": "now", "number": 1, "reward": "表扬"}]), "奖惩规则第 1 条"),
    "a town's mean by hand": (
        lambda raw: raw["items"][3].update(method="compare", fact="manual", against="town", step="1"),
        "没有去年和全镇的数据可比",
    ),
    "below zero without end": (lambda raw: raw["items"][3].update(method="deduct", step="1", least="-1000"), "最低的得分"),
    "a thousand items": (lambda raw: raw.update(items=raw["items"] * 100), "最多 60 个"),
}  # fmt: skip
WHOLE = {
    "ten megabytes": (b"[" * 10_000_000, "不像是考评方案文件"),
    "brackets without end": (b"[" * 900_000, "套得太深"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\xff", "不是 UTF-8 的文字文件"),
    "nothing": (b"", "看不懂"),
    "a list": (b"[1, 2]", "没有方案"),
}


@pytest.fixture
def files(tmp_path):
    """Each bad file with what is said of it."""
    found = []
    for name, (spoil, said) in BAD.items():
        raw = json.loads(scheme_text.to_json(register.shipped()))
        spoil(raw)
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(raw, ensure_ascii=False), "utf-8")
        found.append((path, said))
    for name, (content, said) in WHOLE.items():
        path = tmp_path / f"{name}.json"
        path.write_bytes(content)
        found.append((path, said))
    return found


@pytest.fixture
def clerk(qtbot, tmp_path):
    work = open_work(tmp_path / "data", now=datetime(2026, 11, 2, 9, 0))
    window = make_window(tmp_path / "data")
    owned(qtbot, window)
    window.show()
    window.attach(work)
    yield window
    work.close()


def test_a_file_that_is_no_scheme_is_said_in_the_window_and_without_it(
    qtbot, clerk, tmp_path, files, capsys
):
    work = clerk.desk.work
    fill_month(work)
    clerk.go("evaluation")
    settled(qtbot, clerk)
    versions = clerk.current_page().open_schemes()
    for path, said in files:
        assert versions.take_in(path) is None, path.name
        shown = clerk.messages.dialog.text.text()
        assert said in shown, (path.name, shown)
        clerk.messages.dialog.reject()
    assert register.versions(work)[0].id is None
    versions.accept()
    work.close()
    for path, said in files:
        assert main(["--data", str(tmp_path / "data"), "import-scheme", str(path)]) == 1, path.name
        told = capsys.readouterr()
        assert said in told.err
        assert told.err.strip().endswith("。")


HOLIDAYS = {
    "重叠": ("2027-01-01,2027-01-03,元旦,放假\n2027-01-03,2027-01-05,元旦,放假", "有重叠的日子"),
    "倒过来": ("2027-01-03,2027-01-01,元旦,放假", "结束早于开始"),
    "一年": ("2027-01-01,2027-12-31,元旦,放假", "超过 31 天"),
    "别的话": ("2027-01-01,,元旦,也许", "要写“放假”或“上班”"),
}


def test_a_sheet_of_holidays_that_cannot_be_is_said_in_the_window_and_without_it(
    qtbot, clerk, tmp_path, capsys
):
    work = clerk.desk.work
    clerk.go("system")
    settled(qtbot, clerk)
    page = clerk.current_page()
    paths = {}
    for name, (rows, said) in HOLIDAYS.items():
        path = paths[name] = tmp_path / f"{name}.csv"
        path.write_text(f"开始,结束,节日,安排\n{rows}\n", "utf-8")
        page.import_holidays(path)
        assert said in clerk.messages.dialog.text.text(), name
        clerk.messages.dialog.reject()
        assert not work.settings["holidays"]
    page.settings.set_value("holidays", "2027-01-01至2027-01-03 元旦 放假\n2027-01-02 元旦 上班")
    page.save_settings()
    assert "有重叠的日子" in page.settings.error("holidays")
    assert not work.settings["holidays"]
    page.settings.set_value("holidays", "")
    page.settings.mark_clean()
    good = tmp_path / "好.csv"
    good.write_text("开始,结束,节日,安排\n2027-01-01,2027-01-03,元旦,放假\n", "utf-8")
    page.import_holidays(good)
    assert "2027-01-01至2027-01-03 元旦 放假" in work.settings["holidays"]
    kept = work.settings["holidays"]
    work.close()
    for name, path in paths.items():
        assert main(["--data", str(tmp_path / "data"), "import-holidays", str(path)]) == 1, name
        assert HOLIDAYS[name][1] in capsys.readouterr().err
    again = open_work(tmp_path / "data", now=datetime(2026, 11, 2, 9, 0))
    assert again.settings["holidays"] == kept
    again.close()
