"""A heading taken apart: what it is of (日期, 人数, 单位) and the words before that say which.

拟化解时间, 稳控期限 and 计划调处日期 are one heading in other words. Two headings are as like as the words
that they share; words that only stand around (所在, 具体, 有关) and the thing that a whole sheet is
about (纠纷 in a sheet of disputes) hardly count.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from gaotang_desktop.simplified import simplified
from gaotang_desktop.workbooks.matching import bare_key

_SAME = (
    "日期 时间 年月日",
    "期限 时限 截止日期 截止时间 到期日",
    "村 村居 村庄 社区 行政村 村社区 村屯 属地 村委会 村民委员会 村部",
    "单位 部门 科室 站所 机构",
    "人 人员 姓名 者 同志 名单 成员 队员 干部",
    "电话 手机 手机号 手机号码 电话号码 联系方式 联系电话 移动电话 联系号码",
    "类别 类型 性质 种类 分类 类",
    "内容 情况 问题 事项 描述 表述 概况 简介 说明 详情 摘要 事由 经过 诉求",
    "结果 结论 成效 情况",
    "状态 进展 进度",
    "措施 办法 举措 对策 意见 要求",
    "方式 形式 途径 渠道 来源 载体",
    "级别 等级 层级",
    "地点 地址 位置 地段",
    "范围 区域 地段 路线 线路 路段",
    "数 数量 个数 总数 量 总量 人数 人次 人员数 力量",
    "数 数量 个数 总数 户数 户次",
    "数 数量 个数 总数 量 总量 件数 起数 条数",
    "数 数量 个数 总数 份数",
    "数 数量 个数 总数 量 总量 次数",
    "原因 缘由",
    "巡逻 夜巡 巡查 巡防 巡夜 值班 值守 巡更",
    "检查 督查 督导 排查 抽查 查访 暗访",
    "被检查 受检 被检 被督查 受查",
    "复查 复核 验收 回头看 核查",
    "化解 调解 调处 稳控 处置 处理 办理",
    "答复 回复 回应",
    "责任 承办 主责 包保 包案 牵头 主办 包联 落实 办理 整改责任 调处 化解",
    "受理 登记 收集 征集 接收 收到 接待 接访 收件 来访 录入",
    "发现 排查 摸排 登记",
    "办结 结案 销号 完成 了结 调结 办毕 办完 办好",
    "参加 参与 参会 出席 与会 到会 出动",
    "缺席 未到会 未参会 未参加 请假 缺勤 缺会",
    "未巡 没巡 没巡逻 未巡逻 未夜巡 未巡查 未巡防 缺巡 漏巡 未开展 缺勤",
    "发放 派发 分发 散发 发",
    "材料 资料 宣传单 宣传品 传单 宣传册 手册 宣传手册 宣传材料 宣传资料 折页",
    "公开信 一封信 明白纸 告知书",
    "走访 入户",
    "回收 收回",
    "上报 报送 填报 报告 填表",
    "管控 帮扶 管理 落实管控 稳控 见面",
    "警情 报警 接警",
    "电诈 诈骗 电信诈骗 电信网络诈骗",
    "越级访 越级上访 越级信访",
    "非访 非法上访 非正常上访",
    "负责人 法人 法人代表 法定代表人 经营者 业主 店主",
    "带班 带队 领队 组长 队长 负责人 带班领导 主要负责人",
    "反映 诉求 信访 上访 来访",
    "开展 举办 举行 召开 开会 组织",
    "按期 按时 及时 限时",
    "受众 受益 受教育 覆盖",
    "隐患 问题 异常",
    "开始 起始 起",
    "结束 截止 止 返回",
    "满意 评价 满意度",
    "主持 主持人",
    "议题 主题 名称",
    "职务 职责 岗位 身份 角色",
    "任职 到任 上任 任职起 担任",
    "离任 离职 卸任",
    "部位 地区 乱点 点位",
    "人口",
    "反馈",
    "告知",
    "问卷 调查问卷",
    "联络 联系 经办",
    "挂牌 列入 督办",
)
"""Words that say the same in a heading, each line a group; one word may stand in several."""
_ELSEWHERE_WORDS = "出生 生日 签字 签名 盖章 填写人 提交人 提交者 发起人 创建人 答题人 打卡人 审核 审批 打印 制表 填表人 有效 入党 身份证 照片 天气 经度 纬度 学历 年龄 性别 民族 上期 上月 上季 上年 去年 同期 增减 环比 同比 应到 累计"
_ELSEWHERE = frozenset(_ELSEWHERE_WORDS.split())
"""Words that no ledger keeps: what they are said of is no field of ours."""
_AROUND_WORDS = (
    "所在 所属 所处 所任 被 具体 主要 基本 简要 有关 相关 本周 本月 本次 本期 实际 现有 目前 当前 现场 各 该 "
    "总 全部 已 已经 及 与 和 或 的 等 产生 存在 名称 名 姓名 工作 双方 采取 拟 一般 详细 群众 其中 落实 户籍 常住 编号 编码 "
    "确认 专职 办公 初步 计划 填写 以及 详 所 在 、 / ／ · （ ） ( )"
)
_AROUND = frozenset(_AROUND_WORDS.split())
_DUE = re.compile(r"拟定?|计划|承诺|要求|预计|限期|规定|(?<!回)应|限定|限")
_DAY_AT_END = re.compile(r"(?:完成)?(?:日期|时间)$")
_DAY_OF = re.compile(
    r"(?<=登记|检查|办结|受理|收到|答复|整改|活动|走访|排查|发现|巡逻|抽查|接访|来访|结案)日$"
)
_AFTER = re.compile(
    r"(结果|内容|问题|原因|措施|隐患|进展|状态|意见|议题|主题|诉求)(?:情况|说明|分析|描述|表述|概况|内容)$"
)
_QUESTIONS = (
    (re.compile(r"^(?:是|在)?哪(?:一?个|里的|儿的)?(?=村|社区|单位|部门)"), ""),
    (
        re.compile(r"^(?:归|由)?谁(?:来|去)?(?:管|办|办理|负责|处理|调解?|牵头|包保?)的?$"),
        "责任单位",
    ),
    (re.compile(r"^谁[和跟与]谁.{0,4}$"), "当事人"),
    (re.compile(r"^(?:因为|为了?)?(?:啥|什么|何)(?:事儿?|原因)$"), "事由"),
    (re.compile(r"^(?:啥|什么)时候(.{2,4}?)的?$"), r"\1日期"),
    (re.compile(r"^(?:哪一?[天晚日夜]|几号)(.{2,4}?)的?$"), r"\1日期"),
    (re.compile(r"^(?:为|因为?)(?:啥|什么|何)(.{2,4}?)的?$"), r"\1原因"),
    (re.compile(r"(?<=..)(?:咋样|怎么样|如何)了?$"), ""),
)
"""Headings that ask, as one speaks, and what they ask for: 哪个村, 谁管, 啥时候办完."""
_LIGHT, _WHOLE, _NAMELESS, _OTHER = 0.08, 1.0, 0.2, 2.0
_GROUPED = 0.93
_THING = "\0"  # no character of any heading: what the whole sheet is about
_UNSAID = 0.73  # a known word that the other lacks may make it another field: never taken unasked
_STRANGE = 2  # characters of no known word: what they name is not known
_HEADLESS = 0.6  # the last word says what a heading is: 当事人签字 is no party


@cache
def _groups() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for at, line in enumerate(_SAME):
        for word in line.split():
            found.setdefault(word, set()).add(at)
    return {word: frozenset(groups) for word, groups in found.items()}


@lru_cache(maxsize=16_384)
def parts(heading: str, nouns: tuple[str, ...] = ()) -> tuple[tuple[str, float], ...]:
    """The words of a heading, each with its weight: as few and as long as can be.

    拟…时间 and 限期…日期 are 期限: what a day is for goes before the word for a day.
    """
    text = bare_key(simplified(heading))
    for asked, said in _QUESTIONS:
        text = asked.sub(said, text)
    text = _AFTER.sub(r"\1", text.replace("同志", "人"))
    text = _DAY_OF.sub("日期", text)
    due = _DUE.search(text)
    if due and _DAY_AT_END.search(text):
        text = _DAY_AT_END.sub("期限", text[: due.start()] + text[due.end() :])
    known = _groups()
    longest = max(len(word) for word in known)
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(text) + 1):
        options = []
        for start in range(max(0, end - longest), end):
            word = text[start:end]
            cost, before = best[start]
            if word in known or word in _AROUND or word in _ELSEWHERE or word in nouns:
                options.append((cost + 1, [*before, word]))
        cost, before = best[end - 1]
        options.append((cost + 2.5, [*before, text[end - 1]]))
        best.append(min(options, key=lambda each: each[0]))
    words = best[-1][1]
    about = frozenset().union(*(known.get(noun, frozenset()) for noun in nouns))
    core = max((at for at, word in enumerate(words) if word not in _AROUND), default=0)
    found: list[tuple[str, float]] = []
    for at, word in enumerate(words):
        if word in nouns and word not in known:
            word, weight = _THING, _LIGHT * 2
        elif word in nouns:
            weight = _LIGHT * 2
        elif word in _ELSEWHERE:
            weight = _OTHER
        elif known.get(word, frozenset()) & about:
            weight = _LIGHT * 2
        elif len(words) > 1 and word in _AROUND:
            weight = _LIGHT
        else:
            weight = _WHOLE if word in known else _NAMELESS
        found.append((word, _WHOLE if at == core and word not in _ELSEWHERE else weight))
    return tuple(found)


_BARE_COUNTS = {"数", "数量", "个数"}
_TOO_BARE = {"说明"}  # of anything: 说明 is no 诉求内容
_NOT = set("不未没无非拒")


def like(one: Sequence[tuple[str, float]], other: Sequence[tuple[str, float]]) -> float:
    """How like a heading is to another, 0 to 1: the weight of the words that they share."""
    if _negated(one) != _negated(other):
        return 0.0  # 不满意 is not 满意
    known = _groups()
    whole = sum(weight for _word, weight in (*one, *other))
    left = list(other)
    core = max((at for at, (word, _) in enumerate(one) if word not in _AROUND), default=0)
    headed = unsaid = False
    strange = beside = 0
    alike = 0  # single characters shared: one alone says nothing (哪一晚 is no 夜晚)
    shared = 0.0
    only_thing = (
        len(one) > 1 and len(other) > 1
    )  # 事件编号 and 纠纷双方 are of one thing, and no more alike
    for position, (word, weight) in enumerate(one):
        best = 0.0
        place = -1
        for at, (said, _weight) in enumerate(left):
            if said == word:
                best, place = 1.0, at
                break
            if known.get(said, frozenset()) & known.get(word, frozenset()) and best < _GROUPED:
                best, place = _GROUPED, at
        if place >= 0:
            said_here, its = left.pop(place)
            only_thing = only_thing and word == _THING
            shared += (weight + its) * best
            named = word in known or len(word) > 1 or word == _THING
            headed = headed or (position == core and (named or alike > 0))
            alike += not named and word == said_here
            beside += named and position != core
        elif len(word) == 1 and word not in known and weight > _LIGHT:
            strange += 1
            unsaid = unsaid or strange >= _STRANGE
        elif weight >= _WHOLE and not any(
            known.get(word, frozenset()) & known.get(said, frozenset()) for said, _ in other
        ):
            unsaid = True
    counted = len(one) > 1 and one[core][0] in _BARE_COUNTS
    bare = (len(one) == 1 and one[0][0] in _TOO_BARE and one[0] not in other) or (
        counted and not beside and not alike  # 网格数 counts 网格
    )
    unsaid = unsaid or bare or (strange > 0 and not beside)
    score = shared / whole * (1.0 if headed else _HEADLESS) if whole else 0.0
    score = score * _HEADLESS if only_thing and score else score
    return min(score, _UNSAID) if unsaid else score


def _negated(words: Sequence[tuple[str, float]]) -> bool:
    """Whether one of the words is turned round by a character before it: 不 满意."""
    return any(word in _NOT for word, _weight in words)
