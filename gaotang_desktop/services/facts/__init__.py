"""What is counted from the records for the evaluation."""
