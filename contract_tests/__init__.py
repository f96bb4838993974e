"""The examiner: holds a backend at any URL to the contract.

It knows openapi.yaml, HTTP and Stripe's signature, and nothing of the stub.
"""
