"""Titles: issuer, matter and 文种, without marks at the end (GB/T 9704-2012, 7.3.1; GB/T 15834)."""

import re
from collections.abc import Iterator

from gaotang_desktop.domain.documents.checks.sentences import of_pairs
from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.documents.kinds import BY_NAME

_ENDS = re.compile(r"[。，；、：,.;:]+$")
_BRACKETED = re.compile(r"[（(][^（）()]{1,12}[）)]$")
_NUMBER = re.compile(r"[^\s〔（(]{1,12}[〔（(\[]\d{4}[〕）)\]]第?\d+号")
_TOLD_TWICE = re.compile(r"的(通知|通报|通告|公告|决定|意见|报告|请示|函)的\1$")
_TWICE = re.compile(r"关于关于|的的")


_TELLS_OF = re.compile(r"的[^的]{0,4}$")
"""What stands before the 文种: 的, or 的紧急, 的情况."""
_BARE = re.compile(
    r"(?:召开|举办|举行|做好|抓好|开展|印发|转发|加强|进一步|切实|报送|成立|调整|组织|落实|申请|请求|表彰)[^《》]*的[^的]{0,4}$"
)
_ASKS_TWICE = re.compile(r"关于(申请|请求|恳请|请示)[^》]*的请示$")


def of_title(kind_name: str, title: str) -> Iterator[Finding]:
    """The findings about a title."""
    words = " ".join(title.split())
    kind = BY_NAME.get(kind_name)
    if not words or kind is None:
        return
    yield from of_pairs(words)
    if found := _ENDS.search(words):
        yield Finding(0, f"标题末尾有“{found[0]}”，标题末尾不加标点，请删去。")
    if words.startswith("《") and words.rstrip("。").endswith("》") and words.count("《") == 1:
        yield Finding(0, "标题外面不用书名号，请删去“《”和“》”。")
    if found := _TWICE.search(words):
        yield Finding(0, f"标题里“{found[0]}”重复了，请删去一个。")
    if found := _TOLD_TWICE.search(words):
        yield Finding(
            0,
            f"标题里“{found[0]}”念着重复：转发、印发的，原标题用书名号，写成“转发《……的{found[1]}》的{found[1]}”，"
            f"或者只留一个“的{found[1]}”。",
        )
    if found := _NUMBER.match(words):
        yield Finding(0, f"标题里写着文号“{found[0]}”，文号由程序排在标题上面，请从标题删去。")
    plain = _BRACKETED.sub("", _ENDS.sub("", words).strip("《》"))
    about = plain[plain.find("关于") :] if "关于" in plain else ""
    if plain.endswith(kind.word) and about and not _TELLS_OF.search(about.removesuffix(kind.word)):
        yield Finding(0, f"标题“{plain[-8:]}”里文种前面少了“的”字，写成“关于……的{kind.word}”。")
    if (
        plain.endswith(kind.word)
        and "关于" not in plain
        and _BARE.match(plain.removesuffix(kind.word))
    ):
        yield Finding(0, f"标题没有“关于”，写成“关于……的{kind.word}”。")
    if found := _ASKS_TWICE.search(plain):
        yield Finding(0, f"标题里“{found[1]}”和“请示”意思重复，请删去“{found[1]}”。")
    if kind.form in ("文件", "信函") and not plain.endswith(kind.word):
        yield Finding(
            0, f"标题没有以文种“{kind.word}”结尾，现在是“{plain[-8:]}”，请核对文种和标题。"
        )
