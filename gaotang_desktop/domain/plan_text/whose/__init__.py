"""Who does it: what units are called, and where a clause says which of them answers for it."""
