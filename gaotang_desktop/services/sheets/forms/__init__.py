"""Forms for the villages and their way back (填报表): sent, gathered, and who has not sent theirs."""
