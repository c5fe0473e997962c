"""What the browser asks of a store: the one seam between screens and data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from trialtui.model.places import EntityPlace, Place
from trialtui.model.refs import Ref
from trialtui.pages.page import Block, Page
from trialtui.query.in_step import InStep
from trialtui.query.tree_node import Node


@runtime_checkable
class Positioned(Protocol):
    """Children that know where one of them stands, so that it need not be looked for among all."""

    def position(self, node_id: tuple[str, ...]) -> int | None:
        """Return the index of the child with this id, None where there is none."""
        ...


class Filtered(Protocol):
    """A tree of some entries only, by kind."""

    @property
    def total(self) -> int:
        """The number of entries."""
        ...

    def roots(self) -> Sequence[Node]:
        """Return a node for each kind that has entries."""
        ...

    def size(self, node: Node) -> int:
        """Return the number of a root's children, without fetching them."""
        ...

    def children(self, node: Node) -> Sequence[Node]:
        """Return a node's children: `len` is cheap, items are fetched as they are asked for."""
        ...


class Passage(Protocol):
    """Where a piece of evidence is to be read."""

    @property
    def place(self) -> EntityPlace:
        """The trial, and the section."""
        ...

    @property
    def sentence(self) -> str:
        """The sentence to be found there; it may be empty."""
        ...


class Evidence(Protocol):
    """Evidence, as a page."""

    @property
    def page(self) -> Page:
        """The page."""
        ...

    @property
    def passages(self) -> Sequence[Passage]:
        """Where the page's links lead, one after the other."""
        ...


class Listing(Protocol):
    """A list of trials in some order, whose rows are fetched as they are asked for."""

    def __len__(self) -> int:
        """Return the number of trials."""
        ...

    def place(self, number: int) -> EntityPlace:
        """Return the place of a trial by its number in the list, from 0."""
        ...

    def position(self, ref: Ref) -> int | None:
        """Return the number of a trial in the list, from 0; None where it is not in it."""
        ...

    def cells(self, number: int) -> tuple[str, ...]:
        """Return the texts of a row, one for each of `pages.listing_orders.ORDERS`, as registered."""
        ...


class Catalogue(Protocol):
    """A store, as the browser sees it. All of it is read on the browser's own thread."""

    @property
    def header(self) -> str:
        """What is in the store: `demo: 1 trial`, `3,400 trials · as of 2020-10-07`."""
        ...

    def refresh(self) -> bool:
        """Open the store's index anew where it has changed, and say whether it has."""
        ...

    def is_outdated(self) -> bool:
        """Say whether the store's index has changed since it was opened."""
        ...

    def in_step(self) -> InStep:
        """Say where the store is, and what of the registry it was last brought in step with."""
        ...

    def page(self, place: Place) -> Page | None:
        """Return what is to be shown of a place, without what is slow; None where this store has no such thing."""
        ...

    def related(self, place: Place, sort: str = "") -> tuple[Block, ...]:
        """Return the related terms of a place. This may be slow: it is asked for after the page is painted.

        Correlated terms come sorted by one of `query.correlation.SORTS`, the first of them where it is empty.
        """
        ...

    def search(self, typed: str) -> Page:
        """Return what is found for what was typed so far."""
        ...

    def destination(self, typed: str) -> Place:
        """Return where what was typed leads as a whole: the entity that it refers to, else a search."""
        ...

    def trials(self, place: Place) -> Listing | None:
        """Return the trials of a search or a term, in the order of the place; None where it has no such list."""
        ...

    def roots(self) -> Sequence[Node]:
        """Return the tree's roots; the root of a kind of entity has the kind as its id."""
        ...

    def children(self, node: Node) -> Sequence[Node]:
        """Return a node's children: `len` is cheap, items are fetched as they are asked for."""
        ...

    def filtered(self, typed: str) -> Filtered:
        """Return the tree with nothing but what is named as was typed so far."""
        ...

    def evidence(self, term: Ref, trial: Ref | None) -> Evidence | None:
        """Return why a trial is tied to a term, None where it is not; without a trial, what all say that mention it."""
        ...

    def reveal(self, place: Place) -> tuple[tuple[str, ...], ...]:
        """Return the ids of the nodes from a root down to where a place stands in the tree; none if nowhere."""
        ...

    @property
    def folder(self) -> Path:
        """Where the store lies, for who reads it in a thread of their own."""
        ...

    def citation(self, ref: Ref) -> str:
        """Return how a trial's record is cited; empty where that is no trial of this store."""
        ...

    def missing(self, place: Place) -> str:
        """Say in a sentence that a place is not in this store, and what was searched."""
        ...
