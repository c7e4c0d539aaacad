"""Every knob of a scan, in one frozen, validated place. Stages never see it: `pipeline` hands them plain values."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from numbers import Real

from minhash_news.arguments import expect, expect_whole
from minhash_news.errors import SettingsError
from minhash_news.model import Scheme


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a scan may be told.

    Attributes:
        use_dates: let publication dates speak: for the direction, and against a relation between two articles that
            appeared days or weeks apart.
        min_confidence: edges less likely than this are left out (0 to 1). A scan or an archive forgets pairs less
            likely than `pipeline.LOOKED_AT`, whatever stands here; `compare` does not.
        num_perm: columns of a signature.
        shingle_size: words in a shingle.
        bands: LSH bands; bands x rows may not exceed num_perm.
        rows: rows in a band.
        workers: threads for the kernels; None for all cores. The result does not depend on it.

    Raises:
        SettingsError: a value that cannot work.
    """

    use_dates: bool = True
    min_confidence: float = 0.5
    num_perm: int = 128
    shingle_size: int = 3
    bands: int = 42
    rows: int = 3
    workers: int | None = None

    def __post_init__(self) -> None:
        if not (isinstance(self.min_confidence, Real) and 0 <= self.min_confidence <= 1):
            raise SettingsError(f"min_confidence is {self.min_confidence!r}; it is a probability from 0 to 1")
        for name in ("num_perm", "shingle_size", "bands", "rows"):
            expect_whole(name, getattr(self, name))
        if self.bands * self.rows > self.num_perm:
            raise SettingsError(
                f"{self.bands} bands x {self.rows} rows need {self.bands * self.rows} permutations, "
                f"num_perm is {self.num_perm}; take fewer bands or more permutations"
            )
        if self.workers is not None:
            expect_whole("workers", self.workers)

    @classmethod
    def or_defaults(cls, given: Settings | None) -> Settings:
        """Return the settings given, or the defaults for None; SettingsError for anything else."""
        if given is None:
            return cls()
        expect(given, cls, "settings", "a Settings object", "give Settings(min_confidence=0.7), say")
        return given

    @property
    def scheme(self) -> Scheme:
        """The scheme of the signatures these settings make."""
        return Scheme(num_perm=self.num_perm, shingle_size=self.shingle_size)

    @property
    def threads(self) -> int:
        """Threads to use."""
        return self.workers or os.cpu_count() or 1

    def for_the_record(self) -> dict[str, object]:
        """What graph.json says of the settings: everything that can change the result."""
        record = asdict(self)
        del record["workers"]
        return record
