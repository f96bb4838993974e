"""A customer whom tests share: to register costs a password hash, and honest ones are slow."""

from __future__ import annotations

from contract_tests.harness.session import CheckSession
from contract_tests.shop.shopper import Shopper


class SharedCustomer:
    """One account of a run, for tests that only need somebody who is logged in."""

    def __init__(self, session: CheckSession) -> None:
        self._session = session
        self._shopper: Shopper | None = None

    def visit(self) -> Shopper:
        """Return the customer: logged in, without addresses, with an empty cart.

        A new one registers if this one was logged out, by a test or by a fault of the backend.
        """
        shopper = self._shopper
        if shopper is None or not shopper.client.call("getMe").json:
            shopper = self._shopper = Shopper(self._session)
            shopper.register()
            return shopper
        for address in shopper.addresses():
            shopper.client.call("removeAddress", id=str(address["id"]))
        shopper.clear_cart()
        return shopper
