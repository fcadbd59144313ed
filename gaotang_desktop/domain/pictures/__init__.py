"""Pictures over time: what they show, as a table of spots, and what may be said of them."""
