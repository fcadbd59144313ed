"""What every page is handed: jobs, changes, messages, memory."""
