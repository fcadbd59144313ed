"""What the operator decides of an import."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gaotang_desktop.data.models import CATALOGUE
from gaotang_desktop.domain.errors import DomainError, Unreadable
from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.sheets.rows import Decision
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.references import name_key
from gaotang_desktop.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Choices:
    """What the operator says of an import.

    ``decisions`` by row number; ``update_similar`` takes every row that resembles a record for that
    record; ``empty_clears`` lets an empty cell take away what is stored; ``all_or_nothing`` keeps
    every row out while one cannot be taken in; ``columns`` are headers assigned by hand (header →
    field name, ``""`` for a column that is not taken in); ``filled`` are the words that hold for
    every row whose own cell says nothing (field name → words, read as those of a cell);
    ``meanings`` is what the words of a sheet stand for (field name → word → the word meant).
    """

    decisions: Mapping[int, Decision] = field(default_factory=dict)
    update_similar: bool = False
    empty_clears: bool = False
    all_or_nothing: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    filled: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class MissingColumns(Unreadable):
    """A sheet lacks required columns; ``fields`` are those that one value for all rows can fill."""

    def __init__(self, sentence: str, missing: Sequence[Field]) -> None:
        self.fields = tuple(missing)
        super().__init__(sentence)


def named_fills(kind: str, said: Sequence[str]) -> dict[str, str]:
    """What holds for all rows, as ``列名=值`` each; by field name.

    Raises:
        DomainError: no field of the kind is called so, or one is given twice.
    """
    filled: dict[str, str] = {}
    for each in said:
        label, equals, words = (part.strip() for part in each.partition("="))
        if not (label and equals and words):
            raise DomainError(
                f"“{each}”看不懂：--fill 后面写“列名=值”，如 --fill 责任单位=派出所。"
            )
        name = _named(kind, label)
        if name in filled:
            raise DomainError(f"“{label}”填了两次，请只留一次。")
        filled[name] = words
    return filled


def named_meanings(kind: str, said: Sequence[str]) -> dict[str, dict[str, str]]:
    """What words of a sheet stand for, as ``列名:原来的字=意思`` each; by field name and word.

    Raises:
        DomainError: no field of the kind is called so, or one word is given two meanings.
    """
    meant: dict[str, dict[str, str]] = {}
    for each in said:
        label, _colon, rest = (part.strip() for part in each.replace("：", ":", 1).partition(":"))
        written, _equals, word = (part.strip() for part in rest.partition("="))
        if not (label and written and word):
            raise DomainError(
                f"“{each}”看不懂：--means 后面写“列名:表里的字=意思”，如 --means 形式:设点咨询=集中宣传。"
            )
        words = meant.setdefault(_named(kind, label), {})
        if words.setdefault(name_key(written), word) != word:
            raise DomainError(f"“{label}”里的“{written}”有两个意思，请只留一个。")
    return meant


def _named(kind: str, label: str) -> str:
    for each in records.fields_for(kind):
        if label in (each.label, each.name):
            return each.name
    labels = "、".join(each.label for each in records.fields_for(kind) if each.editable)
    raise DomainError(f"{records.label_of(kind)}没有“{label}”这一列，可以写的有：{labels}。")


def possible(work: Workplace, each: Field) -> str:
    """What can stand in a field, in a few words: ``派出所、司法所等 7 个``, ``如 2026-10``."""
    words = list(each.choices)
    if each.refers_to in CATALOGUE:
        words = [known.label for known in records.references(work, each.refers_to)]
        if not words:
            return f"还没有登记{records.label_of(each.refers_to)}，请先登记"
    if words:
        more = f"等 {len(words)} 个" if len(words) > _NAMED else ""
        return f"{'、'.join(words[:_NAMED])}{more}"
    return _LIKE.get(each.kind, "")


def how_to_fill(work: Workplace, missing: Sequence[Field]) -> str:
    """One sentence for the command line: how a value that all rows share is given."""
    options = " ".join(f"--fill {each.label}=…" for each in missing)
    lines = [f"{each.label}可以是：{said}" for each in missing if (said := possible(work, each))]
    return f"没有的列、空着的格如果都一样，请加上 {options}{f'（{_AND.join(lines)}）' if lines else ''}。"


_NAMED = 8
_AND = "；"
_LIKE = {Kind.MONTH: "如 2026-10", Kind.DATE: "如 2026-10-09", Kind.TIME: "如 20:30"}
