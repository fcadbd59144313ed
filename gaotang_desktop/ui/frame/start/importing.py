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
_LOAD_NAME, _LOAD_CONST, _IMPORT_NAME, _EXTENDED_ARG = (
    dis.opmap[name] for name in ("LOAD_NAME", "LOAD_CONST", "IMPORT_NAME", "EXTENDED_ARG")
)
_JUMPS_IF_FALSE = {
    number for name, number in dis.opmap.items() if "JUMP_" in name and "IF_FALSE" in name
}
_CACHE = bytes([dis.opmap["CACHE"]])


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
    """What a module imports when it is imported itself, and which names of it.

    The bytes themselves are read, at every start: ``dis`` would make an object of each instruction.
    """
    parts: object = None
    checked, end = False, 0
    for after, step, argument in _steps(code.co_code):
        if after <= end:  # what only a reader of types imports
            continue
        if step == _LOAD_NAME:
            checked = code.co_names[argument] == "TYPE_CHECKING"
        elif checked and step in _JUMPS_IF_FALSE:
            end, checked = after + 2 * argument, False
        elif step == _LOAD_CONST:
            parts = code.co_consts[argument]
        elif step == _IMPORT_NAME:
            yield code.co_names[argument], parts if isinstance(parts, tuple) else ()


def _steps(code: bytes) -> Iterator[tuple[int, int, int]]:
    """Each instruction: where the next one begins, its number, and its argument."""
    more = at = 0
    while at < len(code):
        step, argument = code[at], code[at + 1] | more << 8
        at += 2
        if step == _EXTENDED_ARG:
            more = argument
            continue
        while code[at : at + 1] == _CACHE:
            at += 2
        yield at, step, argument
        more = 0
