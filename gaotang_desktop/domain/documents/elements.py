"""Elements of the head and the foot that not every paper has (GB/T 9704-2012, 7.2.1-7.2.6, 7.4).

份号, 密级和保密期限 and 紧急程度 stand in the upper left corner, 签发人 beside the number of a paper that
goes upwards, 印发份数 below the day of printing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

URGENCIES = ("特急", "加急")
SECRECIES = ("绝密", "机密", "秘密")
FIELDS = ("copy_number", "secrecy", "urgency", "approvers", "print_count")
"""By which names a draft keeps them."""

_SECRECY = re.compile(rf"({'|'.join(SECRECIES)})(?:★(?:\d+(?:年|个月)|长期))?")
_SPLIT = re.compile(r"[、，,;；\s　]+")
IN_A_ROW = 2
"""Names of 签发人 in one line (7.2.6)."""
APPROVED = "签发人："


@dataclass(frozen=True, slots=True)
class Elements:
    """``copy_number`` are six digits, ``secrecy`` is 机密★1年, ``approvers`` are the names in order."""

    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    approvers: tuple[str, ...] = ()
    print_count: str = ""

    @property
    def corner(self) -> tuple[str, ...]:
        """The lines of the upper left corner, from the first; an empty one stays blank.

        密级 has the second line whether there is a 份号 or not (7.2.2).
        """
        lines = [self.copy_number]
        if self.secrecy:
            lines.append(self.secrecy)
        if self.urgency:
            lines = [*lines, self.urgency] if any(lines) else [self.urgency]
        return tuple(lines) if any(lines) else ()

    @property
    def approver_rows(self) -> tuple[tuple[str, ...], ...]:
        """The names line by line."""
        names = self.approvers
        return tuple(names[at : at + IN_A_ROW] for at in range(0, len(names), IN_A_ROW))

    @property
    def printed(self) -> str:
        """共印50份, or nothing."""
        return f"共印{self.print_count}份" if self.print_count else ""


NONE = Elements()
"""What most papers have."""


def elements_of(values: Mapping[str, Any]) -> Elements:
    """What a draft's fields say; a copy number is filled up to six digits."""
    text = {name: str(values.get(name) or "").strip() for name in FIELDS}
    number = text["copy_number"]
    names = tuple(each for each in _SPLIT.split(text["approvers"]) if each)
    return Elements(
        number.zfill(6) if number.isdecimal() and number.isascii() else number,
        text["secrecy"].replace("*", "★").replace(" ", ""),
        text["urgency"],
        names,
        text["print_count"].removesuffix("份"),
    )


def problems(elements: Elements) -> Iterator[str]:
    """A sentence for each element that is not written as the standard has it."""
    if elements.copy_number and not re.fullmatch(r"[0-9]{6}", elements.copy_number):
        yield f"份号“{elements.copy_number}”要写六位阿拉伯数字，如 000001。"
    if elements.secrecy and not _SECRECY.fullmatch(elements.secrecy):
        yield f"密级“{elements.secrecy}”要写成“机密★1年”的样子，密级为绝密、机密或者秘密。"
    if elements.urgency and elements.urgency not in URGENCIES:
        yield f"紧急程度“{elements.urgency}”只能是特急或者加急。"
    if elements.print_count and not re.fullmatch(r"[1-9][0-9]{0,4}", elements.print_count):
        yield f"印发份数“{elements.print_count}”要写阿拉伯数字，如 50。"
