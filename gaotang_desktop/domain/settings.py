"""What the operator may set, said once: settings are data."""

from gaotang_desktop.domain.fields import Field, Kind

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
        "second_backup_folder",
        "第二备份位置",
        Kind.TEXT,
        help="如 U 盘里的文件夹；每次备份同时存一份",
        longest=250,
    ),
)

BY_NAME = {field.name: field for field in SETTINGS}
