import contextlib
from datetime import date, timedelta

import pytest
from builders import NOW, open_work, unit, village

from gaotang_desktop.domain.errors import Invalid
from gaotang_desktop.services import disputes, opinions, records
from gaotang_desktop.services.casework import extensions, intakes, pressing
from gaotang_desktop.services.workplace import Workplace

TODAY = NOW.date()
ASKED = {"decided_on": TODAY, "decided_by": "示例主任", "reason": "等鉴定结论"}


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened)
    unit(opened, "司法所")
    yield opened
    opened.close()


def matter(work, kind):
    """One open matter of a kind, due on 28 October."""
    day, due = date(2026, 10, 20), date(2026, 10, 28)
    values = {
        "disputes": {"found_on": day, "category_id": 1, "risk": "高", "summary": "地界",
                     "unit_id": 1, "deadline": due},
        "opinions": {"received_on": day, "text": "路灯", "due_on": due},
        "intakes": {"received_on": day, "way": "来访", "matter": "证件", "due_on": due},
    }[kind]  # fmt: skip
    return records.save(work, kind, {**values, "village_id": 1})


KINDS = {"disputes": "deadline", "opinions": "due_on", "intakes": "due_on"}


@pytest.mark.parametrize(("kind", "due"), KINDS.items())
def test_a_deadline_is_put_off_with_reason_and_name_and_one_undo_takes_it_back(work, kind, due):
    made = matter(work, kind)
    extensions.extend(work, kind, made, due_after=date(2026, 11, 10), **ASKED)
    assert records.get(work, kind, made)[due] == date(2026, 11, 10)
    [told] = extensions.of(work, kind, made)
    assert (told.due_before, told.due_after, told.decided_by) == (
        date(2026, 10, 28), date(2026, 11, 10), "示例主任",
    )  # fmt: skip
    work.undo()
    assert records.get(work, kind, made)[due] == date(2026, 10, 28)
    assert extensions.of(work, kind, made) == []


def end(work, kind, made):
    if kind == "disputes":
        disputes.close(work, made, result="和好", closed_on=TODAY)
    elif kind == "opinions":
        opinions.answer(work, made, "已修", on=TODAY)
    else:
        records.save(
            work, kind, {"sort": "求助", "done_on": TODAY, "result": "已办"}, record_id=made
        )


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_over_is_not_put_off(work, kind):
    made = matter(work, kind)
    end(work, kind, made)
    with pytest.raises(Invalid) as told:
        extensions.extend(work, kind, made, due_after=date(2026, 11, 10), **ASKED)
    assert told.value.fields == {"decided_on": "这一件已经在 2026-10-24 办结，办结以后不能再延期。"}
    assert not extensions.may_be_extended(kind, records.get(work, kind, made))


def test_an_extension_after_the_end_of_the_term_or_to_an_earlier_day_is_refused(work):
    made = matter(work, "opinions")
    records.save(work, "opinions", {"due_on": date(2026, 10, 22)}, record_id=made)
    with pytest.raises(Invalid, match="延期要在到期以前批准"):
        extensions.extend(work, "opinions", made, due_after=date(2026, 11, 10), **ASKED)
    early = {**ASKED, "decided_on": date(2026, 10, 21)}
    with pytest.raises(Invalid) as told:
        extensions.extend(work, "opinions", made, due_after=date(2026, 10, 22), **early)
    assert set(told.value.fields) == {"due_after"}
    assert extensions.of(work, "opinions", made) == []


def test_an_intake_that_became_a_dispute_is_put_off_there(work):
    made = matter(work, "intakes")
    values = intakes.proposed(work, made, "disputes")
    intakes.become(work, made, "disputes", {**values, "category_id": 1, "unit_id": 1})
    with pytest.raises(Invalid, match="请在那里延期"):
        extensions.extend(work, "intakes", made, due_after=date(2026, 11, 10), **ASKED)


def test_extensions_go_to_the_bin_with_what_they_belong_to(work):
    made = matter(work, "intakes")
    note = extensions.extend(work, "intakes", made, due_after=date(2026, 11, 10), **ASKED)
    records.bin_records(work, "intakes", [made])
    assert ("extensions", note) in [each[:2] for each in records.binned(work)]


@pytest.mark.parametrize(("kind", "due"), KINDS.items())
def test_a_matter_that_was_sent_back_comes_from_the_bin_with_its_new_deadline(tmp_path, kind, due):
    hours = iter(NOW + timedelta(minutes=each) for each in range(1000))
    with contextlib.closing(Workplace.open(tmp_path / "data", now=lambda: next(hours))) as work:
        village(work)
        unit(work, "司法所")
        made = matter(work, kind)
        notes = [
            extensions.extend(work, kind, made, due_after=day, **ASKED)
            for day in (date(2026, 11, 24), date(2026, 11, 30))
        ]
        end(work, kind, made)
        pressing.accept(work, kind, made, decided_on=TODAY, decided_by="示例主任",
                        decision="退回", reason="没有签字")  # fmt: skip

        def stands():
            told = [records.get(work, "extensions", each)["due_before"] for each in notes]
            return records.get(work, kind, made)[due], told

        before = stands()
        assert before[0] < date(2026, 11, 24)
        for what, ids in ((kind, [made]), ("extensions", notes[1:]), ("extensions", notes)):
            records.bin_records(work, what, ids)
            records.restore_records(work, what, ids)
            if ids != notes:
                assert stands() == before, what
        assert stands()[0] == before[0]


def test_terms_are_counted_in_working_days_where_the_settings_say_so(work):
    work.change_settings(
        {"working_days": True, "holidays": "2026-10-26至2026-10-30 放假", "intake_days": 3,
         "opinion_days": 3, "dispute_days_high": 3, "intake_tell_days": 1}
    )  # fmt: skip
    given = {"village_id": 1}
    asked = records.save(
        work, "intakes", {**given, "received_on": TODAY, "way": "来访", "matter": "证件"}
    )
    assert records.get(work, "intakes", asked)["due_on"] == date(2026, 11, 4)
    told = records.save(work, "opinions", {**given, "received_on": TODAY, "text": "路灯"})
    assert records.get(work, "opinions", told)["due_on"] == date(2026, 11, 4)
    found = {"found_on": TODAY, "category_id": 1, "risk": "高", "summary": "地界", "unit_id": 1}
    dispute = records.save(work, "disputes", {**given, **found})
    assert records.get(work, "disputes", dispute)["deadline"] == date(2026, 11, 4)
    records.save(work, "disputes", {"found_on": date(2026, 10, 22)}, record_id=dispute)
    assert records.get(work, "disputes", dispute)["deadline"] == date(2026, 11, 3)
    end(work, "intakes", asked)
    assert intakes.standing_of(work, asked).due_on == date(2026, 11, 2)


def test_holidays_that_cannot_be_read_are_refused_and_nothing_is_changed(work):
    with pytest.raises(Invalid, match="看不懂"):
        work.change_settings({"working_days": True, "holidays": "国庆七天"})
    assert work.settings["working_days"] is False
