"""Background jobs: what happens without a request, and what a stop has interrupted."""

from __future__ import annotations

from collections.abc import Iterator

from stub_server.stripe_sim import registry
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.simulation import ScheduledJob, Simulation
from stub_server.stripe_sim.store.schema import PRIVATE


class BackgroundJobs:
    """The jobs by name, and those that a stop has interrupted."""

    def run(self, name: str, ctx: Context, identifier: str) -> None:
        """Do the job to the object with that id. KeyError: there is no such job."""
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
