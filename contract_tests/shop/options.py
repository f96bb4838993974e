"""The options that the shop's contract adds. Imports nothing heavy."""

from __future__ import annotations

from contract_tests.harness.config.options import Option

SHOP_OPTIONS = (
    Option("product", "The id of a product that the backend sells.", many=True),
    Option("catalogue", "A JSON file with the products, a list of objects with an id."),
    Option("line_cap", "How many of one product a cart holds (C-cart-6)."),
    Option("cart_cap", "How many pieces a cart holds (C-cart-6)."),
    Option("tax", "The tax in percent of the subtotal (C-ord-4). Default: 19, if orders show it."),
    Option("shipping", "What shipping costs in EUR (C-ord-4). Default: 4.90, if orders show it."),
    Option("free_from", "The subtotal from which on it is free, in EUR (C-ord-4)."),
)
