"""What belongs together stands together; docs/architecture.md draws the rooms."""

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "gaotang_desktop"
NO_TWINS = {"journeys", "faults", "benchmarks", "old_databases", "plans", "commands"}
"""Tests of the whole, and what tests read; a command is tried as it is called, by its words."""
MOST_MODULES = 30
LARGEST_FAMILY = 4
UI = "gaotang_desktop.ui."
PAGES = UI + "pages."
GENERAL = tuple(UI + each for each in ("desk.", "ledgers.", "page", "printing.", "widgets."))
DOOR = "page"


@pytest.fixture(scope="module")
def imports():
    """For each module of the package the modules of the package that it imports."""
    graph = grimp.build_graph("gaotang_desktop", cache_dir=None)
    return {each: graph.find_modules_directly_imported_by(each) for each in graph.modules}


def users(imports, module):
    return {each for each, imported in imports.items() if module in imported}


def room(module):
    """The page that a module under ``pages`` belongs to; ``None`` elsewhere."""
    return module.removeprefix(PAGES).split(".")[0] if module.startswith(PAGES) else None


def test_there_is_no_circle_of_imports(imports):
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


def test_what_belongs_to_a_page_is_imported_by_that_page_alone(imports):
    strangers = [
        f"{user} imports {module}"
        for module in imports
        if room(module) and not module.endswith("." + DOOR)
        for user in users(imports, module)
        if room(user) != room(module)
    ]
    assert not strangers, "move it to widgets or ledgers, where all may use it"


def test_every_page_has_its_door(imports):
    pages = {room(each) for each in imports if room(each)}
    assert pages
    assert all(f"{PAGES}{each}.{DOOR}" in imports for each in pages)


def is_general(module):
    return module.startswith(GENERAL) and not room(module)


def served(imports, module):
    """The pages that lean on a general module, through whatever others; ``None``: more than pages."""
    found, waiting, seen = set(), [module], {module}
    while waiting:
        for user in users(imports, waiting.pop()) - seen:
            seen.add(user)
            if is_general(user):
                waiting.append(user)
            else:
                found.add(room(user))
    return found


def test_what_stands_for_all_pages_serves_more_than_one(imports):
    packages = {each.rpartition(".")[0] for each in imports}
    pages = {each: served(imports, each) for each in imports if is_general(each)}
    pages = {module: each for module, each in pages.items() if module not in packages}
    lonely = {module: each for module, each in pages.items() if len(each) < 2 and None not in each}
    assert pages
    assert not lonely, "it belongs into the room of that page, or nowhere"


def test_every_folder_is_seen_by_the_contracts():
    # One without __init__.py is no part of the graph of imports: no contract would look into it.
    unseen = {
        folder.relative_to(PACKAGE).as_posix()
        for folder in {path.parent for path in PACKAGE.rglob("*.py")}
        if not (folder / "__init__.py").exists()
    }
    assert unseen == {"data/migrations", "data/migrations/versions"}, "Alembic's own way"


def test_no_folder_grows_flat():
    counts = {
        folder: len([each for each in folder.glob("*.py") if each.name != "__init__.py"])
        for folder in {path.parent for path in PACKAGE.rglob("*.py")}
        if folder.name
        != "versions"  # a migration for each change of the schema, in a row by number
    }
    flat = {str(each.relative_to(PACKAGE)): n for each, n in counts.items() if n > MOST_MODULES}
    assert counts
    assert not flat, "a room with doors shows what belongs together"


def test_a_family_told_by_its_prefix_is_a_room_of_its_own():
    families: dict[tuple[str, str], list[str]] = {}
    for path in PACKAGE.rglob("*.py"):
        first = path.stem.split("_")[0]
        if first and path.parent.name != "versions":
            key = (str(path.parent.relative_to(PACKAGE)), first)
            families.setdefault(key, []).append(path.stem)
    large = {key: names for key, names in families.items() if len(names) >= LARGEST_FAMILY}
    assert families
    assert not large, "their first word becomes the name of a folder"


def named_in(test, imports):
    """The modules of the package that a test names in its imports."""
    for node in ast.walk(ast.parse(test.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(PACKAGE.name):
            for each in node.names:
                whole = f"{node.module}.{each.name}"
                yield whole if whole in imports else str(node.module)


def test_a_test_stands_in_the_room_of_what_it_tests(imports):
    astray = []
    for test in sorted((ROOT / "tests").rglob("test_*.py")):
        *rooms, _name = test.relative_to(ROOT / "tests").parts
        if not rooms or rooms[0] in NO_TWINS:
            continue
        here = ".".join((PACKAGE.name, *rooms))
        if here not in imports:
            astray.append(f"{test.name}: there is no room {here}")
        tails = [
            f"{each}.".removeprefix(f"{here}.")
            for each in named_in(test, imports)
            if f"{each}.".startswith(f"{here}.")
        ]
        deeper = {each.split(".")[0] if each.count(".") > 1 else "" for each in tails}
        if len(deeper) == 1 and "" not in deeper:
            astray.append(f"{test.name}: all that it tests of {here} stands in {deeper}")
    assert not astray
