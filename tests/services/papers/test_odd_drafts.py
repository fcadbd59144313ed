"""Odd drafts are found, those that only look odd are let through; so is every paper of a year."""

import io
from datetime import date, datetime

import builders
import odd_figures
import pdfplumber
import pytest
from odd_drafts import ODD as ODD_WORDS
from odd_drafts import PLAIN
from odd_drafts import RIGHT as RIGHT_WORDS

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.documents.blocks import Annex, Paragraph
from gaotang_desktop.domain.documents.drafting import Filling, loaded
from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.documents.mends import found_in, mended
from gaotang_desktop.domain.documents.own_annexes import dumped
from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import demo
from gaotang_desktop.services.papers import catalogue, drafts, own_annexes, reading_over

ODD = (*ODD_WORDS, *odd_figures.ODD)
RIGHT = (*RIGHT_WORDS, *odd_figures.RIGHT)
DAY = date(2026, 11, 5)


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    opened = builders.open_work(tmp_path_factory.mktemp("odd"), now=datetime(2026, 11, 5, 9, 0))
    builders.village(opened, "郭桥村")
    builders.village(opened, "刘庄村")
    opened.change_settings({"letterhead": "高塘镇综治中心文件"})
    yield opened
    opened.close()


def draft(given):
    changes = {"body": PLAIN["body"].format(given)} if isinstance(given, str) else dict(given)
    own = tuple(Annex(name, (Paragraph("王某。"),)) for name in changes.pop("own", ()))
    if pasted := changes.pop("pasted", ()):
        own = (own_annexes.pasted(*pasted),)
    values = {
        **PLAIN,
        "dated_on": DAY,
        "corrects_id": None,
        "period": None,
        "joint": None,
        **changes,
    }
    values["body"] = values["body"].replace("{}\n", "")
    return {**values, "own_annexes": dumped(own)}


def read(work, given):
    """What is said of it: the words meant and the mend."""
    values = draft(given)
    said = [(f.words, f.sentence, f.mend) for f in reading_over.of_draft(work, values, Filling())]
    for line in (values["name"], *values["body"].split("\n")):
        said += [
            (sentence.partition("“")[2], sentence, mend) for _, sentence, mend in found_in(line)
        ]
    return said


@pytest.mark.parametrize(("given", "words", "mend"), ODD, ids=[str(n) for n in range(len(ODD))])
def test_an_oddity_is_found_named_by_its_words_and_mended_where_that_is_certain(
    work, given, words, mend
):
    said = read(work, given)
    assert [each for each in said if words in each[1] and each[2] == mend], said
    if mend:
        body = draft(given)["body"]
        right = mended(mend, body)
        assert right != body
        assert not [each for each in read(work, {"body": right}) if each[2] == mend]


@pytest.mark.parametrize("given", RIGHT, ids=[str(n) for n in range(len(RIGHT))])
def test_what_only_looks_odd_is_let_through(work, given):
    assert read(work, given) == []


@pytest.mark.parametrize("mark", ["\n", " ", "\u3000", "\U00020bb7", "仼", "…"])
def test_a_mark_without_a_sound_in_the_place_of_a_term_s_character_is_read_over(work, mark):
    body = "".join(f"请各村抓好综治{mark}、扫黑除{mark}和责{mark}落实。" for _ in range(2))
    assert not [each for each in read(work, {"body": body}) if "同音" in each[1]]


def test_there_are_many_of_each():
    assert len(ODD) > 80
    assert len(RIGHT) > 70


def test_no_paper_that_the_program_words_is_odd(tmp_path):
    year, _ = builders.open_filled(tmp_path / "data", demo.fill, now=datetime(2026, 10, 24, 9, 0))
    made = 0
    for kind in filter(lambda each: each.kind, catalogue.DOCUMENTS):
        span = periods.parse("2026-Q2") if kind.by == "period" else None
        try:
            begun = drafts.begun(year, kind.name, span)
        except DomainError:
            continue
        values, filled = drafts.values_of(begun), loaded(begun.filled)
        said = [each.sentence for each in reading_over.of_draft(year, values, filled)]
        assert said == [], kind.name
        made += 1
    year.close()
    assert made > 15


def test_a_finding_tells_the_page_and_line_on_which_its_words_stand(work):
    given = draft("\n".join(["请认真落实。"] * 20 + ["夜巡到24:30结束。"]))
    content, made = drafts.drawn(work, given, Filling())
    [found] = [made.placed(each) for each in reading_over.of_draft(work, given, Filling())]
    elsewhere = Finding(0, "附注里的“请认真落实”还没有填，请补上。")
    assert made.placed(elsewhere) == elsewhere
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        lines = pdf.pages[1].extract_text().splitlines()
    assert found.place == f"第2页第{lines.index('夜巡到24:30结束。') + 1}行"
