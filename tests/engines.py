"""Engines for the tests of the scan on Spark: Sail over Spark Connect, and Spark itself with two executors."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).parent.parent
CLUSTER = "local-cluster[2,1,1024]"
"""Two executors, a core and a gigabyte each, in processes of their own."""
EXECUTOR = "CoarseGrainedExecutorBackend"


class NoEngineError(Exception):
    """There is none; the message says what to install."""


def require_spark() -> None:
    """Raise NoEngineError where PySpark or Java is missing."""
    if find_spec("pyspark") is None:
        raise NoEngineError("the package pyspark is missing: pip install 'minhash-news[spark]'")
    if not shutil.which("java") and not os.environ.get("JAVA_HOME"):
        raise NoEngineError("no Java here: apt-get install default-jre-headless, or set JAVA_HOME")


@contextmanager
def sail() -> Iterator[str]:
    """Give the address of a Sail server in this process.

    Raises:
        NoEngineError: Sail or PySpark is missing.
    """
    if find_spec("pysail") is None or find_spec("pyspark") is None:
        raise NoEngineError("the package pysail is missing: pip install 'minhash-news[engines]'")
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    with warnings.catch_warnings():  # PySpark's own: of pandas, and of sockets it leaves to be collected
        warnings.simplefilter("ignore")
        yield f"sc://{host}:{port}"
    server.stop()


def command(*arguments: object) -> subprocess.Popen[str]:
    """Start `minhash-news spark` in a process of its own."""
    whole = [sys.executable, "-m", "minhash_news", "spark", *map(str, arguments)]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("SPARK_")}  # Connect leaves some
    environment = {**clean, "PYTHONPATH": path, "PYSPARK_PYTHON": sys.executable}
    return subprocess.Popen(
        whole, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


class Killer(threading.Thread):
    """Ends one executor of a Spark process, as a failing machine would, once each of some folders appears.

    The process is this one where `spark` is 0.
    """

    def __init__(self, spark: int, folders: list[Path]) -> None:
        super().__init__(daemon=True)
        self.spark, self.folders = spark or os.getpid(), folders
        self.killed: list[str] = []
        self.over = False

    def run(self) -> None:
        """Wait for one folder after the other."""
        for folder in self.folders:
            while not folder.exists():
                if self.over:
                    return
                time.sleep(0.005)
            victim = min(executors(self.spark), default=None)
            if victim:
                os.kill(victim, 9)
                self.killed.append(folder.parent.name)


def executors(spark: int) -> list[int]:
    """Return the process ids of the executors that a process has started, itself or through others."""
    parents, found = {}, []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text(errors="replace")
                parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
                if EXECUTOR in (entry / "cmdline").read_text(errors="replace"):
                    found.append(int(entry.name))
            except OSError:  # it has ended meanwhile
                continue
    return [process for process in found if spark in _ancestors(process, parents)]


def _ancestors(process: int, parents: dict[int, int]) -> Iterator[int]:
    while process in parents:
        process = parents[process]
        yield process
