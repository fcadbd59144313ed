"""The kinds of papers that go out, and their states (文种)."""

DOCUMENT_KINDS = (
    "会议通知",
    "宣传通知",
    "整改通知",
    "夜巡通报",
    "民调通报",
    "考评通报",
    "检查通报",
    "更正通报",
)
OTHER = "其他"
"""The kind of a paper that was entered by hand."""
REGISTER_KINDS = (*DOCUMENT_KINDS, OTHER)
DRAFT, ISSUED = DRAFT_STATES = ("草稿", "已印发")
VALID, VOID, CORRECTED = ISSUE_STATES = ("有效", "作废", "已更正")


def document_number(series: str, year: int, sequence: int) -> str:
    """``高综治〔2026〕3号``: the full year in 〔〕, no 第, no leading zero (GB/T 9704-2012, 7.2.5)."""
    return f"{series}〔{year}〕{sequence}号"
