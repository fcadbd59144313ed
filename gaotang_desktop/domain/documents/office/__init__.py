"""Papers of the office's own work: reports, minutes, letters, answers, what is typed."""
