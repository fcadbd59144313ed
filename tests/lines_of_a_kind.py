"""What a kind of record costs outside its own modules: the lines and files that name it.

``python tests/lines_of_a_kind.py`` prints the table of docs/architecture.md. A line counts that names
the kind (``grid-counts``), its model (``GridCount``) or its table (``grid_counts``), and every line
of a statement or entry under its key (its headings of sheets); own are the modules called after it,
migrations and what the demonstration is made of.
"""

import re
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "gaotang_desktop"

KINDS = {
    "intakes": ("Intake", "intake"),
    "extensions": ("Extension", "exten"),
    "trouble-spots": ("TroubleSpot", "spot_ledger|trouble_spot"),
    "incident-counts": ("IncidentCount", "incident"),
    "meetings": ("Meeting", "meeting|minutes|agenda"),
    "meeting-decisions": ("MeetingDecision", "meeting|minutes|agenda"),
    "checklist-items": ("ChecklistItem", "checklist"),
    "grids": ("Grid", "grid"),
    "grid-counts": ("GridCount", "grid"),
    "acceptances": ("Acceptance", "pressing|matters"),
    "escalations": ("Escalation", "pressing|matters"),
}


def _is_own(path, words):
    inside = path.relative_to(PACKAGE)
    return (
        bool(re.search(words, path.stem))
        or "migrations" in inside.parts
        or "demo" in inside.parts
        or inside.parts[:2] == ("ui", "pages")
    )


def lines(kind):
    """By file how many lines name a kind outside its own modules."""
    model, words = KINDS[kind]
    by_name = rf'"{kind}"|"{kind.replace("-", "_")}"'
    entry = re.compile(rf'^(\s*)"{kind}": [{{(]$')
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if _is_own(path, words):
            continue
        text, count, within = path.read_text(encoding="utf-8"), 0, None
        # Other rooms have classes of the same name: a Grid of cells.
        models = path.is_relative_to(PACKAGE / "data" / "models") or "data.models" in text
        named = re.compile(rf"{by_name}|\b{model}\b" if models else by_name)
        for line in text.splitlines():
            if within is not None:
                count += 1
                if line.startswith((f"{within}}}", f"{within})")):
                    within = None
            elif named.search(line):
                count += 1
                begun = entry.match(line)
                within = begun[1] if begun else None
        if count:
            found[str(path.relative_to(PACKAGE))] = count
    return found


def headings(found):
    """How many of them are other headings of sheets."""
    return sum(number for path, number in found.items() if path.endswith("words.py"))


if __name__ == "__main__":
    print("| kind | lines | in files | of them headings of sheets |\n|---|---|---|---|")
    for name in KINDS:
        known = lines(name)
        print(f"| `{name}` | {sum(known.values())} | {len(known)} | {headings(known)} |")
