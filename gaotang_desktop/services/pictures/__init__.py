"""Pictures over time, gathered from the same counters as the pages (走势图)."""
