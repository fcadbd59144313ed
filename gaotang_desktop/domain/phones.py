"""Telephone numbers (电话): what looks wrong is said, nothing is refused."""

import re


def doubt(phone: str) -> str:
    """A sentence about a number that lacks a digit or has one too many; ``""`` for the others."""
    digits = re.sub(r"\D", "", phone)
    if re.search(r"[、,，;；/]", phone) or not digits:
        return ""  # several numbers, or words
    if re.match(r"1[3-9]", digits) and len(digits) != 11 and len(digits) > 8:
        return f"“{phone}”像手机号，但有 {len(digits)} 位，应为 11 位。"
    return ""
