"""One town with an old and a newer record of every kind that a page shows."""

from datetime import date, timedelta

from builders import unit, village

from gaotang_desktop.services import records
from gaotang_desktop.services.papers import numbers

OLD, NEW = date(2026, 8, 5), date(2026, 10, 21)


def fill(work):
    """By kind the id of the older record: the one that a page does not show by itself."""
    other, place = village(work, "北村", households=200), village(work, "郭楼村", households=300)
    unit(work, "派出所")
    office = unit(work, "司法所", leader="钱某戊")

    def day(old):
        return OLD if old else NEW

    def where(old):
        return place if old else other

    found = {"villages": {True: place}, "units": {True: office}}

    def made(kind, /, **values):
        """By whether it is the older, two records; a value that differs is a function of that."""
        found[kind] = {
            old: records.save(
                work,
                kind,
                {name: value(old) if callable(value) else value for name, value in values.items()},
            )
            for old in (False, True)
        }
        return found[kind]

    made("officers", village_id=where, role="网格员", name=lambda old: "张某甲" if old else "李某")
    plans = made(
        "plans",
        number=lambda old: "高办〔2022〕99号" if old else "高办〔2025〕1号",
        name=lambda old: "双提升实施方案" if old else "补充意见",
        text="原文",
    )
    tasks = made(
        "tasks",
        plan_id=plans.get,
        clause=lambda old: 2 if old else 1,
        name=lambda old: "坚持平安夜巡" if old else "开展反诈",
    )
    parts = made(
        "assignments", task_id=tasks.get, village_id=where, role="牵头", deadline=day, done_on=day,
        state="已完成",
    )  # fmt: skip
    made(
        "occurrences",
        assignment_id=parts.get,
        starts_on=day,
        due_on=lambda old: day(old) + timedelta(days=6),
    )
    made("supervision-slips", colour="黄", unit_id=office, issued_on=day)
    made(
        "patrols",
        village_id=where,
        night=day,
        leader=lambda old: "孙某丁" if old else "周某",
        people=4,
    )
    made(
        "missed-nights",
        village_id=where,
        night=lambda old: day(old) - timedelta(days=1),
        reason="大雨",
    )
    made("spot-checks", village_id=where, night=day, checked_by="示例", result="在岗")
    weeks = {old: day(old) - timedelta(days=day(old).weekday()) for old in (True, False)}
    made("publicity-turns", week=weeks.get, village_id=where)
    made("publicity-pauses", week=lambda old: weeks[old] + timedelta(weeks=1), reason="秋收")
    made(
        "publicity-activities",
        held_on=day,
        village_id=where,
        form="集中宣传",
        topic=lambda old: "防范电信诈骗" if old else "交通安全",
        households=30,
    )
    made(
        "opinions",
        received_on=day,
        village_id=where,
        text=lambda old: "路灯不亮" if old else "修路",
        state="已答复",
        answered_on=day,
        answer="已办",
    )
    made(
        "disputes",
        found_on=day,
        village_id=where,
        category_id=1,
        risk="高",
        parties=lambda old: ("赵某乙", "钱大宝") if old else None,
        summary=lambda old: "赵某乙与钱大宝宅基地边界纠纷" if old else "拖欠工资",
        unit_id=office,
        state="已化解",
        closed_on=day,
        result="调解成功",
    )
    came = made(
        "intakes",
        received_on=day,
        way="来访",
        village_id=where,
        persons=lambda old: ("王某己",) if old else None,
        matter=lambda old: "王某己反映低保没有公示" if old else "询问转学手续",
        sort="信访",
        done_on=day,
        result="已当面说明",
        told_on=day,
    )
    steps = {"intake_id": came.get}
    made(
        "extensions", **steps, decided_on=day, decided_by="示例主任", reason="等材料",
        due_before=lambda old: day(old) + timedelta(days=15),
        due_after=lambda old: day(old) + timedelta(days=30),
    )  # fmt: skip
    made(
        "escalations", **steps, raised_on=day, level="单位负责人", step="办理中",
        due_on=lambda old: day(old) - timedelta(days=1),
    )  # fmt: skip
    made("acceptances", **steps, decided_on=day, decided_by="示例主任", done_on=day)
    made(
        "trouble-spots",
        name=lambda old: "老街集贸市场" if old else "国道停车点",
        village_id=where,
        problem="占道经营引起争吵",
        unit_id=office,
        listed_on=day,
        evaluated_on=day,
        evaluation="达标",
        removed_on=day,
    )
    made("incident-counts", month=lambda old: day(old).replace(day=1), village_id=where, alarms=3)
    made(
        "grids",
        village_id=where,
        name=lambda old: "第一网格" if old else "第二网格",
        worker=lambda old: "周某庚" if old else "吴某",
    )
    made(
        "grid-counts",
        month=lambda old: day(old).replace(day=1),
        village_id=where,
        grid=lambda old: "第一网格" if old else "第二网格",
        visits=30,
        reported=0,
        handled=0,
        in_time=0,
    )
    meetings = made(
        "meetings",
        held_on=day,
        kind="研判会",
        topic=lambda old: "秋季平安形势" if old else "节前安排",
    )
    made(
        "meeting-decisions",
        meeting_id=meetings.get,
        unit_id=office,
        text=lambda old: "加装照明灯" if old else "增派值班",
        done_on=day,
        result="已办",
    )
    made(
        "checklist-items",
        place_type="加油站",
        text=lambda old: "卸油时有人看守" if old else "罩棚灯完好",
    )
    made("dispute-reports", week=weeks.get, village_id=where, found=0, reported_on=day)
    made(
        "key-group-counts",
        month=lambda old: day(old).replace(day=1),
        village_id=where,
        category=lambda old: "社区矫正" if old else "社区戒毒",
        total=3,
        managed=3,
    )
    places = made(
        "places",
        name=lambda old: "便民药店" if old else "早点铺",
        place_type=lambda old: "药店" if old else "餐饮",
        village_id=where,
    )
    made(
        "draws",
        drawn_on=day,
        purpose="夜巡抽查",
        subject="村",
        count=1,
        seed=7,
        pool=("郭楼村",),
        picked=("郭楼村",),
    )
    made(
        "inspections",
        held_on=day,
        kind="食品药品",
        place_id=places.get,
        result="未发现问题",
    )
    made(
        "findings",
        found_on=day,
        village_id=where,
        text=lambda old: "台账不全" if old else "记录缺页",
        put_right_on=day,
        how="已补",
    )
    polls = made(
        "polls",
        name=lambda old: "第三季度镇自测" if old else "市里反馈",
        level=lambda old: "镇自测" if old else "市",
        from_on=day,
        until_on=day,
    )
    made("poll-results", poll_id=polls.get, village_id=place, sample=40, safe=36)
    made(
        "documents",
        kind="会议通知",
        name=lambda old: "关于召开推进会的通知" if old else "关于值班的通知",
        addressee="各村",
        body="一、时间",
        signer="综治中心",
        dated_on=day,
    )
    found["issued-documents"] = {
        old: numbers.enter(
            work,
            f"高综治〔2026〕{3 if old else 4}号",
            "关于秋季宣传的通知" if old else "关于夜巡的通报",
            day(old),
            kind="会议通知",
            addressee="各村",
        )
        for old in (False, True)
    }
    return {kind: ids[True] for kind, ids in found.items()}
