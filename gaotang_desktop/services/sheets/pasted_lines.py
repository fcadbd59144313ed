"""Lines of a group chat as rows of the patrol ledger, each beside what it said."""

from gaotang_desktop.domain.sheets import chat_lines
from gaotang_desktop.domain.sheets.rows import SheetRow, SheetRows
from gaotang_desktop.services import records
from gaotang_desktop.services.sheets.references import Finder
from gaotang_desktop.services.workplace import Workplace

SAID = "原话"
_FIELDS = ("night", "start", "end", "leader", "people", "names", "remark")


def read(work: Workplace, text: str) -> SheetRows | None:
    """The patrols that lines of a chat tell of; ``None`` where no line names a village.

    Words that nothing was made of stand in the remark, so that nothing is lost.
    """
    if not chat_lines.looks_like_chat(text):
        return None
    known = {each.name: each for each in records.fields_for("patrols")}
    with work.database.reading() as session:
        finder = Finder(session, str(work.settings["town"]))
        told = chat_lines.read(
            text, lambda word: finder.known_as(known["village_id"], word) is not None
        )
    if not told:
        return None
    labels = {name: known[name].label for name in _FIELDS}
    village = known["village_id"].label
    rows = []
    for line in told:
        line.remark = "；".join(filter(None, (line.remark, " ".join(line.rest))))
        values = {labels[name]: getattr(line, name) or None for name in _FIELDS}
        rows.append(SheetRow(line.number, {village: line.village, **values, SAID: line.text}))
    header = (labels["night"], village, *(labels[name] for name in _FIELDS[1:]), SAID)
    note = f"从聊天记录里读了 {len(rows)} 行，请逐行对照最后一列的原话核对。"
    notes = [note]
    notes += [
        f"第 {line.number} 行是更正，代替第 {line.corrects} 行：{line.village}。"
        for line in told
        if line.corrects
    ]
    return SheetRows(header, tuple(rows), tuple(notes))
