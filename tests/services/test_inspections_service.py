"""Inspections with findings, rechecks, draws and what the evaluation counts of them."""

from datetime import date

import pytest
from builders import open_work, unit, village

from gaotang_desktop.data.queries import patrols as village_queries
from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.domain.evaluation.facts import State
from gaotang_desktop.services import draws, inspections, records
from gaotang_desktop.services.facts.inspections import findings_put_right

DAY = date(2026, 10, 5)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    for number, name in enumerate(("郭桥村", "刘庄村", "王楼村", "赵集村"), start=1):
        village(opened, name, display_order=number)
    unit(opened, "派出所", aliases=("高塘所",))
    yield opened
    opened.close()


def values_of(work, kind):
    return [records.get(work, kind, each) for each in records.listing(work, kind).ids]


def inspect(work, *found, **values):
    given = {"held_on": DAY, "kind": "夜巡督查", "village_id": 1, **values}
    return inspections.save(work, given, found)


def finding(work, **values):
    given = {"found_on": DAY, "village_id": 1, "text": "路灯不亮", **values}
    return records.save(work, "findings", given)


def fact(work, village_id=1, first=date(2026, 10, 1), last=date(2026, 10, 31)):
    with work.database.reading() as session:
        known = village_queries.villages(session, first, last)
        return findings_put_right(session, first, last, known)[village_id]


def test_an_inspection_and_its_findings_are_one_step_that_one_undo_takes_back(work):
    inspect(work, {"text": "没有登记"}, {"text": "没有袖标", "owner": "高塘所"}, {})
    first, second = sorted(values_of(work, "findings"), key=lambda each: each["text"])
    assert (first["village_id"], second["unit_id"]) == (1, None) or first["text"] == "没有登记"
    assert {each["due_on"] for each in (first, second)} == {date(2026, 10, 20)}
    assert {each["unit_id"] for each in (first, second)} == {None, 1}
    assert values_of(work, "inspections")[0]["result"] == "发现问题"
    work.undo()
    assert not records.listing(work, "inspections").ids
    assert not records.listing(work, "findings").ids


def test_an_owner_that_nobody_knows_is_refused_at_its_line_and_nothing_is_stored(work):
    with pytest.raises(inspections.FindingInvalid) as refused:
        inspect(work, {"text": "没有登记"}, {"text": "没有袖标", "owner": "没有村"})
    assert list(refused.value.problems) == [(1, "owner")]
    assert not records.listing(work, "inspections").ids


def test_a_deadline_before_the_inspection_is_refused_at_its_cell(work):
    with pytest.raises(inspections.FindingInvalid) as refused:
        inspect(work, {"text": "没有登记", "due_on": date(2026, 10, 1)})
    assert list(refused.value.problems) == [(0, "due_on")]


def test_a_line_without_its_text_is_refused(work):
    with pytest.raises(inspections.FindingInvalid) as refused:
        inspect(work, {"owner": "郭桥村"})
    assert refused.value.problems[0, "text"].startswith("请填写")


def test_what_was_mended_on_the_spot_is_put_right_that_day(work):
    inspect(work, {"text": "堆放杂物"}, result="当场整改")
    (found,) = values_of(work, "findings")
    assert (found["put_right_on"], found["how"]) == (DAY, "当场整改")


def test_the_type_and_the_village_of_a_place_need_not_be_typed(work):
    place = records.save(
        work, "places", {"name": "示例大药房", "place_type": "药店", "village_id": 2}
    )
    inspect(work, {"text": "过期药品"}, kind="食品药品", place_id=place, village_id=None)
    (made,) = values_of(work, "inspections")
    assert (made["place_type"], made["village_id"]) == ("药店", 2)
    assert values_of(work, "findings")[0]["village_id"] == 2


def test_a_recheck_that_found_it_not_put_right_opens_a_new_finding_and_keeps_the_old_one(work):
    old = finding(work)
    inspections.put_right(work, old, on=date(2026, 10, 8), how="已报修")
    new = inspections.recheck(work, old, on=date(2026, 10, 12), result="未整改")
    kept, opened = records.get(work, "findings", old), records.get(work, "findings", new)
    assert (kept["put_right_on"], kept["recheck"]) == (date(2026, 10, 8), "未整改")
    assert opened["text"] == "（回头看未整改，原问题 2026-10-05）路灯不亮"
    assert opened["due_on"] == date(2026, 10, 27)
    work.undo()
    assert records.listing(work, "findings").ids == (old,)
    assert records.get(work, "findings", old)["recheck"] is None


def test_a_finding_is_looked_at_again_once(work):
    old = finding(work)
    inspections.put_right(work, old, on=date(2026, 10, 8), how="已报修")
    assert inspections.recheck(work, old, on=date(2026, 10, 12), result="已整改") is None
    with pytest.raises(Conflict, match="已经回头看过"):
        inspections.recheck(work, old, on=date(2026, 10, 13), result="未整改")
    with pytest.raises(Conflict, match="不能再改"):
        inspections.put_right(work, old, on=date(2026, 10, 9), how="换了灯")


def test_what_is_not_put_right_cannot_be_looked_at_again(work):
    with pytest.raises(Invalid, match="先填整改日期"):
        inspections.recheck(work, finding(work), on=date(2026, 10, 12), result="已整改")


def test_the_overdue_come_first_and_each_says_where_it_came_from(work):
    finding(work, text="不急", due_on=date(2026, 12, 1))
    finding(work, text="过了", due_on=date(2026, 10, 10))
    inspect(work, {"text": "快到了", "due_on": date(2026, 10, 26)})
    listed = inspections.findings(work)
    state, text = listed.column("state"), listed.column("text")
    source = listed.column("source")
    assert [(row[state], row[text], row[source]) for row in listed.rows] == [
        ("逾期", "过了", "其他"),
        ("临近", "快到了", "夜巡督查"),
        ("待整改", "不急", "其他"),
    ]
    assert inspections.overdue(work) == 1


def test_the_summary_counts_each_finding_once_by_source(work):
    late = finding(work, text="过了", due_on=date(2026, 10, 10))
    done = finding(work, text="好了")
    inspections.put_right(work, done, on=date(2026, 10, 8), how="已修")
    (share,) = inspections.shares(work)
    assert tuple(share) == ("其他", 1, 0, 1)
    inspections.put_right(work, late, on=date(2026, 10, 20), how="已修")
    inspections.recheck(work, late, on=date(2026, 10, 24), result="未整改")
    (share,) = inspections.shares(work)
    assert tuple(share) == ("其他", 1, 1, 0)


def test_findings_put_right_in_time_count_of_those_due_in_the_period(work):
    in_time, late = finding(work, text="一"), finding(work, text="二")
    finding(work, text="三")
    finding(work, text="下月到期", due_on=date(2026, 11, 2))
    inspections.put_right(work, in_time, on=date(2026, 10, 20), how="已修")
    inspections.put_right(work, late, on=date(2026, 10, 21), how="已修")
    assert (fact(work).value, fact(work).of) == (1, 3)
    assert sum(each.counted for each in fact(work).records) == 1
    assert fact(work, village_id=2).state is State.NOT_DUE


def test_a_binned_finding_counts_nowhere(work):
    binned = finding(work)
    assert fact(work).of == 1
    records.bin_records(work, "findings", [binned])
    assert fact(work).state is State.NOT_DUE
    assert not inspections.shares(work)


def test_a_draw_keeps_pool_seed_and_result_and_comes_out_the_same_again(work):
    drawn = draws.draw(
        work, {"drawn_on": DAY, "purpose": "夜巡抽查", "subject": "村", "count": 2, "seed": 7}
    )
    kept = records.get(work, "draws", drawn)
    assert kept["pool"] == ("郭桥村", "刘庄村", "王楼村", "赵集村")
    assert len(kept["picked"]) == 2
    assert draws.check(work, drawn).words == "一致：按保存的名单和抽签号重抽，结果相同。"
    village(work, "孙湾村")
    assert draws.check(work, drawn).words.endswith("新增了孙湾村。")


def test_a_draw_that_was_tampered_with_is_found_out(work):
    drawn = draws.draw(
        work, {"drawn_on": DAY, "purpose": "夜巡抽查", "subject": "村", "count": 1, "seed": 7}
    )
    other = next(
        name
        for name in records.get(work, "draws", drawn)["pool"]
        if name not in records.get(work, "draws", drawn)["picked"]
    )
    records.save(work, "draws", {"picked": (other,)}, record_id=drawn)
    assert draws.check(work, drawn).words.startswith("不一致")


def test_closed_places_are_not_drawn_and_only_those_of_the_type(work):
    for name, kind, closed in (
        ("甲药房", "药店", None),
        ("乙药房", "药店", date(2026, 9, 1)),
        ("丙饭店", "餐饮", None),
    ):
        records.save(work, "places", {"name": name, "place_type": kind, "closed_on": closed})
    drawn = draws.draw(
        work,
        {"drawn_on": DAY, "purpose": "检查", "subject": "场所", "place_type": "药店", "count": 1},
    )
    assert records.get(work, "draws", drawn)["pool"] == ("甲药房",)
    with pytest.raises(Invalid, match="只有 1 个"):
        draws.draw(
            work,
            {
                "drawn_on": DAY, "purpose": "检查", "subject": "场所", "place_type": "药店",
                "count": 2,
            },
        )  # fmt: skip


def test_an_inspection_from_a_draw_is_proposed_and_then_known_to_be_done(work):
    drawn = draws.draw(
        work, {"drawn_on": DAY, "purpose": "夜巡抽查", "subject": "村", "count": 2, "seed": 7}
    )
    first = draws.picked(work, drawn)[0]
    assert first.inspection_id is None
    inspections.save(work, draws.inspection_of(work, drawn, first))
    assert draws.picked(work, drawn)[0].result == "未发现问题"
    assert draws.picked(work, drawn)[1].inspection_id is None


def test_a_draw_is_printed_with_its_seed_and_its_pool(work, tmp_path):
    drawn = draws.draw(
        work, {"drawn_on": DAY, "purpose": "夜巡抽查", "subject": "村", "count": 2, "seed": 7}
    )
    paper = draws.paper(work, drawn)
    assert "抽签号 7" in paper.subtitle
    assert "赵集村" in paper.blocks[1].text
    assert draws.write(work, drawn, tmp_path / "draw.pdf") == 1
