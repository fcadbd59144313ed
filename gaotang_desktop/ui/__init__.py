"""The window."""

import ctypes
import sys

# PySide6 6.12 takes for granted that None and True are immortal, which they are from Python 3.12 on:
# every call without a result and every signal sent by emit() gives back one reference too many. On
# 3.11 the interpreter would abort after some thousand calls ("none_dealloc", "bool_dealloc"); so
# they get more references than can ever be spent.
if sys.version_info < (3, 12):
    for each in (None, True, False):
        ctypes.c_ssize_t.from_address(id(each)).value += 1 << 40
    del each
