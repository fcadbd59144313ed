"""Telephone numbers (电话): what looks wrong is said, nothing is refused."""

import re

_MOBILE = re.compile(r"1[3-9]")
_SHORT_AREA = re.compile(r"010|02\d")


def doubt(phone: str) -> str:
    """A sentence about a number that lacks a digit or has one too many; ``""`` for the others."""
    digits = re.sub(r"\D", "", phone)
    if re.search(r"[、,，;；/]", phone) or not digits:
        return ""  # several numbers, or words
    if re.match(r"1[3-9]", digits) and len(digits) != 11 and len(digits) > 8:
        return f"“{phone}”像手机号，但有 {len(digits)} 位，应为 11 位。"
    return ""


def fault(phone: str) -> str:
    """What is wrong with a number in a paper that strangers are to dial; ``""`` for a whole one.

    Numbers of an exchange or of a service (8001, 110, 12345, 612345) have up to six digits. Source:
    YD/T 1080, numbering of fixed and mobile telephones.
    """
    digits = re.sub(r"\D", "", phone)
    if digits.startswith("86") and len(digits) > 11:
        digits = digits[2:] if _MOBILE.match(digits[2:]) else f"0{digits[2:]}"
    count = len(digits)
    if count <= 6 or (digits[:3] in ("400", "800") and count == 10):
        return ""
    if _MOBILE.match(digits):
        # 8 digits may be a number without its area that happens to begin so.
        if count in (7, 8):
            return f"只有 {count} 位，座机要写区号，手机号应为 11 位"
        return "" if count == 11 else f"像手机号，却有 {count} 位，应为 11 位"
    if digits.startswith("0"):
        right = (11,) if _SHORT_AREA.match(digits) else (11, 12)
        return (
            ""
            if count in right
            else f"连区号有 {count} 位，应为{'或者'.join(f' {n} ' for n in right)}位"
        )
    if count in (7, 8):
        return "是座机，没有写区号"
    return f"有 {count} 位，手机号应为 11 位，座机连区号应为 11 或者 12 位"
