"""The rule tests of the shop's contract."""
