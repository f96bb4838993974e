"""Mutants of a customer's addresses."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from stub_server.server.plugin import Result
from stub_server.server.rejection import Rejection
from stub_server.shop.domain import address
from stub_server.shop.operations import addresses, customers
from tests.checker.mutants.middleware import CallNext, Request, Response, add_middleware
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrapper
from tests.checker.mutants.responses import (
    change_body,
    change_response,
    change_status,
)


def _allow_guests(value: Any) -> Any:
    async def listed(request: Request, call_next: CallNext) -> Response:
        response = await call_next(request)
        if request.operation == "listAddresses" and response.status == 401:
            response.status = 200
            response.set_json(value)
        return response

    return partial(add_middleware, listed)


def _skip_owner_check(original: Any, shop: Any, who: Any, address_id: str) -> Any:
    return shop.addresses.get(address_id) or original(shop, who, address_id)


async def _delete_of_any_owner(original: Any, request: Any, shop: Any) -> Any:
    stored = shop.addresses.get(request.path["id"])
    if stored:
        shop.addresses.delete(stored.id)
    return Result(shop.addresses.find_by(customer_id=customers.require_customer(request, shop).id))


async def _default_stays(original: Any, request: Any, shop: Any) -> Any:
    who = customers.require_customer(request, shop)
    answer = await original(request, shop)
    shop.customers.save(who)
    return answer


async def _default_any(original: Any, request: Any, shop: Any) -> Any:
    given = request.body.get("defaultAddressId")
    if given is None:
        return await original(request, shop)
    body = {k: v for k, v in request.body.items() if k != "defaultAddressId"}
    answer = await original(replace(request, body=body), shop)
    shop.customers.save(replace(answer.value, default_address_id=given))
    return Result(replace(answer.value, default_address_id=given))


async def _default_cleared(original: Any, request: Any, shop: Any) -> Any:
    """Clear the default address whenever an address is removed."""
    answer = await original(request, shop)
    who = customers.require_customer(request, shop)
    shop.customers.save(replace(who, default_address_id=None))
    return answer


def _replaced(original: Any, before: Any, changes: Any) -> Any:
    """Drop the optional fields that PATCH does not name."""
    return replace(
        original(before, changes), company=changes.get("company"), phone=changes.get("phone")
    )


def _unjudged_change(original: Any, before: Any, changes: Any) -> Any:
    try:
        return original(before, changes)
    except Rejection:
        return replace(before, city=str(changes.get("city", before.city)))


async def _second_replaces(original: Any, request: Any, shop: Any) -> Any:
    """Delete the existing addresses when one is added."""
    for stored in shop.addresses.find_by(customer_id=customers.require_customer(request, shop).id):
        shop.addresses.delete(stored.id)
    return await original(request, shop)


async def _id_taken(original: Any, request: Any, shop: Any) -> Any:
    answer = await original(request, shop)
    given = request.body.get("id") if isinstance(request.body, dict) else None
    if isinstance(given, str):
        last = answer.value[-1]
        shop.addresses.delete(last.id)
        shop.addresses.save(replace(last, id=given))
        return Result(shop.addresses.find_by(customer_id=last.customer_id))
    return answer


def _no_ids(content: Any) -> Any:
    return [{k: v for k, v in address.items() if k != "id"} for address in content]


def _one_address(request: Request, response: Response) -> None:
    if response.status == 200:
        response.set_json(response.json[-1:])


MUTANTS = [
    Mutant("adr-guest-empty", "C-cus-10", "a guest's addresses are []", _allow_guests([])),
    Mutant("adr-401-403", "C-cus-10", "a request without login is 403", partial(change_status, "auth.required", 403)),
    Mutant("adr-anybody", "C-cus-10", "the addresses of other customers can be changed", wrapper(customers.own_address, _skip_owner_check)),
    Mutant("adr-anybody-deletes", "C-cus-10", "the addresses of other customers can be removed", wrapper(addresses.remove_address, _delete_of_any_owner)),
    Mutant("adr-404-403", "C-cus-10", "the address of another customer is 403", partial(change_status, "address.notFound", 403)),
    Mutant("adr-default-stays", "C-cus-10", "a removed address stays the default", wrapper(addresses.remove_address, _default_stays)),
    Mutant("adr-default-any", "C-cus-10", "any id is accepted as default address", wrapper(customers.update_me, _default_any)),
    Mutant("adr-default-cleared", "C-cus-10", "removing any address clears the default", wrapper(addresses.remove_address, _default_cleared)),
    Mutant("adr-patch-forgets", "C-cus-10", "PATCH removes company and phone", wrapper(address.apply_changes, _replaced)),
    Mutant("adr-patch-unjudged", "C-chk-3", "a changed address is not validated", wrapper(address.apply_changes, _unjudged_change)),
    Mutant("adr-one-only", "C-cus-11", "a new address replaces the existing ones", wrapper(addresses.add_address, _second_replaces)),
    Mutant("adr-id-taken", "C-cus-10", "the client can choose the id of an address", wrapper(addresses.add_address, _id_taken)),
    Mutant("adr-no-ids", "C-cus-11", "addresses have no ids", partial(change_body, _no_ids, "listAddresses", "addAddress")),
    Mutant("adr-one-answered", "C-cus-11", "POST returns only the new address", partial(change_response, _one_address, "addAddress")),
]  # fmt: skip
