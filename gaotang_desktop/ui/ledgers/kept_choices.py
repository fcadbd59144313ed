"""What was said of a sheet before it is taken in: plain, to be kept over a power cut, and as lines to read."""

from collections.abc import Mapping
from typing import Any

from gaotang_desktop.domain.sheets.rows import Decision
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.asking.part_answers import answerable
from gaotang_desktop.services.sheets.imports import Choices

Cells = Mapping[tuple[int, str], str]
"""By row number and header, the words that were put into a cell."""
DECIDED = {Decision.SAME: "同一条，更新它", Decision.OTHER: "另一条，新增", Decision.SKIP: "跳过"}


def plain(choices: Choices, cells: Cells, *, good_only: bool) -> dict[str, Any]:
    """All of it in lists, words and ticks."""
    return {
        "columns": dict(choices.columns),
        "decisions": [[number, each.value] for number, each in choices.decisions.items()],
        "fills": dict(choices.fills),
        "meant": [[*key, words] for key, words in choices.meant.items()],
        "registered": [[*key, *said] for key, said in choices.registered.items()],
        "cells": [[*key, words] for key, words in cells.items()],
        "good only": good_only,
        "clears": choices.empty_clears,
    }


def told(kind: str, choices: Choices, before: Mapping[str, str], cells: Cells) -> list[str]:
    """All of it as lines; ``before`` are the columns as they were known without being asked."""
    labels = {name: each.label for name, each in answerable(kind).items()}
    lines = [
        f"“{header}”这一列：{labels.get(name, '不导入')}"
        for header, name in choices.columns.items()
        if before.get(header) != name
    ]
    lines += [f"{labels.get(name, name)}统一填：{each}" for name, each in choices.fills.items()]
    lines += [f"“{words}”就是“{each}”" for (_name, words), each in choices.meant.items()]
    lines += [
        f"“{words}”登记为新的{records.label_of(register)}"
        for (_name, words), (register, _more) in choices.registered.items()
    ]
    lines += [f"第 {number} 行：{DECIDED[each]}" for number, each in choices.decisions.items()]
    lines += [f"第 {number} 行 {header}：{words}" for (number, header), words in cells.items()]
    return lines
