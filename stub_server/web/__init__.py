"""The only HTTP of the shop: routes bound from openapi.yaml, cookies, envelopes, pages."""
