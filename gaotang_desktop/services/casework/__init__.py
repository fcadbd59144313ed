"""What a person does with the records of the office's own window."""
