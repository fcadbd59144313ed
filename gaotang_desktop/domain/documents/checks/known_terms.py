"""Terms of the office's work with one character typed by its sound or its shape: 扫黑出恶, 矛盾就纷, 按步就班.

A term of four characters and more is hardly met by chance, nor is the name of an office; of other words ``wrong_words`` names the slips.
"""

from collections.abc import Callable, Collection, Iterator
from functools import cache

from gaotang_desktop.domain.documents.findings import Finding

Sounds = Callable[[str], Collection[str]]
"""How one character may be spoken."""

_WORDS = (
    "平安夜巡 平安建设 社会治安 综合治理 综治中心 矛盾纠纷 排查化解 邻里纠纷 婚姻家庭 "
    "信访事项 群防群治 联防联控 扫黑除恶 打击整治 电信诈骗 网络诈骗 反诈宣传 重点人员 "
    "重点部位 重点地区 重点领域 重点时段 管控帮扶 稳控措施 社区矫正 刑满释放 安置帮教 "
    "禁毒宣传 管制刀具 烟花爆竹 易燃易爆 森林防火 食品药品 道路交通 交通安全 消防安全 "
    "安全隐患 隐患排查 风险隐患 排查整治 专项整治 专项行动 集中整治 集中宣传 入户走访 "
    "走访慰问 民意调查 人民调解 调解协议 调解委员会 司法确认 法律援助 普法宣传 移风易俗 "
    "乡风文明 基层治理 网格管理 网格化管理 网格服务 村民小组 村民委员会 党员干部 "
    "包村干部 治安巡逻 巡逻防控 视频监控 技防设施 值班值守 领导带班 应急处置 应急预案 "
    "信息报送 突发事件 群众安全感 群众满意度 责任落实 责任分工 责任追究 贯彻落实 "
    "组织领导 统筹协调 督促检查 考核评价 通报表扬 通报批评 限期整改 整改落实 整改到位 "
    "对账销号 闭环管理 台账资料 工作台账 一票否决 长效机制 高度重视 周密部署 精心组织 "
    "狠抓落实 压实责任 明确责任 营造氛围 统一思想 提高认识 认真履职 依法依规 严肃处理 "
    "严肃追责 从严从快 防患未然 防微杜渐 标本兼治 源头治理 综合施策 多措并举 守望相助 "
    "齐抓共管 齐心协力 再接再厉 持之以恒 一如既往 按部就班 引以为戒 引以为鉴 汲取教训 "
    "前车之鉴 掉以轻心 麻痹大意 麻痹思想 侥幸心理 敷衍塞责 推诿扯皮 弄虚作假 玩忽职守 "
    "徇私舞弊 雷厉风行 以身作则 率先垂范 坚持不懈 循序渐进 家喻户晓 喜闻乐见 扎实推进 "
    "稳步推进 不留死角 不走过场 抓早抓小 严防死守 警钟长鸣 安居乐业 和谐稳定 社会稳定 "
    "萌芽状态 合法权益 全力以赴 责无旁贷 义不容辞 行之有效 举一反三 迫不及待 有条不紊 "
    "不折不扣 众志成城 相辅相成 因地制宜 实事求是 层层压实 分级负责 属地管理 首问负责 "
    "限时办结 依法打击 案件侦破 交办督办 督办事项 信访积案 群众诉求 急难愁盼 为民服务 "
    "便民服务 来信来访 来电来访 接访下访 留守儿童 空巢老人 困境儿童 流动人口 外来人口 "
    "校园周边 学校周边 集贸市场 娱乐场所 公共安全 国家安全 政治安全 意识形态 邪教组织 "
    "非法集资 养老诈骗 家庭暴力 民间借贷 土地权属 征地拆迁 劳资纠纷 拖欠工资 命案防控 "
    "双提升工作 安全生产 防汛抗旱 疫情防控 乡村振兴 党建引领 "
    "治安防控 防控体系 精诚团结 团结一致 一岗双责 值班制度 层层落实 按时报送 认真组织 加强领导 加强督导 "
    "强化保障 强化措施 细化措施 未雨绸缪 "
    "派出所 司法所 村委会 党支部 调解员 卫生院 综治办 平安办 责任状 "
)
_MORE = (
    "各司其职 各负其责 密切配合 通力协作 引以为荣 戒骄戒躁 天干物燥 秋高气爽 身体健康 "
    "万事如意 工作顺利 平平安安 遵纪守法 见义勇为 拾金不昧 助人为乐 尊老爱幼 邻里和睦 "
    "党支部书记 第一书记 村党支部 镇党委 党委书记 副书记 综治资料员 网格长 联络员 志愿者 "
    "责任到人 落实到位 落到实处 抓紧抓实 抓细抓实 抓出成效 取得实效 见到实效 取得成效 "
    "从严查处 依法查处 依法追究 刑事责任 行政处罚 治安处罚 批评教育 责令整改 停业整顿 "
    "监督检查 明察暗访 随机抽查 现场检查 反馈意见 问题清单 责任清单 任务清单 整改措施 整改方案 整改期限 "
    "时间节点 时限要求 倒排工期 挂图作战 实施方案 工作方案 指导思想 总体要求 工作目标 基本原则 重点任务 "
    "方法步骤 动员部署 宣传发动 组织实施 全面排查 总结验收 总结提升 巩固提升 保障措施 "
    "监测预警 会商研判 分析研判 形势分析 情报信息 舆情引导 越级上访 集体上访 信访维稳 矛盾化解 "
    "涉法涉诉 精神障碍 吸毒人员 戒毒康复 预防犯罪 青少年 未成年人 防溺水 防诈骗 防火防盗 防盗抢 "
    "疏散通道 安全出口 消防器材 灭火器材 消防设施 用火用电 私拉乱接 占道经营 超载超员 酒后驾驶 无证驾驶 "
    "限速标志 交通信号 农村道路 国省干道 校车安全 食品安全 药品安全 特种设备 危险化学品 建筑施工 "
    "森林草原 防火期 野外用火 秸秆焚烧 环境卫生 人居环境 厕所革命 垃圾清运 污水治理 "
    "扶贫帮困 低保五保 特困人员 残疾人 退役军人 农民工 外出务工 返乡人员 红白喜事 高价彩礼 封建迷信 "
    "村规民约 红白理事会 道德评议 乡贤能人 法律顾问 法治讲座 法律明白人 学法用法 "
)
TERMS = tuple(dict.fromkeys(f"{_WORDS} {_MORE}".split()))
_SHORTEST_BY_SHAPE = 4
_SHAPES = (
    "戎戒 未末 己已巳 冶治 侯候 处外 大太 人入 土士 住往 拔拨 折拆析 晴睛 贷货 券卷 辩辨辫 暑署 蜜密 "
    "责贵债 籍藉 竟竞 遗遣 徽微 栗粟 崇祟 戊戌戍 帅师 间问闻 免兔 今令 干千于 田由甲申 白自 目日 午牛 玉王主 复夏 "
    "拘抱 旦且 倩情清请晴精 慢漫 峻竣 险检捡验 副幅福辐 佰伯 提堤题 底低抵 园圆 坏环怀 扰拢 历厉 盲育 贪贫 "
    "沟钩构购 仿防访妨 诈炸 骗编偏 缉辑 侦债 辖瞎 挠绕浇 陪培赔 赌堵 偷输 逃挑 巡迅 排徘 查杳 疫役 控挖 "
    "值植 宜宣 核该刻 记纪 栏拦 梢稍捎 狠狼 赢羸 哀衰衷 仓仑 尺尽 失矢夫 兴与 幻幼 斤斥 孑子 灸炙"
)
_ALIKE = {
    (one, other) for group in _SHAPES.split() for one in group for other in group if one != other
}
"""Pairs of characters that are typed for each other by their strokes."""


def of_terms(text: str, sounds: Sounds) -> Iterator[Finding]:
    """The findings about terms of which one character is another of the same sound."""
    said: dict[str, str] = {}
    for size, holes in _holes().items():
        for at in range(len(text) - size + 1):
            word = text[at : at + size]
            for place in range(size):
                for term in holes.get((place, word[:place], word[place + 1 :]), ()):
                    own, meant = word[place], term[place]
                    if own == meant:
                        continue
                    if not set(sounds(own)).isdisjoint(sounds(meant)) or (
                        size >= _SHORTEST_BY_SHAPE and (own, meant) in _ALIKE
                    ):
                        said.setdefault(word, term)
    for word, term in said.items():
        if word not in TERMS:
            yield Finding(0, f"“{word}”像是“{term}”写错了一个字，请核对。")


@cache
def _holes() -> dict[int, dict[tuple[int, str, str], list[str]]]:
    """By length, the terms under what is left of them when one character is taken out."""
    found: dict[int, dict[tuple[int, str, str], list[str]]] = {}
    for term in TERMS:
        holes = found.setdefault(len(term), {})
        for place in range(len(term)):
            holes.setdefault((place, term[:place], term[place + 1 :]), []).append(term)
    return found
