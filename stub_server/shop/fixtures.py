"""The fixtures: catalogue, policy and demo customers, read from JSON files and validated."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Annotated, Any, TypeVar

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from stub_server.shop.domain.catalogue import Catalogue, Product, build_catalogue
from stub_server.shop.domain.customer import DemoCustomer
from stub_server.shop.domain.money import Cents
from stub_server.shop.domain.shop_policy import Limits, Policy

T = TypeVar("T")
FILES = ("catalogue.json", "shop.json", "customers.json")


class FixtureError(Exception):
    """A fixture is invalid; the message names file, field and reason, one line for each."""


@dataclass(frozen=True, slots=True)
class Fixtures:
    """The content of the fixtures. origins: of the frontends that may call from a browser."""

    catalogue: Catalogue
    policy: Policy
    customers: tuple[DemoCustomer, ...]
    origins: tuple[str, ...]


def read(folder: Path) -> Fixtures:
    """Read the fixtures in a folder. FixtureError: a file is missing or invalid."""
    if not folder.is_dir():
        raise FixtureError(f"{folder} is not a folder: it should hold {', '.join(FILES)}.")
    shop = _read(folder / "shop.json", TypeAdapter(_Shop))
    products = _read(folder / "catalogue.json", TypeAdapter(list[_Product]))
    _unique(folder / "catalogue.json", "id", [product.id for product in products])
    customers = _read(folder / "customers.json", TypeAdapter(list[_Customer]))
    _unique(
        folder / "customers.json", "email", [customer.email.casefold() for customer in customers]
    )
    return Fixtures(
        catalogue=build_catalogue(product.value() for product in products),
        policy=shop.policy(),
        customers=tuple(customer.value() for customer in customers),
        origins=tuple(shop.origins),
    )


class _Fixture(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=to_camel)


Euros = Annotated[Decimal, Field(ge=0, decimal_places=2, max_digits=10)]
NonBlankText = Annotated[str, Field(min_length=1, pattern=r"\S")]
UrlPath = Annotated[str, Field(pattern="^/")]


class _Product(_Fixture):
    id: Annotated[str, Field(pattern="^[a-z0-9-]+$", max_length=80)]
    title: NonBlankText
    brand: str
    size: str
    category: str
    price: Annotated[Euros, Field(gt=0)]
    stock: Annotated[int, Field(ge=0)]
    image: UrlPath
    href: UrlPath

    def value(self) -> Product:
        return Product(
            id=self.id,
            title=self.title,
            brand=self.brand,
            size=self.size,
            category=self.category,
            price=_cents(self.price),
            image=self.image,
            href=self.href,
            stock=self.stock,
        )


class _Caps(_Fixture):
    line: Annotated[int, Field(ge=1)]
    cart: Annotated[int, Field(ge=1)]


class _Shipping(_Fixture):
    fee: Euros
    free_from: Euros


class _Shop(_Fixture):
    caps: _Caps
    tax_percent: Annotated[Decimal, Field(ge=0, le=100)]
    shipping: _Shipping
    order_number_prefix: NonBlankText
    attempts_a_minute: Annotated[int, Field(ge=1)]
    reset_token_minutes: Annotated[int, Field(ge=1)]
    origins: list[Annotated[str, Field(pattern=r"^https?://[^/\s]+$")]]

    def policy(self) -> Policy:
        return Policy(
            limits=Limits(per_line=self.caps.line, per_cart=self.caps.cart),
            tax_percent=self.tax_percent,
            shipping=_cents(self.shipping.fee),
            free_from=_cents(self.shipping.free_from),
            number_prefix=self.order_number_prefix,
            attempts_a_minute=self.attempts_a_minute,
            reset_lifetime=timedelta(minutes=self.reset_token_minutes),
        )


class _Customer(_Fixture):
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    name: NonBlankText
    password: Annotated[str, Field(min_length=10)]
    password_hash: Annotated[str, Field(pattern=r"^\$argon2id\$")]
    accepts_marketing: bool = False

    def value(self) -> DemoCustomer:
        return DemoCustomer(
            email=self.email,
            name=self.name,
            password_hash=self.password_hash,
            accepts_marketing=self.accepts_marketing,
        )


def _read(path: Path, shape: TypeAdapter[T]) -> T:
    try:
        content: Any = orjson.loads(path.read_bytes().removeprefix(codecs.BOM_UTF8))
        return shape.validate_python(content)
    except OSError as error:
        raise FixtureError(f"{path}: {error.strerror or error}.") from None
    except orjson.JSONDecodeError as error:
        raise FixtureError(f"{path}: not JSON: {error}.") from None
    except ValidationError as error:
        lines = [
            f"{path}: {_location(content, detail['loc'])}{detail['msg']}."
            for detail in error.errors()
        ]
        raise FixtureError("\n".join(lines)) from None


def _location(content: Any, steps: tuple[int | str, ...]) -> str:
    """Return the place in the file as text: `[3].price (kaiser-natron-bad-500-g): `."""
    location = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    item = content[steps[0]] if steps and isinstance(steps[0], int) else None
    name = (item.get("id") or item.get("email")) if isinstance(item, dict) else None
    return location.lstrip(".") + (f" ({name})" if name else "") + (": " if steps else "")


def _unique(path: Path, field: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise FixtureError(f"{path}: {field}: “{value}” occurs twice.")


def _cents(euros: Decimal) -> Cents:
    return Cents(int((euros * 100).to_integral_value(ROUND_HALF_UP)))
