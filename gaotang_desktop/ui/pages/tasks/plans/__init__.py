"""A plan read, confirmed line by line, and kept (方案)."""
