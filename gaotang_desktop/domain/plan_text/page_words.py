"""What a web page or a printer puts around a plan: page numbers, 来源, 发布日期, 打印, 索引号…"""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from gaotang_desktop.domain.plan_text.lines import Line

_PAGE_NUMBER = re.compile(r"[-—–·] ?\d{1,3} ?[-—–·]|第 ?\d+ ?页(?: ?[,/]? ?共 ?\d+ ?页)?")
_LABELS = (
    r"索 ?引 ?号(?:\(.{1,8}\))?|分 ?类|主题分类|组配分类|体裁分类|服务对象分类?|信息分类|文件分类|主题词|关键词|标 ?题|名 ?称|"
    r"发布机构|发文机关|发文单位|发布单位|所属机构|公开责任部门|信息来源|文章来源|稿件来源|来 ?源|供稿单位|作 ?者|责任编辑|编 ?辑|审 ?核|"
    r"(?:公文|信息|文件)?(?:生成|成文|发文|发布|公开|印发|更新|公布|生效)(?:日期|时间)|日 ?期|时 ?间|公开方式|公开范围|公开形式|公开时限|"
    r"有 ?效 ?性|效力状态|有效期|废止日期|失效日期|浏览(?:次数|量)?|点击(?:次数|数|量|率)?|阅读(?:次数|量|数)?|访问(?:次数|量)|"
    r"字体(?:大小)?|字号(?:大小)?|分享(?:到)?|当前位置|您(?:现)?在的位置|所在位置|(?:备注/)?文 ?号|发文字号|文件编?号|语种|附件下载|责编|信息员|"
    r"网站(?:主办|承办)(?:单位)?|(?:主办|承办)(?:单位)?(?=[:|].{2,40}(?:网站|站点|版权|备案|技术支持))|技术支持|版权所有|网站标识码|备案(?:序|编)?号|政府网站标识码|邮编"
)
_NUMBER_LABEL = re.compile(r"(?:备注/)?文 ?号|发文字号|文件编?号")
_DATE_LABEL = re.compile(r"日 ?期|时 ?间")
_PAIR = re.compile(rf"(?:^[【\[]?|(?<=[\s|•·●【\[(]))[•·●◆■ ]*(?P<label>{_LABELS}) ?[:|\]】] ?")
_BARE = re.compile(
    r"(?:[\[【(]? ?(?:打印(?:本页|文章)?|关闭(?:窗口|本页)?|收藏|分享(?:到)?|返回(?:顶部|首页)?|首页|下载|字体|大|中|小|小号|中号|大号|"
    r"扫一扫.{0,16}|无障碍阅读|长者版|设为首页|加入收藏|我要纠错|微信|微博|QQ空间|上一篇.*|下一篇.*|正文|默认|特大|超大|纠错|朗读|复制链接|"
    r"网站地图|站点地图|关于我们|联系我们|网站声明|隐私声明|无障碍(?:版|浏览)?|长者(?:助手|模式)|适老版|手机版|电脑版|登录|注册|站群导航|全文检索)"
    r" ?[:\]】)]?[ |/>·]*)+"
)
# 网站地图 | 联系我们 | 主办：某某办事处
_FOOT = re.compile(
    r"(?:网站地图|站点地图|联系我们|关于我们|网站声明|隐私声明|版权所有|版权声明)(?:[ |/·]+|$)"
)
_TITLE_LABEL = re.compile(r"标 ?题")
_LONGEST_TITLE = 80
_CRUMBS = re.compile(r"首页 ?[>›»/|｜].{2,80}")
_TIME_OF_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日? \d{1,2}:\d{2}(?::\d{2})?")
_STAMP = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?: \d{1,2}:\d{2}(?::\d{2})?)?")
# 时间：, 日期：, 名称：, 标题： and 来源： also begin lines of a plan: those of a page are short.
_AMBIGUOUS = re.compile(r"时 ?间|日 ?期|名 ?称|标 ?题|来 ?源|作 ?者|编 ?辑|审 ?核|主题词|关键词")


def is_page_number(line: Line) -> bool:
    """Whether the line is the number of a page: — 2 —, 第3页 共8页."""
    return _PAGE_NUMBER.fullmatch(line.folded) is not None


_CONTENTS = re.compile("目 ?[录次]")
_ENTRY = re.compile(r"\S.{1,60}?[\s.…·．—-]+\d{1,3}")


def contents(lines: Sequence[Line]) -> list[Line]:
    """The lines of a table of contents: 目录, and below it headings with the pages they stand on."""
    for at, line in enumerate(lines):
        if _CONTENTS.fullmatch(line.folded):
            entries = list(takewhile(lambda each: _ENTRY.fullmatch(each.folded), lines[at + 1 :]))
            return [line, *entries] if len(entries) > 1 else []
    return []


def page_pairs(line: Line) -> tuple[tuple[str, str], ...]:
    """The labels of a web page and their values on one line; empty for a line of the plan."""
    return tuple(_pairs(line.folded.strip("|•·● ")))


def is_page_words(line: Line) -> bool:
    """Whether the line belongs to a web page around the plan."""
    folded = line.folded.strip("|•·●▪ ")
    if not folded:
        return True
    if _BARE.fullmatch(folded) or _CRUMBS.fullmatch(folded) or _TIME_OF_DAY.fullmatch(folded):
        return len(folded) < 100 and folded not in ("大", "中", "小", "正文")
    if _FOOT.match(folded) and len(folded) < 240:
        return True
    pairs = tuple(_pairs(folded))
    if not pairs:
        return False
    label, value = pairs[0]
    if len(pairs) == 1 and _TITLE_LABEL.fullmatch(label):
        return 0 < len(value) <= _LONGEST_TITLE and not re.search("[。;!?]", value)
    if len(pairs) == 1 and _AMBIGUOUS.fullmatch(label):
        stamp = _STAMP.search(value) is not None
        return (
            len(value) <= 24 and (stamp or _DATE_LABEL.search(label) is None) and "。" not in value
        )
    return len(folded) <= 240


def stated_number(line: Line) -> str:
    """The words behind 文号 on a line of a page; empty where there are none."""
    for label, value in page_pairs(line):
        if _NUMBER_LABEL.fullmatch(label):
            return value
    return ""


def stated_date(line: Line) -> str:
    """The words behind 成文日期, 发布日期 and the like on a line of a page."""
    for label, value in page_pairs(line):
        if _DATE_LABEL.search(label):
            return value
    return ""


def _pairs(folded: str) -> Iterator[tuple[str, str]]:
    hits = list(_PAIR.finditer(folded))
    if not hits or hits[0].start() > 0:
        return
    for at, hit in enumerate(hits):
        end = hits[at + 1].start() if at + 1 < len(hits) else len(folded)
        yield hit["label"].replace(" ", ""), folded[hit.end() : end].strip(" |•·●]】)")
