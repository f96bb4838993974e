"""Buyers at random, held to a model."""
