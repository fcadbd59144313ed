"""What single cells of a sheet say, whatever column they stand in."""
