"""Traditional characters as simplified ones (繁体字), where a word is looked up: 高塘鎮北村 → 高塘镇北村."""

import re
from functools import cache
from typing import Any

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
"""Half of a character in two, as a damaged text has: no dictionary takes it."""


def simplified(text: str) -> str:
    """A text in simplified characters, by the phrases and characters of OpenCC's t2s.

    What GB 2312 holds is simplified already, and costs nothing to ask about.
    """
    return str(_converter().convert(text)) if may_be_traditional(text) else text


def may_be_traditional(text: str) -> bool:
    """Whether a text has a character that the simplified set of 1980 lacks."""
    if text.isascii() or _HALF_CHARACTER.search(text):
        return False
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


@cache
def _converter() -> Any:
    import opencc  # dictionaries are loaded by it, and most sheets are simplified

    return opencc.OpenCC("t2s")
