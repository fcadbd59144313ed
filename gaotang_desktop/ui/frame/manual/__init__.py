"""The operator's manual in a window of its own (使用手册)."""
