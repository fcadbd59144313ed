from datetime import date, timedelta

import pytest
from builders import NOW, open_work, unit, village

from gaotang_desktop.domain.errors import Conflict, Invalid
from gaotang_desktop.domain.evaluation.facts import State
from gaotang_desktop.domain.periods import month
from gaotang_desktop.services import disputes, opinions, records, search
from gaotang_desktop.services.casework import intakes, matters, pressing
from gaotang_desktop.services.casework.waiting import WAITING
from gaotang_desktop.services.facts.counters import counted
from gaotang_desktop.services.sheets import exports, imports
from gaotang_desktop.services.workbench import figures

TODAY = NOW.date()
OCTOBER = month(2026, 10)


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened)
    unit(opened, "司法所")
    yield opened
    opened.close()


def intake(work, **values):
    given = {"received_on": date(2026, 10, 20), "way": "来访", "matter": "王五说邻家占地",
             "village_id": 1, "persons": ("王五",)}  # fmt: skip
    return records.save(work, "intakes", {**given, **values})


def opinions_waiting(work):
    with work.database.reading() as session:
        return matters.waiting("opinions")(session, work.settings, None)


def becomes_a_dispute(work, made):
    values = intakes.proposed(work, made, "disputes")
    return intakes.become(
        work, made, "disputes", {**values, "category_id": 1, "risk": "高", "unit_id": 1}
    )


def test_an_intake_is_numbered_by_year_and_due_by_the_settings(work):
    first, second = intake(work), intake(work, matter="路灯不亮")
    assert records.get(work, "intakes", second)["number"] == "诉2026-002"
    assert records.get(work, "intakes", first)["due_on"] == date(2026, 11, 4)
    records.bin_records(work, "intakes", [second])
    assert records.get(work, "intakes", intake(work, matter="路不平"))["number"] == "诉2026-003"


def test_an_intake_becomes_a_dispute_in_one_step_that_is_undone_whole(work):
    made = intake(work)
    dispute = becomes_a_dispute(work, made)
    told = records.get(work, "disputes", dispute)
    assert (told["summary"], told["parties"], told["source"]) == (
        "王五说邻家占地", ("王五",), "来访",
    )  # fmt: skip
    kept = records.get(work, "intakes", made)
    assert (kept["sort"], kept["dispute_id"], kept["sorted_on"]) == ("纠纷", dispute, TODAY)
    assert [each.number for each in intakes.behind(work, "disputes", dispute)] == ["诉2026-001"]
    work.undo()
    assert records.listing(work, "disputes").ids == ()
    assert records.get(work, "intakes", made)["sort"] is None


def test_an_intake_does_not_become_two_things(work):
    made = intake(work)
    becomes_a_dispute(work, made)
    with pytest.raises(Conflict, match="已经转为矛盾纠纷"):
        intakes.become(work, made, "opinions", {"received_on": TODAY, "text": "占地"})
    opinion = records.save(
        work, "opinions", {"received_on": TODAY, "village_id": 1, "text": "占地"}
    )
    with pytest.raises(Invalid, match="只能转成一样"):
        records.save(work, "intakes", {"opinion_id": opinion}, record_id=made)


def test_what_was_sorted_elsewhere_or_ended_does_not_become_a_dispute(work):
    helped = intake(work, sort="求助")
    with pytest.raises(Conflict, match="分流到了“求助”"):
        intakes.proposed(work, helped, "disputes")
    ended = intake(work, matter="证件", sort="纠纷", done_on=TODAY, result="已办")
    with pytest.raises(Conflict, match="已经办结"):
        intakes.proposed(work, ended, "disputes")


def test_a_record_that_cannot_be_stored_leaves_the_intake_as_it_was(work):
    made = intake(work, village_id=None)
    with pytest.raises(Invalid) as told:
        becomes_a_dispute(work, made)
    assert set(told.value.fields) == {"village_id"}
    assert records.get(work, "intakes", made)["sort"] is None


def test_it_is_told_after_the_dispute_ended_and_stands_on_the_workbench_until_then(work):
    made = intake(work, received_on=date(2026, 10, 10))
    dispute = becomes_a_dispute(work, made)

    def waits():
        return [each for each in figures.today(work).todos if each.context.get("kind") == "intakes"]

    assert waits() == []  # the dispute waits itself
    disputes.close(
        work, dispute, result="量地复位", closed_on=date(2026, 10, 19), settled_by="人民调解",
        agreed_on=date(2026, 10, 19),
    )  # fmt: skip
    assert intakes.standing_of(work, made).stage == "待告知"
    [line] = waits()
    assert (line.when, line.what) == ("逾期 2 天", "郭桥村：待告知：王五说邻家占地")
    records.save(work, "intakes", {"told_on": TODAY, "satisfied": "满意"}, record_id=made)
    assert waits() == []
    found = intakes.figures(work, OCTOBER)
    assert (found.received, found.sorted, found.done, found.late) == (1, 1, 1, 1)
    assert (found.content, found.asked) == (1, 1)


def test_what_was_taken_up_again_has_to_be_told_again(work):
    made = intake(work, received_on=date(2026, 10, 10))
    dispute = becomes_a_dispute(work, made)

    def ends(day):
        disputes.close(work, dispute, result="量地复位", closed_on=day, settled_by="和解")

    ends(date(2026, 10, 19))
    records.save(work, "intakes", {"told_on": date(2026, 10, 20)}, record_id=made)
    assert intakes.figures(work, OCTOBER).told == 1
    again = {"state": "化解中", "closed_on": None, "result": None, "settled_by": None}
    records.save(work, "disputes", again, record_id=dispute)
    assert (intakes.standing_of(work, made).stage, intakes.standing_of(work, made).done_on) == (
        "办理中", None,
    )  # fmt: skip
    found = intakes.figures(work, OCTOBER)
    assert (found.done, found.told) == (0, 0)
    ends(date(2026, 10, 22))
    assert intakes.standing_of(work, made).stage == "待告知"
    records.save(work, "intakes", {"told_on": TODAY}, record_id=made)
    assert intakes.standing_of(work, made).stage == "已告知"


def test_a_unit_that_has_not_signed_is_pressed_on_the_workbench(work):
    given = {"sort": "求助", "unit_id": 1, "sorted_on": date(2026, 10, 20)}
    made = intake(work, persons=None, **given)
    [line] = [each for each in figures.today(work).todos if each.context.get("kind") == "intakes"]
    assert (line.when, line.what) == ("逾期 2 天", "郭桥村：待签收：王五说邻家占地")
    records.save(work, "intakes", {"signed_on": TODAY}, record_id=made)
    assert intakes.standing_of(work, made).stage == "办理中"
    work.undo()
    work.change_settings({"intake_sign_days": 0})
    assert intakes.standing_of(work, made).stage == "办理中"


def test_an_open_intake_stays_in_sight_in_later_months(work):
    made = intake(work, received_on=date(2026, 9, 28))
    assert intakes.ledger(work, OCTOBER).ids == (made,)
    records.save(
        work, "intakes",
        {"sort": "求助", "done_on": TODAY, "result": "已办", "told_on": TODAY}, record_id=made,
    )  # fmt: skip
    assert intakes.ledger(work, OCTOBER).ids == ()
    assert intakes.ledger(work, month(2026, 9)).ids == (made,)


def test_who_came_leaves_the_office_covered_and_comes_back_whole(work, tmp_path):
    made = intake(work)
    path = tmp_path / "诉求.xlsx"
    exports.export(work, "intakes", path)
    sheet = imports.read("intakes", path)
    [row] = sheet.rows
    assert "王五" not in "".join(map(str, row.values.values()))
    assert "王某某说邻家占地" in row.values.values()
    result = imports.import_sheet(work, "intakes", path)
    assert (result.imported, result.rejected) == (0, 0)
    assert records.get(work, "intakes", made)["persons"] == ("王五",)


def test_a_dispute_handed_over_says_so_and_one_taken_up_again_forgets_its_ending(work):
    dispute = becomes_a_dispute(work, intake(work))
    disputes.hand_over(work, dispute, to="法庭", reason="一方起诉", handed_on=TODAY)
    assert records.get(work, "disputes", dispute)["settled_by"] == "移交"
    assert disputes.endings(work, OCTOBER).by_way == {"移交": 1}
    disputes.add_note(work, dispute, text="退回", happened_on=TODAY, state="化解中")
    told = records.get(work, "disputes", dispute)
    assert (told["settled_by"], told["closed_on"]) == (None, None)
    disputes.close(work, dispute, result="和好", closed_on=TODAY, settled_by="和解")
    disputes.revisit(work, dispute, text="没有反复", revisited_on=TODAY, satisfied="满意")
    found = disputes.endings(work, OCTOBER)
    assert (found.by_way, found.content, found.asked) == ({"和解": 1}, 1, 1)


def test_what_was_told_before_the_dispute_was_taken_up_again_is_told_anew(work):
    made = intake(work)
    dispute = becomes_a_dispute(work, made)
    disputes.close(work, dispute, result="和好", closed_on=TODAY)
    records.save(work, "intakes", {"told_on": TODAY, "satisfied": "满意"}, record_id=made)
    assert [each.told_on for each in intakes.behind(work, "disputes", dispute)] == [TODAY]
    assert intakes.telling(work, made)["satisfied"] == "满意"
    disputes.add_note(work, dispute, text="又吵起来", happened_on=TODAY, state="化解中")
    assert [each.told_on for each in intakes.behind(work, "disputes", dispute)] == [None]
    begun = intakes.telling(work, made)
    assert (begun["told_on"], begun["satisfied"]) == (TODAY, None)


def test_the_opinions_of_a_month_have_a_rate_in_time_and_of_content(work):
    given = {"received_on": date(2026, 10, 1), "village_id": 1, "source": "12345热线"}
    closed = {"state": "已答复", "answer": "已修", "due_on": date(2026, 10, 10)}
    records.save(work, "opinions", {**given, **closed, "text": "路灯", "satisfied": "满意",
                                    "answered_on": date(2026, 10, 9)})  # fmt: skip
    records.save(work, "opinions", {**given, **closed, "text": "水渠", "satisfied": "不满意",
                                    "answered_on": date(2026, 10, 12), "repeated": True})  # fmt: skip
    records.save(work, "opinions", {**given, "text": "道路", "due_on": TODAY - timedelta(days=1)})
    records.save(work, "opinions", {**given, "text": "路牌", "due_on": TODAY})
    found = opinions.figures(work, OCTOBER)
    assert (found.received, found.due, found.in_time) == (4, 3, 1)
    assert opinions.said(found) == "收到意见 4 条 · 按期办结 1/3 · 满意 1/2 · 重复 1 条"
    with pytest.raises(Invalid, match="答复以后才问得到"):
        records.save(work, "opinions", {**given, "text": "桥", "satisfied": "满意"})


def test_a_matter_of_no_village_becomes_an_opinion_of_the_town_alone(work, tmp_path):
    made = intake(work, village_id=None, way="来电", matter="镇上的公厕没有灯", persons=None,
                  received_on=date(2026, 10, 1))  # fmt: skip
    opinion = intakes.become(
        work, made, "opinions", intakes.proposed(work, made, "opinions") | {"unit_id": 1}
    )
    assert records.get(work, "opinions", opinion)["village_id"] is None
    assert [each.id for each in opinions_waiting(work)] == [opinion]
    assert len(search.Index(work).find("公厕")) == 2
    found = opinions.figures(work, OCTOBER)
    assert (found.received, found.due, found.in_time, found.of_town) == (1, 1, 0, 1)
    assert intakes.figures(work, OCTOBER).of_town == 1
    # It counts in the town's figures and in no village's score.
    with work.database.reading() as session:
        [fact] = counted(session, "opinions_in_time", OCTOBER.start, TODAY, today=TODAY).values()
    assert fact.state is State.NOT_DUE
    path = tmp_path / "意见.xlsx"
    exports.export(work, "opinions", path)
    result = imports.import_sheet(work, "opinions", path)
    assert (result.imported, result.rejected) == (0, 0)
    work.undo()
    assert records.listing(work, "opinions").ids == ()


@pytest.mark.parametrize(
    ("village", "stored"), [("全镇", True), ("不分村", True), ("", False), ("不知道什么村", False)]
)
def test_the_village_of_an_opinion_may_be_the_whole_town(work, tmp_path, village, stored):
    sheet = tmp_path / "意见.csv"
    sheet.write_text(f"收到日期,村,内容\n2026-10-02,{village},公交末班太早\n", "utf-8")
    result = imports.import_sheet(work, "opinions", sheet)
    assert (result.imported, result.rejected) == ((1, 0) if stored else (0, 1))
    again = imports.import_sheet(work, "opinions", sheet)
    assert (again.imported, again.unchanged) == (0, 1 if stored else 0)


def test_performing_is_entered_at_the_revisit_and_lost_when_it_flares_up(work):
    dispute = becomes_a_dispute(work, intake(work, received_on=date(2026, 9, 1)))
    said = {"result": "和好", "closed_on": date(2026, 9, 20), "settled_by": "人民调解",
            "agreed_on": date(2026, 9, 20)}  # fmt: skip
    disputes.close(work, dispute, performed="正在履行", **said)
    before, after = month(2026, 9), OCTOBER
    owed = [(each.performed, each.owed, each.performing)
            for each in (disputes.endings(work, before), disputes.endings(work, after))]  # fmt: skip
    assert owed == [(0, 0, 1), (0, 0, 0)]
    with pytest.raises(Invalid, match="早于协议签订日期"):
        disputes.revisit(work, dispute, text="付清了", revisited_on=TODAY, performed="已履行",
                         performed_on=date(2026, 9, 19))  # fmt: skip
    disputes.revisit(work, dispute, text="付清了", revisited_on=TODAY, performed="已履行",
                     performed_on=date(2026, 10, 8))  # fmt: skip
    owed = [(each.performed, each.owed, each.performing)
            for each in (disputes.endings(work, before), disputes.endings(work, after))]  # fmt: skip
    assert owed == [(0, 0, 0), (1, 1, 0)]
    disputes.revisit(work, dispute, text="又吵起来", revisited_on=TODAY, again=True)
    assert records.get(work, "disputes", dispute)["performed_on"] is None
    work.undo()
    assert records.get(work, "disputes", dispute)["performed_on"] == date(2026, 10, 8)


@pytest.mark.parametrize("keep", [False, True])
def test_an_intake_sorted_anew_takes_back_what_it_had_become(work, keep):
    made = intake(work)
    dispute = becomes_a_dispute(work, made)
    disputes.add_note(work, dispute, text="到场看过，是问路灯", happened_on=TODAY)
    for sort, said in (("纠纷", "请选另外一类"), (None, "请选")):
        with pytest.raises(Invalid, match=said):
            intakes.sort_anew(work, made, sort=sort, sorted_on=TODAY, keep=keep)
    title = intakes.sort_anew(work, made, sort="意见", sorted_on=TODAY, keep=keep)
    assert "2026-001" in title
    told = records.get(work, "intakes", made)
    assert (told["sort"], told["dispute_id"]) == ("意见", None)
    assert disputes.summary(work, OCTOBER).found == keep
    assert len(records.binned(work)) == (0 if keep else 2)
    intakes.become(work, made, "opinions", intakes.proposed(work, made, "opinions"))
    found = intakes.figures(work, OCTOBER)
    assert (found.received, found.by_sort) == (1, {"意见": 1})
    work.undo()
    work.undo()
    assert records.get(work, "intakes", made)["dispute_id"] == dispute
    assert len(disputes.notes(work, dispute)) == 1
    with pytest.raises(Conflict, match="请用“分流交办”"):
        intakes.sort_anew(work, intake(work, matter="路灯"), sort="意见", sorted_on=TODAY)


def test_an_intake_told_too_early_is_sorted_anew_and_what_was_told_goes_with_it(work):
    made = intake(work)
    dispute = becomes_a_dispute(work, made)
    disputes.close(work, dispute, result="和好", closed_on=TODAY)
    records.save(work, "intakes", {"told_on": TODAY, "satisfied": "满意"}, record_id=made)
    assert intakes.told_before(work, made) is None
    with pytest.raises(Conflict, match="已经告知，不再重新分流"):
        intakes.sort_anew(work, made, sort="信访", sorted_on=TODAY)
    disputes.add_note(work, dispute, text="又吵起来", happened_on=TODAY, state="化解中")
    assert intakes.told_before(work, made) == TODAY
    intakes.sort_anew(work, made, sort="信访", sorted_on=TODAY)
    told = records.get(work, "intakes", made)
    assert (told["sort"], told["told_on"], told["satisfied"]) == ("信访", None, None)
    assert intakes.standing_of(work, made).stage == "办理中"
    work.undo()
    told = records.get(work, "intakes", made)
    assert (told["dispute_id"], told["told_on"], told["satisfied"]) == (dispute, TODAY, "满意")


def test_what_is_ended_anew_is_looked_at_anew(work):
    work.change_settings({"steps_from": date(2026, 9, 1), "accept_days": 5})
    dispute = becomes_a_dispute(work, intake(work, received_on=date(2026, 10, 1)))
    op = records.save(work, "opinions", {"received_on": date(2026, 10, 1), "text": "路灯"})
    taken = {"sort": "求助", "sorted_on": date(2026, 10, 1)}
    helped = intake(work, received_on=date(2026, 10, 1), matter="迷路", **taken)
    ended = {
        "disputes": (dispute, {"state": "已化解", "result": "和好"}, "closed_on", "化解中"),
        "opinions": (op, {"state": "已答复", "answer": "修了"}, "answered_on", "办理中"),
        "intakes": (helped, {"result": "送回家"}, "done_on", None),
    }
    for kind, (number, values, day, back) in ended.items():
        records.save(work, kind, {**values, day: date(2026, 10, 10)}, record_id=number)
        pressing.accept(work, kind, number, decided_on=date(2026, 10, 12), decided_by="示例")
        assert not looks_at(work, kind, number)
        # Taken back and ended once more on the very day of that look: it saw the other end.
        records.save(work, kind, {day: None, **({"state": back} if back else {})}, record_id=number)
        assert not looks_at(work, kind, number)
        records.save(work, kind, {**values, day: date(2026, 10, 12)}, record_id=number)
        assert looks_at(work, kind, number), kind


def looks_at(work, kind, number):
    """Whether somebody is asked to look at how it ended."""
    with work.database.reading() as session:
        waiting = next(each for each in WAITING if each.kind == kind)
        found = waiting.rows(session, work.settings, None)
    return any(each.id == number and each.state == "待验收" for each in found)
