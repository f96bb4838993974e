"""The ports in earnest: a store, passwords, an outbox, Stripe."""
