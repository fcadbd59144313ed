"""What is said once for all rows of a sheet, on the command line, and what asks for it."""

import re
from collections.abc import Mapping, Sequence

from gaotang_desktop.domain import fields
from gaotang_desktop.domain.errors import Unreadable
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.asking import gaps, names, several
from gaotang_desktop.services.sheets.asking.gaps import Gap
from gaotang_desktop.services.sheets.heads import called
from gaotang_desktop.services.sheets.imports import Imported
from gaotang_desktop.services.sheets.settled import OUTCOMES

_EACH = 5  # so few rows without a value are named one by one
_SHOWN = 30  # values named in one sentence
_NAMED = 10  # unknown words
_LEFT_OUT = "不导入"


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
        field = called.named(kind, label)
        if field.name in found:
            raise Unreadable(f"“{field.label}”写了两次 --fill，请留下一个。")
        found[field.name] = words.strip()
    return found


def columns(kind: str, typed: Sequence[str]) -> dict[str, str]:
    """``包保部门=责任单位`` as the field of a column by its heading, ``""`` for one that is left out.

    Raises:
        Unreadable: it is not written so, or names no field of the kind.
    """
    found: dict[str, str] = {}
    for each in typed:
        head, mark, label = each.replace("＝", "=").rpartition("=")
        if not mark or not head.strip() or not label.strip():
            raise Unreadable(
                f"“--column {each}”要写成 --column 表里的列名=项，例如 --column 包保部门=责任单位；"
                f"不导入的写 --column 列名={_LEFT_OUT}。"
            )
        out = label.strip() == _LEFT_OUT
        found[head.strip()] = "" if out else called.answered(kind, label).name
    return found


def meant(kind: str, typed: Sequence[str]) -> dict[tuple[str, str], str]:
    """``形式:讲座=集中宣传`` as what words mean, by field and words.

    Raises:
        Unreadable: it is not written so, or names no field of the kind.
    """
    found: dict[tuple[str, str], str] = {}
    for each in typed:
        plain = each.replace("：", ":", 1).replace("＝", "=", 1)
        label, colon, rest = plain.partition(":")
        words, mark, meaning = rest.rpartition("=")
        if not colon or not mark or not words.strip() or not meaning.strip():
            raise Unreadable(
                f"“--meant {each}”要写成 --meant 列名:写的词=意思，例如 --meant 形式:讲座=集中宣传。"
            )
        found[called.answered(kind, label).name, words.strip()] = meaning.strip()
    return found


def read_as(kind: str, typed: Sequence[str]) -> list[str]:
    """A sentence for each column of ``--fill`` and ``--meant`` that was named in other words."""
    said = []
    for each in typed:
        label = re.split("[=＝:：]", each, maxsplit=1)[0].strip()
        field = called.answered(kind, label)
        if fields.plain(label) not in (field.label, field.name):
            said.append(f"“{label}”在{records.label_of(kind)}里是“{field.label}”。")
    return list(dict.fromkeys(said))


def register(typed: Sequence[str]) -> dict[str, str]:
    """``场所=餐饮`` as the register into which unknown names go, with what else it must know of them.

    Raises:
        Unreadable: a name alone cannot be registered there, or more must be said.
    """
    found: dict[str, str] = {}
    for each in typed:
        label, _mark, more = each.replace("＝", "=", 1).partition("=")
        kind = names.register_named(label)
        needed = names.needed(kind)
        if needed is not None and more.strip() not in needed.choices:
            said = "、".join(needed.choices)
            raise Unreadable(
                f"登记{records.label_of(kind)}要写明{needed.label}："
                f"--register {records.label_of(kind)}={needed.choices[0]}；能写的有：{said}。"
            )
        found[kind] = more.strip()
    return found


def unknown(result: Imported) -> list[str]:
    """For each field with words that it does not know, the options that say what they are."""
    said = []
    by_field: dict[str, list[names.Stranger]] = {}
    for each in result.strangers:
        by_field.setdefault(each.label, []).append(each)
    for label, those in by_field.items():
        words = "、".join(f"“{each.words}”" for each in those[:_NAMED])
        more = f"等 {len(those)} 个" if len(those) > _NAMED else ""
        first = those[0]
        meaning = _example(first)
        option = _quoted(f"{label}:{first.words}={meaning}")
        ways = [f"另有所指的，加上 --meant 列名:写的词=意思，例如 --meant {option}"]
        if several.EACH in first.offers:
            one = _quoted(f"{label}:{first.words}={first.offers[1]}")
            ways = [
                f"各记一行的，加上 --meant {option}",
                f"只记一个、原话留在备注里的，加上 --meant {one}",
                f"写了几个的都只记第一个，加上 --meant {label}:{several.ANY}={several.FIRST}",
            ]
        for kind in first.registers:
            register, needed = records.label_of(kind), names.needed(kind)
            said_so = (each for each in needed.choices if each in first.words) if needed else ()
            likely = next(iter(said_so), needed.choices[0] if needed else "")
            type_ = f"={likely}（或者别的{needed.label}）" if needed is not None else ""
            ways.append(f"是新的{register}，加上 --register {register}{type_}")
        said.append(f"“{label}”里的{words}{more}不认识：{'；'.join(ways)}。")
    return said


def _example(stranger: names.Stranger) -> str:
    """A value that may be meant; of how a matter stands not the one that a new record has anyway."""
    if not stranger.offers and stranger.name in OUTCOMES and len(stranger.values) > 1:
        return f"{stranger.values[1]}（或者{'、'.join(v for v in stranger.values if v != stranger.values[1])}，原话会留在记录里）"
    return (stranger.offers or stranger.values or ("意思",))[0]


def asked(gap: Gap) -> str:
    """What fills a gap: the values that are possible, and the option to add."""
    said = gap.hint
    if gap.values:
        more = f"等 {len(gap.values)} 个" if len(gap.values) > _SHOWN else ""
        said += f"“{gap.label}”能填的有：{'、'.join(gap.values[:_SHOWN])}{more}。"
    if gap.apart:
        options = (
            f"--worksheet {_quoted(name)} --fill {gap.label}={_quoted(offer.words)}"
            for name, offer in gap.apart[:_SHOWN]
        )
        more = f"；等 {len(gap.apart)} 张" if len(gap.apart) > _SHOWN else ""
        return f"{said}依次加上 {'；'.join(options)}{more}。"
    if gap.offers:
        first = gap.offers[0]
        option = f"--fill {gap.label}={_quoted(first.words)}"
        return f"{said}{first.why}“{first.words}”，各行都是的，请加上 {option}。"
    new = ""
    if gap.name == "poll_id":
        poll = "2026年第三季度镇自测"
        new = f"没有登记的，写明是哪一期就一起登记：--fill {gap.label}={poll} --register {gap.label}=镇自测。"
    if gap.hint and not gap.values:
        return said + new
    option = f"--fill {gap.label}=要填的值"
    shown = gap.values[0] if gap.values else gap.example
    example = f"，例如 --fill {gap.label}={_quoted(shown)}" if shown else ""
    apart = f"各行不一样的，请在表里加上“{gap.label}”一列。" if gap.whole and gap.example else ""
    return f"{said}各行都一样的，请加上 {option}{example}。{apart}{new}"


def _quoted(words: str) -> str:
    return f'"{words}"' if " " in words else words


def refusal(problem: gaps.LacksColumns) -> str:
    """Why a sheet was refused, and what to add to the command."""
    said = [str(problem), *map(asked, problem.gaps)]
    label = problem.fields[0].label if problem.fields else "项"
    return "\n".join([*said, *_columns(problem.unknown, problem.maybe, label)])


def _columns(unknown: Sequence[str], maybe: Mapping[str, str], label: str) -> list[str]:
    """The option that says of a column what it is."""
    if maybe:
        options = "；".join(f"--column {_quoted(f'{head}={each}')}" for head, each in maybe.items())
        return [f"拿不准的列，是的话请加上 {options}。"]
    if unknown:
        heads = "、".join(f"“{each}”" for each in unknown[:_NAMED])
        option = f"--column {_quoted(f'{unknown[0]}={label}')}"
        return [f"没有读的列有{heads}：其中有要读的，请加上 --column 列名=项，例如 {option}。"]
    return []


def told(result: Imported) -> list[str]:
    """The problems of a sheet: what many rows lack is one line, everything else a line each."""
    said = [
        f"有 {each.rows} 行没有“{each.label}”{'，就这样空着存' if each.stored else ''}。{asked(each)}"
        for each in result.gaps
    ]
    named = {each.name for each in result.gaps if each.rows > _EACH}
    said += [
        f"{result.where(each.row)} {each.column}：{each.message}"
        for each in result.errors
        if each.lacks not in named
    ]
    worksheets = result.sheet.worksheets if result.sheet is not None else ()
    if left := [each.name for each in worksheets if each.rows and not each.read and each.name]:
        said.append(
            f"要读别的工作表，请加上 --worksheet 名字，例如 --worksheet {_quoted(left[0])}。"
        )
    said += _columns(result.unknown, result.maybe, "备注")
    return said + unknown(result)


def contract(result: Imported) -> dict[str, object]:
    """What was filled and what is lacking, as the contract of the command line says it."""
    return {
        "filled": [
            {"column": each.label, "value": each.words, "rows": each.rows, "whole": each.whole}
            for each in result.fills
        ],
        "gaps": [
            {
                "column": each.label,
                "rows": each.rows,
                "whole": each.whole,
                "offers": [{"value": offer.words, "why": offer.why} for offer in each.offers],
                "values": list(each.values),
                "hint": each.hint,
                "stored": each.stored,
            }
            for each in result.gaps
        ],
        "worksheets": [
            {"name": each.name, "rows": each.rows, "read": each.read, "hidden": each.hidden}
            for each in (result.sheet.worksheets if result.sheet is not None else ())
            if each.name
        ],
        "unknown": [
            {
                "column": each.label,
                "value": each.words,
                "rows": each.rows,
                "offers": list(each.offers),
                "registers": list(each.registers),
            }
            for each in result.strangers
        ],
    }
