"""What a paper says: its parts and its wording, without how they are set on the page."""
