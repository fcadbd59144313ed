import contextlib
from datetime import date

import pytest
from builders import open_filled, open_work, unit, village
from sqlalchemy import event
from town_records import fill

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.pages import PAGES
from gaotang_desktop.services import plans, records, search
from gaotang_desktop.services.papers import issued_documents

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


@pytest.fixture
def town(tmp_path):
    """A town with records of every kind, what finds in it, and the older record of each kind."""
    work, ids = open_filled(tmp_path / "town", fill)
    made = search.Index(work)
    yield work, made, ids
    made.close()
    work.close()


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
    draft = records.save(work, "documents", {
        "kind": "会议通知", "name": "关于召开推进会的通知",
        "addressee": "各村", "body": "一、时间", "signer": "综治中心", "dated_on": date(2026, 10, 1),
    })  # fmt: skip
    issued = issued_documents.issue(work, draft, despite_reminders=True)
    assert texts(index.find("综治办"))[0] == texts(index.find("zzb"))[0] == "平安办"
    task = next(hit for hit in index.find("巡逻") if hit.page == "tasks")
    assert task.text.startswith("第1条")
    assert task.context["task"] == task.context["id"]
    assert draft in [hit.context.get("notice") for hit in index.find(issued.number)]
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
    assert texts(index.find("郭")) == ["郭家楼村", "张某"]
    assert index.find("张某")[0].detail.startswith("郭家楼村")
    records.save(work, "villages", {"name": "郭楼村"}, record_id=place)
    assert index.find("张某")[0].detail.startswith("郭楼村")
    records.bin_records(work, "villages", [place])
    assert index.find("郭") == []
    work.undo()
    assert texts(index.find("郭")) == ["郭楼村", "张某"]


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


# By kind: some of the name's characters, its pinyin, its initials.
TYPED = {
    "villages": ("郭楼", "guolou", "glc"),
    "officers": ("张某甲", "zhangmoujia", "zmj"),
    "units": ("司法", "sifasuo", "sfs"),
    "tasks": ("平安夜巡", "pinganyexun", "payx"),
    "plans": ("实施方案", "shishifangan", "ssfa"),
    "documents": ("推进会", "tuijinhui", "tjh"),
    "issued-documents": ("秋季宣传", "qiujixuanchuan", "qjxc"),
    "polls": ("镇自测", "zhenzice", "zzc"),
    "places": ("便民药店", "bianminyaodian", "bmyd"),
    "disputes": ("宅基地", "zhaijidi", "zjdbj"),
    "intakes": ("低保没有公示", "dibaomeiyougongshi", "dbmygs"),
    "trouble-spots": ("集贸市场", "jimaoshichang", "jmsc"),
    "meetings": ("平安形势", "pinganxingshi", "qjpaxs"),
    "grids": ("第一网格", "diyiwangge", "dywg"),
    "meeting-decisions": ("加装照明", "jiazhuangzhaoming", "jzzmd"),
    "findings": ("台账不全", "taizhangbuquan", "tzbq"),
    "opinions": ("路灯不亮", "ludengbuliang", "ldbl"),
    "inspections": ("便民药店 食品", "bianmin 食品", "bmyd 食品"),
    "publicity-activities": ("电信诈骗", "dianxinzhapian", "dxzp"),
    "patrols": ("孙某丁", "sunmouding", "smd"),
}


@pytest.mark.parametrize("kind", [each.kind for each in search.KINDS])
def test_every_kind_is_found_by_characters_pinyin_and_initials(town, kind):
    _work, index, ids = town
    wanted = ids[kind]
    for typed in TYPED[kind]:
        hits = [hit for hit in index.find(typed) if hit.context["kind"] == kind]
        assert [hit.context["id"] for hit in hits] == [wanted], typed
        assert hits[0].page == PAGES[kind]
        assert "{" not in hits[0].text + hits[0].detail


@pytest.mark.parametrize("kind", [each.kind for each in search.KINDS])
def test_a_record_in_the_recycle_bin_is_never_found(town, kind):
    work, index, ids = town
    typed = TYPED[kind][0]
    assert any(hit.context["kind"] == kind for hit in index.find(typed))
    with work.database.operation("删除") as session:
        session.get(CATALOGUE[kind], ids[kind]).binned_at = work.now()
    assert not [hit for hit in index.find(typed) if hit.context["kind"] == kind]


def test_parties_of_a_dispute_are_searched_but_never_shown(town):
    _work, index, ids = town
    wanted = ids["disputes"]
    for typed in ("赵某乙", "钱大宝", "zmy", "qiandabao"):
        [hit] = [hit for hit in index.find(typed) if hit.context["kind"] == "disputes"]
        assert hit.context["id"] == wanted
        assert "赵某乙" not in hit.text + hit.detail
        assert "钱大宝" not in hit.text + hit.detail
        assert hit.text.startswith("2026-002 赵某某与钱某某宅基地")
        assert hit.detail == "郭楼村 · 已化解 · 赵某某、钱某某"


def test_steps_that_name_nobody_are_looked_through_once_however_often_names_are_covered(town):
    work, _index, _ids = town
    asked = []

    def note(_connection, _cursor, statement, *_):
        asked.append("FROM changes" in statement)

    assert work.cover("王桂枝") == work.cover("王桂枝")
    with work.database.operation("新增发案统计") as session:
        counts = {"month": date(2026, 11, 1), "village_id": 1, "alarms": 3}
        records.store(session, "incident-counts", counts)
    event.listen(work.database._readers, "before_cursor_execute", note)
    for _ in range(5):
        work.cover("王桂枝")
    assert 1 == sum(asked) < len(asked)


def test_a_village_and_a_word_together_find_what_happened_there(town):
    _work, index, wanted = town
    assert [hit.context["id"] for hit in index.find("郭楼 路灯")] == [wanted["opinions"]]
    assert [hit.context["id"] for hit in index.find("glc ldbl")] == [wanted["opinions"]]
    assert index.find("北村 路灯") == []


def test_who_led_patrols_is_found_once_by_the_newest_of_them(work, index):
    place = village(work, "郭楼村")
    given = {"village_id": place, "leader": "孙某丁", "people": 3}
    nights = [date(2026, 10, day) for day in (5, 9, 7)]
    saved = [records.save(work, "patrols", {**given, "night": night}) for night in nights]
    [hit] = index.find("smd")
    assert hit.context["id"] == saved[1]
    assert hit.detail == "郭楼村 · 最近带班 2026-10-09"
    records.bin_records(work, "patrols", [saved[1]])
    [hit] = index.find("smd")
    assert hit.context["id"] == saved[2]


def test_long_spellings_are_followed_to_their_end(work, index):
    village(work, "高塘郭楼村")
    village(work, "高塘郭桥村")
    assert texts(index.find("gaotangguolouc")) == ["高塘郭楼村"]
    assert texts(index.find("gtangguoq")) == ["高塘郭桥村"]
    assert index.find("gaotangguolouz") == []


def test_warming_reads_a_kind_at_a_time_until_nothing_is_left(town):
    _work, index, _ids = town
    steps = 1
    while index.warm():
        steps += 1
    assert steps == len(search.KINDS)
    assert not index.warm()


@pytest.mark.parametrize("sought", search.KINDS, ids=lambda each: each.kind)
def test_every_kind_names_fields_that_exist(sought):
    known = {each.name for each in records.fields_for(sought.kind)}
    assert known >= {*sought.names, *sought.beside, *sought.texts, *sought.newest_of}
    said = dict.fromkeys((*known, "where"), "")
    for template in (sought.headline, *sought.detail):
        template.format_map(said)


def test_an_opinion_and_an_intake_are_found_by_the_order_number_that_the_hotline_names(work):
    for kind, values in (
        ("opinions", {"text": "公交太少"}),
        ("intakes", {"way": "12345热线", "matter": "公交太少"}),
    ):
        given = {"received_on": date(2026, 10, 9), "order_number": "DH88-0613", **values}
        records.save(work, kind, given)
    with contextlib.closing(search.Index(work)) as index:
        found = index.find("dh88-0613")
    assert {each.context["kind"] for each in found} == {"opinions", "intakes"}
