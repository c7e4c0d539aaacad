"""Dates as they are written, and what an ISO date allows."""

import math
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from minhash_news.dates import instants, to_iso


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2025", "2025"),
        ("2025-03", "2025-03"),
        ("2025-03-12", "2025-03-12"),
        ("2025-3-2", "2025-03-02"),
        ("2025/03/12", "2025-03-12"),
        ("20250312", "2025-03-12"),
        ("20250312T101500Z", "2025-03-12T10:15:00+00:00"),
        ("20250312101500", "2025-03-12T10:15:00"),
        (" 2025-03-12T10:15 ", "2025-03-12T10:15"),
        ("2025-03-12 10:15:30", "2025-03-12T10:15:30"),
        ("2025-03-12T10:15:30Z", "2025-03-12T10:15:30Z"),
        ("2025-03-12T10:15:30.250Z", "2025-03-12T10:15:30.250Z"),
        ("2025-03-12T10:15:30,5+0530", "2025-03-12T10:15:30.5+05:30"),
        ("2025-03-12T10:15:30-04", "2025-03-12T10:15:30-04:00"),
        ("2026-01-02 10:00:00 +0000", "2026-01-02T10:00:00+00:00"),
        ("2026-01-02 10:00:00 UTC", "2026-01-02T10:00:00+00:00"),
        ("Tue, 10 Jun 2025 01:19:13 GMT", "2025-06-10T01:19:13+00:00"),
        ("10 Jun 2025 01:19 -0700", "2025-06-10T01:19-07:00"),
        ("Tue, 10 Jun 2025 01:19:13 +0200 (CEST)", "2025-06-10T01:19:13+02:00"),
        ("Tue Jun 10 01:19:13 2025", "2025-06-10T01:19:13"),
        ("Tue Jun 10 01:19:13 +0000 2025", "2025-06-10T01:19:13+00:00"),
        ("March 12, 2025", "2025-03-12"),
        ("Wednesday, March 12th, 2025 at 9:30 p.m. EST", "2025-03-12T21:30-05:00"),
        ("Mar. 12, 2025 12:05 AM", "2025-03-12T00:05"),
        ("12 March 2025", "2025-03-12"),
        ("12-Mar-2025", "2025-03-12"),
        ("12 March 2025, 14:30 Elsewhere/Zone", "2025-03-12"),
        ("12 March 2025, 14:30 QQT", "2025-03-12"),
        ("12.03.2025", "2025-03-12"),
        ("12.3.2025, 14:30 Uhr", "2025-03-12T14:30"),
        ("25/03/2025", "2025-03-25"),
        ("03/25/2025", "2025-03-25"),
        ("2025年3月12日", "2025-03-12"),
        ("２０２５-０３-１２", "2025-03-12"),
        ("12. März 2025", "2025-03-12"),
        ("12. März 2025, 14:30 Uhr", "2025-03-12T14:30"),
        ("12 de marzo de 2025", "2025-03-12"),
        ("12 mars 2025", "2025-03-12"),
        (1741766400, "2025-03-12T08:00:00+00:00"),
        (1741766400.5, "2025-03-12T08:00:00.500+00:00"),
        ("1741766400", "2025-03-12T08:00:00+00:00"),
        (1741766400123, "2025-03-12T08:00:00.123+00:00"),
        (20250312, "2025-03-12"),
        (2025, "2025"),
        (date(2025, 3, 12), "2025-03-12"),
        (datetime(2025, 3, 12, 8), "2025-03-12T08:00:00"),
        (datetime(2025, 3, 12, 8, tzinfo=timezone(timedelta(hours=2))), "2025-03-12T08:00:00+02:00"),
        (datetime(1880, 3, 12, 8, tzinfo=timezone(timedelta(minutes=53, seconds=28))), "1880-03-12T07:59:32+00:53"),
        (
            datetime(1880, 3, 12, 8, tzinfo=timezone(-timedelta(hours=4, minutes=56, seconds=2))),
            "1880-03-12T08:00:02-04:56",
        ),
    ],
)
def test_a_date_is_kept_at_its_precision(written, iso):
    assert to_iso(written) == iso
    earliest, latest = instants(iso)
    assert earliest <= latest


@pytest.mark.parametrize(
    "written",
    [
        *(
            "",
            " ",
            "yesterday",
            "today",
            "3 hours ago",
            "Monday",
            "last week",
            "10:15",
            "March 2025 or so",
            "12 March",
        ),
        *(
            "2025-13-01",
            "2025-02-30",
            "2025-03-12T25:00",
            "03/04/2025",
            "0001-01-01",
            "9999-12-31",
            "x" * 5000,
            "—",
        ),
        *(
            True,
            None,
            0,
            -1,
            5,
            math.nan,
            math.inf,
            10**400,
            b"2025",
            [],
            {"a": 1},
            datetime(1, 1, 1),
            "40. Foo 2025",
        ),
    ],
)
def test_what_says_no_definite_day_is_none(written):
    assert to_iso(written) is None


def seconds(*parts: int) -> float:
    return datetime(*parts, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("iso", "earliest", "latest"),
    [
        ("2025-03-12T10:15:30Z", seconds(2025, 3, 12, 10, 15, 30), seconds(2025, 3, 12, 10, 15, 30)),
        ("2025-03-12T10:15:30-04:00", seconds(2025, 3, 12, 14, 15, 30), seconds(2025, 3, 12, 14, 15, 30)),
        ("2025-03-12T10:15:30", seconds(2025, 3, 12, 10, 15, 30), seconds(2025, 3, 12, 10, 15, 30)),
        ("2025-03-12T10:15", seconds(2025, 3, 12, 10, 15), seconds(2025, 3, 12, 10, 15, 59)),
        ("2025-03-12", seconds(2025, 3, 11, 10), seconds(2025, 3, 13, 11, 59, 59)),
        ("2024-02", seconds(2024, 1, 31, 10), seconds(2024, 3, 1, 11, 59, 59)),
        ("2025", seconds(2024, 12, 31, 10), seconds(2026, 1, 1, 11, 59, 59)),
        ("1893-07-04", seconds(1893, 7, 3, 10), seconds(1893, 7, 5, 11, 59, 59)),
    ],
)
def test_what_a_date_allows(iso, earliest, latest):
    assert instants(iso) == (earliest, latest)


@pytest.mark.parametrize("text", ["", "yesterday", "12 March 2025", "2025-02-30"])
def test_instants_of_what_is_no_iso_date(text):
    with pytest.raises(ValueError, match=r"ISO|day is out of range"):
        instants(text)


def test_reading_starts_without_the_heavy_libraries():
    heavy = "{'trafilatura', 'yaml', 'pyarrow', 'charset_normalizer', 'dateparser', 'lxml', 'numba', 'click'}"
    code = f"import sys, minhash_news.reading, minhash_news.dates; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
