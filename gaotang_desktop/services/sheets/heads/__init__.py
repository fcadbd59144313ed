"""The headings of a sheet: which column is which field."""
