"""What a clerk waits for after typing into the search over everything."""

import sqlite3
from datetime import date, timedelta

from bench_main_job import STAMP, town
from harness import compare
from sqlalchemy import insert

from gaotang_desktop.data.models import Document, Officer, Village
from gaotang_desktop.services import search

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许韩冯邓曹"
PLACES = "东西南北高塘郭桥刘庄荷寺沟原坪岭堡寨营坊店湾"


def ten_years():
    """138 villages with pronounceable names, their officers year by year, a paper a week."""
    work, ids = town(138, 1500, 2)
    with work.database.operation("示例") as session:
        for n, village in enumerate(ids):
            session.get(Village, village).name = (
                PLACES[n % len(PLACES)] + PLACES[n // len(PLACES)] + "村"
            )
        session.execute(insert(Officer), [
            {"village_id": village, "role": "网格员", "phone": f"138{n:08d}", **STAMP,
             "name": SURNAMES[n % 30] + PLACES[n % 22] + PLACES[n // 22 % 22]}
            for n, village in enumerate(ids * 50)
        ])  # fmt: skip
        session.execute(insert(Document), [
            {"kind": "会议通知", "name": f"关于召开第{n}次推进会的通知", "number": f"高综治〔2026〕{n}号",
             "addressee": "各村", "body": "一、会议时间\n二、参加人员\n" * 20, "signer": "综治中心",
             "dated_on": date(2026, 10, 1) - timedelta(weeks=n), **STAMP}
            for n in range(520)
        ])  # fmt: skip
    return work


def _bench(typed):
    work = ten_years()
    index = search.Index(work)
    index.warm()
    raw = sqlite3.connect(work.path)
    like = f"%{typed}%"

    def baseline():
        for table, columns in (
            ("villages", ("name", "short_name", "code")),
            ("officers", ("name", "phone")),
            ("units", ("name", "aliases", "leader", "liaison")),
            ("tasks", ("name", "requirement", "units_as_written")),
            ("plans", ("number", "name")),
            ("documents", ("name", "number", "body", "addressee")),
        ):
            condition = " OR ".join(f"{column} LIKE ?" for column in columns)
            raw.execute(
                f"SELECT id, {columns[0]} FROM {table} WHERE binned_at IS NULL AND ({condition})",
                [like] * len(columns),
            ).fetchall()

    def ours():
        index.find(typed)

    assert index.find(typed)
    return compare(ours, baseline, against="LIKE, raw sqlite3")


def bench_search_by_characters():
    """Find 推进 among 138 villages, 6,900 officers and 520 papers."""
    return _bench("推进")


def bench_search_by_initials():
    """Find gdc by pinyin initials among the same."""
    return _bench("gdc")
