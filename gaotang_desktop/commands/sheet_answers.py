"""What is said once for all rows of a sheet, on the command line: --fill, and what asks for it."""

from collections.abc import Sequence

from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.services.sheets.asking import gaps
from gaotang_desktop.services.sheets.asking.gaps import Gap
from gaotang_desktop.services.sheets.imports import Imported

_SHOWN = 30  # values named in one sentence


def fills(kind: str, typed: Sequence[str]) -> dict[str, str]:
    """``责任单位=派出所`` as words by field.

    Raises:
        Unreadable: it is not written so, names no field of the kind, or one twice.
    """
    found: dict[str, str] = {}
    for each in typed:
        label, mark, words = each.replace("＝", "=", 1).partition("=")
        if not mark or not label.strip() or not words.strip():
            raise Unreadable(f"“--fill {each}”要写成 --fill 列名=值，例如 --fill 村=北村。")
        field = gaps.named(kind, label)
        if field.name in found:
            raise Unreadable(f"“{field.label}”写了两次 --fill，请留下一个。")
        found[field.name] = words.strip()
    return found


def asked(gap: Gap) -> str:
    """What fills a gap: the values that are possible, and the option to add."""
    said = ""
    if gap.values:
        more = f"等 {len(gap.values)} 个" if len(gap.values) > _SHOWN else ""
        said = f"“{gap.label}”能填的有：{'、'.join(gap.values[:_SHOWN])}{more}。"
    if gap.offers:
        first = gap.offers[0]
        option = f"--fill {gap.label}={_quoted(first.words)}"
        return f"{said}{first.why}“{first.words}”，各行都是的，请加上 {option}。"
    option = f"--fill {gap.label}=要填的值"
    example = f"，例如 --fill {gap.label}={_quoted(gap.values[0])}" if gap.values else ""
    return f"{said}各行都一样的，请加上 {option}{example}。"


def _quoted(words: str) -> str:
    return f'"{words}"' if " " in words else words


def refusal(problem: gaps.LacksColumns) -> str:
    """Why a sheet was refused, and what to add to the command."""
    return str(problem) + "".join(f"\n{asked(each)}" for each in problem.gaps)


def told(result: Imported) -> list[str]:
    """The problems of a sheet: what many rows lack is one line, everything else a line each."""
    said = [f"有 {each.rows} 行没有“{each.label}”。{asked(each)}" for each in result.gaps]
    named = {each.name for each in result.gaps}
    said += [
        f"{result.where(each.row)} {each.column}：{each.message}"
        for each in result.errors
        if each.lacks not in named
    ]
    return said


def contract(result: Imported) -> dict[str, object]:
    """What was filled and what is lacking, as the contract of the command line says it."""
    return {
        "filled": [
            {"column": each.label, "value": each.words, "rows": each.rows, "whole": each.whole}
            for each in result.fills
        ],
        "lacking": [
            {
                "column": each.label,
                "rows": each.rows,
                "whole": each.whole,
                "offers": [{"value": offer.words, "why": offer.why} for offer in each.offers],
                "values": list(each.values),
            }
            for each in result.gaps
        ],
    }
