"""What the operator may set, said once: settings are data."""

from collections.abc import Mapping
from typing import Any

from gaotang_desktop.domain.fields import Field, Kind
from gaotang_desktop.domain.polls import MINIMUM_SAMPLE

SETTINGS: tuple[Field, ...] = (
    Field(
        "town", "乡镇名称", Kind.TEXT, default="高塘镇", longest=30, help="写在标题里，如 高塘镇"
    ),
    Field(
        "office",
        "发文单位",
        Kind.TEXT,
        default="高塘镇社会治安综合治理中心",
        longest=40,
        help="公文署名",
    ),
    Field("letterhead", "发文机关标志", Kind.TEXT, default="高塘镇综治中心文件", longest=30),
    Field(
        "document_series",
        "发文代字",
        Kind.TEXT,
        default="高综治",
        longest=12,
        help="发文字号开头的字，如 高综治〔2026〕3号",
    ),
    Field(
        "document_first_number",
        "起始发文序号",
        Kind.INTEGER,
        default=1,
        minimum=1,
        maximum=9999,
        help="启用本程序以前今年已经发过文的，填接下来的号；以后每年从 1 号开始",
    ),
    Field(
        "addressee",
        "常用主送",
        Kind.TEXT,
        default="各村、镇直各单位",
        longest=120,
        help="新起草的公文先填这个",
    ),
    Field("copies_to", "常用抄送", Kind.TEXT, longest=120, help="如 县委政法委"),
    Field(
        "answer_days",
        "公文要求几天内报送",
        Kind.INTEGER,
        default=7,
        minimum=1,
        maximum=90,
        unit="天",
        help="通知、通报里的报送期限从成文日期起算",
    ),
    Field(
        "holidays",
        "法定节假日和调休",
        Kind.LONG_TEXT,
        longest=20_000,
        help="一行一条，如“2026-10-01至2026-10-07 国庆节 放假”“2026-10-10 国庆节 上班”；"
        "留空用程序自带的 2025、2026 年",
    ),
    Field(
        "rotation_holidays",
        "放假的周不排集中宣传",
        Kind.FLAG,
        default=False,
        help="勾选后，周一到周五有三天以上放假的周，自动排班时全镇停排；已经排好的不变",
    ),
    Field(
        "meeting_words",
        "会议通知范文",
        Kind.LONG_TEXT,
        longest=4000,
        help="一行一段；写上 【乡镇】、【联系人】 的地方会换成设置里的内容",
        default=(
            "为进一步提升群众安全感、满意度，经研究，决定召开平安建设“双提升”工作推进会。现将有关事项通知如下：\n"
            "一、会议时间和地点\n会议时间另行通知，地点为镇政府会议室。\n"
            "二、参会人员\n各村党组织书记、综治资料员，镇直各单位负责人。\n"
            "三、有关要求\n请参会人员提前安排好工作，按时参会，不得无故缺席。\n"
            "联系人：【联系人】"
        ),
    ),
    Field(
        "operator",
        "经办人",
        Kind.TEXT,
        default="综治中心",
        longest=40,
        help="记入人工取值和冻结结果",
    ),
    Field("contact", "联系人及电话", Kind.TEXT, longest=60, help="写在通知里"),
    Field(
        "silent_nights",
        "连续几晚没有夜巡要提醒",
        Kind.INTEGER,
        default=3,
        minimum=1,
        maximum=60,
        unit="晚",
    ),
    Field(
        "near_days", "期限前几天算临近", Kind.INTEGER, default=3, minimum=0, maximum=60, unit="天"
    ),
    Field(
        "dispute_days_high",
        "高风险纠纷化解期限",
        Kind.INTEGER,
        default=7,
        minimum=1,
        maximum=365,
        unit="天",
    ),
    Field(
        "dispute_days_middle",
        "中风险纠纷化解期限",
        Kind.INTEGER,
        default=15,
        minimum=1,
        maximum=365,
        unit="天",
    ),
    Field(
        "dispute_days_low",
        "低风险纠纷化解期限",
        Kind.INTEGER,
        default=30,
        minimum=1,
        maximum=365,
        unit="天",
    ),
    Field(
        "opinion_days",
        "意见建议办理期限",
        Kind.INTEGER,
        default=15,
        minimum=1,
        maximum=365,
        unit="天",
    ),
    Field(
        "intake_days", "诉求办理期限", Kind.INTEGER, default=15, minimum=1, maximum=365, unit="天"
    ),
    Field(
        "intake_sign_days",
        "诉求交办后签收期限",
        Kind.INTEGER,
        default=2,
        minimum=0,
        maximum=60,
        unit="天",
        help="交办单位几天以内签收，从分流日期起算；填 0 不催签收",
    ),
    Field(
        "intake_tell_days",
        "诉求办结后告知期限",
        Kind.INTEGER,
        default=3,
        minimum=0,
        maximum=60,
        unit="天",
        help="办结以后几天以内把结果告诉诉求人",
    ),
    Field(
        "working_days",
        "期限按工作日计算",
        Kind.FLAG,
        default=False,
        help="勾选后，纠纷、意见、诉求的期限只数工作日；已经算好的期限不变",
    ),
    Field(
        "finding_days", "问题整改期限", Kind.INTEGER, default=15, minimum=1, maximum=365, unit="天"
    ),
    Field(
        "trouble_spot_days",
        "治安重点地区整治期限",
        Kind.INTEGER,
        default=90,
        minimum=1,
        maximum=730,
        unit="天",
    ),
    Field(
        "decision_days",
        "会议决定落实期限",
        Kind.INTEGER,
        default=15,
        minimum=1,
        maximum=365,
        unit="天",
    ),
    Field(
        "slip_blue_days",
        "期限前几天发蓝色督办单",
        Kind.INTEGER,
        default=3,
        minimum=0,
        maximum=60,
        unit="天",
    ),
    Field(
        "slip_red_days",
        "逾期几天改发红色督办单",
        Kind.INTEGER,
        default=7,
        minimum=1,
        maximum=365,
        unit="天",
    ),
    Field(
        "slip_answer_days",
        "督办单回复期限",
        Kind.INTEGER,
        default=5,
        minimum=1,
        maximum=60,
        unit="天",
    ),
    Field(
        "minimum_sample",
        "民调最小样本",
        Kind.INTEGER,
        default=MINIMUM_SAMPLE,
        minimum=1,
        maximum=10_000,
        unit="人",
        help="有效样本少于这个数的村按样本不足处理；考评方案另有规定的按方案",
    ),
    Field(
        "second_backup_folder",
        "第二备份位置",
        Kind.TEXT,
        help="如 U 盘里的文件夹；每次备份同时存一份",
        longest=250,
    ),
)

BY_NAME = {field.name: field for field in SETTINGS}


def office_name(values: Mapping[str, Any]) -> str:
    """The office in a few words, as its letterhead says it: 高塘镇综治中心, of 高塘镇综治中心文件."""
    letterhead = str(values["letterhead"] or "").strip()
    return letterhead.removesuffix("文件") or str(values["office"] or values["town"] or "")
