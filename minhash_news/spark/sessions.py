"""Open: the address of a cluster, or none -> a Spark session, or one sentence that says what is missing."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from pyspark.sql import SparkSession

from minhash_news.errors import EngineError

LOCAL = "local[*,4]"
"""All cores of this machine; the 4 lets a task whose worker died be tried again, which plain `local` does not."""
ENGINES = ("pyspark", "py4j", "grpc")
"""Packages whose errors are the engine's; which of them are there depends on how Spark was installed."""
PATIENCE = 10.0
"""Seconds that an address has to answer."""


@contextmanager
def session(
    *, master: str | None = None, remote: str | None = None, conf: Mapping[str, str] | None = None
) -> Iterator[SparkSession]:
    """Yield a session and end it; what the engine raises meanwhile becomes an EngineError of one sentence.

    Args:
        master: as Spark names clusters (`local[4]`, `spark://host:7077`, `yarn`); None for LOCAL, or for what
            spark-submit was told.
        remote: of a Spark Connect server, `sc://host:port`; needs no Java here.
        conf: settings of Spark, "spark.driver.memory" -> "4g".

    Raises:
        EngineError: no Java where it is needed, nothing answers at the address, or the job failed.
    """
    builder = SparkSession.builder.appName("minhash-news")
    for key, value in (conf or {}).items():
        builder = builder.config(key, value)
    if remote:
        _require_answer(remote)
        builder = builder.remote(remote)
    elif master or "PYSPARK_GATEWAY_PORT" not in os.environ:  # which spark-submit sets
        builder = builder.master(_reached(master or LOCAL))
    try:
        spark = builder.getOrCreate()
        try:
            yield spark
        finally:
            spark.stop()
    except Exception as error:
        if type(error).__module__.split(".")[0] not in ENGINES:
            raise
        raise EngineError(f"Spark gave up: {_first_line(error)}") from error


def _reached(master: str) -> str:
    """Return a master that can be started or answers."""
    _require_java()
    _require_answer(master)
    if master.startswith("local"):  # workers would take the first python3 of the PATH
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    return master


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not (Path(home, "bin", "java").exists() if home else shutil.which("java")):
        raise EngineError(
            "Spark needs Java 17 or newer, and there is none: install it (apt-get install default-jre-headless) "
            "and set JAVA_HOME where it is not on the PATH, or give --remote sc://host:port of a Spark Connect server"
        )


def _require_answer(address: str) -> None:
    """Raise where an address names a host that does not answer; Spark itself would try for minutes."""
    parts = urlsplit(address.split(",")[0])
    if parts.scheme not in ("sc", "spark") or not parts.hostname:
        return
    port = parts.port or (15002 if parts.scheme == "sc" else 7077)
    try:
        socket.create_connection((parts.hostname, port), timeout=PATIENCE).close()
    except OSError as error:
        raise EngineError(f"no Spark answers at {address} ({error}); start it, or give the right address") from error


def _first_line(error: Exception) -> str:
    """Return the line of a failure that names it: of a traceback from a worker the last of Python's."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    raised = [line for line in lines if line.split(":")[0].endswith(("Error", "Exception")) and " at " not in line]
    return (raised or lines or [type(error).__name__])[0]
