"""The examiner: holds a backend at any URL to the contract. Knows openapi.yaml, HTTP and Stripe's signature."""
