"""The field that an operator names by a word of his own, as headings are known (承办单位 → 交办单位)."""

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.fields import Field, plain
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.asking.gaps import fillable
from gaotang_desktop.services.sheets.asking.part_answers import answerable
from gaotang_desktop.services.sheets.heads.words import general_words
from gaotang_desktop.services.sheets.part_words import PARTS
from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks.matching import bare_key


def answered(kind: str, word: str) -> Field:
    """The field whose words an operator gives a meaning: also one of what belongs to a record (决定的责任单位).

    Raises:
        Unreadable: as :func:`named`.
    """
    own = {each.name for each in records.fields_for(kind)}
    beside = [each for name, each in answerable(kind).items() if name not in own]
    said = plain(word)
    ends = [each for each in beside if said in (each.label, each.label.rpartition("的")[2])]
    if any(each.label == said for each in ends):
        return next(each for each in ends if each.label == said)
    try:
        return named(kind, word)
    except Unreadable:
        if len(ends) == 1:
            return ends[0]
        raise


def named(kind: str, word: str) -> Field:
    """The field of a kind that an operator names: by its label, its name, or as headings call it.

    Raises:
        Unreadable: there is none, several may be meant, or it cannot be filled.
    """
    known = fillable(kind)
    for each in known:
        if plain(word) in (each.label, each.name):
            return each
    said = bare_key(simplified(word))
    if (part := PARTS.get(kind)) is not None and any(
        said in map(bare_key, words) for words in part.words.values()
    ):
        owner, whole = records.label_of(part.kind), records.label_of(kind)
        raise Unreadable(
            f"“{plain(word)}”写的是{owner}的，不是{whole}的，不能统一填。"
            f"请在表里加上“{plain(word)}”这一列，或者导入以后在{owner}里填。"
        )
    words = general_words(kind)
    meant = [each for each in known if said in map(bare_key, words[each.name])]
    if len(meant) == 1:
        return meant[0]
    if meant:
        labels = "，还是".join(f"“{each.label}”" for each in meant)
        raise Unreadable(f"{records.label_of(kind)}的“{plain(word)}”说的是{labels}？请写清楚。")
    labels = "、".join(each.label for each in known)
    raise Unreadable(
        f"{records.label_of(kind)}没有“{plain(word)}”这一项可以填。可以填的有：{labels}。"
    )
