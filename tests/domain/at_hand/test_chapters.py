"""Behind every refusal there is a chapter of the manual, and it is there."""

from pathlib import Path

import pytest

from gaotang_desktop.app import ENTRIES
from gaotang_desktop.domain import errors
from gaotang_desktop.domain.at_hand.chapters import CHAPTERS, CONTENTS, chapter_behind
from gaotang_desktop.ui.frame.manual import text as manual_text

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "manual"
READ = {each.name: each for each in manual_text.read(FOLDER)}


def kinds(above=errors.DomainError):
    return [above, *(each for below in above.__subclasses__() for each in kinds(below))]


@pytest.mark.parametrize("where", sorted({*CHAPTERS.values(), CONTENTS}))
def test_the_chapter_and_its_heading_are_in_the_manual(where):
    name, _, heading = where.partition("#")
    assert name in READ
    assert not heading or heading in READ[name].headings


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda each: each.key)
def test_every_kind_of_error_on_every_page_has_a_chapter(entry):
    page = entry.load().chapter
    assert page in READ
    for kind in kinds():
        # Made without its words: the map asks for the kind alone.
        error = kind.__new__(kind)
        name = chapter_behind(error, page).partition("#")[0]
        assert name in READ, kind


def test_what_is_closer_wins():
    assert chapter_behind(errors.NewerDatabase(""), "polls") == "install#升级"
    assert chapter_behind(errors.Conflict(""), "polls") == "polls"
    assert chapter_behind("一句话。", "polls") == "polls"
    assert chapter_behind("一句话。", "") == CONTENTS
