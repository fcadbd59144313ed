"""What SQLAlchemy imports and this program never uses: it is loaded when somebody asks for it.

asyncio brings sockets, ssl and 30 modules more: 3 MB, and time at each start.
"""

import sys
from collections.abc import Coroutine
from importlib import import_module
from types import ModuleType
from typing import Any

from typing_extensions import override

_NAME = "asyncio"


class _Later(ModuleType):
    """Stands where asyncio is looked for, and hands on to the real one what is asked of it."""

    @staticmethod
    def iscoroutine(thing: object) -> bool:
        """As asyncio says it: SQLAlchemy takes this one name while it is imported."""
        return isinstance(thing, Coroutine)

    @override
    def __getattr__(self, name: str) -> Any:
        # Python asks every module for its own marks; only a package's path means that it is wanted.
        if name.startswith("__") and name != "__path__":
            raise AttributeError(name)
        if sys.modules.get(_NAME) is self:
            del sys.modules[_NAME]
        return getattr(import_module(_NAME), name)


def put_off() -> None:
    """Let the next ``import asyncio`` cost nothing; called before SQLAlchemy is imported."""
    if _NAME not in sys.modules:
        sys.modules[_NAME] = _Later(_NAME)
