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
