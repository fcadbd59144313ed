"""The window."""

import ctypes
import sys

# PySide6 6.12 takes for granted that None is immortal, which it is from Python 3.12 on: every call
# without a result gives back one reference to None too many. On 3.11 the interpreter would abort
# after some thousand calls ("none_dealloc"); so None gets more references than can ever be spent.
if sys.version_info < (3, 12):
    ctypes.c_ssize_t.from_address(id(None)).value += 1 << 40
