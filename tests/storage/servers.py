"""Real servers, started by the tests that need them: PostgreSQL and ZEO."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg2

SUPERUSER = "kuidocs"
ZEO_CONFIG = """\
<zeo>
  address {socket}
</zeo>
<filestorage 1>
  path {data}
  blob-dir {blobs}
</filestorage>
"""


class PostgresqlServer:
    """A cluster of its own, reached by a socket in its own folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._numbers = count(1)

    def new_database(self) -> str:
        """Make an empty database and return its address."""
        name = f"test_{next(self._numbers)}"
        connection = psycopg2.connect(self.address("postgres"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
        connection.close()
        return self.address(name)

    def address(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://{SUPERUSER}@/{name}?host={self.folder}"


def _programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    if not found:
        raise RuntimeError("PostgreSQL's programs are missing. Install them with: apt-get install postgresql")
    return found[-1].parent


def _as_other_user() -> dict[str, object]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    known = {user.pw_name: user for user in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@contextmanager
def postgresql() -> Iterator[PostgresqlServer]:
    """Run a cluster; nothing in it survives a crash, so it need not wait for the disk."""
    programs, other = _programs(), _as_other_user()
    # The path of a socket must be short, so it is not pytest's own folder.
    folder = Path(tempfile.mkdtemp(prefix="kuidocs-pg-"))
    if other:
        os.chown(folder, other["user"], other["group"])

    def run(*command: str) -> None:
        done = subprocess.run(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, **other
        )
        assert done.returncode == 0, done.stderr.decode()

    data = str(folder / "data")
    settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    run(f"{programs}/initdb", "-D", data, "-U", SUPERUSER, "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    try:
        run(f"{programs}/pg_ctl", "-D", data, "-l", str(folder / "log"), "-o", settings, "-w", "start")
        yield PostgresqlServer(folder)
    finally:
        subprocess.run([f"{programs}/pg_ctl", "-D", data, "-m", "immediate", "stop"], capture_output=True, **other)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def zeo() -> Iterator[str]:
    """Run a ZEO server over a FileStorage and give its address."""
    folder = Path(tempfile.mkdtemp(prefix="kuidocs-zeo-"))
    socket = folder / "socket"
    config = folder / "zeo.conf"
    config.write_text(ZEO_CONFIG.format(socket=socket, data=folder / "Data.fs", blobs=folder / "blobs"))
    with (folder / "log").open("w") as log:
        server = subprocess.Popen([sys.executable, "-m", "ZEO.runzeo", "-C", config], stdout=log, stderr=log)
    try:
        # The client itself waits until the server answers.
        yield f"zeo://{socket}"
    finally:
        server.terminate()
        server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)
