"""The database of an office: what it holds, and how it is asked and changed."""

from gaotang_desktop.data.unneeded import put_off

put_off()
