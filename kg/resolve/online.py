"""Asking web services politely: one request at a time, every answer kept, nothing asked twice.

Only `kg link --online` comes here; everything else works offline. The manners are those that Wikimedia asks
of clients (https://www.mediawiki.org/wiki/API:Etiquette): an agent string with a contact, serial requests
with a pause, `maxlag`, and `Retry-After` obeyed. Answers are kept with their date, so a run that broke off
continues where it stopped, and a second run asks only what is new.
"""

from __future__ import annotations

import email.utils
import json
import sqlite3
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import kg
from kg.errors import EnvironmentProblem, UsageProblem

# Beyond this a service is closed to us for now, and a person should decide when to go on.
_LONGEST_WAIT = 300.0
_LARGEST_ANSWER = 20_000_000


class OnlineProblem(EnvironmentProblem):
    """A web service cannot be asked, or does not answer what it should."""

    code = "online"


@dataclass(frozen=True, slots=True)
class Manners:
    """How to ask. `contact` is an address under which the operator is reached; times are in seconds.

    `max_age` is the number of days for which a kept answer is good; `tries` counts all tries of one request.
    """

    contact: str
    pause: float = 1.0
    timeout: float = 30.0
    tries: int = 5
    maxlag: int = 5
    max_age: int = 30

    @property
    def agent(self) -> str:
        """The User-Agent, as Wikimedia's policy words it: client, version, contact, library."""
        library = f"Python-urllib/{sys.version_info.major}.{sys.version_info.minor}"
        return f"conflict-kg/{kg.__version__} ({self.contact}) {library}"


class Answers:
    """The answers kept in a table of an SQLite file (the corpus database), with the day they were given."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS online_answers"
            " (request TEXT PRIMARY KEY, given TEXT NOT NULL, answer TEXT NOT NULL) WITHOUT ROWID"
        )

    def get(self, request: str, since: date) -> Any:
        """The kept answer to the request if it was given on or after `since`; else None."""
        row = self._db.execute(
            "SELECT answer FROM online_answers WHERE request = ? AND given >= ?", (request, since.isoformat())
        ).fetchone()
        return None if row is None else json.loads(row[0])

    def put(self, request: str, given: date, answer: object) -> None:
        """Keeps the answer, in place of an older one."""
        self._db.execute(
            "INSERT OR REPLACE INTO online_answers VALUES (?, ?, ?)",
            (request, given.isoformat(), json.dumps(answer)),
        )

    def close(self) -> None:
        """Closes the file."""
        self._db.close()


class Asker:
    """Asks for JSON, with manners. `sleep` and `now` can be replaced where time should not pass."""

    def __init__(
        self,
        manners: Manners,
        answers: Answers,
        *,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        """Raises UsageProblem without a contact: services block clients that do not say who they are."""
        if "@" not in manners.contact and "://" not in manners.contact:
            raise UsageProblem(
                f"“{manners.contact}” is no address under which you can be reached",
                "give an e-mail address or a page of yours with --contact",
            )
        self.manners, self._answers = manners, answers
        self._sleep, self._now, self._today = sleep, now, today
        self._free_at = 0.0
        self.asked = 0

    def get(self, url: str, parameters: Mapping[str, str]) -> Any:
        """The JSON answer to a GET; a kept one if it is fresh enough. Raises OnlineProblem."""
        if parameters:
            url += ("&" if "?" in url else "?") + urllib.parse.urlencode(sorted(parameters.items()))
        return self._answer(url, None)

    def post(self, url: str, form: Mapping[str, str]) -> Any:
        """The JSON answer to a posted form; a kept one if it is fresh enough. Raises OnlineProblem."""
        return self._answer(url, urllib.parse.urlencode(sorted(form.items())))

    def _answer(self, url: str, body: str | None) -> Any:
        if urllib.parse.urlsplit(url).scheme not in ("http", "https"):
            raise UsageProblem(f"{url} is no web address", "it begins with https://")
        request = url if body is None else f"{url} {body}"
        today = self._today()
        kept = self._answers.get(request, today - timedelta(days=self.manners.max_age))
        if kept is not None:
            return kept
        wait, why = 0.0, ""
        for attempt in range(self.manners.tries):
            if attempt:
                self._sleep(wait)
            answer, wait, why = self._try(url, body, attempt)
            if answer is not None:
                self._answers.put(request, today, answer)
                return answer
            if wait > _LONGEST_WAIT:
                break
        raise OnlineProblem(
            f"{urllib.parse.urlsplit(url).netloc} does not answer: {why}",
            "what was answered so far is kept; run the same command again later",
        )

    def _try(self, url: str, body: str | None, attempt: int) -> tuple[Any, float, str]:
        """The answer; or None, the seconds to wait before the next try, and why."""
        self._sleep(max(0.0, self._free_at - self._now()))
        self._free_at = self._now() + self.manners.pause
        self.asked += 1
        back_off = self.manners.pause * 2 ** (attempt + 1)
        headers = {"User-Agent": self.manners.agent, "Accept": "application/json"}
        request = urllib.request.Request(url, None if body is None else body.encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=self.manners.timeout) as response:
                text = response.read(_LARGEST_ANSWER + 1)
                patience = _retry_after(response.headers.get("Retry-After"))
        except urllib.error.HTTPError as error:
            with error:
                patience = _retry_after(error.headers.get("Retry-After"))
            if error.code == 429 or error.code >= 500:
                return None, max(patience, back_off), f"HTTP {error.code}"
            raise OnlineProblem(
                f"{urllib.parse.urlsplit(url).netloc} refuses the request: HTTP {error.code}",
                "check the address of the service",
            ) from error
        except (TimeoutError, ConnectionError, urllib.error.URLError) as error:
            return None, back_off, str(getattr(error, "reason", error)) or type(error).__name__
        if len(text) > _LARGEST_ANSWER:
            return None, _LONGEST_WAIT + 1, "the answer is too large"
        try:
            answer = json.loads(text)
        except ValueError:
            return None, back_off, "the answer is no JSON"
        fault = answer.get("error") if isinstance(answer, dict) else None
        if fault:
            code = fault.get("code", "") if isinstance(fault, dict) else str(fault)
            if code not in ("maxlag", "ratelimited", "readonly"):
                raise OnlineProblem(f"{urllib.parse.urlsplit(url).netloc} says: {fault}")
            return None, max(patience, back_off), code
        return answer, 0.0, ""


def _retry_after(value: str | None) -> float:
    """The seconds that a Retry-After header asks for (RFC 9110, section 10.2.3): a number or a date."""
    if not value:
        return 0.0
    if value.strip().isdigit():
        return float(value)
    try:
        then = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return max(0.0, (then - datetime.now(UTC)).total_seconds())
