"""The plans of the township: read from a file or pasted, confirmed, kept with their text (方案)."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.services import plans
from gaotang_desktop.services.tasks import TaskRow
from gaotang_desktop.ui.desk.desk import Desk
from gaotang_desktop.ui.desk.dialog import Dialog
from gaotang_desktop.ui.desk.file_dialogs import ask_for_file
from gaotang_desktop.ui.ledgers.ledger import Ledger
from gaotang_desktop.ui.pages.tasks.plans import dialogs
from gaotang_desktop.ui.widgets.form.reopening import reopened
from gaotang_desktop.ui.widgets.side_panel import SidePanel


class PlanLedger(Ledger):
    """A plan is taken in as a whole, so its text is shown but not typed into."""

    def __init__(
        self,
        desk: Desk,
        known: Callable[[], Sequence[TaskRow]],
        open_task: Callable[[int], None],
    ) -> None:
        """``known()`` are the tasks of all plans; ``open_task(id)`` shows one."""
        super().__init__(
            desk,
            "plans",
            describe=self._describe_plan,
            form_fields=("number", "name", "year", "remark"),
            unshown=("text",),
        )
        self._known = known
        self._open_task = open_task
        self.set_empty(
            "还没有方案。导入方案后，程序会认出任务和责任单位。", "导入方案", self.choose
        )

    def _describe_plan(self, panel: SidePanel, _record_id: int, values: Mapping[str, Any]) -> None:
        own = [each for each in self._known() if each.plan == values["number"]]
        panel.add_heading(f"任务 · {len(own)}")
        for task in own:
            panel.add_item(
                "list-checks", "secondary", task.title, task.section,
                partial(self._open_task, task.id),
            )  # fmt: skip
        told = partial(
            self.desk.messages.inform,
            values["name"],
            "方案的原文，可以复制。",
            detail=values["text"],
        )
        panel.add_action("看原文", told, "book-open", primary=True)

    def choose(self) -> None:
        """Choose a plan file."""
        ask_for_file(
            self,
            self.desk.memory,
            "导入方案",
            f"方案 ({plans.PLAN_FILES})",
            chosen=self.read_file,
        )

    def read_file(self, path: Path) -> None:
        """Read a plan file and show what was recognised, for confirmation."""
        work = self.desk.work
        self.desk.jobs.run(
            lambda _progress: plans.read_file(work, path),
            title="正在读方案",
            done=self._confirm,
        )

    @reopened
    def paste_text(self) -> Dialog:
        """A place to paste a plan's text."""

        def read(text: str) -> bool:
            try:
                reading = plans.read(self.desk.work, text)
            except DomainError as problem:
                self.desk.messages.problem(problem)
                return False
            self._confirm(reading)
            return True

        dialog = dialogs.PasteDialog(self, read)
        dialog.open()
        return dialog

    def _confirm(self, reading: plans.Reading) -> None:
        """What was recognised and what was not; stored when the operator says so."""
        dialogs.confirm_plan(self, self.desk, reading, self._tell_stored)

    @reopened
    def confirm_again(self, *texts: str) -> Dialog:
        """The confirmation of plans by their texts, as it stood open."""
        return dialogs.confirm_texts(self, self.desk, texts, self._tell_stored)

    def _tell_stored(self, tasks: int) -> None:
        self.desk.messages.undoable(f"已导入方案，{tasks} 项任务。")
