"""A web shop's backend before it exists: contract, stub server and Stripe offline."""

__version__ = "0.1.0"
