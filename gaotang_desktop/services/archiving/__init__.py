"""The archive (归档): an office's whole memory as workbooks, papers and files, and the way back."""
