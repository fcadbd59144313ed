"""What the workbench says: figures, what needs doing, what is open."""
