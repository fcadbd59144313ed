"""Every kind of paper with figures that a township could have, for tests and for looking at."""

from datetime import date, timedelta
from decimal import Decimal

from gaotang_desktop.domain.documents import (
    forms,
    phone_lists,
    publicity_notices,
    supervision_slips,
    village_reports,
)
from gaotang_desktop.domain.documents.circulars import evaluation as evaluation_circulars
from gaotang_desktop.domain.documents.circulars import inspections as inspection_circulars
from gaotang_desktop.domain.documents.circulars import patrols as patrol_circulars
from gaotang_desktop.domain.documents.circulars import polls as poll_circulars
from gaotang_desktop.domain.documents.ledgers import ledger_sheet
from gaotang_desktop.domain.documents.rankings import RankingRow
from gaotang_desktop.domain.documents.wordings import Envelope
from gaotang_desktop.domain.fields import Field, Kind, Listing, Privacy

DAY = date(2026, 11, 5)
ANSWER = date(2026, 11, 20)
VILLAGES = [
    "郭桥村", "高塘村", "龙泉村", "天平村", "小孙庄村", "谭庄村", "胡庄村", "岳楼村", "曹楼村", "大屯村",
    "张老庄村", "李土楼村", "刘小集村", "前刘村", "后刘村", "赵店村", "孙楼村", "马庄村", "王集村",
    "丁庄村", "侯庄村", "蒋庄村", "吴庄村", "朱集村",
]  # fmt: skip
ENVELOPE = Envelope(
    town="高塘镇",
    signer="高塘镇社会治安综合治理中心",
    dated_on=DAY,
    letterhead="高塘镇综治中心文件",
    number="高综治〔2026〕12号",
    copies_to="镇党委办公室，镇人民政府办公室，派出所",
    contact="王某，电话：0000-0000000",
)


def nights(count=24, **values):
    rows = []
    for n, name in enumerate(VILLAGES[:count]):
        done = 13 - (n % 5 == 2) * (n % 4 + 1) if n != 7 else 0
        own = {"due": 13, "done": done, "checked": 2, "on_duty": 2 - (n % 9 == 4),
               "missed": 13 - done, "person_times": done * 4, "hazards": n % 3,
               "self_reported": done - 1 if done else 0, "verified": 1 if done else 0}  # fmt: skip
        rows.append(patrol_circulars.VillageNights(name, **{**own, **values}))
    return tuple(rows)


def patrol_circular(rows=None, before=True, envelope=ENVELOPE):
    figures = patrol_circulars.PatrolFigures(
        "2026年10月",
        nights() if rows is None else rows,
        handled=20,
        before=patrol_circulars.VillageNights("合计", 300, 270, person_times=1000)
        if before
        else None,
    )
    return patrol_circulars.patrol_circular(figures, envelope, answer_by=ANSWER)


def poll_circular(samples=(36,) * 22 + (12, 0), problems=2):
    figures = poll_circulars.PollFigures(
        "2026年第三季度镇民意自测",
        "镇自测",
        "2026年9月20日至25日",
        "第三方电话调查",
        ("安全感", "满意度"),
        tuple(
            poll_circulars.PollVillage(
                name, n, (max(0, n - 3 - i % 5), max(0, n - 4 - i % 4)) if n else (None, None)
            )
            for i, (name, n) in enumerate(zip(VILLAGES, samples, strict=False))
        ),
        before=(Decimal("85.1"), Decimal("86.2")),
        problems=(
            poll_circulars.PollProblem(
                "村东路灯不亮", "查明线路并修复路灯", "供电所", date(2026, 11, 15)
            ),
            poll_circulars.PollProblem("夜间噪声扰民"),
        )[:problems],
    )
    return poll_circulars.poll_circular(figures, ENVELOPE, answer_by=ANSWER)


def ranking_rows(count=24):
    return tuple(
        RankingRow(
            str(n) if n < count else "否决", name, ("11.52", "10.80", *["9.75"] * 8, "—"),
            "1.00", "0.50", f"{96 - n * 1.37:.2f}", f"{max(1, n - 3)}–{n + 3}", str(n),
            "升2" if n == 3 else "降1" if n == 5 else "持平", "前列" if n < 4 else "", "36",
        )
        for n, name in enumerate(VILLAGES[:count], start=1)
    )  # fmt: skip


HEADS = ("A1 群众安全感 12", "A2 群众满意度 13", "B1 平安夜巡到位 14", "B2 夜巡抽查在岗 6",
         "C1 集中宣传轮次 10", "C2 入户走访 10", "D1 矛盾纠纷按期化解 14", "D2 排查按周报送 6",
         "E1 重点人员管控帮扶 6", "E2 问题整改 4", "F1 任务按期完成 5")  # fmt: skip


def evaluation_circular(rows=None):
    figures = evaluation_circulars.EvaluationFigures(
        "2026年10月",
        "《村级考评办法（参考模板）》",
        HEADS,
        ranking_rows() if rows is None else rows,
        best=("郭桥村", "高塘村", "龙泉村"),
        worst=("蒋庄村", "吴庄村"),
        vetoed=(("朱集村", "发生民转刑命案"),),
        losses=(
            evaluation_circulars.Loss("平安夜巡到位", ("龙泉村", "岳楼村"), "没有完成应巡次数"),
        ),
        rewards=("对郭桥村、高塘村、龙泉村通报表扬",),
        note="整个名次区间都在最前或者最后几名的村才列前列或者待改进",
    )
    return evaluation_circulars.evaluation_circular(figures, ENVELOPE, answer_by=ANSWER)


def correction_circular(count=2):
    wrong = evaluation_circulars.Correction("郭桥村总分", "87.35", "88.35", "漏记一次抽查在岗")
    return evaluation_circulars.correction_circular(
        old_title="关于2026年9月村级考评结果的通报",
        old_number="高综治〔2026〕11号",
        old_date=date(2026, 10, 9),
        corrections=(wrong,) * count,
        envelope=ENVELOPE,
    )


def inspection_circular(count=6):
    findings = tuple(
        inspection_circulars.InspectionFinding(
            VILLAGES[n % 4], "夜巡登记与抽查不一致", "综治资料员", date(2026, 10, 20),
            date(2026, 10, 18) if n % 2 else None,
        )
        for n in range(count)
    )  # fmt: skip
    figures = inspection_circulars.InspectionFigures(
        "2026年10月",
        (("夜巡督查", 8), ("食品药品", 3)) if count else (),
        tuple(VILLAGES[:9]),
        findings,
        DAY,
        before_findings=4,
    )
    return inspection_circulars.inspection_circular(figures, ENVELOPE, answer_by=ANSWER)


def publicity_notice(count=6):
    weeks = tuple(
        publicity_notices.PublicityWeek(
            date(2026, 11, 2) + timedelta(weeks=n),
            date(2026, 11, 8) + timedelta(weeks=n),
            tuple(VILLAGES[n * 4 : n * 4 + 4]),
        )
        for n in range(count)
    )
    return publicity_notices.publicity_notice(
        period="2026年11月至12月", weeks=weeks, envelope=ENVELOPE, answer_by=date(2026, 12, 31)
    )


def slips(count=3):
    return supervision_slips.supervision_slips(
        tuple(
            supervision_slips.Slip(
                f"督〔2026〕{n + 1}号",
                "蓝黄红"[n % 3],
                "派出所",
                (
                    supervision_slips.SlipTask("坚持平安夜巡夜查", "2026年10月31日", "已开展两次"),
                    supervision_slips.SlipTask("开展食品药品安全集中整治", ""),
                ),
                DAY,
                ANSWER,
            )
            for n in range(count)
        ),
        town="高塘镇",
        issuer="高塘镇社会治安综合治理中心",
    )


def village_reports_of(count=2):
    items = tuple(
        village_reports.ItemReport(
            head.rsplit(" ", 1)[0], head.rsplit(" ", 1)[1], "9.75",
            "10月5日至31日应巡13次，实巡12次，按完成比例计分", "10月12日、10月19日没有夜巡记录",
        )
        for head in HEADS
    )  # fmt: skip
    return village_reports.village_report(
        tuple(
            village_reports.VillageReport(
                name, "87.35", "3", 24, "1–7", "5", items, (("加分", "1.00", "见义勇为"),),
                ("把缺的两次夜巡登记补齐",),
            )
            for name in (VILLAGES * 6)[:count]
        ),
        town="高塘镇", period_label="2026年10月", scheme_line="依据：村级考评办法（参考模板）",
        issuer="高塘镇社会治安综合治理中心", made_on=DAY,
    )  # fmt: skip


def phones(count=30):
    lines = tuple(
        phone_lists.PhoneLine(
            VILLAGES[n // 2 % 24], ("书记", "综治资料员")[n % 2], "张三", "13800000000"
        )
        for n in range(count)
    )
    units = (phone_lists.PhoneLine("派出所", "所长", "李四", "", "0000-0000000"),) if count else ()
    return phone_lists.phone_list(
        town="高塘镇", villages=lines, units=units, issuer="综治中心", made_on=DAY
    )


def ledger(count=60, **options):
    fields = (
        Field("found_on", "发现日期", Kind.DATE, required=True),
        Field("village", "村", Kind.TEXT, required=True),
        Field("parties", "当事人", Kind.TEXT, privacy=Privacy.RESIDENT),
        Field("kind", "类别", Kind.CHOICE),
        Field("people", "涉及人数", Kind.INTEGER),
        Field("summary", "基本情况", Kind.LONG_TEXT),
        Field("state", "状态", Kind.CHOICE),
    )
    rows = tuple(
        (date(2026, 10, 1 + n % 30), VILLAGES[n % 24], "欧阳修、张三", "邻里关系", n % 9,
         "两户因排水沟走向发生争执，村部上门调解，双方同意按原走向疏通。", "化解中")
        for n in range(count)
    )  # fmt: skip
    listing = Listing("disputes", fields, tuple(range(count)), rows)
    return ledger_sheet(
        listing, title="高塘镇2026年10月矛盾纠纷台账", issuer="综治中心", made_on=DAY, **options
    )


ALL = {
    "patrol": patrol_circular,
    "poll": poll_circular,
    "evaluation": evaluation_circular,
    "correction": correction_circular,
    "inspection": inspection_circular,
    "publicity": publicity_notice,
    "slips": slips,
    "reports": village_reports_of,
    "patrol-form": lambda: forms.patrol_form(town="高塘镇"),
    "visit-form": lambda: forms.visit_form(town="高塘镇"),
    "questionnaire": lambda: forms.questionnaire(town="高塘镇"),
    "dispute-form": lambda: forms.dispute_form(town="高塘镇"),
    "phones": phones,
    "ledger": ledger,
}


def found(made):
    """What was found in a paper, but for the faces that this machine happens to lack."""
    return tuple(each for each in made.findings if not each.sentence.startswith("这台电脑没有"))
