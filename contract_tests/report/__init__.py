"""What the examination found, for people and for machines."""
