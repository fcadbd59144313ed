"""Circulars (通报): how the villages stand, worded from the figures."""
