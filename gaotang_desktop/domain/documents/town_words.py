"""A paper in the words of a 乡 or a 街道: the program words its papers as a 镇 would."""

import re
from collections.abc import Callable

_END = re.compile(r"(乡|街道)(?:办事处|人民政府)?$")
# 全镇, 我镇; 镇直各单位, 报镇综治中心. Never the end of a name: 河口镇综治中心, 城镇, 乡镇.
_MEANT = re.compile(
    r"(?<=[全我本])镇(?!长|区)"
    r"|(?:(?<![\u4e00-\u9fff])|(?<=[报向由经到和及与各对请在为]))镇(?=直|综治中心|政府|党委|级|平安办)"
)
_OF_STREETS = (("街道直各", "街道各"), ("街道直", "街道直属"), ("街道政府", "街道办事处"), ("街道党委", "街道党工委"))  # fmt: skip


def town_words(town: str) -> Callable[[str], str]:
    """What makes a paper's text that of the town of this name; a 镇 has it as it is."""
    found = _END.search(town)
    if found is None:
        return lambda text: text
    level = found[1]

    def said(text: str) -> str:
        made = _MEANT.sub(level, text)
        if level == "街道" and made is not text:
            for plain, right in _OF_STREETS:
                made = made.replace(plain, right)
        return made

    return said
