"""Requests to the registry: at a polite rate, tried again where that may help, given up in a stated time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpx2
import stamina
from stamina.instrumentation import set_on_retry_hooks

from trialtui import __version__
from trialtui.model.clean import clean_line
from trialtui.sources.api_answers import Json, NotJsonError, decode_object

USER_AGENT = f"trialtui/{__version__} (terminal browser for clinical trials)"

LARGEST_ANSWER = 1 << 30
"""Bytes of an answer beyond which it is no page of studies (a thousand of the longest known have 0.8 GB)."""

_REDIRECTS = 5
_SMALLEST_PAGE = 100
_SHOWN = 200
"""So many characters of what a registry says is wrong are passed on."""


class RegistryError(Exception):
    """The registry cannot be read; the message says why in one line."""


class TokenExpiredError(Exception):
    """The registry no longer knows a page token."""


class _FaultyAnswerError(Exception):
    """An answer that another attempt may mend; `wait` is how long the registry asks to wait, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class _TooSlowError(_FaultyAnswerError):
    """An answer that does not come to its end."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait for what, in seconds, and how often to ask.

    A registry that never answers is given up after `first_attempts` times `connect` and the waits between: 30 s.

    Attributes:
        connect: For a connection.
        silence: Between two pieces of an answer.
        answer: For a whole answer.
        first_attempts: How often a registry is tried that has never answered.
        attempts: How often any other one is, for each request.
        wait: Before the second attempt; it doubles with each, with as much again at random.
        longest_wait: Between two attempts.
        asked_to_wait: The longest that the registry may ask to wait.
        per_minute: The most requests in any minute.
    """

    connect: float = 8.0
    silence: float = 30.0
    answer: float = 300.0
    first_attempts: int = 3
    attempts: int = 10
    wait: float = 1.0
    longest_wait: float = 30.0
    asked_to_wait: float = 600.0
    per_minute: int = 50


class _Rate:
    """Lets so many requests pass in any minute."""

    def __init__(self, per_minute: int) -> None:
        self._times: deque[float] = deque(maxlen=per_minute)

    def wait(self) -> None:
        """Wait until another one may pass."""
        if len(self._times) == self._times.maxlen:
            time.sleep(max(0.0, self._times[0] + 60 - time.monotonic()))
        self._times.append(time.monotonic())


class Http:
    """Gets JSON objects from an address. Proxies and certificates are those of the environment."""

    def __init__(self, url: str, patience: Patience) -> None:
        """Ask below this address.

        Raises:
            RegistryError: it is no address of the web.
        """
        set_on_retry_hooks([])  # it would log each retry to standard error
        try:
            base = httpx2.URL(url)
        except httpx2.InvalidURL as error:
            raise RegistryError(f"{url}: not an address: {error}") from error
        if base.scheme not in ("http", "https") or not base.host:
            raise RegistryError(f"{url}: not an address that begins with https://")
        self.requests = 0
        self._host = base.host
        self._patience = patience
        self._rate = _Rate(patience.per_minute)
        self._page = 0
        self._reached = False
        self._missed = 0
        self._client = httpx2.Client(
            base_url=base, headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
            follow_redirects=True, max_redirects=_REDIRECTS,
            timeout=httpx2.Timeout(patience.silence, connect=patience.connect),
        )  # fmt: skip

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, path: str, asked: Mapping[str, str | int], *, lists: bool = False, page: int = 0) -> Json:
        """Get an object.

        Args:
            path: Below the address.
            asked: The parameters.
            lists: Whether it must have a list of studies.
            page: The size of a page; less is asked for where pages of that size do not come through.

        Raises:
            RegistryError: it cannot be had.
            TokenExpiredError: the page token is not known.
        """
        patience = self._patience
        tries = stamina.retry_context(
            on=self._again, attempts=patience.attempts, timeout=None, wait_initial=patience.wait,
            wait_jitter=patience.wait, wait_max=patience.longest_wait,
        )  # fmt: skip
        try:
            for attempt in tries:
                with attempt:
                    sized = {"pageSize": min(page, self._page or page)} if page else {}
                    return self._attempt(path, {**asked, **sized}, lists=lists)
        except (httpx2.HTTPError, _FaultyAnswerError) as error:
            raise RegistryError(f"{self._host} {_cause(error, patience)}") from error
        raise AssertionError("attempts end with an answer or an error")

    def _again(self, error: Exception) -> bool | float:
        """Say whether another attempt may help, or in how many seconds; ask for less where too much was asked for."""
        self._missed += not self._reached
        if not self._reached and self._missed >= self._patience.first_attempts:
            return False
        if isinstance(error, (_TooSlowError, httpx2.ReadTimeout, httpx2.RemoteProtocolError, httpx2.ReadError)):
            self._page = max(_SMALLEST_PAGE, (self._page or _SMALLEST_PAGE * 10) // 2)
        if isinstance(error, _FaultyAnswerError):
            if error.wait is None:
                return True
            return error.wait if error.wait <= self._patience.asked_to_wait else False
        return isinstance(error, httpx2.HTTPError) and not isinstance(error, httpx2.UnsupportedProtocol)

    def _attempt(self, path: str, asked: Mapping[str, str | int], *, lists: bool) -> Json:
        self._rate.wait()
        self.requests += 1
        with self._client.stream("GET", path, params=dict(asked)) as response:
            self._reached = True
            body = self._body(response)
        if response.status_code == httpx2.codes.TOO_MANY_REQUESTS or response.status_code >= 500:
            raise _FaultyAnswerError(f"answers with HTTP {response.status_code}", _asked_to_wait(response))
        if response.status_code != httpx2.codes.OK:
            if response.status_code == httpx2.codes.BAD_REQUEST and "pageToken" in asked:
                raise TokenExpiredError
            raise RegistryError(f"{self._host} answers with HTTP {response.status_code}{_said(response, body)}")
        kind = response.headers.get("Content-Type", "nothing").partition(";")[0].strip()
        if not kind.endswith("json"):
            raise _FaultyAnswerError(f"answers with {clean_line(kind[:_SHOWN])}, not JSON: a login page or a proxy?")
        try:
            answer = decode_object(body)
        except NotJsonError as error:
            raise _FaultyAnswerError(f"answers with what is no JSON ({error})") from error
        if lists and not isinstance(answer.get("studies"), list):
            raise _FaultyAnswerError("answers without a list of studies: is this version 2 of its API?")
        return answer

    def _body(self, response: httpx2.Response) -> bytes:
        """Read an answer, unless it takes too long or has no end."""
        end = time.monotonic() + self._patience.answer
        parts, size = [], 0
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > LARGEST_ANSWER:
                raise _FaultyAnswerError(f"answers with more than {LARGEST_ANSWER >> 20} MB")
            if time.monotonic() > end:
                raise _TooSlowError(f"has not come to the end of its answer in {self._patience.answer:.0f} s")
        return b"".join(parts)


def _asked_to_wait(response: httpx2.Response) -> float | None:
    """Return how many seconds the registry asks to wait; None where it does not say, or not so that it can be read."""
    asked = response.headers.get("Retry-After", "").strip()
    if asked.isdigit():
        return float(asked[:9])
    try:
        until, said = parsedate_to_datetime(asked), response.headers.get("Date")
        now = parsedate_to_datetime(said).timestamp() if said else time.time()  # by its own clock: ours may be wrong
        return max(0.0, until.timestamp() - now)
    except ValueError:
        return None


def _said(response: httpx2.Response, body: bytes) -> str:
    """Return what the registry says is wrong, where it says it in plain text."""
    if not response.headers.get("Content-Type", "").startswith("text/plain"):
        return ""
    return f": {clean_line(' '.join(body.decode('utf-8', 'replace').split())[:_SHOWN])}"


def _cause(error: Exception, patience: Patience) -> str:
    """Say what kept a request from being answered."""
    match error:
        case _FaultyAnswerError(wait=float(wait)) if wait > patience.asked_to_wait:
            return f"{error} and asks to wait {wait:,.0f} s: try again later"
        case _FaultyAnswerError():
            return str(error)
        case httpx2.ConnectTimeout():
            return f"cannot be reached: no connection within {patience.connect:.0f} s"
        case httpx2.TimeoutException():
            return f"stopped answering: nothing came for {patience.silence:.0f} s"
        case httpx2.ConnectError() | httpx2.ProxyError():
            return f"cannot be reached: {clean_line(str(error))}"
        case httpx2.TooManyRedirects():
            return "sends every request on to somewhere else without end"
        case _:
            return f"broke off its answer: {clean_line(str(error)) or type(error).__name__}"
