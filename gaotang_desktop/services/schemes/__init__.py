"""The rules of the evaluation: their versions, as files, tried on a month."""
