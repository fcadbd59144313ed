"""One field of a form: its label, its editor, and a sentence under it."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from gaotang_desktop.domain.fields import Field
from gaotang_desktop.domain.writings.cutting import cut
from gaotang_desktop.ui import theme
from gaotang_desktop.ui.widgets.form.editor import Editor
from gaotang_desktop.ui.widgets.form.field_editors import LongTextEditor

_SHOWN = 10


class FieldPlace(QWidget):
    """Label above, editor, and one sentence under it: the error, or else the help.

    Under the error of a name that no register has, a button registers it, once :meth:`offer_new` was called.
    """

    def __init__(self, field: Field, editor: Editor) -> None:
        super().__init__()
        self.editor = editor
        self._help = field.help
        self.is_error = False
        self._terse = False
        mark = " <span style='color:{}'>*</span>" if field.required else ""
        self._label_text = field.label, mark
        self.label = QLabel()
        self.label.setProperty("class", "field_label")
        self.label.setBuddy(editor)
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE_1)
        column.addWidget(self.label)
        column.addWidget(editor)
        column.addWidget(self.sentence)
        self.new_button: QPushButton | None = None
        column.addStretch(1)
        self.say("")
        self._word()

    def offer_new(self) -> None:
        """What is named here may be registered from here: a button says so where the name is missing."""
        button = self.new_button = QPushButton(self)
        button.setProperty("role", "link")
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked: self.editor.asked_new.emit())
        button.hide()
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(column.count() - 1, button, 0, Qt.AlignmentFlag.AlignLeft)

    def say(self, error: str) -> None:
        """Show an error in the place of the help; ``""`` takes it away."""
        self.editor.set_problem(bool(error))
        self.sentence.setText(error or self._help)
        self.is_error = bool(error)
        if self.new_button is not None:
            name = cut(self.editor.unknown(), _SHOWN) if error else ""
            self.new_button.setText(f"登记“{name}”（F2）")
            self.new_button.setVisible(bool(name))
        self.be_terse(self._terse)
        theme.restyle(self.sentence, "error" if error else "faint")

    def be_terse(self, terse: bool) -> None:
        """Where room is short the help is not seen under the editor; an error always is."""
        self._terse = terse
        self.sentence.setVisible(self.is_error or bool(self._help and not terse))
        self.label.setToolTip(self._help if terse else "")
        if isinstance(self.editor, LongTextEditor):
            self.editor.be_low(terse)
        self.updateGeometry()  # at once: the form is measured before Qt lays it out

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._word()  # the system turned dark or light while the form is open

    def _word(self) -> None:
        words, mark = self._label_text
        escaped = words.replace("&", "&amp;").replace("<", "&lt;")
        self.label.setText(escaped + mark.format(theme.colours().bad_text))
