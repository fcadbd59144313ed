"""The archive (归档): what the tables of an office are as sheets that people read and programs restore."""
