"""Every fault of the PHP backend."""

from __future__ import annotations

from tests.examiner.php.faults_cart import CART
from tests.examiner.php.faults_checkout import CHECKOUT_FAULTS
from tests.examiner.php.faults_customers import CUSTOMER_FAULTS

FAULTS = (*CART, *CHECKOUT_FAULTS, *CUSTOMER_FAULTS)
