from datetime import date

import pytest
from builders import open_work, unit, village
from PySide6.QtWidgets import QWidget

from gaotang_desktop.services import records
from gaotang_desktop.services.facts import village_lives
from gaotang_desktop.services.sheets import imports
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("kind", "values", "asked"),
    [
        ("patrols", {"night": date(2026, 10, 9)}, ""),
        ("patrols", {"night": date(2026, 10, 10)}, "老庄村2026-10-10 已撤并"),
        ("patrols", {"night": date(2026, 2, 28)}, "老庄村2026-03-01 才设立"),
        ("dispute-reports", {"week": date(2026, 10, 5)}, "已撤并"),
        ("dispute-reports", {"week": date(2026, 2, 23)}, ""),
        ("key-group-counts", {"month": date(2026, 10, 1)}, ""),
        ("key-group-counts", {"month": date(2026, 11, 1)}, "已撤并"),
        ("disputes", {"found_on": date(2026, 12, 1)}, "已撤并"),
        ("officers", {"name": "张三"}, ""),
    ],
)
def test_a_record_outside_its_villages_life_is_asked_about(work, kind, values, asked):
    life = {"joined_on": date(2026, 3, 1), "withdrawn_on": date(2026, 10, 10)}
    place = village(work, "老庄村", **life)
    said = village_lives.question(work, kind, {"village_id": place, **values})
    assert asked in said
    assert bool(said) == bool(asked)


def test_an_import_warns_of_each_row_outside_a_villages_life_and_takes_it_in(work, tmp_path):
    village(work, "老庄村", withdrawn_on=date(2026, 10, 10))
    rows = [f"2026-10-{day:02d},老庄村,张三,3" for day in range(5, 24)]
    sheet = tmp_path / "夜巡.csv"
    sheet.write_text("\n".join(["夜晚,村,带班人,人数", *rows]), "utf-8")
    done = imports.import_sheet(work, "patrols", sheet)
    assert (done.imported, done.rejected) == (19, 0)
    said = [each for each in done.notes if "已撤并" in each]
    assert said[0] == "第 7 行：老庄村2026-10-10 已撤并，2026-10-10 的记录不计入任何统计和考评。"
    assert len(said) == 10
    assert done.notes[-1] == "另有 4 行也在村设立以前或者撤并以后。"


def test_the_form_asks_once_and_the_second_time_stores(qtbot, work):
    place = village(work, "老庄村", withdrawn_on=date(2026, 10, 10))
    parent = QWidget()
    qtbot.addWidget(parent)
    values = {"night": date(2026, 10, 15), "village_id": place, "leader": "张三", "people": 3}
    dialog = FormDialog(
        parent,
        "新增平安夜巡",
        records.fields_for("patrols"),
        today=work.today,
        save=lambda typed: records.save(work, "patrols", typed),
        references=lambda kind: records.references(work, kind, keeping=[place]),
        values={**values, "evidence": "村自报"},
        question=lambda typed: village_lives.question(work, "patrols", typed),
    )
    dialog.save_button.click()
    assert "已撤并" in dialog.problem.text()
    assert records.listing(work, "patrols").ids == ()
    dialog.save_button.click()
    assert len(records.listing(work, "patrols").ids) == 1


def test_what_leaves_the_bin_is_held_against_the_days_of_now(work):
    place = village(work, "老庄村")
    patrol = records.save(
        work, "patrols",
        {"village_id": place, "night": date(2026, 10, 9), "leader": "张三", "people": 3},
    )  # fmt: skip
    meeting = records.save(
        work, "meetings", {"held_on": date(2026, 9, 1), "kind": "研判会", "topic": "秋季"}
    )
    values = {"meeting_id": meeting, "unit_id": unit(work), "text": "加装照明",
              "due_on": date(2026, 9, 9)}  # fmt: skip
    decision = records.save(work, "meeting-decisions", values)
    both = [("patrols", patrol), ("meeting-decisions", decision)]
    for kind, number in both:
        records.bin_records(work, kind, [number])
    assert village_lives.restoring(work, both) == []
    records.save(work, "villages", {"withdrawn_on": date(2026, 10, 1)}, record_id=place)
    records.save(work, "meetings", {"held_on": date(2026, 9, 20)}, record_id=meeting)
    gone, early = village_lives.restoring(work, both)
    assert "老庄村2026-10-01 已撤并" in gone
    assert "早于" in early


@pytest.mark.parametrize("stored", [(), ("2026-10-05", "2026-10-06")])
def test_an_import_says_of_lines_long_before_all_others_that_everything_since_would_be_due(
    work, tmp_path, stored
):
    village(work, "老庄村")

    def take(days):
        sheet = tmp_path / "夜巡.csv"
        rows = [f"{day},老庄村,张三,3" for day in days]
        sheet.write_text("\n".join(["夜晚,村,带班人,人数", *rows]), "utf-8")
        return [
            each for each in imports.import_sheet(work, "patrols", sheet).notes if "隔了" in each
        ]

    if stored:
        assert take(stored) == []
    assert take(["2026-10-07", "2025-10-05", "2025-10-06", "2026-10-05"]) == [
        "第 3 行等 2 行是 2025-10-05 起的，夜巡的下一条是 2026-10-05 的，隔了 364 天。"
        "应完成的就从 2025-10-05 算起，请核对年份；写错了的请改正，已经导入的先撤销。"
    ]
    assert take(["2025-11-20"]) == [], "it begins nothing"


def test_a_stray_line_is_asked_about_when_it_leaves_the_bin(work):
    place = village(work, "老庄村")
    wrong, _right = (
        records.save(
            work, "patrols", {"village_id": place, "night": day, "leader": "张三", "people": 3}
        )
        for day in (date(2025, 10, 9), date(2026, 10, 9))
    )
    records.bin_records(work, "patrols", [wrong])
    (said,) = village_lives.restoring(work, [("patrols", wrong)])
    assert "早了 365 天" in said
