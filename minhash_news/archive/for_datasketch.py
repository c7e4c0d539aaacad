"""Hand on: the signatures of an archive -> datasketch's own LSH index, in memory or in its storage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from minhash_news.archive.epoch import Epoch
from minhash_news.archive.index import signatures
from minhash_news.archive.store import Store
from minhash_news.errors import EngineError, MissingExtraError, SettingsError
from minhash_news.minhash import to_datasketch

if TYPE_CHECKING:
    from datasketch import MinHashLSH


def index(
    store: Store,
    epoch: Epoch,
    threshold: float,
    storage_config: Mapping[str, object] | None,
    options: Mapping[str, Any],
) -> MinHashLSH:
    """Return a `MinHashLSH` that has each indexed article under its id; see `Archive.to_datasketch_lsh`."""
    from datasketch import MinHashLSH  # scipy comes with it

    storage = None if storage_config is None else dict(storage_config)
    redis = _redis(storage.get("redis")) if storage and storage.get("type") == "redis" else nullcontext()
    with redis:
        num_perm = store.scheme.num_perm
        try:
            lsh = MinHashLSH(threshold=threshold, num_perm=num_perm, storage_config=storage, **options)
        except ValueError as error:
            raise SettingsError(f"no index of threshold {threshold} and num_perm {num_perm}: {error}") from error
        with lsh.insertion_session() as session:
            for article_id, signature in signatures(store, epoch):
                session.insert(article_id, to_datasketch(signature, store.scheme), check_duplication=False)
    return lsh


@contextmanager
def _redis(server: object) -> Iterator[None]:
    """Turn the errors of Redis into ours."""
    try:
        import redis
    except ImportError as error:
        raise MissingExtraError("an index in Redis", "redis") from error
    try:
        yield
    except redis.RedisError as error:
        raise EngineError(f"Redis at {server}: {error}; start it, or name another") from error
