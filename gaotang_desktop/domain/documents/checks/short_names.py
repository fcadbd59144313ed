"""A short name that a text gives once (以下简称“平安办”) against the names that follow."""

import re
from collections.abc import Iterator

from gaotang_desktop.domain.documents.findings import Finding

_GIVEN = re.compile(
    r"([\u3400-\u9fff]{4,30})（(?:以下)?(?:统称|简称)(?:为)?[：:]?“([^“”\n]{2,12})”）|(?:以下)?简称“([^“”\n]{2,12})”的([\u3400-\u9fff]{4,30}?)(?=[，。；、负牵会于由将为]|$)"
)
_TAILS = (
    ("办公室", "办"),
    ("委员会", "委"),
    ("领导小组", "组"),
    ("派出所", "所"),
    ("司法所", "所"),
)


def of_short_names(text: str) -> Iterator[Finding]:
    """The findings about units that are given a short name and then called otherwise."""
    given: dict[str, str] = {}
    for found in _GIVEN.finditer(text):
        long, short = (found[1], found[2]) if found[2] else (found[4], found[3])
        if short in given and not long.endswith(given[short]) and not given[short].endswith(long):
            yield Finding(0, f"“{short}”在文中作了两个单位的简称，请改一个。")
        given.setdefault(short, long)
        rest = text[found.end() :]
        for tail, cut in _TAILS:
            if not long.endswith(tail):
                continue
            stem = long[: -len(tail)]
            for begin in range(len(stem) - 1):
                other = stem[begin:] + cut
                # Another short name of the same unit, which no longer name has as its beginning.
                at = re.search(rf"{re.escape(other)}(?!{re.escape(tail[1:])})", rest)
                if at and other != short and not other.endswith(short):
                    yield Finding(
                        0,
                        f"前面说明了简称“{short}”，后面又写“{other}”，同一个单位的简称要一致，请改成“{short}”。",
                    )
                    break
