"""Every key that does something, by where it works: said once, for F12, the quick card and the manual."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Keys:
    """One line: the keys as Qt writes them (several do one deed, or one each), and what they do.

    ``shown`` is how a person reads them where that is not the keys in a row.
    """

    keys: tuple[str, ...]
    does: str
    shown: str = ""

    @property
    def words(self) -> str:
        """As it stands on paper and screen."""
        return self.shown or "　".join(_NAMES.get(each, each) for each in self.keys)


@dataclass(frozen=True, slots=True)
class Group:
    """Keys that work in one place."""

    title: str
    lines: tuple[Keys, ...]


_NAMES = {"Return": "回车", "Space": "空格", "Up": "↑", "Down": "↓", "Del": "Delete"}

GROUPS: tuple[Group, ...] = (
    Group(
        "在哪一页都能用",
        (
            Keys(
                tuple(f"Ctrl+{n}" for n in range(1, 10)),
                "到第几个页面；Alt+G 转到别的",
                "Ctrl+1 … Ctrl+9",
            ),
            Keys(("Ctrl+Tab", "Ctrl+Shift+Tab"), "下一个、上一个页签"),
            Keys(("Ctrl+K",), "搜索村、人、任务、文号"),
            Keys(("Ctrl+N",), "新增、起草"),
            Keys(("Ctrl+P", "Ctrl+Shift+P"), "打印；加 Shift 逐条打印", "Ctrl+P"),
            Keys(("Ctrl+Z",), "撤销"),
            Keys(("Ctrl+Y", "Ctrl+Shift+Z"), "重做"),
            Keys(("F1",), "本页说明"),
            Keys(("F5",), "重新读取"),
            Keys(("F12", "Ctrl+/"), "这张键盘用法"),
            Keys(("Ctrl+Alt+L",), "锁定，设了口令才有用"),
            Keys(("Ctrl+Q",), "退出"),
        ),
    ),
    Group(
        "列表",
        (
            Keys(("Up", "Down"), "移动；加 Shift 选中多行"),
            Keys(("Return",), "打开所选记录"),
            Keys(("F2", "Shift+F2"), "改这一格；加 Shift 改选中的各行", "F2"),
            Keys((), "再按这一列排", "Shift+点列名"),
            Keys(("Alt+Down",), "筛选这一列", "Alt+↓"),
            Keys(("Ctrl+F",), "在列表里查找；回车到找到的行"),
            Keys(("Ctrl+C",), "复制到表格"),
            Keys(("Ctrl+V",), "粘贴表格里的行"),
            Keys(("Ctrl+O", "Ctrl+Shift+S"), "导入　导出"),
            Keys(("Del",), "放进回收站，可以撤销"),
        ),
    ),
    Group(
        "表单",
        (
            Keys(("Return",), "到下一项"),
            Keys(("Ctrl+S",), "保存"),
            Keys(("Ctrl+Return", "Ctrl+Enter"), "保存并录下一条", "Ctrl+回车"),
            Keys(("Alt+Down",), "打开日历", "Alt+↓"),
            Keys((), "选村、单位（glc 郭楼村）", "拼音首字母"),
            Keys(("F2",), "就地登记名单里没有的"),
            Keys(("Esc",), "不存，关上"),
        ),
    ),
    Group(
        "成批录入的表格",
        (
            Keys(("Return", "Tab"), "向下　向右；灰色的内容就此采用"),
            Keys(("Ctrl+L",), "照抄前一晚、照抄上月"),
            Keys(("Ctrl+Shift+L",), "照抄上周同晚"),
            Keys(("Ctrl+A",), "全选，再按回车：灰色的一次采用"),
            Keys(("Del",), "清空；灰色的不要了"),
            Keys(("Alt+Down",), "列出可填的；打拼音首字母也行", "Alt+↓"),
            Keys(("Ctrl+D", "Ctrl+R"), "照抄上边　左边一格"),
            Keys((), "一直选到头", "Ctrl+Shift+方向键"),
            Keys(("PgUp", "PgDown"), "前一晚　后一晚", "PgUp　PgDn"),
            Keys(("Space",), "是、否"),
            Keys(("Ctrl+S",), "保存"),
            Keys(("Esc",), "离开"),
        ),
    ),
    Group(
        "公文",
        (
            Keys(("Ctrl+F",), "在正文里查找"),
            Keys(("Ctrl+E",), "展开、收起公文要素"),
            Keys(("Ctrl+S",), "保存草稿（平时自动保存）"),
            Keys(("Ctrl+Shift+S",), "保存 PDF、Word"),
        ),
    ),
    Group(
        "打印预览",
        (
            Keys(("Ctrl+P",), "打印"),
            Keys(("Ctrl+S",), "保存 PDF"),
            Keys(("Ctrl+Shift+S",), "保存 Word"),
            Keys(("Ctrl+O",), "用系统阅读器打开"),
            Keys(("Esc",), "关上"),
        ),
    ),
    Group(
        "各页自己的",
        (
            Keys(("Ctrl+G",), "平安夜巡：覆盖图和列表互换；核对方案：整份总览"),
            Keys(("Ctrl+R",), "排查周报：其余的村零报告"),
            Keys(("Ctrl+E",), "问题整改：办下一步"),
            Keys(("F4",), "村级考评：为什么是这个分"),
            Keys(("Ctrl+M",), "核对方案：合并选中的行"),
            Keys(("Ctrl+K",), "核对方案：拆开这一行"),
            Keys(("Ctrl+T",), "核对方案：只看有提醒的"),
        ),
    ),
)


def manual_tables() -> str:
    """The tables as the manual's chapter has them, in Markdown."""
    parts = []
    for group in GROUPS:
        lines = [f"| {line.words} | {line.does} |" for line in group.lines]
        parts.append("\n".join([f"## {group.title}", "", "| 按键 | 做什么 |", "|---|---|", *lines]))
    return "\n\n".join(parts) + "\n"
