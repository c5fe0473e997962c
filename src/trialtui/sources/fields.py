"""Fields of a decoded JSON record, each with its type checked; what is absent or null reads as empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from trialtui.model.trial import RegistryDate

Node = dict[str, Any]
"""A JSON object."""

T = TypeVar("T")

_KINDS = {dict: "object", list: "list", str: "string", bool: "boolean", int: "number", float: "decimal number"}


class FieldError(ValueError):
    """A field that cannot be read; its path grows as the error passes the objects that it lies in."""

    def __init__(self, path: str, reason: str) -> None:
        """Say which field it is, as seen from the object read, and what is wrong with it."""
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def under(self, parent: str) -> FieldError:
        """Return the same error as seen from one object further up."""
        return FieldError(f"{parent}.{self.path}" if self.path else parent, self.reason)


class RecordError(ValueError):
    """A record that is rejected as a whole.

    Attributes:
        nct: Its NCT number; empty where it has none that can be read.
        field: The path of the field that is wrong (`protocolSection.statusModule.overallStatus`), or the column.
        reason: What is wrong with it.
    """

    def __init__(self, nct: str, field: str, reason: str) -> None:
        """Name record, field and reason."""
        super().__init__(nct, field, reason)
        self.nct = nct
        self.field = field
        self.reason = reason

    def __str__(self) -> str:
        """Return all three on one line."""
        return ": ".join(part for part in (self.nct or "no NCT number", self.field, self.reason) if part)


def wrong_type(path: str, wanted: str, value: object) -> FieldError:
    """Return the error for a value of another JSON type than `wanted` (`a string`)."""
    return FieldError(path, f"{wanted} is wanted, not {_KINDS.get(type(value), type(value).__name__)}")


def text(node: Node, key: str) -> str:
    """Return a string field as it stands, empty where it is absent.

    Raises:
        FieldError: it is no string, or holds lone surrogates, which cannot be stored.
    """
    value = node.get(key)
    if value is None:
        return ""
    if type(value) is str:
        return value if value.isascii() else _encodable(value, key)
    raise wrong_type(key, "a string", value)


def texts(node: Node, key: str) -> tuple[str, ...]:
    """Return a list of strings, empty where it is absent.

    Raises:
        FieldError: it is no list, or one of its items is no string.
    """
    values = _list(node, key)
    for number, value in enumerate(values):
        if type(value) is not str:
            raise wrong_type(f"{key}[{number}]", "a string", value)
        if not value.isascii():
            _encodable(value, f"{key}[{number}]")
    return tuple(values)


def integer(node: Node, key: str) -> int | None:
    """Return a whole number, None where it is absent.

    Raises:
        FieldError: it is anything else.
    """
    value = node.get(key)
    if value is None or type(value) is int:
        return value
    raise wrong_type(key, "a whole number", value)


def flag(node: Node, key: str) -> bool | None:
    """Return a boolean, None where it is absent.

    Raises:
        FieldError: it is anything else.
    """
    value = node.get(key)
    if value is None or type(value) is bool:
        return value
    raise wrong_type(key, "a boolean", value)


def date(node: Node, key: str) -> RegistryDate:
    """Return a date with its type, as registered (partial dates stay partial), empty where it is absent.

    Raises:
        FieldError: it is no object of the registry's date form.
    """
    value = node.get(key)
    return RegistryDate() if value is None else struct(node, key, _date)


def _date(node: Node) -> RegistryDate:
    return RegistryDate(text(node, "date"), text(node, "type"))


def struct(node: Node, key: str, read: Callable[[Node], T]) -> T:
    """Read an object field by a function of its own; an absent one is read as an empty object.

    Raises:
        FieldError: it is no object, or something in it is wrong.
    """
    value = node.get(key)
    if value is None:
        value = {}
    elif type(value) is not dict:
        raise wrong_type(key, "an object", value)
    try:
        return read(value)
    except FieldError as error:
        raise error.under(key) from None


def structs(node: Node, key: str, read: Callable[[Node], T]) -> tuple[T, ...]:
    """Read a list of objects, each by the same function; empty where it is absent.

    Raises:
        FieldError: it is no list, or an item is no object, or something in it is wrong.
    """
    values = _list(node, key)
    found: list[T] = []
    try:
        for value in values:
            if type(value) is not dict:
                raise wrong_type("", "an object", value)
            found.append(read(value))
    except FieldError as error:
        raise error.under(f"{key}[{len(found)}]") from None
    return tuple(found)


def _list(node: Node, key: str) -> list[Any]:
    value = node.get(key)
    if value is None:
        return []
    if type(value) is list:
        return value
    raise wrong_type(key, "a list", value)


def _encodable(value: str, path: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise FieldError(path, f"holds a lone surrogate at character {error.start}") from None
    return value
