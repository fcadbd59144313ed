"""民意调查: polls, results by village with their intervals, problems, questionnaires."""

from collections.abc import Mapping
from typing import Any, ClassVar

from typing_extensions import override

from gaotang_desktop.domain.errors import NotFound
from gaotang_desktop.domain.inspections import OPEN
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.domain.pictures.values import Picture
from gaotang_desktop.domain.unsaved import Unsaved
from gaotang_desktop.services import polls, records
from gaotang_desktop.services.pictures import polls as pictures
from gaotang_desktop.services.polls import Overview
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.ledgers.finding_ledger import FindingLedger
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.ledgers.ledger_page import LedgerPage
from gaotang_desktop.ui.pages.polls.poll_results import PollResults
from gaotang_desktop.ui.pages.polls.questionnaire_entry import QuestionnaireEntry
from gaotang_desktop.ui.widgets.elided_box import ElidedBox
from gaotang_desktop.ui.widgets.form.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.picture.picture_card import PictureCard
from gaotang_desktop.ui.widgets.side_panel import SidePanel

_TREND = 6


class PollsPage(LedgerPage):
    """民意调查 · 各村结果 · 反映问题 · 问卷录入; the poll at the top right holds for all tabs."""

    key = "polls"
    title = "民意调查"
    icon = "vote"
    chapter = "polls"
    reads: ClassVar = frozenset(
        {"polls", "poll_results", "questionnaire_entries", "findings", "inspections", "opinions",
         "places", "villages", "units", "attachments", "settings"}
    )  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, with_period=False)
        self._wanted: int | None = None  # the village another page jumped to
        self.poll = ElidedBox()
        self.poll.setMinimumWidth(220)
        self.poll.setAccessibleName("哪一期")
        self.poll.setPlaceholderText("还没有登记民意调查")
        self.poll.activated.connect(lambda _index: self.show_poll(self.poll.currentData()))
        self.add_header_widget(self.poll)
        self.list = Ledger(
            desk,
            "polls",
            filters=("level",),
            empty="还没有登记民意调查。省、市、县反馈的和镇里自测的都登记在这里。",
            source=lambda work, _period: polls.listing(work),
            describe=self._describe_poll,
            fresh=lambda: {"level": "镇自测"},
            keep=("level",),
        )
        self.list.when_made(lambda table: table.current_changed.connect(self._on_listed))
        self.results = PollResults(desk)
        self.problems = FindingLedger(desk, poll_only=True)
        self.papers = QuestionnaireEntry(desk)
        self.add_ledger(self.list, by_period=False)
        self.add_view(self.results, "各村结果")
        self.add_ledger(self.problems, "反映问题", by_period=False)
        self.add_view(self.papers, "问卷录入")
        self.trend = PictureCard(desk, "民调走势图", self._trend)
        self.add_view(self.trend, "走势")
        self.results.saved.connect(self._show_results)
        # Never shown: 导入, 导出 and 粘贴 of the results, whose list is a view of its own.
        self.sheets = Ledger(desk, "poll-results")
        self.sheets.setParent(self)
        self.sheets.hide()
        self.add_buttons(drafts=("poll-circular",))

    @property
    @override
    def ledger(self) -> Ledger:
        """The ledger shown; on 各村结果 the one that takes sheets of results in and out."""
        return self.sheets if self.tabs.currentWidget() is self.results else super().ledger

    @override
    def paper_context(self) -> dict[str, Any]:
        return {"poll": self.poll.currentData()}

    @override
    def paper_heading(self) -> tuple[str, Period | None]:
        return f"{self.poll.currentText()}各村结果", None

    # -- reading -----------------------------------------------------------------------------

    @override
    def reload(self) -> None:
        chosen = self.poll.currentData()
        every = polls.listed(self.desk.work)
        self.poll.clear()
        for each in every:
            self.poll.addItem(each.name, each.id)
        at = self.poll.findData(chosen)
        self.poll.setCurrentIndex(at if at >= 0 else 0)
        self.reload_ledgers()
        self.trend.reload()
        self._show_results()
        self.papers.show_poll(self.poll.currentData())

    def _trend(self) -> Picture:
        """The polls of the level of the one that is chosen."""
        chosen = self.poll.currentData()
        level = next((each.level for each in polls.listed(self.desk.work) if each.id == chosen), "")
        return pictures.picture(self.desk.work, level)

    def show_poll(self, poll_id: int | None) -> None:
        """Show one poll on every tab; what is typed and not saved stays where it is."""
        if poll_id is None or self.unsaved():
            return
        self.poll.setCurrentIndex(self.poll.findData(poll_id))
        if self.list.table.current_id() != poll_id:
            self.list.table.select([poll_id])
        self._show_results()
        self.papers.show_poll(poll_id)

    def _on_listed(self, poll_id: int | None) -> None:
        if poll_id is not None and poll_id != self.poll.currentData():
            self.show_poll(poll_id)

    def _show_results(self) -> None:
        work, chosen = self.desk.work, self.poll.currentData()

        def read() -> Overview | None:
            try:
                return None if chosen is None else polls.overview(work, chosen)
            except NotFound:
                return None  # binned while it was read: the list that follows no longer has it

        self.desk.jobs.read(read, self._overview_read, key="poll overview")

    def _overview_read(self, found: Overview | None) -> None:
        self.results.set_overview(found)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.results.table.select([wanted])

    @override
    def tell_figures(self) -> None:
        """Under the title: how many polls, and the rates of the newest one with n and interval."""
        every = polls.listed(self.desk.work)
        said = []
        if every:
            newest = polls.overview(self.desk.work, every[0].id)
            for figure in ("safe", "satisfied"):
                if rate := newest.totals.get(figure):
                    said.append(f"{polls.RATE_LABELS[figure]} {rate.words}")
            said.append(f"样本 {newest.sample} 份")
            listed = self.problems.listing().rows
            waiting = sum(row[0] in OPEN for row in listed)
            said.append(f"反映问题未整改 {waiting} 个")
        said.append(self.list.figures())
        self.set_subtitle(" · ".join(said))

    def _describe_poll(self, panel: SidePanel, record_id: int, _values: Mapping[str, Any]) -> None:
        found = polls.overview(self.desk.work, record_id)
        panel.add_heading("总体结果")
        if not found.sample:
            panel.add_paragraph("还没有填各村结果。")
        for figure, label in polls.RATE_LABELS.items():
            rate = found.totals.get(figure)
            if rate is None:
                continue
            panel.add_row(label, f"{rate.words}\n样本 {rate.sample} 份")
        if found.previous is not None and found.sample:
            panel.add_heading(f"比{found.previous.name}")
            for figure, label in polls.RATE_LABELS.items():
                if moved := found.change(figure):
                    panel.add_row(label, moved)
        without = [each.village for each in found.villages if each.remark == polls.NO_SAMPLE]
        few = [each.village for each in found.villages if each.remark == polls.TOO_FEW]
        for label, names in (("无样本", without), ("样本不足", few)):
            if names and found.sample:
                panel.add_row(label, "、".join(names))
        earlier = polls.trend(self.desk.work, found.poll.level)[-_TREND:]
        if len(earlier) > 1:
            panel.add_heading(f"{found.poll.level}各期安全感")
            for poll, rates in reversed(earlier):
                rate = rates.get("safe")
                words = f"{rate.words}，样本 {rate.sample} 份" if rate else "没有结果"
                panel.add_row(f"{poll.until_on:%Y-%m}", words)
        panel.add_action("填写结果", lambda: self.enter_results(record_id), "table")

    # -- doing -------------------------------------------------------------------------------

    def enter_results(self, poll_id: int | None = None) -> None:
        """The grid of all villages of a poll."""
        chosen = poll_id if poll_id is not None else self.poll.currentData()
        if chosen is None:
            self.desk.messages.toast("请先登记一期民意调查，再填各村结果。")
            return
        self.show_poll(chosen)
        self.tabs.setCurrentWidget(self.results)
        if not self.results.is_dirty():
            self.results.set_overview(polls.overview(self.desk.work, chosen))
        self.results.enter()

    @override
    def add_record(self) -> Any:
        shown = self.tabs.currentWidget()
        if shown is self.results:
            self.enter_results()
            return None
        if shown is self.papers:
            self.papers.grid.view.setFocus()
            return None
        if shown is self.problems:
            return self.add_problem()
        return self.list.add()

    def add_problem(self) -> FormDialog | None:
        """A problem that the poll shown brought up."""
        chosen = self.poll.currentData()
        if chosen is None:
            self.desk.messages.toast("请先登记一期民意调查，再登记它反映的问题。")
            return None
        return self.problems.add({"poll_id": chosen})

    @override
    def unsaved(self) -> str:
        if self.results.is_dirty():
            return "各村民调结果填了还没有保存。"
        if self.papers.is_dirty():
            return "问卷录入填了还没有保存。"
        return ""

    @override
    def open_entries(self) -> list[Unsaved]:
        found = []
        if self.results.is_dirty() and self.results.found is not None:
            poll = self.results.found.poll
            context = {"kind": "poll-results", "poll": poll.id}
            words = self.results.grid.typed()
            found.append(Unsaved(self.key, f"{poll.name}各村结果", *words, context))
        if self.papers.is_dirty():
            found.append(Unsaved(self.key, "问卷录入", *self.papers.typed()))
        return found

    @override
    def take_up(self, entry: Unsaved) -> str:
        kind = entry.context.get("kind")
        if kind not in ("poll-results", "questionnaire-entries") or "poll" not in entry.context:
            return super().take_up(entry)
        poll_id = int(entry.context["poll"])
        if self.unsaved():
            return f"{self.unsaved()}请先保存，再接着填。"
        self.poll.setCurrentIndex(self.poll.findData(poll_id))
        if kind == "questionnaire-entries":
            self.tabs.setCurrentWidget(self.papers)
            return self.papers.take_up(entry)
        self.tabs.setCurrentWidget(self.results)
        self.results.set_overview(polls.overview(self.desk.work, poll_id))
        self.results.enter()
        return self.results.grid.put(entry.words)

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        if context.get("kind") == "poll-results":
            poll, self._wanted = context.get("poll"), context.get("village")
            if "id" in context:
                stored = records.get(self.desk.work, "poll-results", context["id"])
                poll, self._wanted = stored["poll_id"], stored["village_id"]
            self.tabs.setCurrentWidget(self.results)
            self.show_poll(poll)
            return
        if "village" in context:
            context = {name: value for name, value in context.items() if name != "village"}
        super().show_record(context)

    @override
    def primary_words(self) -> str:
        words = {self.results: "填写结果", self.problems: "登记问题", self.papers: "录入问卷"}
        shown = self.tabs.currentWidget()
        return words.get(shown, records.deed_of("polls")) if shown else records.deed_of("polls")
