from datetime import date

import pytest
from builders import open_work, unit, village

from gaotang_desktop.services import plans, records, search

PLAN = """高塘镇“双提升”工作实施方案
高办〔2022〕99号
一、工作任务
1.坚持平安夜巡。各村每晚组织巡逻。责任单位：派出所、各村
2.开展反诈宣传。张贴标语。责任单位：司法所
"""


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


@pytest.fixture
def index(work):
    made = search.Index(work)
    yield made
    made.close()


def texts(found):
    return [hit.text for hit in found]


def test_a_village_is_found_by_characters_syllables_initials_and_code(work, index):
    made = village(work, "郭楼村", code="341221122201")
    village(work, "北村")
    for typed in ("郭楼", "楼村", "guolou", "glc", "glou", "GLC", "122201", "louc"):
        assert texts(index.find(typed)) == ["郭楼村"], typed
    hit = index.find("glc")[0]
    assert (hit.page, hit.group) == ("registers", "村（社区）")
    assert hit.context == {"kind": "villages", "id": made}


def test_a_character_with_two_sounds_is_found_by_both(work, index):
    village(work, "长乐村")
    assert texts(index.find("changle")) == texts(index.find("zhangyue")) == ["长乐村"]


def test_officers_are_found_by_name_and_phone_and_say_their_village(work, index):
    place = village(work, "郭楼村")
    given = {"village_id": place, "role": "网格员", "name": "张某甲", "phone": "13800000001"}
    records.save(work, "officers", given)
    for typed in ("张某", "zmj", "00000001"):
        [hit] = index.find(typed)
        assert (hit.text, hit.detail) == ("张某甲", "郭楼村 · 网格员 · 13800000001")


def test_units_are_found_by_alias_tasks_by_clause_text_and_papers_by_number(work, index):
    unit(work, "平安办", aliases=("综治办",))
    plans.import_plan(work, PLAN)
    records.save(work, "documents", {
        "kind": "会议通知", "name": "关于召开推进会的通知", "number": "高综治〔2026〕3号",
        "addressee": "各村", "body": "一、时间", "signer": "综治中心", "dated_on": date(2026, 10, 1),
    })  # fmt: skip
    assert texts(index.find("综治办"))[0] == texts(index.find("zzb"))[0] == "平安办"
    task = next(hit for hit in index.find("巡逻") if hit.page == "tasks")
    assert task.text.startswith("第1条")
    assert task.context["task"] == task.context["id"]
    assert [hit.context["notice"] for hit in index.find("3号")] == [1]
    assert texts(index.find("推进会"))[0] == "关于召开推进会的通知"


def test_every_word_must_occur_and_nothing_typed_finds_nothing(work, index):
    unit(work, "派出所", leader="李某")
    unit(work, "司法所", leader="李某")
    assert texts(index.find("李某 派出")) == ["派出所"]
    assert index.find("   ") == []
    assert index.find("李某 学校") == []


def test_names_come_before_mentions_and_starts_before_middles(work, index):
    for name in ("南关村", "关南村"):
        village(work, name)
    unit(work, "派出所", leader="关某")
    assert texts(index.find("关")) == ["关南村", "南关村", "派出所"]


def test_what_is_changed_binned_or_undone_is_found_as_it_is_now(work, index):
    place = village(work, "郭楼村")
    assert texts(index.find("郭楼")) == ["郭楼村"]
    records.save(work, "villages", {"name": "郭家楼村"}, record_id=place)
    assert texts(index.find("郭")) == ["郭家楼村"]
    given = {"village_id": place, "role": "网格员", "name": "张某"}
    records.save(work, "officers", given)
    assert index.find("张某")[0].detail.startswith("郭家楼村")
    records.save(work, "villages", {"name": "郭楼村"}, record_id=place)
    assert index.find("张某")[0].detail.startswith("郭楼村")
    records.bin_records(work, "villages", [place])
    assert index.find("郭") == []
    work.undo()
    assert texts(index.find("郭")) == ["郭楼村"]


def test_of_many_hits_a_few_are_shown_and_the_rest_counted(work, index):
    for number in range(9):
        village(work, f"王庄{number}村", display_order=number)
    found = index.find("wz")
    assert texts(found) == [f"王庄{number}村" for number in range(search.SHOWN_OF_A_KIND)]
    assert {hit.more for hit in found} == {4}


def test_an_index_that_is_closed_listens_no_more(work):
    made = search.Index(work)
    made.close()
    assert work.database.listeners == []


@pytest.mark.parametrize("sought", search.KINDS, ids=lambda each: each.kind)
def test_every_kind_names_fields_that_exist(sought):
    known = {each.name for each in records.fields_for(sought.kind)}
    assert known >= {*sought.fields, *sought.spelled}
    said = dict.fromkeys(known, "")
    for template in (sought.headline, *sought.detail):
        template.format_map(said)
