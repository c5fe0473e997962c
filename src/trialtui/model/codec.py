"""Model objects to TinyDB documents and back: plain dicts and lists, fields at their default left out."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Callable, Hashable, Mapping
from functools import cache
from typing import Any, TypeVar, cast

from trialtui.model.refs import Ref, parse_ref

Document = dict[str, Any]
T = TypeVar("T")


class DocumentError(ValueError):
    """A document that cannot be read as the model's class; the message names the field."""


def to_document(value: Any) -> Document:
    """Turn a dataclass or named tuple of the model into a document. References become their text form."""
    return {
        name: _plain(item)
        for name, default in _defaults(cast(Hashable, type(value)))
        if (item := getattr(value, name)) != default or default is dataclasses.MISSING
    }


def from_document(cls: type[T], document: Mapping[str, Any]) -> T:
    """Build a model class from a document; unknown fields are ignored, missing ones take their default.

    Raises:
        DocumentError: a field has the wrong type or a required one is missing.
    """
    readers = _readers(cast(Hashable, cls))
    try:
        return cls(**{name: readers[name](item) for name, item in document.items() if name in readers})
    except (TypeError, ValueError, AttributeError) as error:
        raise DocumentError(f"not a {cls.__name__}: {error}") from error


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind is str or kind is int or kind is float or kind is bool or value is None:
        return value
    if kind is tuple:
        return [_plain(item) for item in value]
    return str(value) if kind is Ref else to_document(value)


@cache
def _defaults(cls: Any) -> tuple[tuple[str, Any], ...]:
    if issubclass(cls, tuple):
        return tuple((name, cls._field_defaults.get(name, dataclasses.MISSING)) for name in cls._fields)
    return tuple((field.name, field.default) for field in dataclasses.fields(cls))


@cache
def _readers(cls: Hashable) -> dict[str, Callable[[Any], Any]]:
    return {name: _reader(hint) for name, hint in typing.get_type_hints(cast(Any, cls)).items()}


def _reader(hint: Any) -> Callable[[Any], Any]:
    """Make the function that reads a value of this type hint."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is types.UnionType:
        inner = _reader(next(item for item in arguments if item is not types.NoneType))
        return lambda value: None if value is None else inner(value)
    if origin is tuple and arguments[-1] is Ellipsis:
        each = _reader(arguments[0])
        return lambda value: tuple(each(item) for item in _sequence(value))
    if origin is tuple:
        parts = [_reader(item) for item in arguments]
        return lambda value: tuple(read(item) for read, item in zip(parts, _sequence(value), strict=True))
    if hint is Ref:
        return _ref
    if dataclasses.is_dataclass(hint):
        return lambda value: from_document(cast(type, hint), value)
    return _scalar(hint)


def _sequence(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"a list is wanted, not {type(value).__name__}")
    return value


def _ref(value: Any) -> Ref:
    ref = parse_ref(value)
    if ref is None:
        raise ValueError(f"not a reference: {value!r}")
    return ref


def _scalar(hint: type) -> Callable[[Any], Any]:
    accepted = (float, int) if hint is float else (hint,)

    def read(value: Any) -> Any:
        if type(value) not in accepted:
            raise TypeError(f"{hint.__name__} is wanted, not {type(value).__name__}")
        return value

    return read
