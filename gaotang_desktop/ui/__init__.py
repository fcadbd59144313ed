"""The window."""

import builtins
import ctypes
import sys

import PySide6.QtCore  # noqa: F401 - what is mended below has to be there

# PySide6 puts itself between every import and reads the source of each module that is imported, to
# see whether it asks for another spelling of Qt's names. Nothing here does, and the sources would
# stay in memory: 30 MB and a quarter of a second.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)

# PySide6 6.12 takes for granted that None and True are immortal, which they are from Python 3.12 on:
# every call without a result and every signal sent by emit() gives back one reference too many. On
# 3.11 the interpreter would abort after some thousand calls ("none_dealloc", "bool_dealloc"); so
# they get more references than can ever be spent.
if sys.version_info < (3, 12):
    for each in (None, True, False):
        ctypes.c_ssize_t.from_address(id(each)).value += 1 << 40
    del each
