"""Fakes of the shop's ports: a store over dicts, payments, passwords and an outbox."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stub_server.server.rejection import Rejection
from stub_server.shop.ports import INDEXES, Intent, IntentStatus, Record, StripeEvent
from stub_server.storage.transaction import Transaction


class DictStore:
    """A store over dicts; a rollback restores the earlier tables."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, Record]] = {}
        self.writes = 0
        self.notices: list[str] = []
        self._open = False
        self._before: dict[str, dict[str, Record]] = {}

    def get(self, table: str, key: str) -> Record | None:
        return copy.deepcopy(self.tables.get(table, {}).get(key))

    def put(self, table: str, key: str, record: Mapping[str, Any]) -> None:
        self.writes += 1
        self.tables.setdefault(table, {})[key] = json.loads(json.dumps(record))

    def delete(self, table: str, key: str) -> None:
        self.tables.get(table, {}).pop(key, None)

    def find(self, table: str, field: str, value: str) -> list[Record]:
        assert field in INDEXES[table]
        return [record for record in self.all(table) if record.get(field) == value]

    def find_keys(self, table: str, field: str, value: str) -> list[str]:
        assert field in INDEXES[table]
        return [key for key, record in self.tables.get(table, {}).items() if record[field] == value]

    def all(self, table: str) -> list[Record]:
        return copy.deepcopy(list(self.tables.get(table, {}).values()))

    def page(
        self, table: str, *, limit: int, after: str | None = None, newest_first: bool = True
    ) -> list[Record]:
        assert after is None, "no operation has a cursor"
        return self.all(table)[:: -1 if newest_first else 1][:limit]

    async def sync(self) -> None:
        pass

    def keys(self, table: str) -> Iterator[str]:
        return iter(self.tables.get(table, {}))

    def count(self, table: str) -> int:
        return len(self.tables.get(table, {}))

    def transaction(self) -> Transaction:
        return Transaction(self)

    def begin(self) -> None:
        assert not self._open, "a transaction inside of a transaction"
        self._before, self._open = copy.deepcopy(self.tables), True

    def commit(self) -> None:
        self._open = False

    def rollback(self) -> None:
        self.tables, self._open = self._before, False

    def clear(self) -> None:
        self.tables = {}

    def close(self) -> None:
        pass


class FakePayments:
    """Stripe as a dict of intents; the signature `signed` is valid."""

    publishable_key = "pk_test_shop"

    def __init__(self, store: DictStore) -> None:
        self.store = store
        self.requests: list[dict[str, Any]] = []
        self.intents: dict[str, Intent] = {}
        self.meanwhile: Callable[[], Any] | None = None

    async def create_intent(
        self, *, amount: int, currency: str, order_id: str, email: str
    ) -> Intent:
        await self._wait()
        number = len(self.requests) + 1
        self.requests.append({"amount": amount, "currency": currency, "order": order_id})
        intent = Intent(f"pi_{number}", f"pi_{number}_secret_x", "requires_payment_method")
        self.intents[intent.id] = intent
        return intent

    async def intent(self, intent_id: str) -> Intent:
        await self._wait()
        return self.intents[intent_id]

    def verify_event(self, payload: bytes, signature: str | None) -> StripeEvent:
        if signature != "signed":
            raise Rejection("webhook.signatureInvalid", "Not signed.", rule="C-chk-8")
        event = json.loads(payload)
        return StripeEvent(event["id"], event["type"], event["object"])

    def stands(self, intent_id: str, status: IntentStatus, *, declined: bool = False) -> None:
        self.intents[intent_id] = Intent(intent_id, f"{intent_id}_secret_x", status, declined)

    async def _wait(self) -> None:
        """Run the test's `meanwhile` once, as if it came during the call."""
        assert not self.store._open, "Stripe is asked inside of a transaction"
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()


class FakePasswords:
    """Readable hashes."""

    def __init__(self, store: DictStore) -> None:
        self.store = store
        self.compared: list[str | None] = []
        self.meanwhile: Callable[[], Any] | None = None

    async def hash(self, password: str) -> str:
        await self._wait()
        return f"hash of {password}"

    async def matches(self, password: str, password_hash: str | None) -> bool:
        await self._wait()
        self.compared.append(password_hash)
        return password_hash == f"hash of {password}"

    async def _wait(self) -> None:
        assert not self.store._open, "a password is hashed inside of a transaction"
        if self.meanwhile is not None:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()


class StoreOutbox:
    """The outbox port over the store."""

    def __init__(self, store: DictStore) -> None:
        self.store = store

    def send(self, to: str, subject: str, text: str, *, token: str | None = None) -> None:
        mail = {"to": to, "subject": subject, "text": text, "token": token}
        self.store.put("outbox", str(len(self.store.all("outbox"))), mail)

    def mails(self, to: str | None = None) -> list[Record]:
        return [mail for mail in self.store.all("outbox") if to in (None, mail["to"])]
