"""Dates: what a page or record says of its date -> ISO 8601, and what that allows -> UTC seconds."""

from __future__ import annotations

import re
import warnings
from calendar import monthrange
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

_CLOCK = r"\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
_ISO = re.compile(rf"(\d{{4}})(?:-(\d\d)(?:-(\d\d)(?:[T ]({_CLOCK}) ?(Z|[+-]\d\d(?::?\d\d)?)?)?)?)?", re.ASCII)
_TIME = re.compile(
    r"[\s,|T–-]*(?:at |um |à )?(\d{1,2})[:.h](\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?"
    r"\s*([ap]\.?m\.?)?\s*(?:Uhr\s*)?([A-Za-z]{1,5}|[+-]\d\d:?\d\d)?(?:\s*\(.*\))?$",
    re.IGNORECASE,
)
_MONTH_NAME = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_DAY_MONTH = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{_MONTH_NAME}\.?,?[\s-]+(\d{{4}})\b", re.IGNORECASE
)
_MONTH_DAY = re.compile(rf"{_WEEKDAY}{_MONTH_NAME}\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?!\d)")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})\b")
_UNIX = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d\d:\d\d:\d\d)( [A-Z]{3}| [+-]\d{4})? (\d{4})")
_DIGITS = re.compile(r"(\d{8})(?:T?(\d\d)(\d\d)(\d\d)?(Z?))?", re.ASCII)
_UP_TO_YEAR = re.compile(r"(.*?\b(?:1[5-9]|20)\d\d)\b(.*)")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HOURS_FROM_UTC = {
    **dict.fromkeys(("z", "utc", "gmt", "ut", "wet"), 0),
    **dict.fromkeys(("bst", "west", "cet", "mez"), 1),
    **dict.fromkeys(("cest", "mesz", "eet"), 2),
    "eest": 3,
    "edt": -4,
    **dict.fromkeys(("est", "cdt"), -5),
    **dict.fromkeys(("cst", "mdt"), -6),
    **dict.fromkeys(("mst", "pdt"), -7),
    "pst": -8,
}
_FIRST_YEAR, _LAST_YEAR = 1500, 2200  # outside stand defaults and slips ("0001-01-01"), not newspapers


def to_iso(value: object) -> str | None:
    """Return a date in ISO 8601 at the precision given, its zone kept, or None where it says no definite day.

    Takes ISO 8601 and what resembles it, RFC 2822, written-out dates ("March 12, 2025 at 9:30 am EST", other
    languages through dateparser), "12.03.2025", seconds or milliseconds since 1970, and Python's own dates.
    Where day and month could be swapped ("03/04/2025"), and for what depends on today ("yesterday", "3 hours
    ago"), the answer is None. A time in a zone that is not understood is left out, the day stays.
    """
    if isinstance(value, datetime):
        value = _to_the_minute(value)
    if isinstance(value, date):
        return value.isoformat() if _FIRST_YEAR <= value.year <= _LAST_YEAR else None
    if isinstance(value, str):
        return _from_text(" ".join(value.split())) if len(value) <= 100 else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    return None


def instants(published: str) -> tuple[float, float]:
    """Return the earliest and the latest second, in UTC since 1970, that an ISO string from `to_iso` allows.

    A day, month or year without a time is widened by what its unknown zone can mean: 14 hours before (a day
    begins first at UTC+14) and 12 after. A time without a zone is taken as UTC and not widened, so that times
    of one site, which rarely names its zone, keep their order; who compares sites must allow for some hours.
    ValueError for another string.
    """
    match = _ISO.fullmatch(published)
    if match is None:
        raise ValueError(f"{published!r} is no ISO 8601 date; to_iso() makes one")
    year, month, day, clock, _ = match.groups()
    if clock is None:
        first = date(int(year), int(month or 1), int(day or 1))
        last = date(int(year), int(month or 12), int(day or monthrange(int(year), int(month or 12))[1]))
        return _seconds(first) - 14 * 3600, _seconds(last) + 86399 + 12 * 3600
    moment = datetime.fromisoformat(published.replace(" ", "T", 1).replace(" ", "").replace(",", "."))
    earliest = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return earliest, earliest + (59 if len(clock) == 5 else 0)


def _seconds(day: date) -> float:
    return (day - date(1970, 1, 1)).total_seconds()


def _to_the_minute(moment: datetime) -> datetime:
    """Return the moment in a zone of whole minutes: the local times before standard time are off by seconds as well."""
    offset, minute = moment.utcoffset(), timedelta(minutes=1)
    if not offset or not offset % minute:
        return moment
    return moment.astimezone(timezone(int(offset / minute) * minute))


def _from_number(number: float) -> str | None:
    """Read YYYYMMDD, a year, or a count since 1970: seconds (from 1973 on), milli-, micro- or nanoseconds."""
    if not 0 < number < 10**20:  # nor NaN
        return None
    if number == int(number) and number < 10**8:
        return _from_text(str(int(number)))
    for unit in (1, 10**3, 10**6, 10**9):
        if 10**8 <= number / unit < 10**11:
            moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=number / unit)
            timespec = "milliseconds" if moment.microsecond >= 1000 else "seconds"
            return moment.isoformat(timespec=timespec) if moment.year <= _LAST_YEAR else None
    return None


def _from_text(text: str) -> str | None:
    if match := _ISO.fullmatch(text):
        return _as_given(text, match)
    if text.isascii() and text.isdecimal() and len(text) in (10, 13):
        return _from_number(int(text))
    if match := _DIGITS.fullmatch(text):
        digits, *clock, zone = match.groups()
        day = _day(digits[:4], digits[4:6], digits[6:])
        return _with_time(day, " " + ":".join(filter(None, clock)) + (zone or ""))
    if match := _UNIX.fullmatch(text):
        month, day_number, time, unix_zone, year = match.groups()
        return _from_text(f"{day_number} {month} {year} {time}{unix_zone or ''}")
    day, rest = _split_day(text)
    return _with_time(day, rest)


def _as_given(text: str, match: re.Match[str]) -> str | None:
    """Check an ISO string and return it with a T, colons and a point where it had others."""
    year, month, day, clock, zone = match.groups()
    if _day(year, month or "1", day or "1") is None:
        return None
    if clock is None:
        return text
    if zone and zone != "Z":
        zone = f"{zone[:3]}:{zone[-2:] if len(zone) > 3 else '00'}"
    iso = f"{year}-{month}-{day}T{clock.replace(',', '.')}{zone or ''}"
    try:
        datetime.fromisoformat(iso)
    except ValueError:
        return None
    return iso


def _split_day(text: str) -> tuple[str | None, str]:
    """Return the day that a text begins with, in ISO, and what follows it."""
    for pattern, arrange in _DAY_FORMS:
        if match := pattern.match(text):
            parts = arrange(match.groups())
            return (_day(*parts) if parts else None), text[match.end() :]
    if match := _UP_TO_YEAR.match(text):
        return _in_any_language(match[1]), match[2]
    return None, ""


def _from_slashes(parts: Sequence[str]) -> tuple[str, str, str] | None:
    """Return year, month, day where only one order of day and month is possible."""
    first, second, year = parts
    if int(first) > 12 or first == second:
        return year, second, first
    return (year, first, second) if int(second) > 12 else None


def _month(name: str) -> str:
    return str(_MONTHS.index(name[:3].lower()) + 1)


_DAY_FORMS: tuple[tuple[re.Pattern[str], Callable[[Sequence[str]], tuple[str, str, str] | None]], ...] = (
    (_YEAR_FIRST, lambda p: (p[0], p[1], p[2])),
    (_DOTTED, lambda p: (p[2], p[1], p[0])),
    (_SLASHED, _from_slashes),
    (_DAY_MONTH, lambda p: (p[2], _month(p[1]), p[0])),
    (_MONTH_DAY, lambda p: (p[2], _month(p[0]), p[1])),
)


def _day(year: str, month: str, day: str) -> str | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found.isoformat() if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _with_time(day: str | None, rest: str) -> str | None:
    """Add the time of day in `rest` to a day, if it is one that can be understood with its zone."""
    match = _TIME.fullmatch(rest)
    if day is None or match is None:
        return day
    hour, minute, second, fraction, half, zone = match.groups()
    number = int(hour) % 12 + (12 if half[0] in "pP" else 0) if half else int(hour)
    clock = f"{number:02}:{minute}" + (f":{second}" if second else "") + (f".{fraction}" if fraction else "")
    if zone and zone[0] not in "+-":
        if zone.lower() not in _HOURS_FROM_UTC:
            return day
        zone = f"{_HOURS_FROM_UTC[zone.lower()]:+03}:00"
    iso = f"{day}T{clock}{zone or ''}"
    parsed = _ISO.fullmatch(iso)
    return (_as_given(iso, parsed) if parsed else None) or day


@lru_cache(maxsize=4096)
def _in_any_language(text: str) -> str | None:
    """Ask dateparser, which comes with trafilatura, for a complete date; today plays no part in it."""
    if not (re.search(r"(?<!\d)\d{1,2}(?!\d)", text) and re.search(r"[^\W\d_]{3}", text)):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from dateparser.date import DateDataParser  # type: ignore[import-untyped]
        except ImportError:
            return None
        parser = DateDataParser(
            settings={
                "PARSERS": ["absolute-time"],
                "REQUIRE_PARTS": ["day", "month", "year"],
                "RELATIVE_BASE": datetime(2000, 1, 1),  # never shows: all parts are required
            }
        )
        found = parser.get_date_data(text).date_obj
    return found.date().isoformat() if found else None
