"""The manual's pictures, made anew from sample data: ``python dev.py pictures``.

Each is what the real window, or a real page of paper, shows on one day; nothing is painted over.
"""

import contextlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from gaotang_desktop.app import attach, make_window
from gaotang_desktop.domain.periods import month
from gaotang_desktop.services import backups, demo
from gaotang_desktop.services.papers import catalogue, drafts
from gaotang_desktop.services.workplace import Workplace
from gaotang_desktop.shots import settle
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.frame.beginning.first_run import FirstRun
from gaotang_desktop.ui.frame.translations import speak_chinese
from gaotang_desktop.ui.pages.tasks.plans.ledger import PlanLedger

HERE = Path(__file__).resolve().parent
DAY = datetime(2026, 11, 28, 16, 30)
LAST_MONTH = month(2026, 10)
SIZE = (1366, 768)
COLOURS = 256

# A page, and which of its tabs; ``""`` where it has none or the first is meant.
PAGES = {
    "workbench": ("workbench", ""), "tasks": ("tasks", ""), "tasks-slips": ("tasks", "督办单"),
    "tasks-owners": ("tasks", "按单位"), "patrols": ("patrols", ""), "publicity": ("publicity", ""),
    "disputes": ("disputes", ""), "disputes-reports": ("disputes", "排查周报"),
    "disputes-counts": ("disputes", "重点人员底数"), "disputes-incidents": ("disputes", "发案统计"),
    "inspections": ("inspections", ""), "inspections-findings": ("inspections", "问题整改"),
    "inspections-draws": ("inspections", "随机抽取"), "polls": ("polls", ""),
    "polls-results": ("polls", "各村结果"), "polls-papers": ("polls", "问卷录入"),
    "evaluation": ("evaluation", ""), "documents": ("documents", ""),
    "documents-forms": ("documents", "表单和名册"), "documents-register": ("documents", "发文登记"),
    "registers": ("registers", ""), "registers-village": ("registers", "村档案"),
    "registers-grid-months": ("registers", "网格月填报"), "system": ("system", ""),
    "system-backups": ("system", "备份"),
}  # fmt: skip
# Nights as a village sends them, with what has to be asked.
NIGHTS = "日期,村,带队人,人数,时间\n11.27,北村,张三,三人,20:00-22:00\n11.27,桥北村,李四,4,8:30\n11月26日,没有村,王五,2,晚八点\n"


def on_page(name: str) -> Callable[[QWidget], QWidget]:
    """The window with a page, or one of its tabs."""
    key, tab = PAGES[name]

    def show(window: QWidget) -> QWidget:
        window.go(key)
        tabs = getattr(window.current_page(), "tabs", None)
        if tabs is not None:
            titles = [tabs.tabText(at) for at in range(tabs.count())]
            tabs.setCurrentIndex(titles.index(tab) if tab else 0)
        return window

    return show


def opened(window: QWidget, width: int, height: int) -> QDialog:
    """The dialog that is open, as large as on a screen that has the room."""
    settle(window.jobs.is_busy)
    dialog = next(each for each in reversed(window.findChildren(QDialog)) if each.isVisible())
    dialog.resize(width, height)
    return dialog


def night(window: QWidget) -> QWidget:
    window.go("patrols")
    settle(window.jobs.is_busy)
    window.current_page().enter_night(date(2026, 11, 27))
    return window


def list_preview(window: QWidget) -> QWidget:
    on_page("disputes")(window)
    settle(window.jobs.is_busy)
    window.current_page().print_list()
    return opened(window, 1100, 690)


def issue(window: QWidget) -> QWidget:
    draft = drafts.create(window.desk.work, "patrol-circular", LAST_MONTH)
    on_page("documents")(window)
    settle(window.jobs.is_busy)
    window.current_page().show_draft(draft)
    settle(window.jobs.is_busy)
    window.current_page().drafts.ask_to_issue()
    return window


def scheme(window: QWidget) -> QWidget:
    on_page("evaluation")(window)
    settle(window.jobs.is_busy)
    window.current_page().open_schemes().edit()
    return opened(window, 1080, 640)


def plan_of(name: str) -> Callable[[QWidget], QWidget]:
    """A plan on its way in, to be confirmed."""

    def show(window: QWidget) -> QWidget:
        window.go("tasks")
        tabs = window.current_page().tabs
        tabs.setCurrentIndex(next(
            at for at in range(tabs.count()) if isinstance(tabs.widget(at), PlanLedger)
        ))  # fmt: skip
        tabs.currentWidget().read_file(HERE / "plans" / "ways" / name)
        return opened(window, 1300, 700)

    return show


def plan_at_once(window: QWidget) -> QWidget:
    """All its lines beside each other (整份总览)."""
    dialog = plan_of("drowning-site-with-footer.txt")(window)
    dialog.all.setChecked(True)
    return dialog


def sheet(window: QWidget) -> QWidget:
    window.go("patrols")
    settle(window.jobs.is_busy)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "北村十一月夜巡.csv"
        path.write_text(NIGHTS, "utf-8-sig")
        window.current_page().ledger.preview_sheet(path)
        return opened(window, 1180, 620)


def first_steps(window: QWidget) -> QWidget:
    FirstRun(window, window.desk).open()
    return opened(window, 784, 600)


def backups_made(window: QWidget) -> QWidget:
    backups.back_up(window.desk.work)
    return on_page("system-backups")(window)


DEEDS = {
    **{name: on_page(name) for name in PAGES},
    "system-backups": backups_made,
    "patrols-night": night,
    "list-preview": list_preview,
    "documents-issue": issue,
    "evaluation-scheme": scheme,
    "tasks-plan": plan_of("straw-phases-with-times-and-leads.txt"),
    "tasks-plan-all": plan_at_once,
    "import-preview": sheet,
    "first-run": first_steps,
}
# A paper, its pages side by side, and how wide a page is in the picture.
PAPERS = {
    "circular-paper": ("patrol-circular", (0, -1), 540),
    "ranking-paper": ("ranking", (0,), 936),
}


def taken(widget: QWidget) -> Image.Image:
    """What a widget shows."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return Image.open(BytesIO(buffer.data().data())).convert("RGB")


def pages_of(work: Workplace, name: str) -> Image.Image:
    """Pages of a paper beside each other on grey, as they leave the printer."""
    import pypdfium2

    kind, wanted, width = PAPERS[name]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "paper.pdf"
        catalogue.make(work, path, kind, LAST_MONTH)
        document = pypdfium2.PdfDocument(path.read_bytes())
        pages = []
        for at in wanted:
            page = document[at % len(document)]
            pages.append(page.render(scale=width / page.get_width()).to_pil())
        document.close()
    gap = 10
    sheet = Image.new(
        "RGB",
        (
            sum(each.width + gap for each in pages) + gap,
            max(each.height for each in pages) + 2 * gap,
        ),
        "#8a8f98",
    )
    left = gap
    for each in pages:
        sheet.paste(each, (left, gap))
        left += each.width + gap
    return sheet


def make(out: Path, names: list[str]) -> Iterator[Path]:
    """Write the pictures into a folder."""
    application = QApplication.instance() or QApplication([])
    speak_chinese(application)
    theme.install(application, dark=False)
    out.mkdir(parents=True, exist_ok=True)
    out = out.resolve()
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        work = Workplace.open(Path("示例数据"), now=lambda: DAY)
        demo.fill(work, end=DAY.date())
        for name in names or [*DEEDS, *PAPERS]:
            if name in PAPERS:
                picture = pages_of(work, name)
            else:
                window = make_window(work.folder)
                window.resize(*SIZE)
                window.show()
                attach(window, work, show="workbench")
                settle(window.jobs.is_busy)
                shown = DEEDS[name](window)
                settle(window.jobs.is_busy)
                picture = taken(shown)
                window.close()
                settle(window.jobs.is_busy)
            path = out / f"{name}.png"
            picture.quantize(COLOURS).save(path, optimize=True)
            yield path
        work.close()


if __name__ == "__main__":
    for made in make(Path(sys.argv[1]), sys.argv[2:]):
        print(made)
