"""Background jobs: changes without a request, and their resumption after a restart."""

from __future__ import annotations

from collections.abc import Iterator

from stub_server.stripe_sim import registry
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.simulation import ScheduledJob, Simulation
from stub_server.stripe_sim.store.schema import PRIVATE


class BackgroundJobs:
    """The background jobs by name."""

    def run(self, name: str, ctx: Context, identifier: str) -> None:
        """Run a job on the object with that id. Raise KeyError if there is no such job."""
        registry.jobs()[name](ctx, identifier)

    def unfinished(self, simulation: Simulation) -> Iterator[ScheduledJob]:
        """Yield the jobs that were under way when the simulator was stopped."""
        for resource in registry.resources().values():
            for status, job in resource.waiting.items():
                part = b'"status":"%b"' % status.encode()
                for record in simulation.objects.store.containing(resource.table, part):
                    if record["status"] == status:
                        private = record[PRIVATE]
                        due = private.get("settles_at") or record.get("expires_at") or 0
                        seconds = max(0, due - simulation.now())
                        yield ScheduledJob(seconds, job, private["account"], record["id"])
