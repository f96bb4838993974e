"""Every fault by its name."""

from __future__ import annotations

from tests.examiner import (
    faults_cart,
    faults_checkout,
    faults_conventions,
    faults_customers,
    faults_orders,
    faults_payment,
    faults_stranger,
    faults_subtle,
)
from tests.examiner.fault import Fault

PAGES = {
    "cart": faults_cart.FAULTS,
    "checkout": faults_checkout.FAULTS,
    "payment": faults_payment.FAULTS,
    "orders": faults_orders.FAULTS,
    "customers": faults_customers.FAULTS,
    "conventions": faults_conventions.FAULTS,
    "subtle": faults_subtle.FAULTS,
    "stranger": faults_stranger.FAULTS,
}
FAULTS: dict[str, Fault] = {it.id: it for page in PAGES.values() for it in page}
