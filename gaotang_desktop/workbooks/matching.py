"""Which column of a sheet is which field: by its words, never by likeness."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.domain.fields import Field
from gaotang_desktop.simplified import simplified

_IGNORED = re.compile(r"[\s\u200b-\u200d\u2060\ufeff*:]+")
_WORDS = 16_384  # headings whose keys are kept: the known ones are asked of every sheet
_QUESTION = re.compile(
    r"^(?:q?\d{1,2}[.、)](?=\D))?(?:请您?(?:填写|选择|输入|描述)?(?=..)|[您你]的?(?=..))?"
)  # of a form filled in on a phone: 1.您所在的村（必填）
_LAST_BRACKETS = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕)$")

_ENDS = re.compile(
    r"(?:日期|时间|期限|时限|村居|村别|村名|所在村|所属村|姓名|人员|电话|手机|方式|号码|单位|部门|人数|户数|件数|份数|起数"
    r"|类别|类型|性质|内容|情况|问题|结果|结论|措施|原因|原因说明|说明|备注|状态|地点|地址|名称|编号|序号|职务|级别|等级|数|人)$"
)
_NO_HEADING = re.compile(r"[\d:，。；]")


@lru_cache(maxsize=_WORDS)
def header_key(label: str) -> str:
    """A header without what does not matter: width, case, blanks, line breaks, ``*``, colons."""
    key = _IGNORED.sub("", unicodedata.normalize("NFKC", label)).casefold()
    # Taking a blank out can bring a letter and its accent together: once more until it stands.
    return key if key == label else header_key(key)


@lru_cache(maxsize=_WORDS)
def bare_key(label: str) -> str:
    """:func:`header_key` without brackets at the end, and without what a form puts before its questions:
    ``人数（人）`` and ``2.您的人数`` are ``人数``.
    """
    key = _QUESTION.sub("", header_key(label))
    while (shorter := _LAST_BRACKETS.sub("", key)) != key and shorter:
        key = shorter
    return key


def may_be_heading(cell: str) -> bool:
    """Whether words end as headings do: 巡防日期, 缺巡村居."""
    if len(cell) > 30:
        return False
    key = bare_key(cell)
    return 1 < len(key) <= 16 and not _NO_HEADING.search(key) and bool(_ENDS.search(key))


@dataclass(frozen=True, slots=True)
class Matched:
    """Which header stands for which field.

    ``by_field`` maps a field's name to its header in the file; ``unknown`` are headers that no
    field claims; ``missing`` required fields without a column; ``problems`` sentences about
    columns that could not be told apart (none of them is in ``by_field``); ``doubled`` the fields
    that two columns claim.
    """

    by_field: Mapping[str, str]
    unknown: tuple[str, ...]
    missing: tuple[Field, ...]
    problems: tuple[str, ...]
    doubled: frozenset[str] = frozenset()

    def require(self) -> None:
        """Refuse the sheet when a required column is missing or two columns claim one field.

        Raises:
            Unreadable: one sentence per problem.
        """
        sentences = list(self.problems)
        if self.missing:
            names = "".join(f"“{field.label}”" for field in self.missing)
            sentences.append(f"表里没有{names}这{_count(len(self.missing))}列，请照模板补上列名。")
        if sentences:
            raise Unreadable("".join(sentences))


def match_header(
    header: Sequence[str],
    fields: Sequence[Field],
    synonyms: Mapping[str, Sequence[str]] | None = None,
    assigned: Mapping[str, str] | None = None,
) -> Matched:
    """Match headers to fields by label, name or synonym (``synonyms``: field name → words).

    What the operator ``assigned`` (header → field name, ``""`` for none) goes before all else.

    Words must be equal; width, blanks, line breaks, ``*`` and brackets at the end are ignored.
    A header equal to a word including its brackets goes before one that is equal without them.
    """
    whole = _owners(fields, synonyms or {}, header_key)
    bare = _owners(fields, synonyms or {}, bare_key)
    claims: dict[str, list[str]] = {}
    unknown: list[str] = []
    problems: list[str] = []
    by_hand = {label: name for label, name in (assigned or {}).items() if label in header}
    for label in header:
        if label in by_hand:
            if by_hand[label]:
                claims.setdefault(by_hand[label], []).append(label)
            else:
                unknown.append(label)
            continue
        owners = whole.get(header_key(label)) or bare.get(bare_key(label), [])
        plain = label if owners else simplified(label)
        # 带班人姓名 is 带班人, where no field is called so.
        for other in (plain, header_key(plain).removesuffix("姓名")):
            if not owners and other and other != label:
                owners = whole.get(header_key(other)) or bare.get(bare_key(other), [])
        if not owners:
            unknown.append(label)
        elif len(owners) > 1:
            names = "".join(f"“{field.label}”" for field in owners)
            problems.append(f"“{label}”这一列分不清是{names}中的哪一项，请把列名写完整。")
        else:
            claims.setdefault(owners[0].name, []).append(label)
    labels = {field.name: field.label for field in fields}
    for name, columns in claims.items():
        if len(columns) > 1:
            named = "".join(f"“{column}”" for column in columns)
            problems.append(
                f"{named}都是“{labels[name]}”，分不清用哪一列，请只留一列，或者改掉别的列名。"
            )
    by_field = {name: columns[0] for name, columns in claims.items() if len(columns) == 1}
    missing = tuple(
        field
        for field in fields
        if field.required and field.default is None and field.name not in claims
    )
    doubled = frozenset(claims) - frozenset(by_field)
    return Matched(by_field, tuple(unknown), missing, tuple(problems), doubled)


def _owners(
    fields: Sequence[Field],
    synonyms: Mapping[str, Sequence[str]],
    key: Callable[[str], str],
) -> dict[str, list[Field]]:
    """Who claims which word. A field's own label and name go before another's synonym."""
    owners: dict[str, list[Field]] = {}
    for field in fields:
        for word in {key(field.label), key(field.name)}:
            owners.setdefault(word, []).append(field)
    own = set(owners)
    for field in fields:
        for word in {key(synonym) for synonym in synonyms.get(field.name, ())} - own:
            owners.setdefault(word, []).append(field)
    return owners


def _count(number: int) -> str:
    return "一" if number == 1 else f" {number} "
