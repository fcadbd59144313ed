"""Other words that the office's sheets have in their headers, by kind and field (表头的别的写法)."""

from collections.abc import Mapping, Sequence

from gaotang_desktop.services.sheets import casework_words

SYNONYMS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "villages": {
        "name": ("village_name", "村名称", "名称", "村（社区）", "村"),
        "code": ("village_code", "代码", "区划代码", "村代码", "统计用区划代码", "行政区划代码"),
    },
    "officers": {"village_id": ("村名", "所在村", "村（社区）"), "role": ("职务", "角色")},
    "units": {"name": ("单位", "责任单位", "名称")},
    "tasks": {
        "plan_id": ("文号", "方案文号"),
        "clause": ("条款", "序号"),
        "name": ("任务名称",),
        "deadline": ("时限", "期限"),
    },
    "assignments": {
        "task_id": ("条款", "任务名称"),
        "unit_id": ("单位", "单位名称", "责任单位（村）"),
        "village_id": ("村名", "责任村"),
        "role": ("牵头配合", "责任"),
        "deadline": ("时限", "期限"),
    },
    "patrols": {
        "night": ("日期", "巡逻日期", "巡夜日期", "巡查日期", "值班日期", "夜巡日期"),
        "village_id": ("村名", "村（社区）", "村社区", "行政村", "村居", "单位"),
        "start": (
            "开始时间",
            "起",
            "出发时间",
            "巡逻时间",
            "时间",
            "起止时间",
            "巡逻时段",
            "时段",
            "时间段",
        ),
        "end": ("结束时间", "止", "返回时间"),
        "leader": (
            "带班",
            "带队人",
            "负责人",
            "带班领导",
            "带队领导",
            "带班干部",
            "带队干部",
            "领队",
        ),
        "people": ("参加人数", "巡逻人数", "参与人员数", "参与人数", "巡查人数", "出动人数"),
        "names": ("巡逻人员", "参与人员", "队员"),
    },
    "missed-nights": {"night": ("日期",), "village_id": ("村名",), "reason": ("未巡原因",)},
    "spot-checks": {"night": ("日期",), "village_id": ("村名",), "result": ("抽查结果",)},
    "publicity-turns": {
        "week": ("日期", "周次", "宣传时间"),
        "village_id": ("村名", "宣传村", "村（社区）"),
        "round": ("轮次",),
        "reason": ("原因",),
    },
    "publicity-activities": {
        "held_on": ("活动日期", "时间", "活动时间"),
        "village_id": ("村名", "村（社区）"),
        "unit_id": ("主办单位", "开展单位"),
        "form": ("活动形式", "宣传形式"),
        "topic": ("活动主题", "宣传内容"),
        "staff": ("工作人员数",),
        "households": ("走访户数", "入户数"),
        "letters": ("公开信", "公开信份数"),
        "materials": ("发放材料", "宣传资料", "发放宣传资料"),
        "questionnaires": ("问卷", "问卷份数", "回收问卷"),
        "audience": ("参加人数", "受众人数"),
    },
    "opinions": {
        "received_on": ("日期", "收集日期", "登记日期", "收集时间", "登记时间"),
        "village_id": ("村名", "村（社区）", "所属村", "所在村"),
        "order_number": ("工单编号", "热线工单号"),
        "text": ("意见建议", "诉求", "意见内容", "问题", "反映内容", "建议内容", "反映问题"),
        "unit_id": ("承办单位", "责任单位", "交办单位"),
        "due_on": ("期限", "办结期限", "办理时限", "办结时限"),
        "state": ("办理状态", "办理情况"),
        "answer": ("答复内容", "办理结果", "处理结果"),
        "satisfied": ("满意度", "是否满意", "群众评价"),
    },
    "disputes": {
        "found_on": ("日期", "登记日期"),
        "village_id": ("村名", "所在村"),
        "category_id": ("纠纷类别", "纠纷类型"),
        "risk": ("风险等级",),
        "summary": ("纠纷情况", "基本情况"),
        "unit_id": ("包案单位", "化解单位"),
        "deadline": ("期限", "化解时限"),
    },
    "dispute-reports": {"week": ("周次", "日期"), "village_id": ("村名",)},
    "key-group-counts": {"village_id": ("村名",), "managed": ("管控数", "已管控")},
    "inspections": {
        "held_on": ("检查日期", "检查时间", "排查日期", "排查时间", "督查日期", "督查时间"),
        "village_id": ("村名", "被检查村", "所在村", "所属村", "村（社区）"),
        "kind": ("检查类别", "督查类别", "检查类型"),
        "unit_id": ("被检查单位", "受检单位"),
        "place_id": ("场所名称", "店名", "被检查场所", "检查场所"),
        "place_type": ("场所类别", "行业类型"),
        "inspectors": ("检查人员", "督查人员", "排查人", "排查人员"),
        "result": ("检查结果",),
        "text": ("情况", "检查内容", "抽查内容"),
    },
    "findings": {
        "found_on": ("日期",),
        "due_on": ("期限", "整改时限"),
        "text": ("存在问题", "发现的问题", "反映问题"),
        "village_id": ("村", "村名"),
        "unit_id": ("单位",),
        "measure": ("措施",),
        "put_right_on": ("完成日期", "整改完成日期"),
        "rechecked_on": (
            "复查日期",
            "复查时间",
            "复核日期",
            "复核时间",
            "复验日期",
            "复验时间",
            "验收日期",
            "验收时间",
        ),
        "recheck": (
            "回头看",
            "回头看情况",
            "复查结果",
            "复查情况",
            "复查意见",
            "复核结果",
            "复核情况",
            "复验结果",
            "验收结果",
            "验收情况",
        ),
    },
    "poll-results": {
        "poll_id": ("调查名称", "期次"),
        "village_id": ("村名",),
        "sample": ("样本", "样本数", "n", "样本量", "样本份数", "有效样本数", "有效样本量"),
        "safe": ("安全感",),
        "satisfied": ("满意度",),
        "aware": ("知晓率",),
        "took_part": ("参与率",),
    },
    "places": {
        "name": ("场所名称", "店名"),
        "place_type": ("场所类型", "类别"),
        "village_id": ("村", "村名"),
        "keeper": ("经营者",),
        "phone": ("联系电话",),
    },
    "polls": {
        "name": ("调查名称", "期次"),
        "level": ("层级",),
        "from_on": ("开始日期",),
        "until_on": ("结束日期",),
        "source_note": ("来源",),
    },
    **casework_words.SYNONYMS,
}


CHOICE_WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("officers", "role"): {
        **dict.fromkeys(
            (
                "书记", "村书记", "支书", "村支书", "支部书记", "党支部书记", "村党支部书记",
                "党总支书记", "总支书记", "第一责任人", "村支部书记",
            ),
            "书记·第一责任人",
        ),
        **dict.fromkeys(
            ("资料员", "综治资料员", "综治员", "综治专干", "信息员", "综治信息员", "具体责任人", "专干"),
            "综治资料员·具体责任人",
        ),
        **dict.fromkeys(("专职网格员", "兼职网格员", "网格长"), "网格员"),
        **dict.fromkeys(("组长", "片长"), "中心组长"),
        **dict.fromkeys(("包村领导", "驻村干部", "包村人员", "包保干部"), "包村干部"),
    },
    ("disputes", "state"): {
        **dict.fromkeys(("调解成功", "已调解", "调解好了", "化解", "已解决", "已办结", "办结", "是", "√", "已结案"), "已化解"),
        **dict.fromkeys(("正在化解", "正在调解", "调解中", "在调", "正调解", "处理中", "办理中", "正在办理"), "化解中"),
        **dict.fromkeys(("未调解", "未处理", "否", "×", "尚未化解", "还没化解", "未办理", "未办结", "未结案"), "待化解"),
    },
    ("polls", "level"): {
        "省级": "省", "市级": "市", "县级": "县", "区级": "县", "镇级": "镇自测", "镇自查": "镇自测",
        "自测": "镇自测",
    },
    ("findings", "recheck"): {
        **dict.fromkeys(
            (
                "合格", "通过", "到位", "整改到位", "已整改到位", "已完成", "完成", "整改完成", "已完成整改", "是",
                "已销号", "销号", "符合要求", "达标", "验收合格", "验收通过", "复查合格",
            ),
            "已整改",
        ),
        **dict.fromkeys(
            (
                "不合格", "未通过", "不通过", "未到位", "整改不到位", "未整改到位", "未完成", "否", "未销号",
                "不符合要求", "整改中",
            ),
            "未整改",
        ),
    },
    ("disputes", "performed"): {
        **dict.fromkeys(
            ("是", "履行", "履行完毕", "已履行完毕", "已全部履行", "全部履行", "全部履行完毕", "当场履行"), "已履行"
        ),
        **dict.fromkeys(("履行中", "部分履行", "已部分履行", "分期履行", "未履行完毕"), "正在履行"),
        **dict.fromkeys(("否", "未履行", "拒不履行", "拒绝履行", "不履行"), "没有履行"),
        **dict.fromkeys(("无需履行", "不需履行", "不需要履行"), "不用履行"),
    },
    ("opinions", "state"): {
        **dict.fromkeys(("正在办理", "办着呢", "正办", "在办", "部分完成", "处理中"), "办理中"),
        **dict.fromkeys(
            ("已办结", "办结", "已落实", "已完成", "完成", "已办理", "办完了", "办好了", "完了", "是"), "已答复"
        ),
        **dict.fromkeys(("没", "没有", "未办", "还没办", "未办理", "未办结", "否"), "待办理"),
        **dict.fromkeys(("不办", "未采纳", "不采纳"), "不予采纳"),
    },
    ("opinions", "source"): {
        **dict.fromkeys(("入户", "上门走访", "敲门入户", "入户走访征集", "走访", "走访入户"), "入户走访"),
        **dict.fromkeys(
            ("座谈会", "座谈", "村民代表会议", "村民代表大会", "代表会议", "村民会议", "群众会", "院坝会", "板凳会"), "会议"
        ),
        **dict.fromkeys(("问卷调查", "调查问卷", "发放问卷"), "问卷"),
        **dict.fromkeys(("来电", "打电话", "电话反映", "电话访问"), "电话"),
        **dict.fromkeys(("微信", "微信群收集", "微信群征集"), "微信群"),
        **casework_words.HOTLINE,
    },
    ("opinions", "satisfied"): {
        **dict.fromkeys(("是", "很满意", "非常满意"), "满意"),
        **dict.fromkeys(("否", "很不满意"), "不满意"),
    },
    ("villages", "kind"): {
        **dict.fromkeys(("村委会", "村民委员会", "村", "建制村"), "行政村"),
        **dict.fromkeys(("居委会", "居民委员会", "居", "城市社区"), "社区"),
    },
    ("publicity-activities", "form"): {
        **dict.fromkeys(("集中宣讲", "集中授课", "集中讲座", "集中讲课", "设点宣传", "设点咨询", "摆摊宣传", "现场宣传", "赶集宣传"), "集中宣传"),
        **dict.fromkeys(("入户", "入户讲解", "入户宣传", "上门宣传", "走访宣传", "上门", "入户发放"), "入户走访"),
        **dict.fromkeys(("院坝会", "院落会", "坝坝会", "庭院会议"), "庭院会"),
        **dict.fromkeys(("大喇叭", "喇叭", "村村响", "应急广播", "大喇叭广播"), "广播"),
        **dict.fromkeys(("横幅", "条幅", "挂横幅", "悬挂横幅", "标语横幅"), "标语"),
        **dict.fromkeys(("微信", "微信群转发", "微信群发布", "群内转发"), "微信群"),
        **dict.fromkeys(("发短信", "手机短信"), "短信"),
    },
    ("key-group-counts", "category"): {
        **dict.fromkeys(("刑释人员", "刑释", "刑满释放人员", "安置帮教", "安置帮教人员"), "刑满释放"),
        **dict.fromkeys(("社区矫正对象", "社区矫正人员", "社矫对象", "矫正对象"), "社区矫正"),
        **dict.fromkeys(
            ("精神障碍", "精神障碍患者", "严重精神障碍患者", "精神病人", "精神病患者", "重性精神病人"),
            "严重精神障碍",
        ),
        **dict.fromkeys(("社区戒毒人员",), "社区戒毒"),
        **dict.fromkeys(("社区康复人员",), "社区康复"),
    },
    ("spot-checks", "result"): {
        **dict.fromkeys(("正常", "在", "人员在岗", "全员在岗", "全部在岗", "均在岗", "人员到位", "在岗在位"), "在岗"),
        **dict.fromkeys(("不在岗", "人员不在岗", "无人在岗", "未在岗", "离岗"), "脱岗"),
        **dict.fromkeys(("未开展巡逻", "未巡逻", "没有巡逻"), "未巡"),
    },
    ("dispute-reports", "found"): dict.fromkeys(
        ("零报告", "零", "无纠纷", "未发现", "未排查出", "没有纠纷", "无新增", "未发现纠纷", "未排查出纠纷"), "0"
    ),
    **{
        ("incident-counts", name): dict.fromkeys(("零报告", "零发案", "零警情", "未发生", "没有发生", "未发案"), "0")
        for name in ("alarms", "frauds", "fraud_loss", "thefts", "killings", "bypassing", "unlawful")
    },
    **casework_words.CHOICE_WORDS,
}  # fmt: skip
"""By kind and field, other words that stand for one of its choices."""

_ALL_WELL = (
    "无",
    "无异常",
    "未发现异常",
    "没有",
    "正常",
    "一切正常",
    "未发现问题",
    "无问题",
    "平安",
)
NOTHING_WORDS: Mapping[tuple[str, str], Sequence[str]] = {
    ("patrols", "finding"): (*_ALL_WELL, "否"),
    ("patrols", "handling"): _ALL_WELL,
    ("findings", "text"): (
        "无",
        "没有",
        "暂无",
        "无问题",
        "没有问题",
        "未发现问题",
        "未发现隐患",
        "无隐患",
    ),
    ("opinions", "text"): ("无", "没有", "暂无", "无意见", "没有意见", "无意见建议", "无建议"),
    ("intakes", "matter"): ("无", "没有", "暂无", "无诉求", "没有诉求", "无来访", "无人来访"),
    ("disputes", "summary"): (
        "无",
        "没有",
        "暂无",
        "无纠纷",
        "没有纠纷",
        "无矛盾纠纷",
        "未排查出矛盾纠纷",
    ),
}
"""By kind and field, words that say that there is nothing to say: 发现 is 无."""

AT_ONCE = {"当场", "当场办结", "当天", "当日", "当天办结", "当日办结", "当场化解", "即时办结"}
"""Words under a day of doing that say: on the day of the record itself."""
