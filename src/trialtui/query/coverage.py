"""What the store covers, in words: every header, and every empty result, says it."""

from __future__ import annotations

from trialtui.store.store import Store


def trials_in_words(count: int) -> str:
    """Return a number of trials in words: `1 trial`, `3,400 trials`."""
    return f"{count:,} trial{'' if count == 1 else 's'}"


def as_of_in_words(store: Store) -> str:
    """Return the date, or range of dates, of the records that the store was made from; empty where none is known."""
    oldest, newest = store.index.summary.as_of
    if not newest:
        return ""
    return f"as of {newest}" if oldest == newest else f"as of {oldest} to {newest}"


def is_demo(store: Store) -> bool:
    """Tell whether the store holds trials of seed pages alone."""
    summary = store.index.summary
    return summary.trials == summary.seed_trials


def header(store: Store) -> str:
    """Return the line that every screen shows of the store."""
    count = trials_in_words(store.index.summary.trials)
    if is_demo(store):
        return f"demo: {count}"
    dates = as_of_in_words(store)
    return f"{count} · {dates}" if dates else count


def not_found(store: Store, what: str) -> str:
    """Say that something is not in this store, and what was searched."""
    dates = as_of_in_words(store)
    covered = trials_in_words(store.index.summary.trials) + (f", {dates}" if dates else "")
    prefix = "demo, " if is_demo(store) else ""
    return f"{what}: not in this store ({prefix}{covered})"
