"""An office with a row in every table, and what its tables hold, row by row."""

from datetime import date
from decimal import Decimal

import town_records
from builders import unit

from gaotang_desktop.data.models import (
    Acceptance,
    Base,
    Escalation,
    FillInForm,
    Forgetting,
    SheetImport,
    SlipMatter,
)
from gaotang_desktop.data.queries import archive
from gaotang_desktop.domain.casework.pressing import LEVELS
from gaotang_desktop.domain.documents.paper_wordings import Wording
from gaotang_desktop.domain.periods import month
from gaotang_desktop.services import adjustments, attachments, evaluation, records, units
from gaotang_desktop.services.papers import drafts, issued_documents, own_annexes, paper_wordings
from gaotang_desktop.services.schemes import register

SEPTEMBER = month(2026, 9)
CARRIED = {each.name for each in Base.metadata.sorted_tables} - archive.NOT_CARRIED


def fill(work, folder):
    """Old and newer records of every kind, a frozen month, issued papers, files; returns ids."""
    found = town_records.fill(work)
    village, office = found["villages"], found["units"]
    group = unit(work, "各单位", stands_for="成员单位", kind="群体")
    units.set_members(work, group, [office])
    register.save(work, register.numbered(work, register.draft(work)))
    records.save(work, "patrols", {"village_id": village, "night": date(2026, 9, 5),
                                   "leader": "张三", "people": 3})  # fmt: skip
    adjustments.adjust(work, SEPTEMBER, {"village_id": village, "kind": "加分", "reason": "好"})
    evaluation.freeze(work, SEPTEMBER, accept_incomplete=True)
    with work.database.operation("填入数据") as session:
        session.add(
            SlipMatter(slip_id=found["supervision-slips"], assignment_id=found["assignments"])
        )
        day, dispute = date(2026, 9, 2), found["disputes"]
        session.add(
            Acceptance(dispute_id=dispute, decided_on=day, decided_by="示例", decision="通过",
                       done_on=day, result="和好")
        )  # fmt: skip
        session.add(
            Escalation(dispute_id=dispute, raised_on=day, level=LEVELS[0], step="办理", due_on=day)
        )
        session.add(
            FillInForm(ledger="patrols", period="2026-09", starts_on=date(2026, 9, 1),
                       village_id=village, sent_on=day, file="北村.xlsx")
        )  # fmt: skip
        session.add(
            SheetImport(imported_on=day, ledger="patrols", file="九月.xlsx", added=1, changed=0,
                        unchanged=2, rejected=0)
        )  # fmt: skip
        session.add(Forgetting(operation_id=3, forgotten_on=day, first_step=2, links=1, digest="0"))
    for kind, values in {
        "progress": {"assignment_id": found["assignments"], "happened_on": date(2026, 9, 1),
                     "text": "第一行\n第二行"},
        "dispute-notes": {"dispute_id": found["disputes"], "happened_on": date(2026, 8, 6),
                          "text": "上门"},
        "questionnaire-entries": {"poll_id": found["polls"], "village_id": village, "sheet": 1,
                                  "entry": 1, "answers": "1,2"},
        "manual-values": {"period": "2026-09", "village_id": village, "item": "1",
                          "value": Decimal("2.50"), "reason": "核对", "entered_by": "示例"},
        "rewards": {"evaluation_id": 1, "village_id": village, "kind": "表扬"},
    }.items():  # fmt: skip
        records.save(work, kind, values)
    opened = records.save(work, "opinions", {"received_on": date(2026, 10, 20), "text": "修路",
                                             "village_id": village})  # fmt: skip
    records.save(
        work,
        "extensions",
        {"opinion_id": opened, "due_before": date(2026, 11, 20), "due_after": date(2026, 12, 1),
         "decided_on": date(2026, 10, 24), "decided_by": "示例", "reason": "等雨停"},
    )  # fmt: skip
    paper_wordings.save(work, "letter", Wording("关于【乡镇】的函", "请【联系人】办理。"))
    begun = drafts.create(work, "letter")
    own_annexes.keep(work, begun, (own_annexes.pasted("名单", "村\t人数\n郭桥村\t6"),))
    drafts.store(work, begun, {"joint": "派出所、司法所", "issuer_in_title": True})
    issued_documents.issue(
        work, drafts.create(work, "patrol-circular", period=SEPTEMBER), despite_reminders=True
    )
    photo = folder / "照片.txt"
    photo.write_bytes(b"\x00\xff evidence")
    attachments.add(work, "disputes", found["disputes"], [photo])
    records.bin_records(work, "officers", [found["officers"]])
    work.change_settings({"town": "示例镇"})
    return found


def rows(work):
    """By table every row as it is stored, those in the recycle bin too; the history aside."""
    with work.database.reading() as session:
        run = session.connection().exec_driver_sql
        return {
            name: [tuple(row) for row in run(f'SELECT * FROM "{name}" ORDER BY id')]
            for name in sorted(CARRIED)
        }
