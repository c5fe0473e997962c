"""How one version of a trial differs from the next: which fields, with what they said and say.

Versions are documents, as the store holds them. What is kept is bounded, whatever the size of a record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from hashlib import blake2b
from itertools import islice
from typing import Any, get_args, get_type_hints

from trialtui.model.change import FieldChange
from trialtui.model.trial import Trial

Document = dict[str, Any]

_ABOUT_THE_SOURCE = frozenset({"version_holder", "record_as_of", "source_file"})
"""Fields that differ between two downloads of one and the same record."""

_NOT_COMPARED = _ABOUT_THE_SOURCE | {
    "nct_id", "text_format", "source", "truncated_after", "missing", "last_update_post_date", "condition_ancestors",
    "intervention_ancestors",
}  # fmt: skip
"""Fields of which a change is no news of its own: the day of the update is said of the change as a whole."""

_NAMES = {
    "arm_groups": ("label",),
    "interventions": ("type", "name"),
    "outcomes": ("role", "measure"),
    "collaborators": ("name",),
    "overall_officials": ("name",),
    "locations": ("facility", "city", "state", "country"),
    "references": ("pmid", "citation"),
    "see_also_links": ("url",),
    "condition_meshes": ("term",),
    "intervention_meshes": ("term",),
}
"""What names an item of each list of objects."""

_FIELDS = tuple(field.name for field in fields(Trial) if field.name not in _NOT_COMPARED)

MOST_FIELDS = 40
"""How many changed fields of one trial are kept."""

MOST_ITEMS = 20
"""How many items that came or went, of one list."""

EXCERPT = 300
"""How many characters of a text, from where it differs."""

_CONTEXT = 40


def _names(kind: Any) -> list[Any]:
    """Return the names of all fields of a class of the model, those of the classes in its fields too."""
    found: list[Any] = []
    for name, hint in get_type_hints(kind).items():
        inner = [part for part in (hint, *get_args(hint)) if is_dataclass(part)]
        found.append([name, *map(_names, inner)])
    return found


READER = blake2b(repr(_names(Trial)).encode(), digest_size=4).hexdigest()
"""Stands for the fields that this program reads. A record read by one that knew fewer says nothing of the others."""


def same_version(old: Document, new: Document) -> bool:
    """Tell whether two readings, by programs that knew different fields, are of one version of a record."""
    dates = [document.get("last_update_post_date", {}).get("date", "") for document in (old, new)]
    return old.get("reader") != new.get("reader") and dates[0] == dates[1] != ""


def reads_more(old: Document, new: Document) -> bool:
    """Tell whether a second reading of one version has fields that the first, by another program, did not know."""
    if not same_version(old, new) or same_record(old, {**new, "reader": old.get("reader")}):
        return False
    return old.keys() <= new.keys() and old.get("design", {}).keys() <= new.get("design", {}).keys()


def same_record(old: Document, new: Document) -> bool:
    """Tell whether two versions say the same, whenever and from wherever they were read."""
    return all(old.get(name) == new.get(name) for name in (old.keys() | new.keys()) - _ABOUT_THE_SOURCE)


def field_changes(old: Document, new: Document) -> tuple[tuple[FieldChange, ...], int]:
    """Return how fields changed, in the order of `Trial`, and how many further ones did.

    Where the older version was read by a program that knew other fields, what it does not say is no change.
    """
    found = (change for name in _FIELDS for change in _changes(name, old.get(name), new.get(name)))
    if old.get("reader") != new.get("reader"):
        found = (change for change in found if change.old)
    kept = tuple(islice(found, MOST_FIELDS))
    return kept, sum(1 for _ in found)


def results_posted(old: Document, new: Document) -> bool:
    """Tell whether results were posted between two versions."""
    return _has_results(new) and not _has_results(old)


def _has_results(document: Document) -> bool:
    posted = document.get("results_first_post_date", {}).get("date")
    return bool(document.get("has_results") or document.get("results") or posted)


def _changes(path: str, old: Any, new: Any) -> Iterator[FieldChange]:
    """Yield how a field changed."""
    if old == new:
        return
    if path == "results":
        yield FieldChange(field=path, old=("posted",) if old else (), new=("posted",) if new else ())
    elif path in _NAMES:
        yield from _items(path, old or [], new or [])
    elif isinstance(old or new, list):
        yield from _lists(path, [_text(item) for item in old or []], [_text(item) for item in new or []])
    elif isinstance(old or new, dict) and not _is_pair(old or new):
        old, new = old or {}, new or {}
        for name in dict.fromkeys((*old, *new)):
            yield from _changes(f"{path}.{name}", old.get(name), new.get(name))
    else:
        yield _single(path, "", _text(old), _text(new))


def _is_pair(value: Document) -> bool:
    """Tell whether an object is a date or count with its type, which are read together."""
    return value.keys() <= {"date", "count", "type"}


def _text(value: Any) -> str:
    """Return a value as a text; nothing is empty."""
    if isinstance(value, dict):
        return " ".join(_text(item) for item in value.values())
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _single(path: str, item: str, old: str, new: str) -> FieldChange:
    old, new = _where_they_differ(old, new)
    return FieldChange(field=path, item=item, old=(old,) if old else (), new=(new,) if new else ())


def _lists(path: str, old: list[str], new: list[str]) -> Iterator[FieldChange]:
    """Yield which texts came and went; a mere change of order is none."""
    gone, came = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if gone or came:
        kept = [tuple(_cut(text) for text in islice(texts.elements(), MOST_ITEMS)) for texts in (gone, came)]
        more = gone.total() + came.total() - len(kept[0]) - len(kept[1])
        yield FieldChange(field=path, old=kept[0], new=kept[1], more=more)


def _items(path: str, old: list[Document], new: list[Document]) -> Iterator[FieldChange]:
    """Yield which items of a list came and went, and how those changed that stayed."""
    names = _NAMES[path]
    before, after = _by_name(names, old), _by_name(names, new)
    kept = [name for name in before if len(before[name]) == len(after.get(name, ())) == 1]
    yield from _lists(
        path,
        [_title(name) for name, items in before.items() if name not in kept for _ in items],
        [_title(name) for name, items in after.items() if name not in kept for _ in items],
    )
    for name in kept:
        was, now = before[name][0], after[name][0]
        for part in dict.fromkeys((*was, *now)):
            if was.get(part) != now.get(part):
                texts = ("; ".join(map(_text, value)) if isinstance(value, list) else _text(value)
                         for value in (was.get(part), now.get(part)))  # fmt: skip
                yield _single(f"{path}.{part}", _title(name), *texts)


def _by_name(names: tuple[str, ...], items: list[Document]) -> dict[tuple[str, ...], list[Document]]:
    found: dict[tuple[str, ...], list[Document]] = {}
    for item in items:
        found.setdefault(tuple(_text(item.get(name)) for name in names), []).append(item)
    return found


def _title(name: tuple[str, ...]) -> str:
    return _cut(", ".join(filter(None, name)))


def _cut(text: str) -> str:
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1] + "…"


def _where_they_differ(old: str, new: str) -> tuple[str, str]:
    """Cut two texts to where they differ, with some words before; short ones stay whole."""
    if max(len(old), len(new)) <= EXCERPT or not old or not new:
        return _cut(old), _cut(new)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    begin = old.rfind(" ", 0, max(0, start - _CONTEXT)) + 1
    return _excerpt(old, begin, len(old) - end), _excerpt(new, begin, len(new) - end)


def _alike(one: str, other: str) -> int:
    """Return how many characters two texts have in common from their beginning."""
    both = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(both) if a != b), min(len(one), len(other)))


def _excerpt(text: str, begin: int, end: int) -> str:
    """Return a part of a text and some words behind it, with an ellipsis wherever something is left out."""
    end = min(end + _CONTEXT, len(text), begin + EXCERPT)
    return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")
