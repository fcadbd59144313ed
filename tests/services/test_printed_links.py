"""The newest link stands on every paper that goes out and beside every backup, and can be asked about."""

import io
import sqlite3
from contextlib import closing
from datetime import date

import pdfplumber
import pytest
from builders import open_work, village

from gaotang_desktop.__main__ import main
from gaotang_desktop.data.backups import LIST_NAME
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import backups, tampering
from gaotang_desktop.services.papers import drafts, issued_documents

MM = 72 / 25.4


@pytest.fixture
def work(tmp_path):
    opened = open_work(tmp_path / "data")
    village(opened)
    yield opened
    opened.close()


def issued(work):
    draft = drafts.create(work, "notice", dated_on=date(2026, 10, 24))
    head = tampering.head(work)
    return head, issued_documents.issue(work, draft, despite_reminders=True)


def test_the_link_is_printed_small_in_the_margin_of_the_last_page(work):
    head, paper = issued(work)
    with pdfplumber.open(io.BytesIO(paper.content)) as pdf:
        last = pdf.pages[-1]
        chars = [each for each in last.chars if each["size"] < 7]
        assert "".join(each["text"] for each in chars).replace(" ", "") == head.words.replace(
            " ", ""
        )
        # Below the page number, which stands 7 mm below the block; printers reach to 5 mm.
        assert min(each["top"] for each in chars) > (37 + 225 + 7 + 5) * MM
        assert max(each["bottom"] for each in chars) < (297 - 8) * MM
        assert max(each["x1"] for each in chars) <= (28 + 156) * MM + 0.1
        for page in pdf.pages[:-1]:
            assert not [each for each in page.chars if each["size"] < 7]


def test_a_draft_bears_none_and_the_words_of_the_register_are_without_it(work):
    head, paper = issued(work)
    assert head.link[:16] not in (issued_documents.entry(work, paper.id).text or "")
    draft = drafts.create(work, "notice", dated_on=date(2026, 10, 24))
    content, _made = drafts.drawn(work, drafts.get(work, draft), drafts.filling(work, draft))
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert "历史校验码" not in pdf.pages[-1].extract_text()


def test_a_printed_link_holds_until_something_before_it_is_altered(work):
    head, _paper = issued(work)
    village(work, "北村")
    for written in (head.words, head.link, f" {head.link[:16].upper()} ", head.link[:16]):
        assert tampering.asked(work, written).holds
    with closing(sqlite3.connect(work.path)) as file:
        file.execute("UPDATE operations SET title = '别的' WHERE id = ?", (head.step,))
        file.commit()
    asked = tampering.asked(work, head.words)
    assert not asked.holds
    assert f"从第 {head.step} 步起对不上" in asked.words


def test_what_is_altered_afterwards_leaves_an_older_link_standing(work):
    head, _paper = issued(work)
    village(work, "北村")
    with closing(sqlite3.connect(work.path)) as file:
        file.execute("UPDATE operations SET title = '别的' WHERE id = ?", (head.step + 2,))
        file.commit()
    assert tampering.asked(work, head.words).holds
    assert tampering.problems(work)


def test_a_link_of_another_history_is_not_found_and_one_that_is_none_is_said(work):
    assert not tampering.asked(work, "0123456789abcdef").holds
    for written in ("", "校验码", "12ab", "x" * 64):
        with pytest.raises(DomainError, match="没有历史校验码"):
            tampering.asked(work, written)


def test_the_command_line_is_asked_about_a_link(work, capsys):
    head, _paper = issued(work)
    folder = str(work.folder)
    work.close()
    assert main(["--data", folder, "check", "--link", head.words]) == 0
    assert f"第 {head.step} 步" in capsys.readouterr().out
    assert main(["--data", folder, "check", "--link", "0123456789abcdef"]) == 1
    assert "没有校验码" in capsys.readouterr().err
    assert main(["--data", folder, "check", "--link", "?"]) == 1


def test_the_list_beside_the_backups_names_each_with_its_link(work):
    first = backups.back_up(work)[0]
    before = tampering.head(work)
    village(work, "北村")
    second = backups.back_up(work)[0]
    lines = (work.backup_folder / LIST_NAME).read_text("utf-8").splitlines()
    named = {line.split()[0]: line for line in lines[2:]}
    assert set(named) == {first.name, second.name}
    assert named[first.name].endswith(before.link[:16])
    assert named[second.name].endswith(tampering.head(work).link[:16])
    assert (work.backup_folder / LIST_NAME).stat().st_mode & 0o077 == 0
