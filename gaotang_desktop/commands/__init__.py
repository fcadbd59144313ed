"""The command line: everything that the window does to files, without the window."""
