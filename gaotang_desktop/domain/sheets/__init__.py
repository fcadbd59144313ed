"""Rows of a sheet, of the clipboard and of a chat, and what they say of records."""
