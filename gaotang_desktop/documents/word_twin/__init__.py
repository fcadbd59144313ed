"""The same paper as .docx."""
