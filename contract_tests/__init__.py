"""The checker: holds a backend at any URL to its contract.

`harness` knows HTTP, OpenAPI documents and Stripe's API; `shop` is the pack of the shop's contract.
Neither knows the stub.
"""
