"""Everything that can be printed or issued, and what goes into it."""
