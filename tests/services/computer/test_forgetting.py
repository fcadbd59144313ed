"""A person whose matters are closed is taken out of everything but what went out."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import builders
import pytest
import town_records
from planted_resident import PLANTED, WORDS, one_dispute, planted_fields, town

from gaotang_desktop import keys
from gaotang_desktop.__main__ import main
from gaotang_desktop.data import forgetting as rows
from gaotang_desktop.data.chain import Found, verify
from gaotang_desktop.domain.errors import Conflict, DomainError, NotFound
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.services import attachments, backups, history, records, tampering, unsaved
from gaotang_desktop.services.archiving import writing
from gaotang_desktop.services.computer import encryption, forgetting
from gaotang_desktop.services.papers import drafts, issued_documents

NAME, PHONE, NUMBER = PLANTED
ESCAPED = json.dumps(NAME).strip('"').encode()
CLOSED = (
    "UPDATE disputes SET state = '已化解', closed_on = '2026-10-22'",
    "UPDATE opinions SET state = '已答复', answered_on = '2026-10-22', answer = '好'",
    "UPDATE intakes SET told_on = '2026-10-23'",
)


def plant(work):
    """A closed matter of a resident, and his name in every text of every kind."""
    for end in (2, 14):  # a title that was cut within his name, and within his number
        with work.database.operation(f"修改诉求：{WORDS[:end]}") as session:
            session.connection().exec_driver_sql("UPDATE settings SET value = value || ' '")
    with work.database.operation(f"登记{WORDS}") as session:
        run = session.connection().exec_driver_sql
        for statement in CLOSED:
            run(statement)
        for model, each in planted_fields():
            table, column = model.__tablename__, model.__table__.columns[each.name].name
            if table in rows.LEFT and each.name != "remark":
                continue
            if each.kind is Kind.NAMES:
                run(
                    f'UPDATE {table} SET "{column}" = ?',
                    (json.dumps([NAME, "李梅"], ensure_ascii=False),),
                )
            else:
                run(f'UPDATE {table} SET "{column}" = ? || id', (WORDS,))
        run("INSERT INTO settings (key, value) VALUES ('note', ?)", (json.dumps(WORDS),))


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town") / "data"
    work, _ids = builders.open_filled(folder, town_records.fill)
    issued_documents.issue(work, drafts.create(work, "notice"), despite_reminders=True)
    plant(work)
    work.close()
    return folder


@pytest.fixture
def folder(planted, tmp_path):
    return shutil.copytree(planted, tmp_path / "data")


@pytest.fixture
def work(folder):
    opened = builders.open_work(folder)
    yield opened
    opened.close()


def holding(folder):
    """The files of a folder in which the planted name or a number of his stands."""
    words = [ESCAPED, *(each.encode() for each in PLANTED)]
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and any(each in path.read_bytes() for each in words)
    }


def holds(work):
    """Whether the history and all rows are as the program wrote them."""
    with work.database.reading() as session:
        return verify(session.connection().exec_driver_sql) == Found(None, 0, ())


def test_no_file_of_the_folder_names_a_forgotten_person_but_those_that_are_listed(work, tmp_path):
    folder = work.folder
    paper = tmp_path / "材料.txt"
    paper.write_text(f"当事人：{NAME}", "gb18030")
    (owner, *_more) = records.listing(work, "disputes").ids
    attachments.add(work, "disputes", owner, [paper])
    work.now = lambda: builders.NOW - timedelta(days=1)
    copy, _said = backups.back_up(work)
    work.now = lambda: builders.NOW
    unsaved.keep(folder, [Unsaved("disputes", f"{NAME}的纠纷", {"": {"summary": WORDS}})])
    (folder / "window.ini").write_text(f"[patrols]\nnarrowed={NAME}\n", "utf-8")
    attachments.opened(work, attachments.listed(work, "disputes", owner)[0].id)
    head = tampering.head(work)
    before = holding(folder)
    seen = forgetting.preview(work, NAME)
    assert holding(folder) == before
    assert seen.numbers == (PHONE, NUMBER)
    assert {each.kind for each in seen.lines} >= {"disputes", "patrols", "documents", "settings"}
    done = forgetting.forget(work, NAME)
    assert done.said == ()
    (kept,) = done.preview.backups
    assert kept.path == copy
    assert kept.gone_by == date(2026, 11, 22)
    (digest,) = {each.digest for each in attachments.listed(work, "disputes", owner)}
    assert done.preview.attachments == ("矛盾纠纷的附件“材料.txt”",)
    assert NAME not in str(done)
    assert unsaved.kept(folder)[0].title == "铁某某的纠纷"
    titles = [each.title for each in history.listed(work)]
    assert "修改诉求：铁某某" in titles
    assert "修改诉求：铁某某（**********" in titles
    # In the WAL neither: nothing was closed yet.
    assert holding(folder) == {f"backups/{copy.name}"}
    assert (folder / "attachments" / digest[:2] / digest).read_bytes() == paper.read_bytes()
    assert "李梅" in str(records.get(work, "disputes", owner)["parties"])
    assert history.check_everything(work) == []
    assert tampering.asked(work, tampering.head(work).link).holds
    asked = tampering.asked(work, head.words)
    assert asked.holds
    assert "隐去个人信息以前" in asked.words
    writing.write(work, tmp_path / "archive")
    assert not [each for each in holding(tmp_path / "archive") if "附件" not in each]
    with pytest.raises(NotFound):
        forgetting.preview(work, NAME)


def test_no_undo_brings_a_forgotten_person_back_nor_the_forgetting(work):
    forgetting.forget(work, NAME)
    with pytest.raises(Conflict, match="隐去个人信息不能撤销"):
        work.undo()
    (planting,) = (each.id for each in history.listed(work) if each.title.startswith("登记铁某某"))
    binned = records.listing(work, "disputes").ids
    records.bin_records(work, "disputes", binned[:1])
    work.undo()
    work.undo(planting)
    work.redo(planting)
    assert records.listing(work, "disputes").ids == binned
    assert holding(work.folder) == set()
    assert holds(work)


def test_what_is_altered_after_forgetting_is_still_noticed(work):
    head = tampering.head(work)
    done = forgetting.forget(work, NAME)
    assert done.former_links == 3
    assert tampering.problems(work) == []
    with closing(sqlite3.connect(work.path, isolation_level=None)) as file:
        other = "0" if head.link[0] == "f" else "f"
        file.execute("UPDATE former_links SET link = ? || substr(link, 2)", (other,))
        assert any("留底的旧校验码" in each for each in tampering.problems(work))
        assert not tampering.asked(work, other + head.link[1:]).holds
        file.execute("UPDATE former_links SET link = ? || substr(link, 2)", (head.link[0],))
        file.execute("UPDATE operations SET title = '别的' WHERE id = 3")
    assert "从第 3 步" in tampering.problems(work)[0]
    assert not tampering.asked(work, head.link).holds


def test_what_was_altered_before_is_not_covered_up_by_forgetting(work):
    with closing(sqlite3.connect(work.path, isolation_level=None)) as file:
        file.execute("UPDATE patrols SET people = 99")
    with pytest.raises(Conflict, match="盖住"):
        forgetting.forget(work, NAME)
    assert NAME in records.get(work, "patrols", 1)["finding"]


def test_a_power_cut_at_any_moment_leaves_all_of_a_person_or_nothing(folder, tmp_path):
    cuts = []

    def cut(*_what):
        cuts.append(shutil.copytree(folder, tmp_path / f"cut-{len(cuts)}"))

    work = builders.open_work(folder)
    work.now = lambda: (cut(), builders.NOW)[1]  # asked for the day amid the operation
    work.database.listeners.append(cut)  # told after the commit, before the file is cleaned
    forgetting.forget(work, NAME)
    work.close()
    left = []
    for each in cuts:
        again = builders.open_work(each)
        assert holds(again)
        again.close()
        left.append(
            bool(holding(each) - {f"backups/{one.name}" for one in (each / "backups").glob("*")})
        )
    assert left[0]
    assert not left[-1]
    assert left == sorted(left, reverse=True)


def test_issued_papers_and_what_was_frozen_stay_and_are_listed(work):
    draft = drafts.create(work, "notice", dated_on=date(2026, 10, 24))
    drafts.store(work, draft, {"body": f"请{NAME}到场。"})
    paper = issued_documents.issue(work, draft, despite_reminders=True)
    done = forgetting.forget(work, NAME)
    assert len(done.preview.issued) == 1
    assert NAME in issued_documents.entry(work, paper.id).text
    assert history.check_everything(work) == []


def test_a_longer_name_and_a_name_alike_stay_and_are_shown(tmp_path):
    work = town(tmp_path)
    builders.village(work, "王芳庄")
    first = one_dispute(
        work, "王芳", "赵六", summary="王芳与赵六在王芳庄争水，王 芳先到，王芳草劝开"
    )
    other = one_dispute(work, "王芳草", summary="王芳草与邻居")
    seen = forgetting.preview(work, "王芳")
    assert {each.record_id for each in seen.lines} == {first}
    assert any("王芳草" in each.before for each in seen.left)
    forgetting.forget(work, "王芳", ["0396-1234567"])
    said = records.get(work, "disputes", first)
    assert said["summary"] == "王某某与赵六在王芳庄争水，王某某先到，王芳草劝开"
    assert said["parties"] == ("王某某", "赵六")
    assert records.get(work, "disputes", other)["summary"] == "王芳草与邻居"
    assert holds(work)
    work.close()


def test_a_name_that_is_a_word_is_covered_in_its_own_matters_alone(tmp_path):
    work = town(tmp_path)
    mine = one_dispute(work, "高兴", summary="高兴与邻居")
    other = one_dispute(work, "赵六", summary="双方都很高兴")
    forgetting.forget(work, "高兴")
    assert records.get(work, "disputes", mine)["summary"] == "高某某与邻居"
    assert records.get(work, "disputes", other)["summary"] == "双方都很高兴"
    assert holds(work)
    work.close()


def test_of_two_people_of_one_name_the_one_who_is_picked_is_forgotten(tmp_path, capsys):
    work = town(tmp_path)
    mine = one_dispute(work, "王芳（13811112222）", summary="王芳（13811112222）与邻居")
    namesake = one_dispute(
        work, "王芳", summary="王芳和赵六", state="化解中", closed_on=None, result=None
    )
    past = one_dispute(work, "王芳", summary="王芳的旧事")
    records.save(work, "disputes", {"parties": ["钱七"], "summary": "旧事"}, record_id=past)
    with pytest.raises(Conflict, match="还没有办结"):
        forgetting.preview(work, "王芳")
    seen = forgetting.found(work, "王芳")
    assert {(each.record_id, each.is_open) for each in seen.lines} == {
        (mine, False),
        (namesake, True),
    }
    assert [each.record for each in seen.past] == [("disputes", past)]
    only = [f"disputes:{mine}", f"disputes:{past}"]
    with pytest.raises(Conflict, match="还没有办结"):
        forgetting.forget(work, "王芳", only=frozenset({("disputes", namesake)}))
    with pytest.raises(NotFound, match="disputes:99"):
        forgetting.forget(work, "王芳", only=frozenset({("disputes", 99)}))
    work.close()
    asked = ["--data", str(work.folder), "--json", "forget", "王芳", "--only"]
    assert main([*asked, *only]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {each["id"] for each in told["others"]} == {namesake}
    assert main([*asked, *only, "--yes"]) == 0
    work = builders.open_work(work.folder)
    assert records.get(work, "disputes", mine)["summary"] == "王某某（***********）与邻居"
    assert records.get(work, "disputes", namesake)["summary"] == "王芳和赵六"
    assert {each.record for each in forgetting.found(work, "王芳").lines} == {
        ("disputes", namesake)
    }
    with closing(sqlite3.connect(work.path)) as file:
        asked = "SELECT row_id FROM changes WHERE before LIKE '%王芳%' OR after LIKE '%王芳%'"
        assert {row[0] for row in file.execute(asked)} == {namesake}
    assert holds(work)
    work.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    work = town(tmp_path_factory.mktemp("office"))
    one_dispute(work, "王芳")
    one_dispute(work, "孙大海", state="化解中", closed_on=None, result=None)
    builders.patrol(work, 1, leader="周带队")
    yield work
    work.close()


@pytest.mark.parametrize(("name", "phone", "words"), [
    ("", "", "至少两个字"), ("王", "", "至少两个字"), ("  ", "", "至少两个字"),
    ("村民", "", "不是一个人的姓名"), ("王某某", "", "不是一个人的姓名"), ("%_", "", "不是一个人的姓名"),
    ("王芳、李四", "", "不是一个人的姓名"), ("郭桥村", "", "村、单位"), ("派出所", "", "村、单位"),
    ("周带队", "", "干部"), ("孙大海", "", "还没有办结"), ("没有此人", "", "没有“没有此人”"),
    ("王芳", "123", "不像电话"),
])  # fmt: skip
def test_who_cannot_be_forgotten_is_said_and_nothing_is_changed(office, name, phone, words):
    head = tampering.head(office)
    for deed in (forgetting.preview, forgetting.forget):
        with pytest.raises(DomainError, match=words):
            deed(office, name, [phone])
    assert tampering.head(office) == head


def test_a_person_is_forgotten_in_an_encrypted_folder_too(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "ROUNDS", 2)
    encryption.encrypt(folder, "高塘镇2026综治")
    work = builders.open_work(folder)
    forgetting.forget(work, NAME)
    assert holds(work)
    work.close()
    encryption.decrypt(folder, "高塘镇2026综治")
    assert holding(folder) == set()


def test_the_command_line_previews_then_forgets(folder, capsys):
    assert main(["--data", str(folder), "forget", NAME, "--phone", "0396-1234567"]) == 0
    said = capsys.readouterr().out
    assert "还没有改动" in said
    assert not any(each in said for each in PLANTED)
    assert main(["--data", str(folder), "forget", NAME, "--unmasked"]) == 0
    assert f"“{NAME}”会换成“铁某某”" in capsys.readouterr().out
    assert main(["--data", str(folder), "--json", "forget", NAME, "--yes"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["done"], told["name"], told["issued"]) == (True, "铁某某", [])
    assert main(["--data", str(folder), "check"]) == 0
    assert holding(folder) == set()
    assert main(["--data", str(folder), "forget", NAME]) == 1
    assert "没有改动" in capsys.readouterr().err
