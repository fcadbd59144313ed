"""How a small form, or another window, is opened again after a power cut, with the words that stood in it.

Who opens a form says so once, by :func:`reopened`: the name of the function and what it was called
with are kept with the words. They are kept only where they are plain (ids, names, days, periods):
what else a form was called with is not there any more after a restart.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from PySide6.QtCore import QObject

from gaotang_desktop.domain import periods
from gaotang_desktop.domain.periods import Period
from gaotang_desktop.ui.desk.dialog import Dialog

P = ParamSpec("P")
R = TypeVar("R")
_OPENERS: dict[str, Callable[..., Any]] = {}
_DAY = re.compile(r"day:(\d{4}-\d\d-\d\d)")
_PERIOD = re.compile(r"period:(\S+)")
_DEED = "opened_by"


def reopened(opener: Callable[P, R]) -> Callable[P, R]:
    """A method of a part of a page, or a function of ``(parent, desk, …)``, that opens a form."""
    name = opener.__qualname__
    skipped = 1 if "." in name else 2

    @wraps(opener)
    def opened(*given: P.args, **named: P.kwargs) -> R:
        form = opener(*given, **named)
        if isinstance(form, Dialog) and not form.kept_as:
            remember(form, name, *given[skipped:], **named)
        return form

    _OPENERS[name] = opened
    return opened


def remember(form: Dialog, name: str, *given: Any, **named: Any) -> None:
    """``form`` is opened again by the opener of that name, called with these values."""
    values = [*given, *named.values()]
    if all(each is None or isinstance(each, (str, int, date, Period)) for each in values):
        form.kept_as = {
            _DEED: name,
            "with": [_plain(each) for each in given],
            "named": {key: _plain(each) for key, each in named.items()},
        }


def reopen(page: QObject, desk: Any, context: Mapping[str, Any]) -> Dialog | None:
    """Open a form as it was opened; ``None`` where that cannot be, or its record is gone.

    Raises:
        DomainError: its record is gone.
        TypeError, KeyError: it was kept by another version.
    """
    name = str(context.get(_DEED, ""))
    opener = _OPENERS.get(name)
    if opener is None:
        return None
    given = [_value(each) for each in context["with"]]
    named = {key: _value(each) for key, each in context["named"].items()}
    if "." not in name:
        form = opener(page, desk, *given, **named)
    else:
        owner = _owner(page, name.partition(".")[0])
        form = None if owner is None else opener(owner, *given, **named)
    return form if isinstance(form, Dialog) else None


def _owner(page: QObject, name: str) -> object | None:
    """The page, a part of it, or what one of these keeps, whose class has this name."""
    parts: list[object] = [page, *page.findChildren(QObject)]
    kept: list[object] = [each for part in parts for each in vars(part).values()]
    for each in (*parts, *kept):
        if any(its.__name__ == name for its in type(each).__mro__):
            return each
    return None


def _plain(value: Any) -> Any:
    if isinstance(value, Period):
        return f"period:{value.key}"
    return f"day:{value.isoformat()}" if isinstance(value, date) else value


def _value(plain: Any) -> Any:
    if isinstance(plain, str):
        if found := _DAY.fullmatch(plain):
            return date.fromisoformat(found[1])
        if found := _PERIOD.fullmatch(plain):
            return periods.parse(found[1])
    return plain
