"""Countries as people write them, and as the registry does."""

from __future__ import annotations

from collections.abc import Sequence

from trialtui.store.text_keys import name_key

_OTHER_NAMES = {
    "usa": "united states", "us": "united states", "united states of america": "united states",
    "uk": "united kingdom", "great britain": "united kingdom", "uae": "united arab emirates",
    "south korea": "korea republic of", "north korea": "korea democratic people s republic of",
    "ivory coast": "cote d ivoire", "turkey": "turkiye", "turkiye": "turkey", "czechia": "czech republic",
    "czech republic": "czechia", "macedonia": "north macedonia", "burma": "myanmar", "holland": "netherlands",
    "moldova": "moldova republic of", "drc": "congo the democratic republic of the",
}  # fmt: skip


def named_countries(value: str, known: Sequence[str]) -> tuple[list[str], str]:
    """Find the countries that a value names: by their whole name, by another usual one, else by words of it.

    Args:
        value: As typed; case, accents and punctuation do not count.
        known: The countries of the store, as registered.

    Returns:
        The countries; where there is none, one that is spelled alike, or nothing.
    """
    keys = {country: name_key(country) for country in known}
    wanted = name_key(value)
    whole = [country for country, key in keys.items() if key in (wanted, _OTHER_NAMES.get(wanted))]
    if whole:
        return whole, ""
    parts = wanted.split()
    found = [country for country, key in keys.items() if all(part in key.split() for part in parts)]
    if found:
        return found, ""
    from difflib import get_close_matches

    close = get_close_matches(wanted, keys.values(), n=1)
    return [], next((country for country, key in keys.items() if close and key == close[0]), "")
