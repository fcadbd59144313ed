"""The table of keys is what the window does, and what the manual says."""

import re
from pathlib import Path

import pytest

from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.domain.at_hand.keys import GROUPS, manual_tables
from gaotang_desktop.domain.documents.office.quick_cards import quick_card

ROOT = Path(__file__).resolve().parents[3]
WINDOW = "\n".join(
    path.read_text("utf-8") for path in sorted((ROOT / "gaotang_desktop" / "ui").rglob("*.py"))
)
BOUND = set(
    re.findall(r'"((?:(?:Ctrl|Alt|Shift)\+)+[A-Za-z0-9/]+|F\d{1,2}|Esc|Pg(?:Up|Down))"', WINDOW)
)
NAMED = {key for group in GROUPS for line in group.lines for key in line.keys}
STANDARD = {"Ctrl+C": "Copy", "Ctrl+V": "Paste", "Ctrl+F": "Find", "Del": "Delete"}
BY_QT = {"Ctrl+A"}
"""What Qt's own lists do by themselves."""
CODES = {"Del": "Delete", "PgUp": "PageUp", "PgDown": "PageDown", "Esc": "Escape"}


def test_every_key_that_the_window_binds_is_in_the_table():
    assert BOUND
    assert set() == BOUND - NAMED


@pytest.mark.parametrize("key", sorted(NAMED - BOUND - BY_QT))
def test_every_key_of_the_table_does_something_in_the_window(key):
    last = key.rpartition("+")[2]
    ways = [f"StandardKey.{STANDARD.get(key, '-')}", f"Key_{CODES.get(last, last)}"]
    if re.fullmatch(r"Ctrl\+\d", key):
        ways.append('f"Ctrl+{mark}"')
    assert any(way in WINDOW for way in ways), key


def test_no_two_lines_of_a_group_are_the_same_key():
    for group in GROUPS:
        keys = [key for line in group.lines for key in line.keys]
        assert len(keys) == len(set(keys)), group.title


def test_the_chapter_of_keys_is_the_table_word_for_word():
    chapter = (ROOT / "docs" / "manual" / "keys.md").read_text("utf-8")
    assert manual_tables() in chapter


def test_the_quick_card_has_two_pages_and_every_key():
    content, made = pdf_bytes(quick_card())
    assert content
    assert made.pages == 2
    assert made.findings == ()
    said = {cell for block in quick_card().blocks if hasattr(block, "rows")
            for row in block.rows for cell in row}  # fmt: skip
    assert {line.words for group in GROUPS for line in group.lines} <= said
