from pathlib import Path

import docx
import pytest
from builders import open_work, unit
from docx.oxml import OxmlElement

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import plans, records, tasks

SEED = Path(__file__).parent.parent / "plans" / "gaotang-2022-99.txt"
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


def test_a_cell_of_the_matrix_is_set_changed_and_cleared_one_undo_each(work):
    plans.import_file(work, SEED)
    task = tasks.matrix(work).tasks[9]
    place = next(each.id for each in tasks.matrix(work).units if each.name == "派出所")
    for role in ("牵头", "配合", ""):
        tasks.assign(work, task.id, place, role)
        assert tasks.matrix(work).tasks[9].role_of(place) == role
    work.undo()
    assert tasks.matrix(work).tasks[9].role_of(place) == "配合"


def test_a_newer_version_of_a_plan_says_what_changes_and_keeps_the_assignments(work):
    text = SEED.read_text("utf-8")
    plans.import_plan(work, text)
    first = tasks.matrix(work).tasks[0]
    place = next(each.id for each in tasks.matrix(work).units if each.name == "卫生院")
    tasks.assign(work, first.id, place, "配合")
    lines = text.splitlines()
    gone = next(line for line in lines if line.startswith("6、"))
    newer = text.replace(gone + "\n", "").replace("有序推进扫黑除恶斗争", "稳步推进扫黑除恶斗争")
    newer = newer.replace("三、工作步骤", "11、夜间亮灯。（责任单位：各村）\n三、工作步骤")
    renewal = plans.read(work, newer).renewal
    assert renewal == plans.Renewal(
        added=("夜间亮灯",), changed=("常态化推进扫黑除恶斗争",), gone=("强化群防群治防控力量建设",)
    )
    plans.import_plan(work, newer)
    after = tasks.matrix(work).tasks
    assert len(after) == 11
    kept = next(task for task in after if task.id == first.id)
    assert kept.role_of(place) == "配合"


def test_reading_the_same_plan_again_announces_no_change(work):
    plans.import_file(work, SEED)
    again = plans.read(work, SEED.read_text("utf-8"))
    assert again.renewal == plans.Renewal()


def test_only_what_was_confirmed_is_stored_with_only_the_units_it_needs(work):
    text = SEED.read_text("utf-8")
    reading = plans.read(work, text)
    keys = [each.key for each in reading.items() if each.clause.title == "加强督查、严格奖惩"]
    keys += [each.key for each in reading.items() if each.kind == "任务"][4:5]
    plans.import_plan(work, text, plans.Confirmed(keys=frozenset(keys)))
    found = tasks.matrix(work)
    assert sorted(task.title.partition(" ")[2] for task in found.tasks) == [
        "全力开展食品药品安全集中整治",
        "加强督查、严格奖惩",
    ]
    assert "司法所" not in [each.name for each in found.units]


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
