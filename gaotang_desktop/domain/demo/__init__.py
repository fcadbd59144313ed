"""What the sample data tell: invented, plausible, the same for the same seed."""
