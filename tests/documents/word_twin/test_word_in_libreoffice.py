"""The Word twins as another program shows them: the words and cells of our own PDF, in its places."""

import io
import re
from dataclasses import replace

import libreoffice
import paper_samples as samples
import pdfplumber
import pytest

from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.documents.word_twin.rendering import write_word
from gaotang_desktop.domain.documents.office.typed_papers import typed_paper

pytestmark = pytest.mark.skipif(
    libreoffice.program() is None, reason="LibreOffice is not installed on this machine"
)

MM = 72 / 25.4
ENVELOPE = replace(samples.ENVELOPE, number="", copies_to="")
BLANK = {
    name: lambda name=name: typed_paper(name, ENVELOPE)
    for name in ("announcement", "reply", "commendation")
}
# Page numbers are counted by each program, wherever its pages end.
_FEET = re.compile(r"—[0-9]+—|第[0-9]+页共[0-9]+页")


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Every sample as LibreOffice prints its Word twin, all of them made in one run."""
    folder = tmp_path_factory.mktemp("twins")
    papers = samples.ALL | BLANK
    paths = {name: folder / f"{name}.docx" for name in papers}
    for name, path in paths.items():
        write_word(papers[name](), path)
    converter = libreoffice.Converter(tmp_path_factory.mktemp("libreoffice"))
    return dict(zip(paths, converter.convert(*paths.values()), strict=True))


def squeezed(text):
    return re.sub(r"\s+", "", text or "")


def read(pdf):
    """What stands outside the tables, in order, and the rows of the tables without repeated heads."""
    words, rows = [], []
    for page in pdf.pages:
        # Beside an annex that lies across stands the 版记 of the sheet: LibreOffice leaves its
        # characters upright where Word turns them.
        left = 56 * MM if page.width > page.height else 0
        upright = page.filter(
            lambda thing, left=left: thing.get("upright", True) and thing["x0"] >= left
        )
        tables = upright.find_tables()
        outside = upright
        for table in tables:
            x0, top, x1, bottom = table.bbox
            for row in table.extract():
                cells = tuple(squeezed(cell) for cell in row)
                if cells not in rows or not is_head(cells):
                    rows.append(cells)
            outside = outside.filter(
                lambda thing, box=(x0, top, x1, bottom): (
                    thing["object_type"] != "char"
                    or not (
                        box[0] <= (thing["x0"] + thing["x1"]) / 2 <= box[2]
                        and box[1] <= (thing["top"] + thing["bottom"]) / 2 <= box[3]
                    )
                )
            )
        words.append(squeezed(outside.extract_text()))
    return _FEET.sub("", "".join(words)), rows


def is_head(cells):
    return not any(re.fullmatch(r"[0-9.%]+", cell) for cell in cells)


@pytest.mark.parametrize("name", samples.ALL)
def test_the_twin_has_the_words_and_cells_of_our_pdf(name, shown):
    content, made = pdf_bytes(samples.ALL[name]())
    with pdfplumber.open(io.BytesIO(content)) as ours, pdfplumber.open(shown[name]) as theirs:
        our_words, our_rows = read(ours)
        their_words, their_rows = read(theirs)
        assert their_words == our_words
        assert their_rows == our_rows
        assert len(theirs.pages) == made.pages


@pytest.mark.parametrize("name", BLANK)
def test_a_blank_draft_has_as_many_pages_there(name, shown):
    with pdfplumber.open(shown[name]) as theirs:
        assert len(theirs.pages) == pdf_bytes(BLANK[name]())[1].pages == 1


def test_the_imprint_runs_up_beside_the_last_annex_that_lies_across(shown):
    with pdfplumber.open(shown["evaluation"]) as pdf:
        assert [page.width > page.height for page in pdf.pages] == [False, False, True, True]
        last = pdf.pages[-1]
        # The sheet's lower edge is the page's left one: its last rule lies 35 mm from there.
        up = [r for r in [*last.rects, *last.lines, *last.curves] if r["height"] > 400]
        assert any(abs((r["x0"] + r["x1"]) / 2 / MM - 35) < 0.5 for r in up)
        words = {c["text"] for c in last.chars if c["x0"] < 56 * MM}
        assert words >= set("抄送：镇党委办公室2026年印发")


def test_a_circular_has_its_parts_where_the_standard_wants_them(shown):
    with pdfplumber.open(shown["patrol"]) as pdf:
        first, second, last = pdf.pages[0], pdf.pages[1], pdf.pages[-1]
        head = [char for char in first.chars if char["size"] > 40]
        assert len(head) == len("高塘镇综治中心文件")
        # 15 mm high characters begin 72 mm below the edge: the box of the face is a little higher.
        assert 68 < head[0]["top"] / MM < 74
        rule = next(r for r in [*first.lines, *first.rects, *first.curves] if r["width"] > 400)
        assert abs(rule["top"] / MM - 119) < 1.5
        assert abs(rule["x0"] / MM - 28) < 0.6
        assert abs(rule["x1"] / MM - 184) < 0.6
        lines = sorted({round(c["bottom"]) for c in second.chars if round(c["size"]) == 16})
        # The last of the 22 lines stays free when a paragraph would be torn.
        assert len(lines) in (21, 22)
        assert abs((lines[-1] - lines[0]) / (len(lines) - 1) - 28.95) < 0.1
        # A line that only has characters of full width holds 28 of them.
        most = max(sum(1 for c in second.chars if round(c["bottom"]) == line) for line in lines)
        assert most >= 28
        for page, side in ((first, "right"), (second, "left")):
            dashes = [c for c in page.chars if c["text"] == "—" and c["top"] > 262 * MM]
            dash = sum(c["top"] + c["bottom"] for c in dashes) / 2 / len(dashes)
            assert abs(dash / MM - 269) < 1.5
            if side == "right":
                assert abs(max(c["x1"] for c in dashes) - (184 * MM - 14)) < 2
            else:
                assert abs(min(c["x0"] for c in dashes) - (28 * MM + 14)) < 2
        foot = max(r["bottom"] for r in [*last.lines, *last.rects] if r["width"] > 400)
        assert abs(foot / MM - 262) < 0.6
        assert "印发" in last.extract_text()[-40:]


@pytest.mark.parametrize("name", ["patrol-form", "visit-form", "questionnaire", "dispute-form"])
def test_a_form_fills_one_page_there_too(name, shown):
    with pdfplumber.open(shown[name]) as pdf:
        assert len(pdf.pages) == 1
        page = pdf.pages[0]
        rules = [*page.lines, *page.rects]
        assert page.height * 0.88 < max(rule["bottom"] for rule in rules) < page.height - 20
