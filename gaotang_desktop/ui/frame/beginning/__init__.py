"""An office that begins: where the data lie, and the three first steps."""
