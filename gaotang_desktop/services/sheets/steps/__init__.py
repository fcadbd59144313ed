"""Sheets of what was done about matters: 延期、验收、提级督办, each row beside the matter that it names."""
