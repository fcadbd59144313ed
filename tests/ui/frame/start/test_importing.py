"""While the window lives, classes of Qt are made in its own thread: made in another, they end it now and then."""

import dis
import subprocess
import sys
from pathlib import Path

import gaotang_desktop
from gaotang_desktop.ui.frame.start.importing import _imports

STARTED = """
import builtins, os, sys, threading
from pathlib import Path
real = builtins.__build_class__
def build(body, name, *bases, **more):
    if threading.current_thread() is not threading.main_thread():
        beside.append(name)
        made.extend([name] if any(hasattr(each, "staticMetaObject") for each in bases) else [])
    return real(body, name, *bases, **more)
beside, made = [], []
builtins.__build_class__ = build
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
application = QApplication([])
from gaotang_desktop import app
def look():
    if all(each.module in sys.modules for each in app.ENTRIES):
        print(made, len(beside) > 100, flush=True)
        os._exit(0)
timer = QTimer()
timer.timeout.connect(look)
timer.start(50)
app.show_window(Path(sys.argv[1]))
application.exec()
"""


def test_no_class_of_the_window_is_made_outside_its_thread(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", STARTED, str(tmp_path / "data")],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.stdout.strip() == "[] True", done.stderr


def named_by_dis(code):
    """What a module imports, read by the library's own disassembler."""
    parts, checked, end = None, False, 0
    for step in dis.get_instructions(code):
        if step.offset < end:
            continue
        if step.opname == "LOAD_NAME":
            checked = step.argval == "TYPE_CHECKING"
        elif checked and "JUMP" in step.opname and "IF_FALSE" in step.opname:
            end, checked = step.argval, False
        elif step.opname == "LOAD_CONST":
            parts = step.argval
        elif step.opname == "IMPORT_NAME":
            yield step.argval, parts if isinstance(parts, tuple) else ()


def test_what_a_module_imports_is_read_from_its_bytes_as_the_disassembler_reads_it():
    package = Path(gaotang_desktop.__file__).parent
    seen = 0
    for source in package.rglob("*.py"):
        code = compile(source.read_text("utf-8"), source.name, "exec")
        assert list(_imports(code)) == list(named_by_dis(code)), source
        seen += "TYPE_CHECKING" in code.co_names
    assert seen > 20
