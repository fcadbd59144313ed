"""Which records the rows of a sheet may tell of beside their own, and under what headings."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Part(NamedTuple):
    """The records of ``kind`` that a row of a sheet may tell of; their field ``by`` names the row's own.

    ``taken`` are the fields that a sheet may hold; without those of ``needs`` it tells of none, and by
    the first of these one is known again. ``day``: the owner's, to which their days lie nearest.
    ``inherits`` are fields that it has of its owner, so that the owner's may be said for them.
    ``shared`` holds for all rows of one owner when only the first says it. ``told`` and ``one`` say what they are and that rows have one
    owner. ``repeated``: read only
    where the rows of one owner follow each other; a single row means the owner itself.
    """

    kind: str
    by: str
    day: str
    taken: Sequence[str]
    needs: Sequence[str]
    words: Mapping[str, Sequence[str]]
    told: str
    one: str
    shared: Sequence[str] = ()
    inherits: Sequence[str] = ()
    repeated: bool = False


PARTS: Mapping[str, Part] = {
    "inspections": Part(
        "findings", "inspection_id", "held_on",
        ("text", "due_on", "measure", "put_right_on", "how", "unit_id", "rechecked_on", "recheck"),
        ("text",),
        {
            "text": (
                "存在的问题", "发现问题", "检查发现的问题", "检查发现问题", "问题隐患", "存在隐患", "隐患",
                "隐患情况", "存在问题及隐患", "问题描述", "主要问题", "隐患描述",
                "隐患内容", "问题及隐患", "检查发现的隐患", "检查发现隐患", "发现的隐患", "发现隐患", "安全隐患", "存在的隐患", "主要隐患",
                "存在的主要问题", "检查出的问题", "存在安全隐患", "发现的安全隐患", "发现的主要问题",
            ),
            "due_on": ("限期整改时间", "整改时限", "整改截止日期", "整改截止", "限改日期"),
            "put_right_on": ("整改时间", "整改完成时间", "整改完成日期"),
            "how": (
                "整改落实情况", "整改结果", "落实整改情况", "整改完成情况", "怎样整改", "怎样整改的",
                "怎么整改的", "如何整改",
            ),
            "unit_id": ("责任单位", "整改单位", "整改责任单位"),
            "measure": ("整改要求", "整改意见", "整改建议", "处理意见", "整改举措"),
        },
        "检查发现的问题", "同一次检查", shared=("due_on", "unit_id"),
        inherits=("village_id",),
    ),
    "meetings": Part(
        "meeting-decisions", "meeting_id", "held_on",
        ("text", "unit_id", "village_id", "due_on", "done_on", "result"), ("text", "unit_id"),
        {"text": ("会议决定事项", "会议议定事项", "研判决定", "工作决定")},
        "会议决定", "同一次会议",
    ),
    "disputes": Part(
        "dispute-notes", "dispute_id", "found_on", ("happened_on", "text"), ("text", "happened_on"),
        {
            "happened_on": (
                "化解日期", "化解时间", "调解日期", "调解时间", "调处日期", "调处时间", "进展日期", "进展时间",
                "工作日期", "工作时间", "办理日期", "办理时间", "跟进日期", "跟进时间",
            ),
            "text": (
                "化解过程", "化解经过", "化解措施", "化解进展", "调解情况", "调解过程", "调解经过", "调处情况",
                "调处过程", "调处经过", "工作进展", "进展", "进展情况", "工作情况", "办理情况", "办理过程", "跟进情况",
            ),
        },
        "化解记录", "同一件纠纷", repeated=True,
    ),
}  # fmt: skip
"""By kind of record what its sheets may tell of beside it, one to a row."""
