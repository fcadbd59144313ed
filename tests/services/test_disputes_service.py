"""Disputes on a real database: steps, moves, deadlines, what leaves the office."""

from datetime import date, datetime, timedelta

import builders
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from gaotang_desktop.domain import disputes as rules
from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.domain.periods import month
from gaotang_desktop.services import disputes, records
from gaotang_desktop.services.sheets import exports, imports

TODAY = builders.NOW.date()
OCTOBER = month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    builders.village(opened)
    builders.unit(opened)
    builders.unit(opened, "司法所")
    yield opened
    opened.close()


def dispute(work, **values):
    given_ = {
        "village_id": 1, "category_id": 1, "risk": "中", "summary": "两户因界墙争执", "unit_id": 1,
        "found_on": date(2026, 10, 1), **values,
    }  # fmt: skip
    return records.save(work, "disputes", given_)


def state(work, number):
    return records.get(work, "disputes", number)["state"]


def sheet(tmp_path, *rows):
    path = tmp_path / "disputes.csv"
    path.write_text("\n".join(rows), "utf-8")
    return path


def test_closing_by_a_note_is_one_step_that_one_undo_takes_back(work):
    one = dispute(work)
    disputes.add_note(work, one, text="到现场查看", happened_on=date(2026, 10, 2), state="化解中")
    disputes.close(work, one, result="双方握手言和", closed_on=date(2026, 10, 9))
    now = records.get(work, "disputes", one)
    assert (now["state"], now["closed_on"]) == ("已化解", date(2026, 10, 9))
    assert [each.state for each in disputes.notes(work, one)] == ["已化解", "化解中"]
    work.undo()
    assert state(work, one) == "化解中"
    assert len(disputes.notes(work, one)) == 1


def test_a_dispute_that_flares_up_again_gets_a_new_term_and_keeps_its_story(work):
    one = dispute(work)
    disputes.close(work, one, result="和解", closed_on=date(2026, 10, 9))
    disputes.revisit(work, one, text="又吵起来", revisited_on=date(2026, 10, 20), again=True)
    now = records.get(work, "disputes", one)
    assert (now["state"], now["closed_on"], now["result"]) == ("化解中", None, None)
    assert now["deadline"] == date(2026, 11, 4)
    assert len(disputes.notes(work, one)) == 2


def test_an_escalated_dispute_stays_open_and_one_handed_over_is_closed(work):
    one, two = dispute(work), dispute(work, summary="工钱没有结清")
    disputes.escalate(work, one, unit_id=2, reason="分歧大", raised_on=date(2026, 10, 5))
    disputes.hand_over(work, two, to="县劳动监察", reason="属其管辖", handed_on=date(2026, 10, 5))
    assert records.get(work, "disputes", one)["escalated_to_id"] == 2
    assert (state(work, one), state(work, two)) == ("化解中", "已移交")


def test_a_step_before_the_dispute_was_found_or_in_the_future_is_refused(work):
    one = dispute(work)
    for day in (date(2026, 9, 30), TODAY + timedelta(days=1)):
        with pytest.raises(Invalid) as said:
            disputes.add_note(work, one, text="查看", happened_on=day)
        assert "happened_on" in said.value.fields
    with pytest.raises(Invalid, match="还没有办结"):
        disputes.revisit(work, one, text="正常", revisited_on=TODAY)
    assert disputes.notes(work, one) == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(("form", "note", "import")), st.sampled_from(rules.STATES)),
        min_size=1,
        max_size=6,
    )
)
def test_no_path_makes_a_forbidden_move(work, tmp_path, steps):
    with work.database.reading() as session:
        serial = len(records.listing(work, "disputes").ids)
        assert session is not None
    one = dispute(work, summary=f"第{serial}件")
    for path, wanted in steps:
        before = state(work, one)
        closing = wanted in rules.CLOSED
        try:
            if path == "note":
                disputes.add_note(work, one, text="一步", happened_on=TODAY, state=wanted)
            elif path == "form":
                given_ = {
                    "state": wanted,
                    "closed_on": TODAY if closing else None,
                    "result": "结果" if closing else None,
                }
                records.save(work, "disputes", given_, record_id=one)
            else:
                day, said = (TODAY, "结果") if closing else ("", "")
                imports.import_sheet(
                    work,
                    "disputes",
                    sheet(
                        tmp_path,
                        "发现日期,村,类别,风险,简要情况,责任单位,状态,办结日期,结果",
                        f"2026-10-01,郭桥村,婚姻家庭纠纷,中,第{serial}件,派出所,{wanted},{day},{said}",
                    ),
                    choices=imports.Choices(update_similar=True),
                )
        except Invalid:
            assert state(work, one) == before
        assert rules.may_move(before, state(work, one))


def test_the_deadline_follows_the_risk_unless_it_was_set_by_hand(work):
    one, two = dispute(work), dispute(work, summary="另一件", deadline=date(2026, 12, 1))
    for number in (one, two):
        records.save(work, "disputes", {"risk": "高"}, record_id=number)
    assert records.get(work, "disputes", one)["deadline"] == date(2026, 10, 8)
    assert records.get(work, "disputes", two)["deadline"] == date(2026, 12, 1)


def test_the_ledger_has_what_was_open_in_the_period_overdue_first(work):
    late = dispute(work, summary="逾期的", found_on=date(2026, 8, 1))
    gone = dispute(work, summary="早办结的", found_on=date(2026, 8, 1))
    fresh = dispute(work, summary="新的", found_on=date(2026, 10, 20))
    done = dispute(work, summary="本月办结的", found_on=date(2026, 8, 1))
    disputes.close(work, gone, result="和解", closed_on=date(2026, 8, 9))
    disputes.close(work, done, result="和解", closed_on=date(2026, 10, 9))
    found = disputes.ledger(work, OCTOBER)
    assert found.ids == (late, fresh, done)
    assert [row[0] for row in found.rows] == ["逾期", "未到期", "已办结"]
    told = disputes.summary(work, OCTOBER)
    assert (told.found, told.handled, told.settled, told.overdue) == (3, 1, 1, 1)
    assert disputes.overdue_count(work) == 1
    records.bin_records(work, "disputes", [late])
    assert disputes.summary(work, OCTOBER).found == 2


def test_a_category_out_of_use_is_not_offered_but_stays_on_old_records(work):
    old = dispute(work)
    records.save(work, "dispute-categories", {"in_use": False}, record_id=1)
    offered = {each.id for each in records.references(work, "dispute-categories")}
    assert 1 not in offered
    assert 1 in {e.id for e in records.references(work, "dispute-categories", keeping=[1])}
    records.save(work, "disputes", {"people": 4}, record_id=old)
    assert records.get(work, "disputes", old)["category_id"] == 1


def cells(path):
    book = load_workbook(path)
    return "".join(str(cell.value) for row in book.active.iter_rows() for cell in row if cell.value)


def test_parties_leave_the_office_masked_also_inside_the_texts(work, tmp_path):
    one = dispute(work, parties=("张建国", "李秀英"), summary="张建国与李秀英因排水争吵")
    disputes.add_note(work, one, text="劝说张建国", happened_on=TODAY)
    for kind in ("disputes", "dispute-notes"):
        exports.export(work, kind, tmp_path / "out.xlsx")
        text = cells(tmp_path / "out.xlsx")
        assert "张建国" not in text
        assert "李秀英" not in text
        assert "张某某" in text
        exports.export(work, kind, tmp_path / "whole.xlsx", unmasked=True)
        assert "张建国" in cells(tmp_path / "whole.xlsx")


HEADER = "发现日期,村,类别,风险,简要情况,责任单位"


def test_a_sheet_that_says_less_does_not_take_back_what_is_known(work, tmp_path):
    one = dispute(work, risk="高")
    disputes.close(work, one, result="和解", closed_on=date(2026, 10, 9))
    path = sheet(
        tmp_path, "发现日期,村,类别,简要情况,责任单位,涉及人数",
        "2026-10-01,郭桥村,婚姻家庭纠纷,两户因界墙争执,派出所,4",
    )  # fmt: skip
    same = imports.Choices(update_similar=True)
    told = imports.import_sheet(work, "disputes", path, choices=same)
    assert (told.updated, told.rejected) == (1, 0)
    now = records.get(work, "disputes", one)
    assert (now["risk"], now["state"], now["people"]) == ("高", "已化解", 4)
    assert imports.import_sheet(work, "disputes", path).unchanged == 1


def test_bad_rows_of_a_sheet_are_explained_and_the_good_ones_numbered(work, tmp_path):
    told = imports.import_sheet(
        work,
        "disputes",
        sheet(
            tmp_path,
            f"编号,{HEADER}",
            "2026-001,2026-10-02,郭桥村,邻里纠纷,低,屋檐滴水,司法所",
            "2026-001,2026-10-03,郭桥村,邻里纠纷,中,噪声,司法所",
            ",2026-10-03,没有村,邻里纠纷,中,噪声,司法所",
            ",2026-10-03,郭桥村,没有类,中,噪声二,司法所",
            ",2026-10-03,郭桥村,邻里纠纷,特别高,噪声三,司法所",
            ",2026-12-03,郭桥村,邻里纠纷,中,噪声四,司法所",
            ",2026-10-03,郭桥村,邻里纠纷,中,,司法所",
        ),
    )
    assert (told.rows, told.imported, told.rejected) == (7, 2, 5)
    columns = [each.column for each in told.errors]
    assert columns == ["村", "类别", "风险", "发现日期", "简要情况"]
    listed = records.listing(work, "disputes")
    numbers = sorted(row[listed.column("number")] for row in listed.rows)
    assert numbers == ["2026-001", "2026-002"]


def test_the_clock_makes_a_dispute_overdue_the_day_after(tmp_path):
    opened = builders.open_work(tmp_path / "later", now=datetime(2026, 10, 17, 8, 0))
    builders.village(opened)
    builders.unit(opened)
    dispute(opened)
    assert disputes.overdue_count(opened) == 1
    opened.close()


def test_an_exported_sheet_sent_back_covers_no_name_in_the_ledger(work, tmp_path):
    one = dispute(work, parties=("张建国", "李秀英"), summary="张建国与李秀英因排水争吵")
    dispute(work, parties=("张建军", "张爱民"), summary="另一件")
    exports.export(work, "disputes", tmp_path / "out.xlsx")
    told = imports.import_sheet(work, "disputes", tmp_path / "out.xlsx")
    assert (told.rows, told.unchanged) == (2, 2)
    assert records.get(work, "disputes", one)["parties"] == ("张建国", "李秀英")


def test_a_sheet_may_use_the_words_of_the_plan(work, tmp_path):
    row = "2026-10-02,郭桥村,邻里,高风险,屋檐滴水,司法所"
    told = imports.import_sheet(work, "disputes", sheet(tmp_path, HEADER, row))
    assert (told.imported, told.rejected) == (1, 0)
