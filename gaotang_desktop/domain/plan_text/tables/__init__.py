"""Tables of tasks in a plan: found among its lines, their columns, their rows and what these state."""
