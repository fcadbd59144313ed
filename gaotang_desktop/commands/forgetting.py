"""The command that takes a person out of the data once his matters are closed."""

import argparse
from typing import Any

from gaotang_desktop.commands.outcome import Outcome
from gaotang_desktop.services.computer import forgetting
from gaotang_desktop.services.computer.named_records import Line
from gaotang_desktop.services.workplace import Workplace


def forget(work: Workplace, typed: argparse.Namespace) -> Outcome:
    """The preview; with ``--yes`` it is done."""
    only = frozenset(typed.only) if typed.only else None
    if not typed.yes:
        seen = forgetting.preview(work, typed.name, typed.phone, only)
        lines = [
            f"“{seen.name}”会换成“{seen.cover}”，号码换成星号：记录里 {len(seen.lines)} 处，"
            f"修改历史里 {seen.steps} 步。",
            *(f"  {_line(each, typed.unmasked)}" for each in seen.lines),
            *(f"  {each.where}：只在修改历史里" for each in seen.past),
            *(f"号码也隐去：{each}" for each in seen.numbers),
        ]
        if seen.left:
            lines.append("下面这些是更长的名字，不换：")
            lines += [f"  {each.where} {each.field}：{each.before}" for each in seen.left]
        if seen.others:
            lines.append("下面这些没有选，里面的同名的人不换：")
            lines += [f"  {each.kind}:{each.record_id} {each.where}" for each in seen.others]
        lines += _stays(seen)
        lines.append(f"还没有改动。{forgetting.FOR_GOOD}确实要隐去，加上 --yes。")
        return Outcome(_data(seen, unmasked=typed.unmasked), lines)
    done = forgetting.forget(work, typed.name, typed.phone, only)
    lines = [
        f"已经隐去“{done.preview.cover}”：记录里 {len(done.preview.lines)} 处，"
        f"修改历史里 {done.preview.steps} 步，重算了 {done.former_links} 个校验码，旧的留了底。",
        *_stays(done.preview),
    ]
    data = {**_data(done.preview, unmasked=False), "done": True, "former_links": done.former_links}
    return Outcome(data, lines, list(done.said))


def _line(each: Line, unmasked: bool) -> str:
    said = f"{each.before} → {each.after}" if unmasked else each.after
    return f"{each.where} {each.field}：{said}"


def _stays(seen: forgetting.Preview) -> list[str]:
    """What still names him afterwards."""
    lines = [f"已经印发，不改：{each}" for each in seen.issued]
    lines += [f"已经冻结或者启用，不改：{each}" for each in seen.frozen]
    lines += [f"里面有这个人，请自己处理：{each}" for each in seen.attachments]
    lines += [f"程序看不出里面有没有，请自己看：{each}" for each in seen.unread]
    for each in seen.backups:
        day = f"最迟 {each.gone_by:%Y-%m-%d} 清掉" if each.gone_by else "再备份十次以内清掉"
        lines.append(f"这份备份里还有：{each.path.name}（每天备份的话，{day}）")
    return lines


def _data(seen: forgetting.Preview, *, unmasked: bool) -> dict[str, Any]:
    return {
        "name": seen.name,
        "cover": seen.cover,
        "numbers": list(seen.numbers),
        "done": False,
        "lines": [
            {
                "kind": each.kind, "id": each.record_id, "record": each.where, "field": each.field,
                "after": each.after, **({"before": each.before} if unmasked else {}),
            }
            for each in seen.lines
        ],
        "left": [
            {"kind": each.kind, "id": each.record_id, "field": each.field, "text": each.before}
            for each in seen.left
        ],
        "past": [{"kind": each.kind, "id": each.record_id} for each in seen.past],
        "others": [
            {"kind": each.kind, "id": each.record_id, "field": each.field} for each in seen.others
        ],
        "steps": seen.steps,
        "typed": seen.typed,
        "issued": list(seen.issued),
        "frozen": list(seen.frozen),
        "attachments": list(seen.attachments),
        "unread": list(seen.unread),
        "backups": [{"file": str(each.path), "gone_by": each.gone_by} for each in seen.backups],
    }  # fmt: skip
