"""The rules of the evaluation: their versions, and as files."""
