"""Modules of the window are imported in its own thread; what they stand on, beside it.

PySide keeps what it knows of a class in tables that the event loop reads without Python's lock. A class
that another thread makes meanwhile, or a name of Qt that it imports, ends the program now and then
(in ``PySide::MetaObjectBuilder::update``).
"""

import dis
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from time import perf_counter
from types import CodeType, ModuleType

from gaotang_desktop.ui.desk.jobs import Jobs

_WINDOW = "gaotang_desktop.ui"
_QT = ("PySide6", "shiboken6")
_AT_ONCE_S = 0.008


def import_foundations(*names: str) -> list[str]:
    """Import what modules of the window stand on and what knows no Qt; any thread may.

    Returns the modules of the window that are still to be imported, each after those it needs.
    """
    own: dict[str, None] = {}
    for name in names:
        _go_through(name, own, set())
    return list(own)


def import_in_pieces(modules: list[str], jobs: Jobs, then: Callable[[], None]) -> None:
    """Import modules in the window's thread, a few milliseconds in each turn; afterwards ``then``."""
    end = perf_counter() + _AT_ONCE_S
    while modules and perf_counter() < end:
        import_module(modules.pop(0))
    if modules:
        jobs.read(
            lambda: None, lambda _: import_in_pieces(modules, jobs, then), key="import pieces"
        )
    else:
        then()


def _go_through(name: str, own: dict[str, None], seen: set[str]) -> None:
    if name in seen or name in sys.modules:
        return
    seen.add(name)
    for wanted, parts in _imports(_code_of(name)):
        if wanted.startswith(_QT):
            continue
        if not wanted.startswith(_WINDOW):
            _import_with_parts(wanted, parts)
            continue
        _go_through(wanted, own, seen)
        for part in parts if _is_package(wanted) else ():
            if find_spec(f"{wanted}.{part}") is not None:
                _go_through(f"{wanted}.{part}", own, seen)
    own[name] = None


def _import_with_parts(name: str, parts: tuple[str, ...]) -> None:
    found: ModuleType = import_module(name)
    for part in parts:
        if not hasattr(found, part):
            with suppress(ModuleNotFoundError):
                import_module(f"{name}.{part}")


def _is_package(name: str) -> bool:
    # Of a part of a module nothing may be asked: Python would import the module for it.
    spec = find_spec(name)
    return spec is not None and spec.submodule_search_locations is not None


def _code_of(name: str) -> CodeType:
    spec = find_spec(name)
    loader = spec.loader if spec is not None else None
    code = loader.get_code(name) if loader is not None and hasattr(loader, "get_code") else None
    if not isinstance(code, CodeType):
        raise ModuleNotFoundError(name)
    return code


def _imports(code: CodeType) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a module imports when it is imported itself, and which names of it."""
    parts: object = None
    checked, end = False, 0
    for step in dis.get_instructions(code):
        if step.offset < end:  # what only a reader of types imports
            continue
        if step.opname == "LOAD_NAME":
            checked = step.argval == "TYPE_CHECKING"
        elif checked and "JUMP" in step.opname and "IF_FALSE" in step.opname:
            end, checked = int(step.argval), False
        elif step.opname == "LOAD_CONST":
            parts = step.argval
        elif step.opname == "IMPORT_NAME":
            yield str(step.argval), parts if isinstance(parts, tuple) else ()
