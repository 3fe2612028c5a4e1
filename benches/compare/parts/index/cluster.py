"""A PostgreSQL cluster of its own, on a socket in its folder, that lives as long as this process.

As root the server is run as the user `postgres`, since it refuses root.
"""

import atexit
import os
import shutil
import subprocess
from pathlib import Path

import psycopg


class Cluster:
    """A cluster, once it is started."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.connection: psycopg.Connection | None = None
        self.folder: Path | None = None
        atexit.register(self.stop)

    def version(self) -> str:
        """Its version."""
        said = subprocess.run(
            [self.programs / "postgres", "--version"], capture_output=True, text=True, check=True
        )
        return said.stdout.strip()

    def start(self, folder: Path) -> psycopg.Connection:
        """Makes a cluster in a folder, and starts it; ends the one before."""
        self.stop()
        self.folder = folder / "cluster"
        self.folder.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
            for above in (folder, folder.parent):
                above.chmod(0o755)
        cluster = str(self.folder)
        options = ["--no-locale", "--encoding=UTF8", "--auth=trust", "--username=moties"]
        run(str(self.programs / "initdb"), "--pgdata", cluster, *options)
        listen = f"-c listen_addresses= -c unix_socket_directories={cluster}"
        log = str(self.folder / "log")
        run(str(self.programs / "pg_ctl"), "-D", cluster, "-l", log, "-o", listen, "-w", "start")
        where = f"host={cluster} user=moties dbname=postgres"
        self.connection = psycopg.connect(where, autocommit=True)
        return self.connection

    def stop(self) -> None:
        """Ends the server."""
        if self.connection:
            self.connection.close()
            self.connection = None
        if self.folder and self.folder.exists():
            run(str(self.programs / "pg_ctl"), "-D", str(self.folder), "-m", "fast", "stop")
            self.folder = None


def run(*command: str) -> None:
    """Runs a program of PostgreSQL, as a user that it accepts."""
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    prefix = as_user if os.geteuid() == 0 else []
    done = subprocess.run([*prefix, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"`{command[0]}` failed: {done.stderr.strip() or done.stdout.strip()}")
