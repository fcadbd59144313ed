"""Lists on paper: what stands on the screen, names covered, read back from the finished PDF."""

import io
from datetime import date, timedelta

import builders
import pdfplumber
import pytest

from gaotang_desktop.domain.documents.checks.sums import of_sums
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import records
from gaotang_desktop.services.papers import own_annexes
from gaotang_desktop.services.sheets import ledger_sheets

OCTOBER = Period(2026, "month", 10)


@pytest.fixture
def work(tmp_path):
    opened = builders.open_work(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def disputes(work):
    village, unit = builders.village(work), builders.unit(work)
    kinds = [
        records.save(work, "dispute-categories", {"name": name, "plan_category": "邻里"})
        for name in ("宅基地纠纷甲", "排水纠纷乙")
    ]
    for number, (day, summary) in enumerate(
        ((date(2026, 10, 3), "欧阳修文与张三争宅基地"), (date(2026, 10, 9), "张三家排水"))
    ):
        records.save(
            work,
            "disputes",
            {
                "found_on": day,
                "village_id": village,
                "category_id": kinds[number],
                "risk": "中",
                "scale": "个体性",
                "parties": ("张三", "欧阳修文"),
                "summary": summary,
                "unit_id": unit,
                "deadline": date(2026, 11, 2),
            },
        )
    return records.listing(work, "disputes")


def table(work, shown, **values):
    paper = ledger_sheets.sheet(work, shown, heading="矛盾纠纷台账", **values)
    content, _made = ledger_sheets.draw(paper)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return pdf.pages[0].extract_table(), pdf.pages[0].extract_text()


def test_the_paper_has_the_columns_and_rows_of_the_list_in_their_order(work, disputes):
    shown = disputes.only(["summary", "found_on", "village_id"])
    rows, text = table(work, shown, period=OCTOBER, narrowed="村：郭桥村")
    assert rows[0] == ["序号", "简要情况", "发现日期", "村"]
    assert [row[2:] for row in rows[1:]] == [["10-09", "郭桥村"], ["10-03", "郭桥村"]]
    assert "高塘镇2026年10月矛盾纠纷台账" in text
    assert "只列：村：郭桥村" in text
    assert "共2条。" in text


def test_names_of_residents_are_covered_in_their_column_and_in_the_story(work, disputes):
    shown = disputes.only(["parties", "summary"])
    rows, text = table(work, shown)
    assert rows[2][1:] == ["张某某、欧阳某某", "欧阳某某与张某某争宅基地"]
    assert "修文" not in text
    assert "张三" not in text


def test_the_operator_may_have_the_names_whole(work, disputes):
    rows, _text = table(work, disputes.only(["parties", "summary"]), unmasked=True)
    assert rows[2][1:] == ["张三、欧阳修文", "欧阳修文与张三争宅基地"]


def test_a_list_put_together_from_several_ledgers_covers_the_parties_too(work, disputes):
    mixed = disputes.only(["summary"])
    mixed = type(mixed)("village-events", mixed.fields, mixed.ids, mixed.rows)
    assert "张三" not in table(work, mixed)[1]


def test_days_of_another_year_keep_it_and_empty_columns_are_left_out(work, disputes):
    rows, _text = table(work, disputes.only(["deadline", "closed_on", "remark"]), period=None)
    assert rows[0] == ["序号", "化解期限"]
    assert rows[1] == ["1", "2026-11-02"]


def test_a_list_without_rows_is_not_printed(work):
    with pytest.raises(DomainError, match="没有可以打印的记录"):
        ledger_sheets.sheet(work, records.listing(work, "patrols"), heading="平安夜巡台账")


@pytest.mark.parametrize(
    ("kind", "heading"),
    [("patrols", "平安夜巡台账"), ("villages", "村（社区）一览表"), ("officers", "村责任人一览表")],
)
def test_what_happens_is_kept_in_a_ledger_and_what_is_there_in_a_list(kind, heading):
    assert ledger_sheets.heading_of(kind) == heading


def test_figures_and_dates_are_not_broken_on_a_page_with_many_columns(work, disputes):
    rows, _text = table(work, disputes.listed())
    broken = [
        cell
        for row in rows[1:]
        for cell in row
        if cell and "\n" in cell and cell.replace("\n", "").replace("-", "").isdigit()
    ]
    assert broken == []


def test_counts_of_nothing_stay_on_paper_and_are_added_up(work):
    builders.village(work)
    for month, thefts in ((9, 0), (10, 2)):
        given = {"month": date(2026, month, 1), "village_id": 1, "killings": 0, "thefts": thefts}
        records.save(work, "incident-counts", given | {"fraud_loss": 0})
    shown = records.listing(work, "incident-counts").only(["village_id", "thefts", "killings"])
    rows, text = table(work, shown, sums=("thefts", "killings"))
    assert rows[0] == ["序号", "村", "盗窃（起）", "命案（起）"]
    assert rows[-1] == ["合计", "", "2", "0"]
    assert "共2条。" in text


def test_a_sum_says_what_it_is_of_and_adds_no_village_that_is_not_there(work):
    known = {"甲村": {}, "乙村": {"withdrawn_on": date(2026, 3, 1)}, "丙村": {}}
    for name, life in known.items():
        people = {"households": 100, "population": 300 if name == "甲村" else None}
        records.save(work, "villages", {"name": name} | people | life)
    sums = ("households", "population")
    listed = ledger_sheets.reading("villages", sums)(work, None)
    shown = listed.only(["name", *sums])
    rows, text = table(work, shown, sums=("households", "population"))
    assert rows[-1] == ["合计", "", "200", "300"]
    assert "合计是表中各行之和，空着的没有计入，不含已撤并或者还没有设立的1个村。" in text
    paper = ledger_sheets.sheet(work, shown, heading="一览表", sums=sums)
    assert list(of_sums("名单见附件。", [own_annexes.of_list(paper)])) == []


GONE = date(2026, 3, 10)
# Of each list with sums a record in and one outside the life of a village that withdrew.
LIFE = {
    "grids": ({"name": "一号网格", "households": 30}, {}, "households"),
    "grid-counts": ({"grid": "一", "visits": 3, "reported": 0, "handled": 0, "in_time": 0},
                    {"month": date(2026, 3, 1)}, "visits"),
    "incident-counts": ({"thefts": 3}, {"month": date(2026, 3, 1)}, "thefts"),
    "publicity-activities": ({"form": "集中宣传", "topic": "反诈", "audience": 3},
                             {"held_on": GONE - timedelta(days=1)}, "audience"),
    "dispute-reports": ({"found": 3}, {"week": date(2026, 3, 2)}, "found"),
}  # fmt: skip


@pytest.mark.parametrize("kind", LIFE)
def test_no_sum_adds_what_lies_outside_its_villages_life_on_the_page_as_on_paper(work, kind):
    values, inside, summed = LIFE[kind]
    lives = {"甲村": {}, "乙村": {"withdrawn_on": GONE}, "丙村": {}}
    for name, life in lives.items():
        village = records.save(work, "villages", {"name": name} | life)
        later = {day: at + timedelta(days=40) for day, at in inside.items() if day != "month"}
        later |= {"month": date(2026, 4, 1)} if "month" in inside else {}
        days = [later] if name != "乙村" else [inside, later] if inside else [{}]
        for each in days:
            records.save(work, kind, {**values, **each, "village_id": village})
    listed = ledger_sheets.reading(kind, (summed,))(work, None)
    rows, text = table(work, listed.only(["village_id", summed]), sums=(summed,))
    assert rows[-1] == ["合计", "", str(values[summed] * (3 if inside else 2))]
    assert "不含已撤并或者还没有设立的村的1条。" in text
