"""When webhook endpoints last confirmed an event, and which are disabled because they do not."""

from __future__ import annotations

from stub_server.stripe_sim.engine.simulation import Simulation
from stub_server.stripe_sim.events.subscriptions import ENDPOINTS
from stub_server.stripe_sim.store.schema import DELIVERIES, Json


class EndpointHealth:
    """Disables an endpoint that confirms nothing for as long as one delivery is attempted."""

    def __init__(self, simulation: Simulation) -> None:
        self._simulation = simulation
        self._objects = simulation.objects
        self._last_success: dict[str, float] | None = None

    def confirm(self, delivery: Json) -> None:
        """Note the success of the delivery's last attempt."""
        if self._last_success is not None:
            self._last_success[delivery["endpoint"]] = delivery["attempts"][-1]["at"]

    def give_up(self, delivery: Json) -> None:
        """Disable the endpoint unless it has confirmed anything since the first attempt."""
        last = self._successes().get(delivery["endpoint"])
        if last is not None and last >= delivery["attempts"][0]["at"]:
            return
        endpoint = self._objects.get(ENDPOINTS, delivery["account"], delivery["endpoint"])
        # Endpoints of the command line are not stored, and never disabled.
        if endpoint is not None and endpoint["status"] == "enabled":
            endpoint["status"] = "disabled"
            self._objects.put(ENDPOINTS, endpoint)
            self._simulation.endpoints.put(endpoint)

    def _successes(self) -> dict[str, float]:
        """Return endpoint id → Unix time of its last success; the store is read once."""
        if self._last_success is None:
            self._last_success = {}
            for record in self._objects.store.containing(DELIVERIES, b'"state":"delivered"'):
                if record["state"] == "delivered":
                    self._last_success[record["endpoint"]] = record["attempts"][-1]["at"]
        return self._last_success

    def clear(self) -> None:
        """Discard what is known, as at a reset."""
        self._last_success = None
