"""Words that every proof-reader marks: 布署, 截止 for 截至, 约50余, 上升-3%, a closing of another 文种.

Only what is never right is listed; what two words meeting may make (任务|必须, 发布|署名) is left alone.
"""

import re
from collections.abc import Iterator

from gaotang_desktop.domain.documents.findings import Finding
from gaotang_desktop.domain.documents.kinds import BY_NAME

_WRONG = tuple(
    (re.compile(wrong), right)
    for wrong, right in (
        ("(?<![公发分颁宣遍])布署(?!名)", "部署"),
        ("(?<!依)按装(?![备卸置修订束甲载])", "安装"),
        ("安照(?!明)", "按照"),
        ("(?<![依遵])按排(?![名序列队查放水除])", "安排"),
        ("(?<![任事义服业公商税勤急警常政财])务必须", "务必"),
        ("登陆(?=网|系统|平台|账号|帐号|微信|后台|小程序)", "登录"),
        ("(?<=[台电记总现转销入])帐|帐(?=[目户号本款册簿务])", "账"),
        ("(?<![消预])防犯(?!罪)", "防范"),
        ("(?<!抽)签定(?![位岗期点额时])", "签订"),
        ("震摄", "震慑"),
        ("渡过(?=汛期|春节|国庆|假期|高温|节日)", "度过"),
        ("松驰", "松弛"),
        ("复盖", "覆盖"),
        ("倍受(?=关注|重视|欢迎|好评)", "备受"),
        ("座落", "坐落"),
        ("份内", "分内"),
        ("成份", "成分"),
        ("部份", "部分"),
        ("充份", "充分"),
        ("过份", "过分"),
        ("合法权力", "合法权利"),
        ("(?:工作|落实|履职|整改|监管|推进|执行|督促|排查|管控)不利(?![于因影条局用])", "不力"),
        ("予盾", "矛盾"),
        ("末雨绸缪", "未雨绸缪"),
        ("工做(?![好到完实细])", "工作"),
        ("做风", "作风"),
        ("合做", "合作"),
        ("拔(?=付|款|打(?:电话|1))", "拨"),
        ("政冶", "政治"),
        ("冶安", "治安"),
        ("(?<![自克知利异体律身])己(?=完成|整改|上报|办结|落实|化解|开展|部署|报送|处置|签订|下发|印发)", "已"),
        ("(?<![期周月年岁季本始毫])末(?=完成|整改|落实|上报|报送|发现|发生|按时|到岗|到位|开展|办结)", "未"),
        ("身分(?=证|信息)", "身份"),
        ("枪枝", "枪支"),
        ("瞻养", "赡养"),
        ("撤消", "撤销"),
        ("(?<![一双])象(?=这样|那样|以前一样|往年一样)", "像"),
        ("分岐", "分歧"),
        ("竟赛", "竞赛"),
        ("竟争", "竞争"),
        ("竞然", "竟然"),
        ("[燥躁]音", "噪音"),
        ("[燥躁]声", "噪声"),
        ("辩认", "辨认"),
        ("辩别", "辨别"),
        ("偏辟", "偏僻"),
        ("急燥", "急躁"),
        ("干躁", "干燥"),
        ("枢钮", "枢纽"),
        ("蔽端", "弊端"),
        ("涣发", "焕发"),
        ("巡罗", "巡逻"),
        ("排察", "排查"),
        ("盘察", "盘查"),
        ("脏款", "赃款"),
        ("起迄", "起讫"),
        ("覆查", "复查"),
        ("(?<=严峻)的?形式|(?<=治安)形式(?=严峻|复杂|平稳|稳定|依然|总体)", "形势"),
        ("启示(?=如下)", "启事"),
        ("(?<![急激学])反应(?=情况[，。；、属的]|问题[，。；、的]|诉求|困难[，。；、的]|线索)", "反映"),
        ("(?<![自克知利异体律身])己经(?![历费营])", "已经"),
        ("(?<!何)以经(?![费营济历验])", "已经"),
        ("(?<![未曾何])既将(?!来)", "即将"),
        ("既使(?![用命])", "即使"),
        ("再接再励", "再接再厉"),
        ("防患与未然|防范与未然", "防患于未然"),
        ("通迅", "通讯"),
        ("根椐", "根据"),
        ("[布部]暑", "部署"),
        ("整冶", "整治"),
        ("综冶", "综治"),
        ("法冶", "法治"),
        ("纠份", "纠纷"),
        (r"调节(?=[^，。；、\n水温电器阀情绪心]{0,4}(?:矛盾|纠纷))", "调解"),
        ("陪训", "培训"),
        ("纪率", "纪律"),
        ("严历(?!史)", "严厉"),
        ("(?<![通急捷])报怨", "抱怨"),
        ("做为(?![民群人国此])", "作为"),
        ("(?<![所为是非活])必需(?![的品物，。；、）之用条材药装设原元资]|$)", "必须"),
        ("(?<=[群村居][众民])反应(?![强热良好平冷迟快慢积过很较不，。；、）：]|$)", "反映"),
        ("(?<![工动操写制创著合协运耕劳振炒发])作到(?![底头期])", "做到"),
        (r"(?:(?<=[，。；：（])|^)截止(?:[到至])?(?=目前|今|\d{4}年|\d{1,2}月)(?![^，。；\n]{0,16}(?<!目)前)", "截至"),
    )
)  # fmt: skip
_ABOUT = re.compile(r"(?:大约|约|将近|近|超过?)\d+(?:\.\d+)?[万千百]?[余多]")
_MINUS = re.compile(
    r"(?:上升|增长|增加|提高|升高|下降|减少|降低|回落)了?[-－−]\d+(?:\.\d+)?(?:%|个百分点)?"
)
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]*(?![A-Za-z0-9.-]*\.[A-Za-z])")
_ONE_BLANK = re.compile(r"(?<![×\d\s）)])×(?=[月日年时点分号村户])")
_TWO_LIMITS = re.compile(
    r"(?:不少于|不低于|至少|最少)[^\d，。；、（）]{0,4}\d+[^\d，。；、（）]{0,3}以上|(?:不超过|不多于|不高于|最多)[^\d，。；、（）]{0,4}\d+[^\d，。；、（）]{0,3}以[下内]"
)
_TIMES_LESS = re.compile(r"(?:减少|下降|降低|缩[小短]|回落)了?\d+(?:\.\d+)?倍")
_DOUBLE_NO = re.compile(
    r"(?:严防|防止|杜绝|避免|谨防)(?:再次?)?不再?(?:发生|出现|留)[\u3400-\u9fff]{0,6}"
)
_UNIT_TWICE = re.compile(r"\d+([个件处份名元条起])\1(?![体人别案款])")
_PARTED_NUMBER = re.compile(r"(?<![\d，])\d{1,3}，\d{3}(?=[份元人户个件次名册张])")
_BY_A_DAY = re.compile(
    r"与(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|初|中旬|上旬|下旬)(?:之|以)?前(?!的|[一后]|相|比|夕|期)"
)
_SHORT_YEAR = re.compile(r"[\u3400-\u9fff]*〔\d{1,3}〕\d*号?")
_OPENED = re.compile(r"现将[^。；\n]{0,40}?(通知|通报|通告|公告|报告)如下")
_CLOSED = re.compile(
    r"^\s*特此(通知|通报|通告|报告|批复|请示|函[达告复]?|决定)[。！]?\s*$", re.MULTILINE
)

_OPENING = ("通知", "通报", "通告", "报告")
"""Kinds of papers that open by saying what they are."""
_SLIPS = (
    (_TWO_LIMITS, "限度说了两遍，“不少于”“至少”和“以上”、“不超过”和“以下”只留一个。"),
    (_TIMES_LESS, "减少、下降不能用倍数，请改成百分之几或者几分之几。"),
    (_DOUBLE_NO, "多了“不”字，意思反了，请删去。"),
    (_UNIT_TWICE, "单位写了两遍，请删去多的。"),
    (_PARTED_NUMBER, "数字中间有全角逗号，请去掉。"),
    (_BY_A_DAY, "的“与”应当写成“于”，请改正。"),
    (_SHORT_YEAR, "文号的年份要写四位，如〔2026〕。"),
)


def of_words(kind_name: str, text: str) -> Iterator[Finding]:
    """The findings about single words of a text."""
    for line in text.splitlines():
        for pattern, right in _WRONG:
            if found := pattern.search(line):
                yield Finding(0, f"“{found[0]}”应当写成“{right}”，请改正。")
        if found := _ABOUT.search(line):
            yield Finding(0, f"“{found[0]}”里约数说了两遍，“约”“近”和“余”“多”只留一个。")
        if found := _MINUS.search(line):
            yield Finding(
                0, f"“{found[0]}”写了负数，上升、下降已经说明方向，请去掉负号，或者改方向。"
            )
        if found := _MAIL.search(line):
            yield Finding(0, f"邮箱“{found[0]}”不完整，请核对。")
        if found := _ONE_BLANK.search(line):
            around = line[max(0, found.start() - 6) : found.end() + 3]
            yield Finding(0, f"正文里“{around}”还没有填，请补上。")
        for pattern, said in _SLIPS:
            if found := pattern.search(line):
                yield Finding(0, f"“{found[0]}”{said}")
    kind = BY_NAME.get(kind_name)
    opened = _OPENED.search(text)
    if kind is not None and kind.word in _OPENING and opened and opened[1] != kind.word:
        yield Finding(0, f"开头写着“{opened[0]}”，和文种“{kind.word}”不一致，请改开头或者文种。")
    if kind is not None and (closed := _CLOSED.search(text)) and not _closes(closed[1], kind.word):
        yield Finding(
            0, f"结束语“{closed[0].strip()}”和文种“{kind.word}”不一致，请改结束语或者文种。"
        )


def _closes(said: str, word: str) -> bool:
    """Whether 特此通知 closes a 通知 or a 通知书, 特此函复 a 函."""
    return word.startswith(said) or (word == "函" and said.startswith("函"))
