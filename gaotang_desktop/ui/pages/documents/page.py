"""公文打印: drafts beside their pages, papers from live data, the register of what went out."""

from collections.abc import Callable
from typing import Any, ClassVar

from PySide6.QtWidgets import QTabWidget, QWidget
from typing_extensions import override

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.services import evaluation, history
from gaotang_desktop.services.papers import catalogue, drafts, office_papers, word_files
from gaotang_desktop.ui import icons
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.menu import Menu, drops_down
from gaotang_desktop.ui.page import Page
from gaotang_desktop.ui.pages.documents.annexes_dialog import AnnexesDialog
from gaotang_desktop.ui.pages.documents.draft_desk import DraftDesk
from gaotang_desktop.ui.pages.documents.issued_ledger import IssuedLedger
from gaotang_desktop.ui.pages.documents.paper_shelf import PaperShelf
from gaotang_desktop.ui.pages.documents.recipients_dialog import RecipientsDialog
from gaotang_desktop.ui.pages.documents.start_menu import start_menu
from gaotang_desktop.ui.pages.documents.wording_dialog import WordingDialog
from gaotang_desktop.ui.printing.paper_actions import PaperActions, ShownPaper
from gaotang_desktop.ui.widgets.choice_dialog import ChoiceDialog
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.period_picker import PeriodPicker

_WHICH = {"poll": "通报哪一期民意调查", "meeting": "哪一次会议的纪要", "intake": "哪一件诉求"}


class DocumentsPage(Page):
    """Three tabs; 打印 and 保存 act on the paper that is shown."""

    key = "documents"
    title = "公文打印"
    icon = "file-text"
    chapter = "documents"
    reads: ClassVar = history.TABLES  # a paper may be about any of them

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._picked = False
        self.period = PeriodPicker(
            evaluation.latest_period(desk.work), cycles=periods.CYCLES, today=desk.work.today
        )
        self.period.setToolTip("新起草的公文和表单是哪一期的")
        self.period.changed.connect(self._on_period)
        self.add_header_widget(self.period)
        self.actions_of_paper = PaperActions(self, desk, desk.messages.toast)
        deeds = self.actions_of_paper
        self.save_button = self.add_action("保存", "save", lambda: None)
        menu = Menu(self.save_button)
        for text, icon, slot in (
            ("保存 PDF…", "file-down", deeds.choose_file),
            ("保存 Word…", "file-text", deeds.choose_word),
            ("保存 Word（连同字体）…", "file-text", deeds.choose_word_with_faces),
            ("用系统阅读器打开", "eye", deeds.open_outside),
            ("发到微信（首页图和要点）", "phone", deeds.send),
        ):
            act = menu.addAction(icons.icon(icon, "secondary", 16), text)
            act.triggered.connect(lambda _checked, slot=slot: self._with_shown(slot))
            if slot == deeds.choose_word_with_faces:
                act.setToolTip(word_files.WHAT_FACES_MEAN)
        menu.setToolTipsVisible(True)
        back = menu.addAction(icons.icon("file-text", "secondary", 16), "取回改过的 Word…")
        back.triggered.connect(lambda _checked: self._take_back())
        drops_down(self.save_button, menu, "Ctrl+Shift+S")
        self.add_action(
            "打印", "printer", lambda: self._with_shown(deeds.print_paper), shortcut="Ctrl+P"
        )
        self.wording_button = self.add_action("范文", "pencil", self.open_wordings)
        self.wording_button.setToolTip("改每一种公文的范文：自己的话和程序填的内容")
        self.start_button = self.primary_action("起草", "plus", self.open_menu, shortcut="Ctrl+N")
        self.start_menu = start_menu(self.start_button, self.start, self._period_of)
        self.tabs = QTabWidget()
        # From the outside in: what changes its parent is given its style anew, with all in it.
        self.body.addWidget(self.tabs, 1)
        self.drafts = DraftDesk(desk)
        self.shelf = PaperShelf(desk, self.period.period)
        self.register = IssuedLedger(desk, self.open_menu)
        for widget, text in (
            (self.drafts, "起草"), (self.shelf, "表单和名册"), (self.register, "发文登记"),
        ):  # fmt: skip
            self.tabs.addTab(widget, text)
        self.drafts.empty.set(
            "这里写要发出去的通知和通报。选一种，程序用现有的台账起草，您再改。",
            "起草",
            self.open_menu,
        )
        self.drafts.issued.connect(self._on_issued)
        self.drafts.form.picks.connect(self._pick)
        self.drafts.counted.connect(self._tell)
        self.register.corrected.connect(self._on_corrected)
        self.tabs.currentChanged.connect(lambda _at: self._on_tab())
        self.hold_tabs(self.tabs)

    @override
    def reload(self) -> None:
        if not self._picked:
            self.period.set_period(evaluation.latest_period(self.desk.work))
            self._picked = False  # nobody did
        self.drafts.reload()
        self.register.reload()
        self._on_tab()

    @override
    def first_deed(self) -> QWidget | None:
        editor = self.drafts.form.editor
        return editor if editor.isVisibleTo(self) else super().first_deed()

    def _tell(self) -> None:
        waiting = self.drafts.count
        self.set_subtitle(f"草稿 {waiting} 份 · 已印发的在“发文登记”里" if waiting else "没有草稿")

    def _on_tab(self) -> None:
        if self.tabs.currentWidget() is self.shelf:
            self.shelf.draw()

    def _on_period(self, period: Period) -> None:
        self._picked = True
        self.shelf.set_period(period)

    def _period_of(self, name: str) -> Period | None:
        """What a new paper tells of: the period that was picked, or else its usual one."""
        if catalogue.BY_NAME[name].by != "period":
            return None
        return self.period.period if self._picked else catalogue.usual_period(self.desk.work, name)

    def open_menu(self) -> None:
        """Which paper is to be drafted."""
        below = self.start_button.rect().bottomLeft()
        self.start_menu.popup(self.start_button.mapToGlobal(below))

    def start(self, name: str, *, subject_id: int | None = None) -> None:
        """Draft a paper from the records of now; one about a record asks which, where there are more."""
        work, kind = self.desk.work, catalogue.BY_NAME[name]
        if kind.by in catalogue.SUBJECTS and subject_id is None:
            every = office_papers.subjects(work, name, kind.by)
            if len(every) > 1:
                dialog = ChoiceDialog(self, _WHICH[kind.by], "请选择：", every)
                dialog.chosen.connect(lambda chosen: self.start(name, subject_id=chosen))
                dialog.open()
                return
        period = self._period_of(name)
        self.drafts.store()
        begun = drafts.waiting(work, name, period, subject_id)
        if begun is not None:
            self.desk.messages.toast("这一期已经有草稿，接着改就行。")
            self.show_draft(begun)
            return
        self.desk.jobs.run(
            lambda _progress: drafts.create(work, name, period, subject_id),
            title=f"正在起草{kind.label}",
            done=self.show_draft,
        )

    def show_draft(self, draft_id: int) -> None:
        """Open a draft."""
        self.tabs.setCurrentWidget(self.drafts)
        self.drafts.reload()
        self.drafts.choose(draft_id)
        self.drafts.write()

    def _on_issued(self, issued_id: int) -> None:
        self.tabs.setCurrentWidget(self.register)
        self.drafts.reload()
        self.register.choose(issued_id)

    def _on_corrected(self, draft_id: int) -> None:
        self.show_draft(draft_id)

    def _take_back(self) -> None:
        self.tabs.setCurrentWidget(self.drafts)
        self.drafts.ask_for_word()

    def shown(self) -> ShownPaper | None:
        """The paper of the tab in front."""
        current = self.tabs.currentWidget()
        assert isinstance(current, DraftDesk | PaperShelf | IssuedLedger)
        return current.shown()

    def _with_shown(self, deed: Callable[[ShownPaper], Any]) -> None:
        self.drafts.store()
        shown = self.shown()
        if shown is None:
            self.desk.messages.toast("还没有可以打印或者保存的公文，请先选中一份。")
        else:
            deed(shown)

    @reopened
    def open_wordings(self) -> WordingDialog:
        """The wordings of all papers, to be changed."""
        dialog = WordingDialog(self, self.desk)
        dialog.open()
        return dialog

    @reopened
    def annexes_of(self, draft_id: int) -> AnnexesDialog | None:
        """The office's own annexes of a draft, which is shown for it."""
        self.show_draft(draft_id)
        self.drafts.open_annexes()
        found = self.drafts.findChildren(AnnexesDialog)
        return found[-1] if found else None

    @reopened
    def recipients_of(self, draft_id: int, name: str) -> RecipientsDialog:
        """主送, 抄送 or 联合发文 of a draft, chosen from the registers."""
        if self.drafts.draft_id != draft_id:
            self.show_draft(draft_id)
        return self.drafts.form.pick(name)

    def _pick(self, name: str) -> None:
        if self.drafts.draft_id is not None:
            self.recipients_of(self.drafts.draft_id, name)

    @override
    def unsaved(self) -> str:
        return "" if self.drafts.store() else "正在起草的公文还有没保存的内容。"

    @override
    def open_entries(self) -> list[Unsaved]:
        return [
            Unsaved(self.key, title, words, told, {"id": draft_id})
            for draft_id, title, words, told in self.drafts.typed()
        ]

    @override
    def take_up(self, entry: Unsaved) -> str:
        if "id" not in entry.context:
            return super().take_up(entry)
        self.show_draft(int(entry.context["id"]))
        return self.drafts.put(int(entry.context["id"]), entry.words)

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        if key := context.get("period"):
            self.period.set_period(periods.parse(str(key)))
            self._picked = True
        name, number = context.get("document"), context.get("id", context.get("notice"))
        if context.get("kind") == "issued-documents" and isinstance(number, int):
            self.tabs.setCurrentWidget(self.register)
            self.register.choose(number)
        elif isinstance(number, int):
            self._show_document(number)
        elif isinstance(name, str) and name in catalogue.BY_NAME:
            if catalogue.BY_NAME[name].kind:
                self.start(name, subject_id=context.get("poll", context.get("subject")))
            else:
                self.tabs.setCurrentWidget(self.shelf)
                self.shelf.choose(name)

    def _show_document(self, draft_id: int) -> None:
        """A draft, or the entry of the register that it became."""
        issued = drafts.became(self.desk.work, draft_id)
        if issued is None:
            self.show_draft(draft_id)
        else:
            self.tabs.setCurrentWidget(self.register)
            self.register.choose(issued)
