"""村与单位: the registers of villages, officers and units."""

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QFileDialog, QTabWidget
from typing_extensions import override

from gaotang_desktop.domain.errors import DomainError
from gaotang_desktop.domain.fields import Listing
from gaotang_desktop.services import exports, imports, records
from gaotang_desktop.ui.desk import Desk
from gaotang_desktop.ui.page import Page
from gaotang_desktop.ui.widgets.form_dialog import FormDialog
from gaotang_desktop.ui.widgets.record_table import RecordTable

KINDS = ("villages", "officers", "units")
_FILTERS = {"villages": ("kind",), "officers": ("village_id", "role"), "units": ("kind",)}
_SUMS = {"villages": ("households", "population"), "officers": (), "units": ()}
SHEETS = "表格 (*.xlsx *.csv)"


class RegistersPage(Page):
    """One tab for each register; all three work alike."""

    key = "registers"
    title = "村与单位"
    icon = "map-pinned"
    chapter = "registers"
    reads: ClassVar = frozenset({"villages", "officers", "units"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.tabs = QTabWidget()
        self.tables: dict[str, RecordTable] = {}
        for kind in KINDS:
            table = RecordTable(
                kind,
                today=desk.work.today,
                memory=desk.memory,
                filters=_FILTERS[kind],
                sums=_SUMS[kind],
            )
            label = records.label_of(kind)
            table.set_empty(
                f"还没有登记{label}。可以从表格导入，也可以逐个新增。", "导入", self.import_sheet
            )
            table.opened.connect(self.edit)
            table.bin_requested.connect(self.bin)
            self.tables[kind] = table
            self.tabs.addTab(table, label)
        self.body.addWidget(self.tabs, 1)
        self.add_action("导入", "upload", self.import_sheet)
        self.add_action("导出", "download", self.export)
        self.primary_action("新增", "plus", self.add, shortcut="Ctrl+N")

    @property
    def kind(self) -> str:
        """The register that is shown."""
        return KINDS[self.tabs.currentIndex()]

    @override
    def reload(self) -> None:
        counts = []
        for kind, table in self.tables.items():
            listed = records.listing(self.desk.work, kind)
            shown = tuple(i for i, each in enumerate(listed.fields) if each.listed)
            table.set_listing(
                Listing(
                    kind,
                    tuple(listed.fields[i] for i in shown),
                    listed.ids,
                    tuple(tuple(row[i] for i in shown) for row in listed.rows),
                )
            )
            counts.append(f"{records.label_of(kind)} {len(listed.ids)}")
        self.set_subtitle(" · ".join(counts))

    @override
    def show_record(self, context: dict[str, Any]) -> None:
        kind = context.get("kind")
        if kind in KINDS:
            self.tabs.setCurrentIndex(KINDS.index(kind))
            self.tables[kind].select([context["id"]])

    def add(self) -> FormDialog:
        """A form for a new record of the register shown."""
        return self._form(None)

    def edit(self, record_id: int) -> FormDialog:
        """The form of one record."""
        return self._form(record_id)

    def _form(self, record_id: int | None) -> FormDialog:
        work, kind = self.desk.work, self.kind
        shown = records.fields_for(kind)
        dialog = FormDialog(
            self,
            ("新增" if record_id is None else "修改") + records.label_of(kind),
            shown,
            today=work.today,
            save=lambda values: self._store(kind, values, record_id),
            references=lambda name: records.references(work, name),
            values=None if record_id is None else records.get(work, kind, record_id),
            keep=("village_id",) if record_id is None else None,
        )
        dialog.open()
        return dialog

    def _store(self, kind: str, values: dict[str, Any], record_id: int | None) -> None:
        records.save(self.desk.work, kind, values, record_id=record_id)
        self.desk.messages.saved()

    def bin(self, ids: list[int]) -> None:
        """Move records to the recycle bin; the toast takes it back."""
        try:
            title = records.bin_records(self.desk.work, self.kind, ids)
        except DomainError as problem:
            self.desk.messages.problem(problem)
            return
        self.desk.messages.undoable(f"{title}，已移到回收站。")

    def import_sheet(self) -> None:
        """Choose a sheet and take it in."""
        dialog = QFileDialog(self, f"导入{records.label_of(self.kind)}", "", SHEETS)
        dialog.fileSelected.connect(lambda name: self.take_in(Path(name)))
        dialog.open()

    def take_in(self, path: Path, *, town: str | None = None) -> None:
        """Import one file with progress; its outcome is said in sentences."""
        work, kind = self.desk.work, self.kind
        self.desk.jobs.run(
            lambda progress: imports.import_sheet(work, kind, path, town=town, progress=progress),
            title=f"正在导入{records.label_of(kind)}",
            done=self._imported,
            failed=lambda error: self._failed(error, path),
        )

    def _imported(self, result: imports.Imported) -> None:
        if not result.errors:
            self.desk.messages.undoable(result.summary)
            return
        self.desk.messages.inform("导入结果", result.summary, detail=result.detail)

    def _failed(self, error: Exception, path: Path) -> None:
        # A list of several towns: the operator says which one is theirs.
        if isinstance(error, imports.SeveralTowns):
            self.choose_town(error, path)
        else:
            self.desk.messages.show_error(error)

    def choose_town(self, error: imports.SeveralTowns, path: Path) -> None:
        """Ask which town of a list to register."""
        from gaotang_desktop.ui.widgets.choice_dialog import ChoiceDialog

        dialog = ChoiceDialog(
            self,
            "这份名单里有几个乡镇",
            "请选择本镇：",
            [(f"{name}（{code}）", code) for code, name in error.towns.items()],
        )
        dialog.chosen.connect(lambda code: self.take_in(path, town=code))
        dialog.open()

    def export(self) -> None:
        """Save the register shown as a workbook."""
        kind = self.kind
        dialog = QFileDialog(
            self, f"导出{records.label_of(kind)}", f"{records.label_of(kind)}.xlsx", SHEETS
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda name: self.write(kind, Path(name)))
        dialog.open()

    def write(self, kind: str, path: Path) -> None:
        """Write the workbook in the background."""
        work = self.desk.work
        self.desk.jobs.run(
            lambda _progress: exports.export(work, kind, path),
            title="正在导出",
            done=lambda rows: self.desk.messages.toast(f"已导出 {rows} 行：{path.name}"),
        )
