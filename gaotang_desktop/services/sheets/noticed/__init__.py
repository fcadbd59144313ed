"""What of a sheet can be stored but deserves a look: it is told after the import."""
