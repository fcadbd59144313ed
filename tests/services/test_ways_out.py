"""No resident's name, phone or ID number leaves the office by any way, unless somebody asks for it."""

import html
import io
import json
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import fields as parts_of
from dataclasses import is_dataclass, replace
from datetime import date

import builders
import openpyxl
import pdfplumber
import pytest
import town_records
from planted_resident import PLANTED, WORDS, planted_fields

from gaotang_desktop.__main__ import main
from gaotang_desktop.commands.arguments import IMPORTABLE, KINDS
from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Kind
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.services import draws, history, records, search
from gaotang_desktop.services.computer import diagnosis
from gaotang_desktop.services.papers import (
    catalogue,
    drafts,
    gate,
    paper_wordings,
    plain_papers,
    word_files,
    wording_files,
)
from gaotang_desktop.services.pictures import disputes as pictures
from gaotang_desktop.services.pictures import due, patrols, polls, publicity
from gaotang_desktop.services.schemes import files, register
from gaotang_desktop.services.sheets import exports, imports, ledger_sheets
from gaotang_desktop.services.sheets.forms import sending

OCTOBER = Period(2026, "month", 10)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A town with a record of every kind, and a resident in every text of each."""
    folder = tmp_path_factory.mktemp("town") / "data"
    work, _ids = builders.open_filled(folder, town_records.fill)
    work.close()
    with closing(sqlite3.connect(folder / "gaotang.sqlite")) as file:
        for model, each in planted_fields():
            table, column = model.__tablename__, model.__table__.columns[each.name].name
            if each.kind is Kind.NAMES:
                said = json.dumps([PLANTED[0]], ensure_ascii=False)
                file.execute(f'UPDATE {table} SET "{column}" = ?', (said,))
            else:
                file.execute(f'UPDATE {table} SET "{column}" = ? || id', (WORDS,))
        file.execute("UPDATE operations SET title = title || ?", (WORDS,))
        file.commit()
    return folder


@pytest.fixture
def work(planted):
    opened = builders.open_work(planted)
    yield opened
    opened.close()


def test_the_resident_stands_in_nearly_every_table():
    tables = {model.__tablename__ for model, _each in planted_fields()}
    assert len(tables) > 35


def clean(text):
    """Whether nothing planted stands in a text, whatever the way it was broken into lines."""
    plain = "".join(text.split())
    assert [each for each in PLANTED if each in plain] == []
    return plain


def inside(path):
    """All that a workbook or a Word file holds."""
    with zipfile.ZipFile(path) as book:
        whole = "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return html.unescape(whole)


def in_pdf(content):
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "".join(page.extract_text() for page in pdf.pages)


def texts(part):
    """Every text of a paper."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, (tuple, list)):
        for each in part:
            yield from texts(each)
    elif is_dataclass(part):
        for each in parts_of(part):
            yield from texts(getattr(part, each.name))


@pytest.mark.parametrize("kind", KINDS)
def test_an_export_names_no_resident_unless_asked(work, tmp_path, kind):
    assert exports.export(work, kind, tmp_path / "a.xlsx") >= 0
    clean(inside(tmp_path / "a.xlsx"))
    exports.export(work, kind, tmp_path / "b.xlsx", unmasked=True)
    has_text = any(model.record_kind.name == kind for model, _each in planted_fields())
    if has_text and records.listing(work, kind).ids:
        assert PLANTED[0] in inside(tmp_path / "b.xlsx")


@pytest.mark.parametrize("kind", IMPORTABLE)
def test_a_template_offers_no_resident(work, tmp_path, kind):
    exports.template(work, kind, tmp_path / "a.xlsx")
    clean(inside(tmp_path / "a.xlsx"))


def test_a_form_for_the_villages_offers_no_resident(work, tmp_path):
    for kind in sending.KINDS:
        made = sending.send(work, kind, OCTOBER, tmp_path / kind)
        clean("".join(inside(each.file) for each in made))


@pytest.mark.parametrize("kind", KINDS)
def test_a_printed_list_names_no_resident_unless_asked(work, kind):
    shown = records.listing(work, kind)
    if not shown.ids:
        pytest.skip("nothing of this kind")
    heading = ledger_sheets.heading_of(kind)
    paper = ledger_sheets.sheet(work, shown, heading=heading, narrowed=f"含“{PLANTED[0]}”")
    clean("".join(texts(paper)))
    content, _made = ledger_sheets.draw(paper)
    clean(in_pdf(content))
    if ledger_sheets.names_residents(work, shown):
        whole = ledger_sheets.sheet(work, shown, heading=heading, unmasked=True)
        assert PLANTED[0] in "".join(texts(whole))


@pytest.mark.parametrize("name", [each.name for each in catalogue.DOCUMENTS])
def test_a_paper_names_no_resident_nor_does_its_twin(work, tmp_path, name):
    poll = max(records.listing(work, "polls").ids) if name == "poll-circular" else None
    try:
        paper = catalogue.paper(work, name, OCTOBER if poll is None else None, poll)
    except DomainError:
        paper = catalogue.paper(work, name)
    if name in catalogue.NAMING:
        # Handed to the one whom it names, by name alone; whatever it says besides is covered.
        assert paper.addressee.startswith(PLANTED[0])
        paper = replace(paper, addressee=paper.addressee.replace(PLANTED[0], "本人"))
    clean("".join(texts(paper)))
    clean(in_pdf(catalogue.drawn(lambda: paper)[0]))
    word_files.save_word(paper, tmp_path / "a.docx")
    clean(inside(tmp_path / "a.docx"))


def test_every_paper_that_names_residents_is_one_that_can_be_made():
    assert {each.name for each in catalogue.DOCUMENTS} >= catalogue.NAMING


def test_slips_and_drawn_lists_name_no_resident(work):
    with work.database.reading() as session:
        ids = tuple(each.id for each in session.query(CATALOGUE["supervision-slips"]))
    clean("".join(texts(plain_papers.slips(work, ids))))
    (drawn, *_more) = records.listing(work, "draws").ids
    clean("".join(texts(draws.paper(work, drawn))))


def test_all_papers_at_once_have_names_without_a_resident(work, tmp_path):
    printed = catalogue.make_all(work, tmp_path, Period(2026, "quarter", 4))
    clean("".join(path.name for path, _made in printed.made))


def test_the_history_and_the_search_name_no_resident(work):
    titles = [each.title for each in history.listed(work)]
    assert any("铁某某" in each for each in titles)
    clean("".join(titles))
    index = search.Index(work)
    found = index.find("铁满仓", shown=50)
    assert len({each.context["kind"] for each in found}) > 8
    clean("".join(f"{each.text}{each.detail}" for each in found))


@pytest.mark.parametrize("words", [
    *(("list", kind) for kind in (*KINDS, "schemes", "frozen-results")),
    ("check",), ("evaluate", "2026-10"), ("evaluate", "2026-10", "--freeze"),
    ("evaluate", "2026-10", "--unfreeze"),
], ids="-".join)  # fmt: skip
@pytest.mark.parametrize("how", [(), ("--json",)], ids=["lines", "json"])
def test_the_command_line_names_no_resident_unless_asked(planted, capsys, words, how):
    main(["--data", str(planted), *words, *how])
    said = capsys.readouterr()
    clean(said.out + said.err)
    if words[:2] == ("list", "disputes"):
        assert "铁某某" in said.out
        main(["--data", str(planted), *words, *how, "--unmasked"])
        assert all(each in capsys.readouterr().out for each in PLANTED[:1])


def test_wordings_and_schemes_that_go_to_another_office_name_no_resident(work, tmp_path):
    own = paper_wordings.shipped_of(work, "letter")
    said = replace(own, title=f"{own.title}{PLANTED[0]}", body=f"{own.body}\n请{WORDS}到场。")
    paper_wordings.save(work, "letter", said)
    wordings, rules = tmp_path / "范文.json", tmp_path / "方案.json"
    wording_files.export(work, wordings, ["letter"])
    clean(wordings.read_text("utf-8"))
    assert wording_files.take(work, wording_files.read(wordings)) == ()
    assert paper_wordings.current(work, "letter").title.endswith(PLANTED[0])
    scheme = register.draft(work)
    items = (replace(scheme.items[0], name=f"问{PLANTED[0]}"), *scheme.items[1:])
    assert files.export(work, replace(scheme, items=items), rules)
    clean(rules.read_text("utf-8"))
    assert not files.export(work, register.shipped(), rules)


def test_no_log_and_no_file_of_ours_is_named_after_a_resident(planted):
    for path in planted.rglob("*"):
        clean(path.name)
    for path in (planted / "logs").glob("*"):
        clean(path.read_text("utf-8"))


def test_the_diagnosis_names_no_resident(work, tmp_path):
    made = diagnosis.pack(work, tmp_path / "诊断.zip", others={}, printers=())
    with zipfile.ZipFile(made) as packed:
        for name in packed.namelist():
            clean(name)
            clean(packed.read(name).decode())


@pytest.mark.parametrize("each", [due, pictures, publicity, polls, patrols])
def test_a_picture_that_is_copied_names_no_resident(work, each):
    made = each.picture(work)
    # What the pointer is told of a spot is said on the screen alone.
    drawn = [spot.text for line in made.lines for spot in line.spots]
    clean("\n".join((made.message(), made.title, made.note, *made.columns, *drawn)))
    clean("\n".join(line.name for line in made.lines))


def test_a_draft_worded_from_records_names_no_resident_and_one_typed_is_asked_about(work):
    draft = drafts.create(work, "rectification-notice", dated_on=date(2026, 10, 24))
    values = drafts.get(work, draft)
    clean(values["body"])
    assert not [each for each in gate.of_draft(work, draft) if "当事人" in each.sentence]
    drafts.store(work, draft, {"body": f"{values['body']}\n请{PLANTED[0]}到场。"})
    (found,) = [each for each in gate.of_draft(work, draft) if "当事人" in each.sentence]
    assert found.asks
    assert "铁某某" in found.sentence


@pytest.mark.parametrize("kind", IMPORTABLE)
def test_an_export_taken_in_again_leaves_every_name_as_it_is(planted, tmp_path, kind):
    shutil.copytree(planted, tmp_path / "data")
    work = builders.open_work(tmp_path / "data")
    try:
        before = records.listing(work, kind)
        exports.export(work, kind, tmp_path / "a.xlsx")
        result = imports.import_sheet(work, kind, tmp_path / "a.xlsx")
        assert (result.imported, result.updated, result.rejected) == (0, 0, 0), result.errors
        assert records.listing(work, kind) == before
    finally:
        work.close()


def test_a_covered_text_that_was_edited_keeps_the_names_and_phones_in_it(planted, tmp_path):
    shutil.copytree(planted, tmp_path / "data")
    work = builders.open_work(tmp_path / "data")
    try:
        exports.export(work, "patrols", tmp_path / "a.xlsx")
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
        for row in book.active.iter_rows():
            for cell in row:
                if cell.value == "铁某某（139****4321，411***********2345）1":
                    cell.value = f"劝离{cell.value}"
        book.save(tmp_path / "a.xlsx")
        assert imports.import_sheet(work, "patrols", tmp_path / "a.xlsx").updated == 1
        (found,) = (
            each
            for each in (records.get(work, "patrols", n) for n in (1, 2))
            if each["finding"][0] == "劝"
        )
        assert found["finding"] == found["handling"] == f"劝离{WORDS}1"
    finally:
        work.close()
