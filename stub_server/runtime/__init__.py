"""Clock, ids and events: the only source of time and randomness."""
