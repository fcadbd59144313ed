"""Other headings of the sheets of the office's own window: intakes, spots, counts, meetings."""

from collections.abc import Mapping, Sequence

SYNONYMS: Mapping[str, Mapping[str, Sequence[str]]] = {
    "intakes": {
        "received_on": (
            "日期",
            "来访日期",
            "受理日期",
            "受理时间",
        ),
        "way": (
            "来源",
            "诉求来源",
            "来访形式",
            "反映渠道",
        ),
        "order_number": (
            "工单编号",
            "交办文号",
        ),
        "received_by": (
            "首问人",
            "接待人",
            "受理人",
        ),
        "village_id": (
            "村名",
            "所在村",
        ),
        "persons": (
            "来访人",
            "姓名",
            "群众姓名",
            "反映人",
        ),
        "people": ("来访人数",),
        "matter": (
            "诉求",
            "反映内容",
            "诉求事项",
            "反映问题",
        ),
        "sort": (
            "分类",
            "诉求类别",
        ),
        "unit_id": (
            "承办单位",
            "责任单位",
        ),
        "due_on": (
            "期限",
            "办结期限",
        ),
        "result": (
            "结果",
            "办理情况",
        ),
        "told_on": (
            "反馈日期",
            "答复日期",
        ),
        "satisfied": (
            "满意度",
            "是否满意",
        ),
    },
    "checklist-items": {
        "place_type": (
            "类型",
            "类别",
        ),
        "text": (
            "检查项目",
            "项目",
        ),
        "display_order": ("序号",),
    },
    "trouble-spots": {
        "name": (
            "重点地区",
            "地区名称",
            "部位名称",
        ),
        "village_id": ("村名",),
        "sort": ("类别",),
        "problem": (
            "存在问题",
            "主要问题",
        ),
        "unit_id": (
            "责任单位",
            "整治单位",
        ),
        "deadline": (
            "期限",
            "整治时限",
            "完成时限",
        ),
        "removed_on": (
            "销号日期",
            "摘牌时间",
        ),
    },
    "incident-counts": {
        "month": ("统计月份",),
        "village_id": (
            "村名",
            "村（社区）",
        ),
        "alarms": (
            "警情数",
            "警情起数",
        ),
        "frauds": (
            "电信诈骗",
            "电诈",
        ),
        "fraud_loss": (
            "损失金额",
            "电诈损失金额",
        ),
        "thefts": (
            "盗窃案件",
            "盗窃起数",
        ),
        "bypassing": (
            "越级上访",
            "越级信访",
        ),
        "unlawful": ("非法上访",),
    },
    "meetings": {
        "held_on": (
            "日期",
            "召开日期",
        ),
        "kind": (
            "会议类别",
            "会议名称",
        ),
        "topic": (
            "会议议题",
            "主题",
        ),
        "present": ("参会单位",),
        "risks": (
            "风险",
            "风险点",
        ),
    },
    "meeting-decisions": {
        "text": (
            "议定事项",
            "决定事项",
        ),
        "unit_id": (
            "单位",
            "落实单位",
        ),
        "village_id": ("村",),
        "due_on": (
            "期限",
            "完成时限",
        ),
    },
    "grids": {
        "village_id": (
            "村名",
            "所在村",
        ),
        "name": (
            "网格名称",
            "所属网格",
        ),
        "worker": (
            "姓名",
            "网格员姓名",
        ),
        "phone": (
            "手机",
            "联系电话",
        ),
        "range": (
            "网格范围",
            "负责范围",
        ),
    },
    "grid-counts": {
        "month": ("统计月份",),
        "village_id": (
            "村名",
            "所在村",
        ),
        "grid": (
            "网格名称",
            "所属网格",
        ),
        "worker": (
            "姓名",
            "网格员姓名",
        ),
        "visits": (
            "走访户数",
            "入户走访",
            "走访次数",
        ),
        "reported": (
            "上报",
            "上报事件",
            "上报件数",
            "上报数",
        ),
        "handled": (
            "办结件数",
            "办结数",
        ),
        "in_time": (
            "按期",
            "按期办结数",
            "及时办结",
        ),
    },
}
