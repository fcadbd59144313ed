"""Many values typed as in a spreadsheet."""
