"""What a clerk waits for after typing into the search over everything."""

import random
import sqlite3
from datetime import date, timedelta

import ten_years
from harness import compare
from sqlalchemy import insert

from gaotang_desktop.data.models import Dispute, Document, Officer, Village
from gaotang_desktop.services import search

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹"
PLACES = "东西南北高塘郭桥刘庄荷寺沟原坪岭堡寨营坊店湾"
MATTERS = "宅基地边界林权水渠彩礼赡养工资拆迁补偿邻里噪音道路占用打架债务合同土地承包"


def ten_years_of_words():
    """138 pronounceable villages, their officers, a paper a week, and ten years of every ledger."""
    work, ids = ten_years.town(138, 10)
    chance = random.Random(7)
    with work.database.operation("示例") as session:
        for n, village in enumerate(ids):
            session.get(Village, village).name = (
                PLACES[n % len(PLACES)] + PLACES[n // len(PLACES)] + "村"
            )
        for dispute in session.query(Dispute):
            dispute.summary = "".join(chance.choices(MATTERS, k=18))
            dispute.parties = tuple(
                chance.choice(SURNAMES) + chance.choice(PLACES) + chance.choice(PLACES)
                for _ in range(2)
            )
        session.execute(insert(Officer), [
            {"village_id": village, "role": "网格员", "phone": f"138{n:08d}", **ten_years.STAMP,
             "name": SURNAMES[n % 30] + PLACES[n % 22] + PLACES[n // 22 % 22]}
            for n, village in enumerate(ids * 50)
        ])  # fmt: skip
        session.execute(insert(Document), [
            {"kind": "会议通知", "name": f"关于召开第{n}次推进会的通知", "number": f"高综治〔2026〕{n}号",
             "addressee": "各村", "body": "一、会议时间\n二、参加人员\n" * 20, "signer": "综治中心",
             "dated_on": date(2026, 10, 1) - timedelta(weeks=n), **ten_years.STAMP}
            for n in range(520)
        ])  # fmt: skip
    return work


SEARCHED = {
    "villages": "name short_name code",
    "officers": "name phone",
    "units": "name aliases leader liaison",
    "tasks": "name requirement units_as_written",
    "plans": "number name",
    "documents": "name number body addressee",
    "disputes": "number summary parties result",
    "opinions": "text answer",
    "findings": "text cause measure how",
    "inspections": "text inspectors",
    "publicity_activities": "topic form",
    "polls": "name source_note",
}


def _bench(typed):
    work = ten_years_of_words()
    index = search.Index(work)
    while index.warm():
        pass
    raw = sqlite3.connect(work.path)

    def baseline():
        for table, columns in SEARCHED.items():
            names = columns.split()
            condition = " OR ".join(f"{column} LIKE ?" for column in names)
            raw.execute(
                f"SELECT id, {names[0]} FROM {table} WHERE binned_at IS NULL AND ({condition})",
                [f"%{typed}%"] * len(names),
            ).fetchall()

    def ours():
        index.find(typed)

    assert index.find(typed)
    return compare(ours, baseline, against="LIKE, raw sqlite3")


def bench_search_by_characters():
    """Find 宅基 among 138 villages, 7,300 officers, 520 papers, ten years of every ledger."""
    return _bench("宅基")


def bench_search_by_initials():
    """Find gdc by pinyin initials among the same."""
    return _bench("gdc")


def bench_search_by_syllables():
    """Find zhaijidi by whole syllables among the same."""
    return _bench("zhaijidi")


def bench_reading_what_is_searched():
    """Read everything that is searched, in the background after the window was opened."""
    work = ten_years_of_words()
    raw = sqlite3.connect(work.path)

    def ours():
        index = search.Index(work)
        while index.warm():
            pass
        index.close()

    def baseline():
        for table, columns in SEARCHED.items():
            raw.execute(f"SELECT id, {', '.join(columns.split())} FROM {table}").fetchall()

    return compare(ours, baseline, against="SELECT, raw sqlite3")


def bench_reading_after_a_dispute_was_saved():
    """Search once more after one of 15,000 disputes was saved."""
    work = ten_years_of_words()
    index = search.Index(work)
    while index.warm():
        pass
    raw = sqlite3.connect(work.path)
    summaries = iter(range(100))

    def ours():
        with work.database.operation("示例") as session:
            session.get(Dispute, 1).remark = str(next(summaries))
        index.find("宅基")

    def baseline():
        with raw:
            raw.execute("UPDATE disputes SET remark = 'x' WHERE id = 1")
        raw.execute("SELECT id FROM disputes WHERE summary LIKE '%宅基%'").fetchall()

    return compare(ours, baseline, against="UPDATE and LIKE, raw sqlite3")
