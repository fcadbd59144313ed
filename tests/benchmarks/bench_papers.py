"""Papers as PDF: ours beside LibreOffice, which prints the Word twin of the same paper."""

import tempfile
from dataclasses import replace
from pathlib import Path

import libreoffice
import paper_samples as samples
from harness import alone, compare

from gaotang_desktop.documents.render import pdf_bytes
from gaotang_desktop.documents.word_twin.rendering import write_word

AGAINST = "LibreOffice, its start included"


def against_libreoffice(paper, *, rounds):
    def ours():
        pdf_bytes(paper)

    if libreoffice.program() is None:
        return alone(ours, "LibreOffice is not installed here", rounds=rounds)
    folder = Path(tempfile.mkdtemp())
    twin = folder / "twin.docx"
    write_word(paper, twin)
    converter = libreoffice.Converter(folder)
    return compare(ours, lambda: converter.convert(twin) and None, rounds=rounds, against=AGAINST)


def bench_one_page_circular():
    """A circular of one page as PDF."""
    whole = samples.patrol_circular()
    blocks = (*whole.blocks[:3], whole.blocks[-1])
    return against_libreoffice(replace(whole, blocks=blocks, annexes=()), rounds=5)


def bench_village_reports():
    """The book of reports of 138 villages as PDF."""
    return against_libreoffice(samples.village_reports_of(138), rounds=3)


def bench_ledger():
    """A ledger of 200 pages as PDF."""
    return against_libreoffice(samples.ledger(2990), rounds=3)
