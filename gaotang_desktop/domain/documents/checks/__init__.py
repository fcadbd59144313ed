"""What a careful reader asks of a paper before it goes out: days, parties, annexes, headings, title."""
