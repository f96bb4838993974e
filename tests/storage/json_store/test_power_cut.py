"""A cut at any system call: with "disk" each acknowledged write survives a loss of power."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from stub_server.shop import store_repair
from stub_server.storage import Durability
from stub_server.storage.json_store import DamagedStoreError, JsonStore
from tests.storage.json_store.helpers import LINES, storage_of, write_log
from tests.storage.json_store.power_cut import Cut, Image, Recorder, write_image

POWER_CUTS = tuple(cut for cut in Cut if cut is not Cut.ALL)


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[Recorder]:
    with pytest.MonkeyPatch.context() as patch:
        yield Recorder(tmp_path / "state", patch)


async def write(store: JsonStore, recorder: Recorder, *keys: str) -> None:
    """Write in a transaction, and acknowledge it as a response does."""
    with store.transaction():
        for key in keys:
            store.put("orders", key, {"id": key, "text": "-" * 50})
    await store.sync()
    recorder.acknowledged += keys
    recorder.step()


async def live(recorder: Recorder, durability: Durability) -> None:
    """The life of a store: writes, alone and together, a compaction among them, and a restart."""
    store = JsonStore.open(recorder.folder, "shop", {}, durability)
    await write(store, recorder, "a", "b")
    await asyncio.gather(*(write(store, recorder, f"c{number}") for number in range(3)))
    store.put("orders", "d", {"id": "d"})
    steps = storage_of(store).begin_compaction()
    await store.sync()
    recorder.acknowledged.append("d")
    for number, _ in enumerate(steps):
        await write(store, recorder, f"d{number}")
    await write(store, recorder, "e")
    store.close()
    again = JsonStore.open(recorder.folder, "shop", {}, durability)
    await write(again, recorder, "f")
    again.close()


def stored_in(image: Image, folder: Path) -> list[str]:
    """Start on the image; return the keys of the orders."""
    store = JsonStore.open(write_image(image, folder), "shop", {})
    found = [record["id"] for record in store.all("orders")]
    store.close()
    return found


@pytest.mark.parametrize(("durability", "cuts"), [("disk", tuple(Cut)), ("process", (Cut.ALL,))])
async def test_each_acknowledged_write_survives_a_cut_at_every_step(
    recorder: Recorder, tmp_path: Path, durability: Durability, cuts: tuple[Cut, ...]
) -> None:
    await live(recorder, durability)
    images = [item for cut in cuts for item in recorder.images[cut].items()]
    assert len(images) > 20
    for number, (image, acknowledged) in enumerate(images):
        found = stored_in(image, tmp_path / f"cut-{number}")
        assert set(acknowledged) <= set(found), (number, image)
        assert len(set(found)) == len(found)
    assert any("f" in acknowledged for _, acknowledged in images)


async def test_with_the_durability_process_a_power_cut_loses_nothing_silently_in_between(
    recorder: Recorder, tmp_path: Path
) -> None:
    await live(recorder, "process")
    images = {image for cut in POWER_CUTS for image in recorder.images[cut]}
    outcomes = set()
    for number, image in enumerate(images):
        found: list[str] | None = None
        with suppress(DamagedStoreError):
            found = stored_in(image, tmp_path / f"cut-{number}")
        if found is None:
            (report,) = store_repair.check(tmp_path / f"cut-{number}", ["shop"])
            assert {damage.kind for damage in report.damages} == {"missing"}, image
            outcomes.add("stopped")
        else:
            assert found == recorder.acknowledged[: len(found)], image
            outcomes.add("all" if found == recorder.acknowledged else "the last ones are lost")
    assert outcomes == {"all", "the last ones are lost", "stopped"}


def test_a_cut_during_a_recovery_loses_nothing_readable(tmp_path: Path, recorder: Recorder) -> None:
    recorder.folder.mkdir()
    write_log(recorder.folder, LINES[0], b"?\n", LINES[2])
    recorder.start_anew()
    recorder.acknowledged += ["a", "c"]
    store_repair.recover(recorder.folder, ["shop"])
    images = [item for cut in Cut for item in recorder.images[cut].items()]
    assert len(images) > 10
    for number, (image, acknowledged) in enumerate(images):
        folder = write_image(image, tmp_path / f"cut-{number}")
        store_repair.recover(folder, ["shop"])
        store = JsonStore.open(folder, "shop", {})
        assert set(acknowledged) <= {record["id"] for record in store.all("orders")}, image
        store.close()
