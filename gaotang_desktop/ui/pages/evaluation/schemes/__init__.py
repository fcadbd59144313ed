"""The rules of the evaluation: their versions, and the editor of a new one."""
