"""Rules of the house that no linter knows; docs/architecture.md and the style say why."""

import ast
import re
import shutil
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "gaotang_desktop"
RESOURCES = ROOT / "resources"
LONGEST = 450
SOURCES = [ROOT / "dev.py", *sorted(PACKAGE.rglob("*.py")), *sorted((ROOT / "tests").rglob("*.py"))]
OURS = [path for path in SOURCES if PACKAGE in path.parents or path.name == "dev.py"]


@cache
def read(path):
    """What stands in a file, each with the line: a kind and a text; read once for all rules.

    ``call`` with the name called, ``class`` with its name, ``import`` with a name imported,
    ``text`` with a percent sign in it, ``format`` of a value in an f-string.
    """
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        texts = []
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", None) or getattr(node.func, "id", "")
            texts = [("call", name)]
        elif isinstance(node, ast.ClassDef):
            texts = [("class", node.name)]
        elif isinstance(node, ast.ImportFrom):
            texts = [("import", each.name) for each in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "%" in node.value:
            texts = [("text", node.value)]
        elif isinstance(node, ast.FormattedValue) and isinstance(node.format_spec, ast.JoinedStr):
            parts = node.format_spec.values
            texts = [("format", part.value) for part in parts if isinstance(part, ast.Constant)]
        found += [(kind, text, node.lineno) for kind, text in texts]
    return found


def standing(paths, *kinds):
    """Every text of these kinds, and where it stands."""
    for path in paths:
        for kind, text, line in read(path):
            if kind in kinds:
                yield f"{path.relative_to(ROOT).as_posix()}:{line}", text


def test_files_stay_short():
    # A generated migration is history: nobody edits it, so nobody splits it.
    read = [path for path in SOURCES if path.parent.name != "versions"]
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in read}
    long = {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > LONGEST}
    assert not long, "two names would say it better"


def test_no_date_format_that_only_some_systems_know():
    marks = ("%" + "-", "%" + "#")
    found = [
        where
        for where, text in standing(SOURCES, "text")
        if any(re.search(re.escape(mark) + "[dmHIMSy]", text) for mark in marks)
    ]
    assert not found


def test_no_date_format_holds_chinese():
    # C's strftime goes through the system's code page: where that is not Chinese it fails.
    found = [
        where
        for where, text in standing(SOURCES, "text", "format")
        if re.search("%[YmdHMSyjaAbB]", text) and not text.isascii()
    ]
    assert not found, "put the Chinese between two formats, not into one"


def test_every_dialog_for_files_is_asked_by_the_one_that_knows_the_last_place():
    found = [
        where
        for where, name in standing((PACKAGE / "ui").rglob("*.py"), "call")
        if name in {"QFileDialog", "getSaveFileName", "getOpenFileName", "getExistingDirectory"}
        and "/file_dialogs.py:" not in where
    ]
    assert not found


def test_nothing_is_imported_with_a_star():
    found = [where for where, name in standing(SOURCES, "import") if name == "*"]
    assert not found


def test_the_domain_asks_neither_the_clock_nor_the_disk():
    asking = {
        "now",
        "today",
        "monotonic",
        "perf_counter",
        "open",
        "Path",
        "read_text",
        "read_bytes",
    }
    read = (PACKAGE / "domain").rglob("*.py")
    found = [where for where, name in standing(read, "call", "import") if name in asking]
    assert not found, "what day it is and what stands in a file is handed in"


def test_no_dialog_blocks_the_window():
    found = [
        where
        for where, name in standing((PACKAGE / "ui").rglob("*.py"), "call")
        if name in {"exec", "exec_", "processEvents"}
    ]
    assert not found, "dialogs open(); long work goes to a job"


def test_names_say_what_a_thing_is():
    vague = re.compile(r"\w(Manager|Helper|Helpers|Utils|Util|Base)$")
    found = [where for where, name in standing(OURS, "class") if vague.search(name)]
    found += [str(path) for path in OURS if vague.search(path.stem.title())]
    assert not found


def test_test_files_have_names_of_their_own():
    # pytest imports them by base name: two of one name shadow each other.
    names = Counter(path.name for path in (ROOT / "tests").rglob("*.py"))
    del names["conftest.py"]  # these it tells apart
    assert not [name for name, count in names.items() if count > 1]


def test_every_face_has_its_licence_beside_it():
    fonts = RESOURCES / "fonts"
    named = "".join(path.name for path in (fonts / "licences").iterdir())
    # NotoSansSC-Regular.ttf is under NotoSansSC-OFL.txt, both Fandol faces under Fandol-COPYING….
    families = {path.stem.partition("-")[0] for path in fonts.glob("*.[to]tf")}
    assert families
    for family in families:
        assert family in named or re.match("[A-Z][a-z]+", family)[0] in named, family


def test_every_folder_of_pictures_has_its_licence_beside_it():
    folders = {path.parent for ext in ("svg", "png", "ico") for path in RESOURCES.rglob(f"*.{ext}")}
    without = [
        folder.name for folder in folders if not [*folder.glob("LICEN*"), *folder.glob("README*")]
    ]
    assert not without, "say whose they are, also when they are our own"


def test_the_readme_and_ci_name_commands_that_exist():
    known = (ROOT / "dev.py").read_text("utf-8")
    for path in (ROOT / "README.md", ROOT / ".ci" / "run"):
        named = set(re.findall(r"dev\.py ([\w-]+)", path.read_text("utf-8")))
        assert "test" in named, path.name
        defined = set(re.findall(r"\ndef (\w+)\(_?words", known))
        assert {name.replace("-", "_") for name in named} <= defined
    assert "python dev.py run" in (ROOT / "README.md").read_text("utf-8")


def test_architecture_names_what_there_is():
    said = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    named = set(re.findall(r"`((?:[\w-]+/)+[\w.-]+)/?`", said))
    there = {f"/{each.relative_to(ROOT).as_posix()}": each for each in SOURCES}
    missing = []
    for path in named:
        # A file, a folder, a module, or what a module holds (data/connections.connect); where
        # the text speaks of a room, from that room on.
        module, _dot, inside = path.partition(".")
        held = [each for name, each in there.items() if name.endswith(f"/{module}.py")]
        if inside not in ("", "py"):
            held = [each for each in held if re.search(rf"\b{inside}\b", each.read_text("utf-8"))]
        folders = (place / path for place in (ROOT, PACKAGE, PACKAGE / "ui"))
        if not held and not any(each.exists() for each in folders):
            missing.append(path)
    assert len(named) > 50
    assert not missing


def test_no_committed_file_names_a_place_on_a_machine():
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    place_of = (
        r"(^|[^a-z.])/("
        + "|".join(("wo" + "rk", "tm" + "p", "ro" + "ot", "ho" + "me"))
        + ")/[a-z.]"
    )
    asked = subprocess.run(
        ["git", "grep", "-nIE", place_of, "--", ".", ":!resources"],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert asked.stdout == ""
