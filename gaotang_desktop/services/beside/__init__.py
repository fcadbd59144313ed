"""What a record does to the others beside it, and they to it: the longer rules of single kinds."""
