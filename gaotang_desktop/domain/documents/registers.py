"""The rules of the register of issued papers: which number comes next, how a file is called."""

import re
import unicodedata
from collections.abc import Iterable

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]')
_WRITTEN = re.compile(
    r"([^\s\d〔〕()（）\[\]【】]{1,30})[〔(（\[【]((?:19|20)\d{2})[〕)）\]】]第?0*([1-9]\d{0,5})号"
)
BY_HAND = "手工登记"
"""What the register says of a number that was given outside the program."""
_LONGEST_NAME = 100
_LONGEST_BYTES = 240
"""Linux allows 255 bytes for a name; Windows 255 characters, of which the folder needs some."""
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def next_sequence(last: int | None, first: int = 1) -> int:
    """The number after the last one given; ``first`` begins a register that was never used.

    Numbers go on without a gap and none is given twice, also not one that became void
    (GB/T 9704-2012, 7.2.5; the office's register).
    """
    return max(1, first) if last is None else last + 1


def read_number(text: str) -> tuple[str, int, int] | None:
    """Series, year and sequence of a number however its brackets were typed; ``None``: none."""
    found = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", "".join(text.split()))
                               .replace("[", "〔").replace("]", "〕"))  # fmt: skip
    return (found[1], int(found[2]), int(found[3])) if found else None


def gaps(sequences: Iterable[int]) -> tuple[int, ...]:
    """The numbers that are missing between the first and the last of a year."""
    known = sorted(set(sequences))
    if not known:
        return ()
    return tuple(n for n in range(known[0], known[-1]) if n not in set(known))


def file_name(*parts: str, suffix: str = ".pdf") -> str:
    """``高综治〔2026〕3号 关于…的通报.pdf``: what a file name cannot hold becomes a full-width sign."""
    text = " ".join(" ".join(each.split()) for each in parts if each.strip())
    wide = str.maketrans('\\/:*?"<>|', "＼／：＊？＂＜＞｜")
    plain = _FORBIDDEN.sub("", text.translate(wide)).strip(" .") or "公文"
    if _RESERVED.fullmatch(plain):
        plain = f"{plain}_"
    plain = plain[:_LONGEST_NAME]
    while len((plain + suffix).encode()) > _LONGEST_BYTES:
        plain = plain[:-1]
    return plain.rstrip(" .") + suffix
