from datetime import date
from pathlib import Path

import docx
import pytest
from builders import open_work, unit
from docx.oxml import OxmlElement
from plan_samples import PLANS, body, plan_named

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.plan_text.several_plans import parts_of
from gaotang_desktop.services import plans, records, tasks

SEED = Path(__file__).resolve().parents[2] / "plans" / "gaotang-2022-99.txt"
UNITS = [
    {"平安办", "派出所", "司法所", "各村"},
    {"派出所", "司法所", "市场监管所", "平安办", "各村"},
    {"派出所", "司法所", "禁毒办", "各村"},
    {"平安办", "派出所", "司法所", "卫生院", "各村"},
    {"安监所", "市场监管所", "卫生院"},
    {"派出所", "平安办", "各村"},
    {"镇班子成员", "派出所", "司法所", "平安办"},
    {"派出所", "司法所", "平安办", "各村"},
    {"镇直各单位", "镇中心小学", "镇中学"},
    set(),
]


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    yield opened
    opened.close()


def test_the_townships_plan_becomes_ten_tasks_with_exactly_the_units_of_each_clause(work):
    plans.import_file(work, SEED)
    found = tasks.matrix(work)
    assert [{each.who for each in task.assignments} for task in found.tasks] == UNITS
    assert [task.clause for task in found.tasks] == list(range(1, 11))
    assert {task.plan for task in found.tasks} == {"高办〔2022〕99号"}
    assert found.tasks[9].unassigned


def test_both_spellings_of_one_unit_are_one_unit_and_every_village_is_a_group(work):
    plans.import_file(work, SEED)
    listed = records.listing(work, "units")
    by_name = {row[listed.column("name")]: row for row in listed.rows}
    assert "镇平安办" not in by_name
    assert by_name["平安办"][listed.column("aliases")] == ("镇平安办",)
    assert by_name["各村"][listed.column("stands_for")] == "全部村"
    assert by_name["镇直各单位"][listed.column("stands_for")] == "成员单位"


def test_reading_the_plan_again_changes_nothing(work):
    plans.import_file(work, SEED)
    heard = []
    work.database.listeners.append(heard.append)
    plans.import_file(work, SEED)
    assert heard == []


def test_one_undo_takes_the_whole_plan_back(work):
    plans.import_file(work, SEED)
    work.undo()
    assert tasks.matrix(work).tasks == ()
    assert records.listing(work, "units").ids == ()


def test_a_dry_run_tells_everything_and_stores_nothing(work):
    told = plans.import_file(work, SEED, dry_run=True).contract()
    assert (told["number"], told["year"], len(told["tasks"])) == ("高办〔2022〕99号", 2022, 10)
    assert "方案未列责任单位" in "".join(told["tasks"][9]["warnings"])
    assert records.listing(work, "plans").ids == ()


@pytest.mark.parametrize("dry_run", [True, False])
def test_what_in_a_word_file_needs_a_look_is_told_before_everything_else(work, tmp_path, dry_run):
    document = docx.Document()
    for line in SEED.read_text("utf-8").splitlines():
        last = document.add_paragraph(line)
    last._p.append(OxmlElement("w:ins"))
    document.save(tmp_path / "方案.docx")
    told = plans.import_file(work, tmp_path / "方案.docx", dry_run=dry_run)
    sentence = "文件里有修订痕迹，按接受全部修订后的文字读入，请核对。"
    assert next(told.warnings()) == sentence
    assert told.contract()["warnings"][0] == sentence


def test_a_registered_unit_is_found_by_its_alias(work):
    unit(work, "综治办", aliases=("平安办",))
    told = plans.import_file(work, SEED)
    assert "平安办" not in [each.name for each in told.new_units]


@pytest.mark.parametrize("text", ["", "  \n ", "关于放假的通知\n请各单位注意安全。"])
def test_a_text_without_clauses_is_refused_in_a_sentence(work, text):
    with pytest.raises(DomainError, match="。"):
        plans.import_plan(work, text)
    assert records.listing(work, "plans").ids == ()


def role(task, unit):
    return next((each.role for each in task.assignments if each.unit_id == unit), "")


def test_a_cell_of_the_matrix_is_set_changed_and_cleared_one_undo_each(work):
    plans.import_file(work, SEED)
    task = tasks.matrix(work).tasks[9]
    place = next(each.id for each in tasks.matrix(work).units if each.name == "派出所")
    for wanted in ("牵头", "配合", ""):
        tasks.assign(work, task.id, place, wanted)
        assert role(tasks.matrix(work).tasks[9], place) == wanted
    work.undo()
    assert role(tasks.matrix(work).tasks[9], place) == "配合"


def newer_text():
    text = SEED.read_text("utf-8")
    gone = next(line for line in text.splitlines() if line.startswith("6、"))
    newer = text.replace(gone + "\n", "").replace("有序推进扫黑除恶斗争", "稳步推进扫黑除恶斗争")
    return newer.replace("三、工作步骤", "11、夜间亮灯。（责任单位：各村）\n三、工作步骤")


def told(reading):
    kinds = {}
    for change in plans.begin(reading).changes():
        kinds.setdefault(change.kind, []).append(change.title)
    return kinds


def test_a_newer_version_of_a_plan_says_what_changes_and_keeps_the_assignments(work):
    plans.import_plan(work, SEED.read_text("utf-8"))
    first = tasks.matrix(work).tasks[0]
    place = next(each.id for each in tasks.matrix(work).units if each.name == "卫生院")
    tasks.assign(work, first.id, place, "配合")
    changes = told(plans.read(work, newer_text()))
    assert changes["新增"] == ["夜间亮灯"]
    assert changes["有变化"] == ["常态化推进扫黑除恶斗争"]
    assert changes["方案里已没有"] == ["强化群防群治防控力量建设"]
    assert len(changes["未变"]) == 8
    plans.import_plan(work, newer_text())
    after = tasks.matrix(work).tasks
    assert len(after) == 11
    kept = next(task for task in after if task.id == first.id)
    assert role(kept, place) == "配合"


def test_reading_the_same_plan_again_announces_no_change(work):
    plans.import_file(work, SEED)
    assert set(told(plans.read(work, SEED.read_text("utf-8")))) == {"未变"}


def test_a_task_in_the_place_of_another_is_not_that_task(work):
    plans.import_plan(
        work, body("1、夜巡。（责任单位：派出所）\n2、普法宣传。（责任单位：司法所）")
    )
    newer = body("1、夜巡。（责任单位：派出所）\n2、整修塘坝。（责任单位：水务站）")
    changes = told(plans.read(work, newer))
    assert (changes["新增"], changes["方案里已没有"]) == (["整修塘坝"], ["普法宣传"])


def test_a_unit_that_is_newly_named_is_added_and_one_that_is_not_named_any_more_stays(work):
    plans.import_plan(work, body("1、夜巡。（责任单位：派出所、各村）"))
    plans.import_plan(work, body("1、夜巡。（责任单位：派出所、司法所）"))
    (task,) = tasks.matrix(work).tasks
    assert [each.who for each in task.assignments] == ["派出所", "各村", "司法所"]


def test_a_day_that_came_from_the_plan_follows_it_and_one_set_by_hand_does_not(work):
    plans.import_plan(work, body("1、夜巡。（责任单位：派出所、司法所；完成时限：2024年6月30日）"))
    parts = records.listing(work, "assignments").ids
    records.save(work, "assignments", {"deadline": date(2024, 7, 5)}, record_id=parts[0])
    plans.import_plan(work, body("1、夜巡。（责任单位：派出所、司法所；完成时限：2024年9月30日）"))
    days = [records.get(work, "assignments", each)["deadline"] for each in parts]
    assert days == [date(2024, 7, 5), date(2024, 9, 30)]


NIGHT = "1、夜巡。每晚巡查。（责任单位：派出所；完成时限：2024年6月30日）"


def test_a_newer_version_takes_nothing_back_that_the_operator_had_changed(work):
    plans.import_plan(work, body(NIGHT))
    (task,) = tasks.matrix(work).tasks
    own = {"name": "平安夜巡", "deadline": date(2024, 5, 1)}
    records.save(work, "tasks", own, record_id=task.id)
    newer = NIGHT.replace("每晚", "每夜").replace("6月30日", "9月30日")
    reading = plans.read(work, body(newer))
    (change,) = plans.begin(reading).changes()
    assert change.own == ("任务", "完成时限")
    assert plans.begin(reading).decision(change) == "改过的保留"
    assert "“夜巡”的任务、完成时限您改过，和新版本不同，仍用您改的。" in list(reading.warnings())
    plans.import_plan(work, body(newer), plans.begin(reading).confirmed())
    kept = records.get(work, "tasks", task.id)
    assert {name: kept[name] for name in own} == own
    assert "每夜巡查" in kept["requirement"]
    draft = plans.begin(plans.read(work, body(newer))).decide(task.id, "用新的")
    plans.import_plan(work, body(newer), draft.confirmed())
    assert records.get(work, "tasks", task.id)["deadline"] == date(2024, 9, 30)


def test_units_that_the_operator_chose_stay_and_those_newly_named_are_added(work):
    draft = plans.begin(plans.read(work, body("1、夜巡。（责任单位：派出所、民政所）")))
    draft = draft.edit(draft.tasks[0].key, "lead", "派出所、司法所")
    plans.import_plan(work, body("1、夜巡。（责任单位：派出所、民政所）"), draft.confirmed())
    plans.import_plan(work, body("1、夜巡。（责任单位：派出所、民政所、卫生院）"))
    (task,) = tasks.matrix(work).tasks
    assert [each.who for each in task.assignments] == ["派出所", "司法所", "卫生院"]
    assert records.get(work, "tasks", task.id)["units_as_written"] == "派出所、司法所、卫生院"


def test_a_line_that_was_ticked_or_joined_is_not_taken_for_changed_words(work):
    text = body("1、夜巡。（责任单位：派出所）\n2、普法。（责任单位：司法所）")
    draft = plans.begin(plans.read(work, text))
    other = next(each.key for each in draft.entries if "加强领导" in each.text)
    plans.import_plan(work, text, draft.tick([other], on=True).confirmed())
    draft = plans.begin(plans.read(work, text)).tick([other], on=True)
    assert {each.kind for each in draft.changes()} == {"未变"}


def test_a_plan_of_the_same_title_is_a_newer_version_where_one_lacks_its_number(work):
    text = body("1、夜巡。（责任单位：派出所）")
    plans.import_plan(work, text.replace("某办〔2024〕1号\n", ""))
    reading = plans.read(work, text)
    assert (reading.renewal.by, reading.renewal.certain) == ("标题", True)
    plans.import_plan(work, text)
    assert {task.plan for task in tasks.matrix(work).tasks} == {"某办〔2024〕1号"}
    assert len(tasks.matrix(work).tasks) == 1


def test_a_plan_of_the_same_title_and_another_number_is_asked_about(work):
    text = body("1、夜巡。（责任单位：派出所）")
    plans.import_plan(work, text)
    other = text.replace("1号", "7号")
    reading = plans.read(work, other)
    assert (reading.renewal.by, reading.renewal.certain) == ("标题", False)
    assert any("已有同名的方案“某办〔2024〕1号”" in each for each in reading.warnings())
    plans.import_plan(work, other, renews="某办〔2024〕1号")
    assert [task.plan for task in tasks.matrix(work).tasks] == ["某办〔2024〕7号"]


def test_what_is_decided_line_by_line_is_done_in_one_operation(work):
    plans.import_plan(work, SEED.read_text("utf-8"))
    draft = plans.begin(plans.read(work, newer_text()))
    ids = {each.title: each.task.id for each in draft.changes() if each.task}
    draft = draft.decide(ids["强化群防群治防控力量建设"], "移到回收站")
    draft = draft.decide(ids["常态化推进扫黑除恶斗争"], "当作另一项")
    plans.import_plan(work, newer_text(), draft.confirmed())
    titles = [task.title.partition(" ")[2] for task in tasks.matrix(work).tasks]
    assert titles.count("常态化推进扫黑除恶斗争") == 2
    assert "强化群防群治防控力量建设" not in titles
    work.undo()
    assert len(tasks.matrix(work).tasks) == 10


def test_only_what_was_confirmed_is_stored_with_only_the_units_it_needs(work):
    text = SEED.read_text("utf-8")
    draft = plans.begin(plans.read(work, text))
    keys = [each.key for each in draft.tasks]
    more = [each.key for each in draft.entries if each.title == "加强督查、严格奖惩"]
    draft = draft.tick(keys[:4] + keys[5:], on=False).tick(more, on=True)
    plans.import_plan(work, text, draft.confirmed())
    found = tasks.matrix(work)
    assert sorted(task.title.partition(" ")[2] for task in found.tasks) == [
        "全力开展食品药品安全集中整治",
        "加强督查、严格奖惩",
    ]
    assert "司法所" not in [each.name for each in found.units]


# several plans in one text

TWO = SEED.read_text("utf-8") + "\n" + plan_named("ways/drowning-duties.txt")


def test_two_plans_in_a_file_are_told_apart_and_none_is_stored_unasked(work, tmp_path):
    path = tmp_path / "两份.txt"
    path.write_text(TWO, "utf-8")
    listed = plans.import_file(work, path, dry_run=True).contract()["plans"]
    assert [(each["number"], each["line"], each["tasks"]) for each in listed] == [
        ("高办〔2022〕99号", 1, 10),
        ("", 27, 6),
    ]
    with pytest.raises(DomainError, match=r"像有2份方案.*--part 1"):
        plans.import_file(work, path)
    assert records.listing(work, "plans").ids == ()
    with pytest.raises(DomainError, match=r"没有第3份。"):
        plans.import_file(work, path, part="3")
    plans.import_file(work, path, part="2")
    assert len(tasks.matrix(work).tasks) == 6
    plans.import_file(work, path, part="1")
    assert len(tasks.matrix(work).tasks) == 16


def test_two_plans_may_be_said_to_be_one(work, tmp_path):
    path = tmp_path / "一份.txt"
    path.write_text(TWO, "utf-8")
    plans.import_file(work, path, part="0")
    assert len(records.listing(work, "plans").ids) == 1
    assert len(tasks.matrix(work).tasks) == 16


@pytest.mark.parametrize(
    "path", [*(PLANS / "ways").glob("*.txt"), SEED], ids=lambda path: path.stem
)
def test_no_single_plan_is_taken_for_several(path):
    assert parts_of(path.read_text("utf-8")) == ()


@pytest.mark.parametrize("between", ["\n", "\n附件2\n", "\n某镇人民政府办公室\n2022年5月6日\n\n"])
def test_where_the_second_plan_begins_its_number_and_both_lines_of_its_title_are_its_own(between):
    first = plan_named("ways/drowning-duties.txt").rstrip("\n")
    parts = parts_of(first + between + SEED.read_text("utf-8"))
    assert [each.title[-6:] for each in parts] == ["治理工作方案", "工作实施方案"]
    assert parts[1].number == "高办〔2022〕99号"
    assert "某镇人民政府办公室" not in parts[1].text


def test_a_second_plan_behind_the_date_of_the_first_begins_with_its_number():
    one = "甲政〔2025〕4号\n甲镇2025年防溺水工作方案\n一、任务\n1、巡塘。责任单位：各村\n二、要求\n落实。"
    other = "甲政〔2025〕5号\n甲镇2025年反诈工作方案\n一、任务\n1、宣传。责任单位：派出所"
    parts = parts_of(f"{one}\n甲镇人民政府\n2025年5月1日\n{other}")
    assert [(each.number, each.title, each.tasks) for each in parts] == [
        ("甲政〔2025〕4号", "甲镇2025年防溺水工作方案", 1),
        ("甲政〔2025〕5号", "甲镇2025年反诈工作方案", 1),
    ]
    assert parts[1].text == other


def test_every_line_of_the_plan_is_told_by_the_command_with_its_number(work):
    told = plans.import_file(work, SEED, dry_run=True).contract()
    lines = SEED.read_text("utf-8").splitlines()
    numbered = [
        each["line"] for key in ("opening", "headings", "unused", "ending") for each in told[key]
    ]
    numbered += [each["line"] for each in told["phases"]]
    numbered += [
        line for task in told["tasks"] for line in range(task["line"], task["end_line"] + 1)
    ]
    assert sorted(numbered) == [at for at, line in enumerate(lines, 1) if line.strip()]
    assert [each["title"] for each in told["phases"]] == ["动员部署", "分段宣传"]
    assert {"line": 22, "text": lines[21].strip()} in told["unused"]
