"""What a sheet leaves open and the operator says once for all its rows."""
