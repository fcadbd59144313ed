"""The computer in use: where the data lie on it, and what a maintainer must know of it."""
