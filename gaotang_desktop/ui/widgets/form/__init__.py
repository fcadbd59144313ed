"""One record at a time: editors, forms, dialogs."""
