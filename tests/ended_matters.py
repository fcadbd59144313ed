"""A dispute and an opinion that came, were ended, and whose answer was told."""

from datetime import date

from gaotang_desktop.services import disputes, records

CAME, DONE, TOLD = date(2026, 10, 20), date(2026, 10, 22), date(2026, 10, 23)


def dispute(work):
    given = {
        "found_on": CAME,
        "village_id": 1,
        "category_id": 1,
        "summary": "砌墙占巷",
        "unit_id": 1,
    }
    made = records.save(work, "disputes", {**given, "risk": "低"})
    disputes.close(work, made, result="拆墙", closed_on=DONE, settled_by="人民调解")
    records.save(work, "disputes", {"told_on": TOLD}, record_id=made)
    return made


def opinion(work):
    given = {"received_on": CAME, "village_id": 1, "source": "12345热线", "text": "路灯不亮", "unit_id": 1,
             "state": "已答复", "answered_on": DONE, "answer": "已修", "told_on": TOLD,
             "satisfied": "满意"}  # fmt: skip
    return records.save(work, "opinions", given)
