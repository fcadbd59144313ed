"""What the office's own window keeps: what people came with, how it ended, what was agreed on."""
