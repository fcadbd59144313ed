"""Titles of official papers in lines: whole words, in the shape of a 梯形 or a 菱形.

GB/T 9704-2012, 7.3.1: a title of several lines keeps its words whole, is symmetrical and of fitting
length, and its lines form a trapezium or a rhombus.
"""

import itertools
import re
from collections.abc import Callable, Sequence

from gaotang_desktop.documents.line_breaking import NEVER_FIRST, NEVER_LAST, break_lines

LONGEST_SHAPED = 150
"""Characters; a longer title is no title any more and is set like text."""

_MOST_LINES = 6
# The words of the office's titles; what is not here stays together with its neighbours.
_WORDS_TEXT = """
关于 印发 转发 批转 召开 举行 开展 做好 加强 进一步 切实 认真 扎实 深入 全面
推进 推动 落实 贯彻 执行 实施 组织 开好 抓好 成立 调整 撤销 任命 表彰 奖励
通报 通知 报告 请示 批复 意见 决定 公告 通告 函 纪要 公报 决议 命令 议案 更正
补充 方案 办法 细则 规定 制度 规则 计划 规划 总结 要点 清单 工作 情况 结果
会议 推进会 动员会 调度会 座谈会 现场会 动员大会 大会 培训 培训班 活动 专项 行动
专项行动 整治 集中 集中宣传 集中整治 宣传 走访 入户 入户走访 调研 大调研 大走访
排查 排查化解 化解 调处 矛盾 纠纷 矛盾纠纷 隐患 风险 风险隐患 问题 整改 督查
督办 检查 检查督查 检查发现 发现问题 发现 抽查 考评 考核 村级考评 评价 评比 排名 得分 奖惩 兑现 平安 平安建设
平安夜巡 夜巡 夜查 巡查 巡逻 社会 治安 社会治安 综合 治理 综合治理 综治 综治中心
治理中心 中心 群众 安全感 满意度 双提升 提升 民意 民意调查 民调 调查 测评 反馈
重点 人员 重点人员 底数 管控 帮扶 食品 药品 食品药品 安全 安全生产 生产 消防
交通 禁毒 反诈 扫黑除恶 扫黑 除恶 常态化 斗争 信访 维稳 法治 普法 网格 网格员
志愿者 村民 村级 各村 全镇 镇直 单位 部门 干部 责任 责任制 责任人 任务 分工
任务分工 分解 分解表 责任分解表 责任分工表 安排 轮次 年度 季度 月度 上半年 下半年
第一季度 第二季度 第三季度 第四季度 一季度 二季度 三季度 四季度 春节 国庆 中秋
五一 元旦 两会 期间 人民政府 党委 党委办公室 办公室 委员会 领导小组 派出所 司法所
市场监管所 卫生院 有关 事项 相关 若干 突出 典型 案例 经验 做法 建设 服务 管理
登记 登记表 统计 统计表 明细 明细表 一览表 名单 台账 通讯录 附表 及时 落实到位
安全隐患 重点领域 电动自行车 自建房 烟花爆竹 流动人口 换届 选举 联席会议 成员单位 网格化
补充通知 紧急通知 实施意见 实施方案 活动方案 集中宣传月 宣传月 不力 滞后 逾期 先进 集体 个人
"""
_WORDS = frozenset(_WORDS_TEXT.split())
_LONGEST_WORD = max(map(len, _WORDS))
_ONE_TOKEN = re.compile(
    r"[0-9]{4}年(?:第?[一二三四]季度|[上下]半年|[0-9]{1,2}月份?)"
    r"|[0-9０-９]+(?:[.:/-][0-9]+)*(?:年度?|月份?|日|号|个|次|期|届|季度|%|村|项)?"
    r"|第[一二三四五六七八九十百0-9]+[季次期届批号](?:度)?"
    r"|[A-Za-z][A-Za-z0-9.\-]*"
    r"|〔[^〕]*〕[0-9]*号?"
    r"|——|……"
)
_PLACE_ENDS = "镇乡村县市区省"
_BEFORE_A_NUMBER = ("低于", "高于", "超过", "不足", "达到", "至少", "不少于", "不超过")
_GOOD_AFTER = "的、，》”）"
_NEVER = 1e9
_IN_A_WORD, _UNEVEN = 8.0, 0.6


def title_lines(
    title: str, widths: Callable[[str], float], measure: float
) -> tuple[tuple[str, float], ...]:
    """The lines of a title with their widths; line breaks that were typed are kept."""
    typed = [line.strip() for line in title.split("\n") if line.strip()]
    return tuple(line for part in typed for line in _shaped(part, widths, measure))


def _shaped(title: str, widths: Callable[[str], float], measure: float) -> list[tuple[str, float]]:
    advances = [widths(char) for char in title]
    if sum(advances) <= measure * 0.96:
        return [(title, sum(advances))]
    em = max(advances)
    best: tuple[float, tuple[int, ...]] | None = None
    if len(title) <= LONGEST_SHAPED:
        costs = break_costs(title)
        inner = [at for at in range(1, len(title)) if costs[at] < _NEVER]
        sums = [0.0, *itertools.accumulate(advances)]
        fewest = int(sum(advances) / measure) + 1
        for count in range(fewest, min(fewest + 2, _MOST_LINES + 1)):
            found = _best_breaks(inner, costs, sums, measure, em, count)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
    if best is None:
        lines = break_lines(title, widths, measure, flush=False)
        return [(line.text.strip(), sum(map(widths, line.text.strip()))) for line in lines]
    parts = [title[a:b].strip() for a, b in itertools.pairwise((0, *best[1], len(title)))]
    return [(part, sum(map(widths, part))) for part in parts]


def two_lines(
    name: str, widths: Callable[[str], float], measure: float, last: float | None = None
) -> tuple[str, ...]:
    """A long name in two lines of about equal length, parted between words; one where one holds it.

    ``last`` is the measure of the second line where it is another. A name that no two lines hold is
    wrapped in as many as it needs.
    """
    advances = [widths(char) for char in name]
    whole, least = sum(advances), measure if last is None else last
    if whole <= min(measure, least):
        return (name,)
    sums = [0.0, *itertools.accumulate(advances)]
    costs, em = break_costs(name), max(advances)
    fitting = [
        at
        for at in range(1, len(name))
        if sums[at] <= measure and whole - sums[at] <= least and name[at] not in NEVER_FIRST
        and name[at - 1] not in NEVER_LAST
    ]  # fmt: skip
    if not fitting:
        return tuple(each.text for each in break_lines(name, widths, measure, flush=False))
    at = min(
        fitting,
        key=lambda at: (min(costs[at], _IN_A_WORD) + abs(whole - 2 * sums[at]) / em * _UNEVEN, at),
    )
    return (name[:at], name[at:])


def _best_breaks(
    inner: Sequence[int],
    costs: Sequence[float],
    sums: Sequence[float],
    measure: float,
    em: float,
    count: int,
) -> tuple[float, tuple[int, ...]] | None:
    best: tuple[float, tuple[int, ...]] | None = None
    end = len(sums) - 1

    def extend(chosen: tuple[int, ...]) -> None:
        nonlocal best
        begin = chosen[-1] if chosen else 0
        if len(chosen) == count - 1:
            lengths = [sums[b] - sums[a] for a, b in itertools.pairwise((0, *chosen, end))]
            if lengths[-1] <= measure:
                cost = _shape_cost(lengths, em) + sum(costs[at] for at in chosen) + 2.5 * count
                if best is None or cost < best[0] - 1e-9:
                    best = (cost, chosen)
            return
        left = count - len(chosen) - 1
        for at in inner:
            if at <= begin:
                continue
            if sums[at] - sums[begin] > measure:
                break
            if sums[end] - sums[at] <= left * measure:
                extend((*chosen, at))

    extend(())
    return best


def _shape_cost(lengths: Sequence[float], em: float) -> float:
    """How far the lines are from a trapezium or a rhombus whose lines differ a little."""
    longest = max(lengths)
    rising = [b - a for a, b in itertools.pairwise(lengths)]
    cost = sum(2.0 for step in rising if abs(step) < 0.9 * em)
    # Long to short and long again is an hourglass.
    if any(a < -0.4 * em and b > 0.4 * em for a, b in itertools.combinations(rising, 2)):
        cost += 6.0
    cost += sum(5.0 * max(0.0, 0.62 - each / longest) for each in lengths) * 2
    cost += sum(0.35 * max(0.0, abs(step) / em - 4) for step in rising)
    return cost + sum(4.0 for each in lengths if each < 4 * em)


def break_costs(title: str) -> list[float]:
    """What a break before each character costs; a billion inside words, dates and names."""
    costs = [0.0] * (len(title) + 1)
    known: list[tuple[int, int, bool]] = []
    at = 0
    while at < len(title):
        length, sure = _word_at(title, at)
        known.append((at, at + length, sure))
        for inside in range(at + 1, at + length):
            costs[inside] = _NEVER
        at += length
    depth = 0
    for (_start, end, sure), (_, _, next_sure) in itertools.pairwise(known):
        before, after = title[end - 1], title[end]
        depth += before in "《“（"
        depth -= before in "》”）"
        cost = 1.0 if sure and next_sure else 3.0 if sure or next_sure else _NEVER
        if before in _PLACE_ENDS and not sure:
            cost = 1.5
        if before in _GOOD_AFTER or title.startswith("关于", end):
            cost = 0.3
        if after in "的了和与及" or before in "在对为和与及":
            cost = _NEVER if after in "的了" or before in "在对为" else cost + 1.5
        if title[:end].endswith(("关于", "印发", "转发", "召开", "开展", "做好")):
            cost += 2.5
        if title[end:].endswith("的" + title[end:]) or len(title) - end < 4:
            cost += 3.0
        if depth:
            cost += 2.0
        if title[:end].endswith(_BEFORE_A_NUMBER):
            cost = _NEVER
        if after in NEVER_FIRST or before in NEVER_LAST:
            cost = _NEVER
        costs[end] = cost
    costs[0] = _NEVER
    return costs


def _word_at(title: str, at: int) -> tuple[int, bool]:
    """How long the word that begins here is, and whether it is one that is known."""
    if found := _ONE_TOKEN.match(title, at):
        return len(found[0]), True
    for length in range(min(_LONGEST_WORD, len(title) - at), 0, -1):
        if title[at : at + length] in _WORDS:
            return length, True
    return 1, title[at] in "的和与及、，在对为《》“”（）"
