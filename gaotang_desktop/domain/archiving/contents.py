"""What an archive says of itself (目录)."""

from dataclasses import dataclass, field

from gaotang_desktop.domain.archiving.tables import Table

CONTENTS, ABOUT = "目录.xlsx", "说明.txt"
SHEETS, FILES, SAID = "台账", "文件", "归档"
"""The sheets of the contents: a line for each sheet of a table, for each file, for each fact."""
LEDGERS, PAPERS, ATTACHMENTS, TEXTS = "台账", "公文", "附件", "长文"
"""The folders of an archive."""
HISTORY = "修改历史.xlsx"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class ArchivedSheet:
    """One sheet with rows of a table; a long table has several, each in its own workbook.

    A table without a row has no workbook: ``file`` is ``""``.
    """

    table: Table
    file: str
    sheet: str
    rows: int


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """One file of the archive; ``path`` with ``/``, from the archive's folder on."""

    path: str
    size: int
    digest: str


@dataclass(slots=True)
class Contents:
    """The whole contents.

    ``year`` is ``None`` for everything. ``head`` is the newest link of the history with its step
    and day, which the restored data do not continue. ``revision`` is that of the database.
    """

    town: str
    year: int | None
    made_at: str
    revision: str
    masked: bool
    head: str
    sheets: list[ArchivedSheet] = field(default_factory=list)
    files: list[ArchivedFile] = field(default_factory=list)
    missing: int = 0
    """How many attached files were not there any more."""

    @property
    def scope(self) -> str:
        """``全部`` or ``2026年``."""
        return scope_words(self.year)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each table it holds."""
        found: dict[str, int] = {}
        for each in self.sheets:
            found[each.table.name] = found.get(each.table.name, 0) + each.rows
        return found


def scope_words(year: int | None) -> str:
    """``全部`` or ``2026年``."""
    return "全部" if year is None else f"{year}年"


def about(contents: Contents) -> str:
    """The plain words beside the sheets (说明)."""
    papers = sum(each.path.startswith(f"{PAPERS}/") for each in contents.files)
    attached = sum(each.path.startswith(f"{ATTACHMENTS}/") for each in contents.files)
    lines = [
        f"{contents.town}综治中心 归档（{contents.scope}）",
        f"归档时间：{contents.made_at}",
        "",
        "这个文件夹里是高塘双提升工作台的数据，用 WPS 或 Excel 就能看，不用装本程序。",
        "",
        f"{CONTENTS}  每张表有多少条、在哪个工作簿里，每个文件的大小和校验码（SHA-256）。",
        f"{LEDGERS}/  每一类记录一个工作簿，第一行是标题，第二行是列名。回收站里的记录也在，“删除时间”一列有日期。",
    ]
    if papers:
        lines.append(f"{PAPERS}/  印发的公文，共 {papers} 份，和发出去的逐字节一样。")
    if attached:
        lines.append(f"{ATTACHMENTS}/  附件，共 {attached} 个；“附件”工作簿写明每个属于哪条记录。")
    if any(each.path.startswith(f"{TEXTS}/") for each in contents.files):
        lines.append(f"{TEXTS}/  一格里写不下的长文字，单元格里写着在哪个文件。")
    if contents.missing:
        lines.append(f"有 {contents.missing} 个附件的文件归档时已经不在了，没有归进来。")
    lines.append("")
    if contents.masked:
        lines += [
            "群众姓名已经打码，附件和修改历史没有归进来：这份归档只供阅读，不能恢复成数据。",
        ]
    else:
        lines += [
            "群众姓名没有打码，请按内部资料保管。",
            "",
            "恢复：在新装的程序里按“从归档恢复”，选这个文件夹；数据文件夹要是空的。",
            "要恢复，就不要改动里面的内容。用 WPS 打开、另存不要紧；改了哪一行，恢复时会说出来。"
            "隐藏的列是恢复用的，请不要删。",
            "",
            f"没有归进来的：撤销用的记录（恢复后不能撤销以前的操作）、备份、日志、窗口的样子。"
            f"{HISTORY}只供阅读，恢复后修改历史从头记起。",
        ]
        if contents.head:
            lines.append(f"归档时的{contents.head}。")
    if contents.year is not None:
        lines += [
            "",
            f"这里是 {contents.year} 年的记录，加上村、单位、方案和任务、考评方案等名册，"
            "以及这些记录用到的别的年份的记录。",
        ]
    return "\r\n".join([*lines, ""])
