"""The pack of the shop's contract: personas, what holds of every response, and the rule tests."""
