"""Time and chance, given and never taken: the only package that may ask for either."""
