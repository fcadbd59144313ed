"""What is at the clerk's hand: the first month, reminders, keys, chapters of the manual."""
