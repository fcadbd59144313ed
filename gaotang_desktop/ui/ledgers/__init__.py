"""What every page of lists is made of."""
