"""Help at the clerk's hand: a sample to try, reminders."""
