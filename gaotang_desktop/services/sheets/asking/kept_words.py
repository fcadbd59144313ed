"""What a cell says beyond the value that the operator gave it stays in the record, in its own words."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import Draft
from gaotang_desktop.services.sheets import settled
from gaotang_desktop.services.sheets.references import name_key

_REMARK = "remark"
_ASIDE = re.compile(r"[（(][^）)]*[\u3400-\u9fff]")
_SO_MANY = re.compile(
    r"(?:共|均|都|全部|已|有)*(?:\d{1,4}|[一二两三四五六七八九十]{1,3})\s*[人名户场次条幅块份期遍](?:均|都|全部|已)*"
)
_AND = re.compile(r"[、,，;；兼]")
_UNDER = {
    re.compile("是否.{0,4}(?:在岗|在位|到岗)"): ("在岗", "脱岗"),
    re.compile("(?:是否|有无).{0,4}(?:脱岗|离岗|缺岗|空岗)"): ("脱岗", "在岗"),
}
"""What 是 and 否 stand for, by their heading; under any other (是否巡逻) it is asked."""
_ENDING = re.compile(r"(?<=..)(?:村|社区|纠纷|办公室|办|所|站)$")


class KeptWords:
    """The words of one import for which other values were stored, and where they are kept."""

    def __init__(self, kind: str, known: Mapping[str, Field]) -> None:
        self._kind, self._known = kind, known
        self._count = Counter[str]()
        self._wordless = Counter[str]()  # counts under which words stand, by label

    def keep(self, draft: Draft) -> None:
        """Put the words of a row into its text of how it ended, or into its remark."""
        for name, (header, words) in draft.said.items():
            value = draft.written.get(name)
            wordless = name not in draft.values and name not in draft.errors
            if wordless:
                self._wordless[self._known[name].label] += 1
            elif name not in draft.values or not says_more(self._known[name], words, str(value)):
                continue
            if any(name_key(words) in name_key(str(said)) for said in draft.part.values()):
                continue
            held = (said for said in draft.values.values() if isinstance(said, str))
            if any(name_key(words) in name_key(said) for said in held):
                continue
            text = None if wordless else self._text(name, draft)
            if text is None:
                text, words = _REMARK, f"{header}：{words}"
            before = draft.values.get(text)
            draft.values[text] = f"{before}；{words}" if before else words
            draft.written[text] = draft.values[text]
            draft.kept[text] = words
            self._count[text] += 1

    def _text(self, name: str, draft: Draft) -> str | None:
        """The empty text that tells how a matter ended, where these words are about its end."""
        ending = settled.ENDINGS.get(self._kind)
        if ending is None or name not in settled.OUTCOMES or not ending.words:
            return None
        if draft.values[name] in settled.UNDER_WAY.get(self._kind, ()):
            return None
        [text] = ending.words
        return None if text in {*draft.values, *draft.errors} else text

    def beside(
        self, draft: Draft, stored: Mapping[str, Any], changed: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Of the texts that a row changes only for such words what stands there then: both."""
        found: dict[str, Any] = {}
        for text, words in draft.kept.items():
            before = stored.get(text)
            if before and text in changed and draft.values[text] == words:
                found[text] = before if words in before else f"{before}；{words}"
        return found

    def told(self) -> list[str]:
        """Where words were kept."""
        found = [
            f"“{label}”有 {count} 行写的不是数，空着存，原话留在备注里；有数的请补上。"
            for label, count in self._wordless.items()
        ]
        if not self._count:
            return found
        said = "、".join(f"“{self._known[n].label}”{count} 行" for n, count in self._count.items())
        return [*found, f"这样读的原话没有丢，留在：{said}。"]


def has_aside(each: Field, raw: Any) -> bool:
    """Whether a count is written with words in brackets beside it: 4人（含民警1人）; a choice with a count: 3人在岗."""
    if each.kind is Kind.CHOICE and each.strict_choices:
        return isinstance(raw, str) and (_SO_MANY.search(raw) or _AND.search(raw)) is not None
    return each.kind is Kind.INTEGER and isinstance(raw, str) and _ASIDE.search(raw) is not None


def choice_in(each: Field, raw: Any, meant: Mapping[str, str], header: str) -> Any:
    """The one choice that a cell says beside how many (3人在岗, 广播2次), or by 是 and 否 under its heading
    (是否在岗, 是否脱岗); the cell itself where it says else.
    """
    if not isinstance(raw, str) or raw in each.choices:
        return raw
    word = name_key(raw)
    if word in settled.YES | settled.NO:
        for asked, (yes, no) in _UNDER.items():
            if {yes, no} <= {*each.choices} and asked.search(header):
                return yes if word in settled.YES else no
        return raw
    if each.name not in settled.OUTCOMES and (one := _only(each, raw, meant)):
        return one
    bare = name_key(_SO_MANY.sub("", raw, count=1))
    said = meant.get(bare, bare)
    return said if bare != word and said in each.choices else raw


def _only(each: Field, raw: str, meant: Mapping[str, str]) -> str:
    """The one choice among the words of a cell (党支部书记、村委会主任); ``""`` where there is none, or are two."""
    words = [name_key(word) for word in _AND.split(raw) if word.strip()]
    found = {said for word in words if (said := meant.get(word, word)) in each.choices}
    return found.pop() if len(words) > 1 and len(found) == 1 else ""


def says_more(each: Field, words: str, value: str) -> bool:
    """Whether words tell more than the value that is stored for them: 已上报 for 办理中.

    Other writings of a name or of a choice (北材 for 北村, 讲座 for 集中宣传) do not.
    """
    if has_aside(each, words):
        return True
    said, meant = name_key(words), name_key(value)
    if each.name in settled.OUTCOMES:
        return said not in settled.YES | settled.NO and said != meant
    stem = _ENDING.sub("", meant)
    return said != meant and len(stem) > 1 and stem in said and len(said) > len(meant)
