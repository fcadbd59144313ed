"""What can be typed after ``gaotang-desktop``; a contract: names stay."""

import argparse
from pathlib import Path
from typing import Any, NoReturn

from typing_extensions import override

from gaotang_desktop import __version__

# What an outsider needs to check a score: the rules, and the results as they were frozen.
CHECKABLE = ("schemes", "frozen-results")
IMPORTABLE = (
    "villages", "officers", "units", "tasks", "assignments", "patrols", "missed-nights",
    "spot-checks", "publicity-turns", "publicity-activities", "opinions", "disputes",
    "key-group-counts", "inspections", "findings", "polls", "poll-results",
    "dispute-categories", "dispute-reports", "places", "intakes", "trouble-spots", "incident-counts", "meetings",
    "meeting-decisions", "checklist-items", "grids", "grid-counts", "extensions", "acceptances",
    "escalations",
)  # fmt: skip
REPORTED = (
    "patrols",
    "missed-nights",
    "publicity-activities",
    "disputes",
    "opinions",
    "dispute-reports",
    "key-group-counts",
    "incident-counts",
)
KINDS = (
    *IMPORTABLE,
    "progress", "occurrences", "supervision-slips", "publicity-pauses", "dispute-notes",
    "draws", "adjustments", "rewards", "documents", "issued-documents",
    "manual-values", "fill-in-forms", "sheet-imports",
)  # fmt: skip
DOCUMENTS = (
    "ranking", "evaluation-circular", "patrol-circular", "poll-circular", "inspection-circular",
    "publicity-notice", "notice", "responsibility-table", "supervision-slips", "village-report",
    "patrol-form", "visit-form", "questionnaire", "dispute-form", "phone-list", "meeting-agenda",
    # Beside the contract's: what the window makes too.
    "rectification-notice", "ruler-sheet", "quick-card", "checklist-form", "month-report", "news", "minutes", "progress-report",
    "mending-report", "request", "letter", "announcement", "reply", "commendation", "intake-receipt",
    "intake-answer", "open-letter", "public-notice",
)  # fmt: skip
RECORD_SHEET = "record-sheet"
"""The sheet of one record (登记表), of any ledger."""

WORDED = (
    "patrol-circular", "poll-circular", "evaluation-circular", "inspection-circular", "month-report",
    "news", "minutes", "progress-report", "mending-report", "request", "publicity-notice", "notice",
    "rectification-notice", "letter", "announcement", "reply", "commendation", "intake-receipt",
    "intake-answer", "open-letter", "public-notice", "correction",
)  # fmt: skip


class UsageProblem(Exception):
    """The command was typed wrongly; the text is a whole Chinese sentence (exit code 2)."""


class _Parser(argparse.ArgumentParser):
    """Says in Chinese what is wrong with the words typed."""

    @override
    def error(self, message: str) -> NoReturn:
        raise UsageProblem(_in_chinese(message))


def _in_chinese(message: str) -> str:
    before, _, after = message.partition(": ")
    name = before.removeprefix("argument ")
    if "invalid choice" in message:
        choices = message.rpartition("choose from ")[2].rstrip(")").replace("'", "")
        return f"“{name}”不认识这个词，可以用的有：{choices}。"
    if "the following arguments are required" in before:
        return f"命令不完整，还缺：{after}。"
    if "expected one argument" in message:
        return f"“{name}”后面还要写一个值。"
    if before == "unrecognized arguments":
        return f"命令里多了看不懂的部分：{after}。"
    return f"命令写得不对（{message}），请用 gaotang-desktop --help 查看用法。"


def parser() -> argparse.ArgumentParser:
    """The whole grammar."""
    whole = _Parser(prog="gaotang-desktop", description="高塘双提升工作台。不写命令时打开窗口。")
    whole.add_argument("--data", type=Path, metavar="文件夹", help="数据文件夹")
    whole.add_argument("--json", action="store_true", help="结果写成 JSON")
    whole.add_argument("--version", action="version", version=f"高塘双提升工作台 {__version__}")
    commands = whole.add_subparsers(dest="command", metavar="命令", parser_class=_Parser)

    def command(name: str, said: str) -> Any:
        made = commands.add_parser(name, help=said, description=said)
        # Also after the command; SUPPRESS keeps what was said before it.
        made.add_argument("--data", type=Path, default=argparse.SUPPRESS, metavar="文件夹")
        made.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
        return made

    demo = command("demo", "把一年的示例数据填进空的数据文件夹")
    demo.add_argument("--seed", type=int, default=2026, help="同一个数得到同样的数据")
    demo.add_argument("--until", help="示例数据到哪一天为止，默认今天")

    plan = command(
        "import-plan", "读入方案（.txt、.docx、.pdf、.xlsx、网页），列出认出的任务和责任单位"
    )
    plan.add_argument("file", type=Path, metavar="文件")
    plan.add_argument("--dry-run", action="store_true", help="只看结果，不保存")
    plan.add_argument(
        "--part", type=int, metavar="N", help="文件里有几份方案时读第几份；0 是当作一份读"
    )
    plan.add_argument(
        "--year", type=int, metavar="年", help="方案的年份，没有写年份的完成时限按它读"
    )
    plan.add_argument("--renews", metavar="文号", help="这是已导入的哪一份方案的新版本")

    take_in = command("import", "导入 .xlsx 或 .csv")
    take_in.add_argument("kind", choices=IMPORTABLE, metavar="台账")
    take_in.add_argument("file", type=Path, metavar="文件")
    take_in.add_argument("--dry-run", action="store_true", help="只看结果，不保存")
    take_in.add_argument("--town", metavar="代码", help="名单里有几个乡镇时，导入哪一个")

    take_in.add_argument(
        "--update-similar", action="store_true", help="和已有记录相像的行当作那一条，更新它"
    )
    take_in.add_argument("--empty-clears", action="store_true", help="空格清掉已有的内容")
    take_in.add_argument(
        "--all-or-nothing", action="store_true", help="有一行不能导入，就一行都不导入"
    )
    take_in.add_argument(
        "--fill", action="append", default=[], metavar="列名=值",
        help="表里没有的列、空着的格，每一行都填这个值，可以写几次",
    )  # fmt: skip

    take_in.add_argument(
        "--column", action="append", default=[], metavar="列名=项",
        help="表里的这一列是哪一项，不要的写“列名=不导入”；同样的表下次照这样读，可以写几次",
    )  # fmt: skip
    take_in.add_argument(
        "--meant", action="append", default=[], metavar="列名:写的词=意思",
        help="这一列里的这个词是这个意思，可以写几次",
    )  # fmt: skip
    take_in.add_argument(
        "--register", action="append", default=[], metavar="名单[=类型]",
        help="名单里没有、也不像已有的名称，登记到这个名单里（场所要写类型），可以写几次",
    )  # fmt: skip

    take_in.add_argument(
        "--worksheet", action="append", default=[], metavar="工作表",
        help="只读这张工作表，可以写几次；不写时读出所有是这个台账的工作表",
    )  # fmt: skip

    days_off = command("import-holidays", "导入节假日和调休（开始、结束、节日、安排）")
    days_off.add_argument("file", type=Path, metavar="文件")

    template = command("template", "写一份空白的导入模板")
    template.add_argument("kind", choices=IMPORTABLE, metavar="台账")
    template.add_argument("file", type=Path, metavar="文件")

    forms = command("forms", "给每个村写一份填报表")
    forms.add_argument("--kind", required=True, choices=REPORTED, metavar="台账")
    forms.add_argument("--period", required=True, metavar="期间", help="2026-08 或 2026-Q3")
    forms.add_argument("--to", type=Path, required=True, metavar="文件夹")
    forms.add_argument("--village", action="append", metavar="村", help="只发这个村，可以写几次")

    gather = command("gather", "收一个文件夹里的填报表")
    gather.add_argument("folder", type=Path, metavar="文件夹")
    gather.add_argument("--kind", choices=REPORTED, metavar="台账", help="默认看表号")
    gather.add_argument("--period", metavar="期间", help="默认看表号")
    gather.add_argument(
        "--whose", action="append", metavar="文件=村", help="这个文件是哪个村的，可以写几次"
    )
    gather.add_argument("--newest", action="store_true", help="一个村有几份的，收最新的一份")
    gather.add_argument("--dry-run", action="store_true", help="只看结果，不保存")
    gather.add_argument(
        "--all-or-nothing", action="store_true", help="有一行不能导入，就一行都不导入"
    )

    listing = command("list", "列出台账")
    listing.add_argument("kind", choices=(*KINDS, *CHECKABLE), metavar="台账")
    listing.add_argument("--period", metavar="期间", help="2026-10、2026-Q3 或 2026")
    listing.add_argument("--unmasked", action="store_true", help="群众姓名、电话不打码")

    export = command("export", "导出台账或得分表（scores）为 .xlsx")
    export.add_argument("kind", choices=(*KINDS, "scores"), metavar="台账")
    export.add_argument("file", type=Path, metavar="文件")
    export.add_argument("--period", metavar="期间")
    export.add_argument("--unmasked", action="store_true", help="群众姓名、电话不打码")

    evaluate = command("evaluate", "计算得分和名次")
    evaluate.add_argument("period", metavar="期间")
    evaluate.add_argument("--freeze", action="store_true", help="冻结结果")
    evaluate.add_argument("--unfreeze", action="store_true", help="撤销冻结，要写原因")
    evaluate.add_argument("--reason", help="更正或者撤销冻结的原因")
    evaluate.add_argument(
        "--incomplete",
        action="store_true",
        help="过半分值的项目没有记录、月报没有报齐、有的台账这一期才开始登记、或者有一周还没有过完也冻结",
    )

    rewards = command("propose-rewards", "按方案和冻结的结果提出奖惩")
    rewards.add_argument("period", metavar="期间")
    rewards.add_argument("--confirm", action="store_true", help="登记分得出先后的各项")

    give_out = command("export-scheme", "把考评方案导出为文件")
    give_out.add_argument("file", type=Path, metavar="文件")
    give_out.add_argument("--period", metavar="期间", help="这一期用的方案，默认现在用的")
    give_out.add_argument(
        "--template", choices=("default", "incidents", "service", "quarters"), metavar="模板",
        help="程序自带的参考模板：default、incidents、service、quarters",
    )  # fmt: skip

    adopt = command("import-scheme", "从文件启用一版考评方案")
    adopt.add_argument("file", type=Path, metavar="文件")
    adopt.add_argument("--start", metavar="日期", help="启用日期，默认文件里写的")
    adopt.add_argument("--dry-run", action="store_true", help="只看结果和试算，不保存")
    adopt.add_argument("--confirm", action="store_true", help="对提问的回答：确实是这样定的")

    wordings = command("export-wordings", "把自己的公文范文导出为文件")
    wordings.add_argument("file", type=Path, metavar="文件")
    wordings.add_argument(
        "--paper", action="append", default=[], choices=WORDED, metavar="文件种类",
        help="只导出这一种，几种写几次；默认改过的全部",
    )  # fmt: skip
    worded = command("import-wordings", "从文件读入公文范文，存成新的一版")
    worded.add_argument("file", type=Path, metavar="文件")
    worded.add_argument("--dry-run", action="store_true", help="只看文件里有什么，不保存")

    paper = command("print", "生成 PDF")
    paper.add_argument(
        "document",
        choices=(*DOCUMENTS, RECORD_SHEET, "all"),
        metavar="文件种类",
        help=f"{RECORD_SHEET} 是一条记录的登记表，用 --ledger 和 --record 写明哪一条",
    )
    paper.add_argument(
        "--out", type=Path, required=True, metavar="文件", help="文件种类为 all 时是文件夹"
    )
    paper.add_argument("--period", metavar="期间")
    paper.add_argument(
        "--record",
        type=int,
        metavar="记录",
        help="哪一次会议、哪一件诉求、哪一期民调（list 里的 id），默认最近的；登记表必须写",
    )
    paper.add_argument("--ledger", choices=KINDS, metavar="台账", help="登记表是哪本台账里的记录")
    paper.add_argument("--unmasked", action="store_true", help="登记表里群众姓名、电话不打码")
    paper.add_argument(
        "--with",
        dest="joint",
        default="",
        metavar="单位",
        help="联合发文的其他单位，按顺序用顿号隔开",
    )
    paper.add_argument(
        "--annex",
        type=Path,
        action="append",
        default=[],
        metavar="文件",
        help="加一个附件：图片、表格或者文字文件；几个附件写几次",
    )
    paper.add_argument(
        "--annex-worksheet",
        action="append",
        default=[],
        metavar="工作表",
        help="附件是几张工作表的文件时，用这一张，可以写几次",
    )
    paper.add_argument(
        "--annex-ledger",
        action="append",
        default=[],
        choices=KINDS,
        metavar="台账",
        help="加一本台账作附件，写了 --period 的只加那一期",
    )
    paper.add_argument("--word", type=Path, metavar="文件", help="另存一份 Word（.docx）")
    paper.add_argument(
        "--with-faces",
        action="store_true",
        help="Word 文件里放进用到的字，收文的电脑缺字体也照样显示",
    )
    paper.add_argument("--issue", action="store_true", help="取号印发，存进发文登记")
    paper.add_argument(
        "--incomplete",
        action="store_true",
        help="过半分值的项目没有记录、月报没有报齐、或者有的台账这一期才开始登记也印发考评通报",
    )
    paper.add_argument(
        "--despite-warnings", action="store_true", help="有提醒也印发；“阻止”的仍然不能印发"
    )
    paper.add_argument(
        "--first-number",
        type=int,
        metavar="号",
        help="发文代字（简报、纪要是期号）第一次编号时从几号编起；编过号的不写",
    )

    put_right = command("correct", "更正一份印发过的公文：生成更正通报")
    put_right.add_argument(
        "paper",
        metavar="公文",
        help="list issued-documents 里的 id，或者文号；更正几处，下面四样各写几次",
    )
    for name, word, said in (
        ("--what", "哪一处", "更正的是哪一处，例如 郭桥村实巡次数"),
        ("--was", "原文", "原来写的是什么"),
        ("--right", "更正为", "应该是什么"),
        ("--why", "原因", "原因是什么"),
    ):
        put_right.add_argument(name, action="append", required=True, metavar=word, help=said)
    put_right.add_argument("--out", type=Path, required=True, metavar="文件")
    put_right.add_argument("--issue", action="store_true", help="取号印发，存进发文登记")
    put_right.add_argument(
        "--despite-warnings", action="store_true", help="有提醒也印发；“阻止”的仍然不能印发"
    )
    put_right.add_argument(
        "--first-number",
        type=int,
        metavar="号",
        help="发文代字（简报、纪要是期号）第一次编号时从几号编起；编过号的不写",
    )

    backup = command("backup", "备份并校验")
    backup.add_argument("file", type=Path, nargs="?", metavar="文件")

    restore = command("restore", "从备份恢复")
    restore.add_argument("file", type=Path, metavar="文件")
    restore.add_argument(
        "--altered", action="store_true", help="备份和它的修改历史对不上，也确实要恢复"
    )
    restore.add_argument(
        "--other-office", action="store_true", help="备份是别的数据文件夹的，也确实要恢复"
    )

    salvage = command("salvage", "从损坏的数据里抢救，写成一个新文件；原来的不动")
    salvage.add_argument(
        "file", type=Path, nargs="?", metavar="新文件",
        help="救出来写到哪里，要是还没有的文件；默认放在备份文件夹里",
    )  # fmt: skip

    archive = command("archive", "归档：全部或一年的数据写成一个文件夹的工作簿、公文和附件")
    archive.add_argument(
        "--to", type=Path, required=True, metavar="文件夹", help="归档的文件夹，要是新的或者空的"
    )
    archive.add_argument("--year", type=int, metavar="年", help="只归档这一年，默认全部")
    archive.add_argument(
        "--masked", action="store_true", help="群众姓名打码，附件不归；只供阅读，不能恢复"
    )

    put_back = command("restore-archive", "从归档恢复到空的数据文件夹")
    put_back.add_argument("folder", type=Path, metavar="归档文件夹")

    check = command("check", "检查数据文件、引用和冻结结果")
    check.add_argument("--link", metavar="校验码", help="公文上印的历史校验码还对不对")
    encrypt = command(
        "encrypt", "用口令加密数据文件夹（口令放进 GAOTANG_PASSWORD，或者在提问时输入）"
    )
    encrypt.add_argument("--sheet", type=Path, metavar="文件", help="把恢复单写成 PDF")
    encrypt.add_argument(
        "--drop-old-backups", action="store_true", help="删除以前没有加密的备份，不一起加密"
    )
    encrypt.add_argument(
        "--second-place",
        action="store_true",
        help="数据已经加密：把第二备份位置和本机备份文件夹里没有加密的旧备份换成加密的",
    )
    command("decrypt", "取消加密，数据重新成为不加密的")
    change = command(
        "change-password", "修改口令（新口令放进 GAOTANG_NEW_PASSWORD，或者在提问时输入）"
    )
    change.add_argument(
        "--recovery", action="store_true",
        help="忘了口令：用恢复单上的恢复码（GAOTANG_RECOVERY_CODE，或者在提问时输入）",
    )  # fmt: skip
    sheet = command("recovery-sheet", "重新做一张恢复单，以前的作废")
    sheet.add_argument("file", type=Path, metavar="文件")
    forget = command("forget", "办结以后隐去一个人的姓名和号码；不写 --yes 只看会改什么")
    forget.add_argument("name", metavar="姓名")
    forget.add_argument(
        "--phone",
        action="append",
        default=[],
        metavar="号码",
        help="他的电话、身份证号，可以写几次",
    )
    forget.add_argument(
        "--only",
        nargs="+",
        type=_record,
        metavar="KIND:ID",
        help="有同名的人时，只在这些记录里隐去（预览里有种类和编号）；其余的不动",
    )
    forget.add_argument("--yes", action="store_true", help="确实隐去，不能撤销")
    forget.add_argument("--unmasked", action="store_true", help="预览里姓名、电话不打码")
    command("drill", "演练恢复：把最近一份备份恢复到临时文件夹，检查、重算、重印")
    command("self-test", "在临时文件夹里把主要功能走一遍")
    return whole


def _record(typed: str) -> tuple[str, int]:
    kind, _colon, number = typed.partition(":")
    if not kind or not (number.isascii() and number.isdecimal()):
        raise argparse.ArgumentTypeError(f"“{typed}”不是一条记录，请写成 disputes:12 这样。")
    return kind, int(number)
