"""The registry's own API (version 2), read over the network: listings page by page, single studies, the data's date.

A listing is asked for in the order of last update, so that one that broke off, or whose token has expired, is taken up
again where it stood: what changed meanwhile comes later in that order, never earlier.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import TracebackType
from typing import Any

from trialtui.model.registry import RegistryQuery
from trialtui.sources.api_answers import Json, encode, last_update
from trialtui.sources.api_http import Http, Patience, RegistryError, TokenExpiredError

__all__ = ["API_URL", "DataVersion", "Listed", "Patience", "Registry", "RegistryError", "StudyPage"]

API_URL = "https://clinicaltrials.gov/api/v2"

PAGE = 1000
"""Studies a page: as many as the registry gives."""

IDS_AT_A_TIME = 100
"""Studies asked for by number in one request, which an address has room for."""

_RESTARTS = 20
"""How often in a row a listing may be begun again without coming any further."""

_TIMESTAMP = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?")


@dataclass(frozen=True, slots=True)
class DataVersion:
    """The version of the registry's API, and the time of its data (UTC, `2026-11-26T09:00:05`; empty if not said)."""

    api: str
    data: str


@dataclass(frozen=True, slots=True)
class StudyPage:
    """A page of a listing.

    Attributes:
        records: The studies, as JSON.
        total: How many the listing has; None on later pages, or where the registry does not say.
        reached: The day of last update up to which the listing has come; empty where it is in no such order.
    """

    records: tuple[bytes, ...]
    total: int | None = None
    reached: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A trial of a listing of numbers, and the day of its last update."""

    nct_id: str
    updated: str


class Registry:
    """A client of the API; a context that closes its connections."""

    def __init__(self, url: str = API_URL, patience: Patience | None = None) -> None:
        """Ask at this address.

        Raises:
            RegistryError: it is no address of the web.
        """
        self.url = url.rstrip("/")
        self._http = Http(self.url, patience or Patience())

    def __enter__(self) -> Registry:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._http.close()

    @property
    def requests(self) -> int:
        """How many requests were made."""
        return self._http.requests

    def version(self) -> DataVersion:
        """Ask for the version of the API and of the data.

        Raises:
            RegistryError: the registry cannot be reached, or is none.
        """
        answer = self._http.get("version", {})
        data = answer.get("dataTimestamp")
        known = isinstance(data, str) and _TIMESTAMP.fullmatch(data)
        return DataVersion(str(answer.get("apiVersion", "")), str(data) if known else "")

    def pages(self, query: RegistryQuery, since: str = "") -> Iterator[StudyPage]:
        """List the studies that fit a query, those updated longest ago first.

        Args:
            query: What to list.
            since: List only what was updated on that day (`YYYY-MM-DD`) or later.

        Raises:
            RegistryError: the registry gave up, or gave something else.
        """
        for answer, reached in self._listing(query, since, {}):
            total = answer.get("totalCount")
            yield StudyPage(
                tuple(encode(study) for study in answer["studies"]), total if isinstance(total, int) else None, reached
            )

    def numbers(self, query: RegistryQuery) -> Iterator[list[Listed]]:
        """List the numbers of all studies that fit a query, each with the day of its last update, page by page.

        Raises:
            RegistryError: as for `pages`.
        """
        for answer, _ in self._listing(query, "", {"fields": "NCTId|LastUpdatePostDate"}):
            yield [Listed(nct, last_update(study)) for study in answer["studies"] if (nct := _number(study))]

    def count(self, query: RegistryQuery) -> int | None:
        """Count the studies that fit a query; None where the registry does not say.

        Raises:
            RegistryError: as for `pages`.
        """
        answer = self._http.get(
            "studies", {**_asked(query, ""), "fields": "NCTId", "countTotal": "true", "pageSize": 1}
        )
        total = answer.get("totalCount")
        return total if isinstance(total, int) else None

    def studies(self, numbers: Iterable[str]) -> Iterator[StudyPage]:
        """Fetch studies by their NCT numbers; those that the registry does not have are left out.

        Raises:
            RegistryError: as for `pages`.
        """
        wanted = list(numbers)
        for start in range(0, len(wanted), IDS_AT_A_TIME):
            some = wanted[start : start + IDS_AT_A_TIME]
            answer = self._http.get("studies", {"filter.ids": ",".join(some), "pageSize": IDS_AT_A_TIME}, lists=True)
            yield StudyPage(tuple(encode(study) for study in answer["studies"]))

    def _listing(self, query: RegistryQuery, since: str, more: Mapping[str, str]) -> Iterator[tuple[Json, str]]:
        """Yield the pages of a listing as they were answered, each with the day up to which it has come."""
        begin, reached, token, restarts = since, since, "", 0
        in_order, total_known = True, False
        while True:
            asked = {**_asked(query, begin), **more}
            asked |= {"pageToken": token} if token else {"countTotal": "true"}
            try:
                answer = self._http.get("studies", asked, lists=True, page=PAGE)
            except TokenExpiredError:
                restarts = 0 if in_order and reached > begin else restarts + 1
                if restarts > _RESTARTS:
                    raise RegistryError("the registry takes back its own page tokens again and again") from None
                begin, token = reached if in_order else since, ""
                continue
            days = [last_update(study) for study in answer["studies"]]
            in_order = in_order and _ascending([reached, *days])
            reached = days[-1] if days and in_order else reached
            if total_known:
                answer.pop("totalCount", None)
            total_known = True
            yield answer, reached if in_order else ""
            before, token = token, answer.get("nextPageToken") or ""
            if not isinstance(token, str) or not token:
                return
            if token == before:
                raise RegistryError("the registry gives the same page token again: its listing has no end")


def _asked(query: RegistryQuery, since: str) -> dict[str, str | int]:
    """Return the parameters of a listing."""
    asked: dict[str, str | int] = {"format": "json", "sort": "LastUpdatePostDate:asc"}
    if query.condition:
        asked["query.cond"] = query.condition
    if query.words:
        asked["query.term"] = query.words
    if since:
        asked["filter.advanced"] = f"AREA[LastUpdatePostDate]RANGE[{since},MAX]"
    return asked


def _ascending(days: list[str]) -> bool:
    """Tell whether days follow one another; one that is missing is out of order."""
    return all(days[1:]) and all(before <= after for before, after in pairwise(days))


def _number(study: Any) -> str:
    """Return a study's NCT number; empty where it has none."""
    try:
        number = study["protocolSection"]["identificationModule"]["nctId"]
    except (KeyError, TypeError):
        return ""
    return number if isinstance(number, str) else ""
