"""Two days in one writing: 10.19-10.25, 10月18日—19日."""

import re

# A date with strokes has three parts, the ends of a span never one.
SPAN = re.compile(
    r"((?:\d{4}[年./-])?\d{1,2}[月./]\d{1,2}[日号]?|\d{4}-\d{1,2}-\d{1,2})\s*(?:-+|—+|–|~+|至|到)\s*"
    r"((?:\d{4}[年./-])?(?:\d{1,2}[月./-])?\d{1,2}[日号]?)"
)
_LAST = re.compile(r"\d{1,2}[日号]?$")


def ends(text: str) -> tuple[str, str] | None:
    """The first and the last day of a span as one would write each alone; ``None`` where it is none."""
    found = SPAN.fullmatch(text)
    if found is None:
        return None
    whole = re.search(r"\d\D+\d", found[2]) is not None
    return found[1], found[2] if whole else f"{_LAST.sub('', found[1])}{found[2]}"
