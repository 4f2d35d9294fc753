"""Where the embedded PostgreSQL lives, and which account of the machine runs it.

Under root the server runs as an account that already exists. What that account cannot reach (a venv under
/root, a closed data folder) gets a place in a folder of our own; the rights of no existing folder change.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LONGEST_SOCKET_FOLDER = 90
"""Bytes: a unix socket address holds 107, and PostgreSQL adds a file name."""
ROOT_FOLDERS = (Path("/var/lib/leerloket"), Path("/var/lib/leerloket-postgres"))
"""Where root keeps what the server's account cannot reach in place; the first one open to it is taken."""


class CannotStart(Exception):
    """There is no PostgreSQL to run, or it will not start. The text says in one line what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the operating system that a server can run as."""

    uid: int
    gid: int

    @classmethod
    def choose(cls) -> "Account":
        """Oneself; for root, whom PostgreSQL refuses, an account that is there already."""
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid())
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        for name in ("leerloket", "postgres", "nobody"):
            if name in known and known[name].pw_uid != 0:
                return cls(known[name].pw_uid, known[name].pw_gid)
        raise CannotStart("PostgreSQL refuses to run as root and there is no account `nobody` to run it as.")

    @classmethod
    def owning(cls, folder: Path) -> "Account":
        """The account that made a folder; refuses one that is neither ours nor ours to act for."""
        found = folder.stat()
        if os.geteuid() not in {0, found.st_uid}:
            raise CannotStart(f"{folder} belongs to account {found.st_uid}; choose another LEERLOKET_DATA_DIR.")
        return cls(found.st_uid, found.st_gid)

    @property
    def is_me(self) -> bool:
        """Whether no change of account is needed."""
        return self.uid == os.geteuid()

    def run(self, *command: str | Path) -> subprocess.CompletedProcess[str]:
        """Run a program as this account, with a clean environment; only its error text is kept."""
        change: dict[str, Any] = {} if self.is_me else {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            **change,
        )

    def reaches(self, path: Path) -> bool:
        """Whether this account can enter a folder or run a program, through all its parents."""
        return self.is_me or self.run("/usr/bin/test", "-x", path).returncode == 0

    def make_private(self, folder: Path) -> None:
        """Make a folder that only this account can enter, unless something is there already."""
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            if not self.is_me:
                os.chown(folder, self.uid, self.gid)

    def open_folder(self) -> Path:
        """The folder of our own under /var/lib that this account can enter."""
        for folder in ROOT_FOLDERS:
            make_open(folder)
            if self.reaches(folder):
                return folder
        raise CannotStart(f"{ROOT_FOLDERS[0]} is closed to the account that runs the database: chmod o+x it.")

    def reachable_binaries(self, binaries: Path) -> Path:
        """The same programs, copied to an open place when this account cannot run them where they are."""
        if self.reaches(binaries / "postgres"):
            return binaries
        package, packages = binaries.parents[1].name, binaries.parents[2]
        with (binaries / "postgres").open("rb") as program:
            version = hashlib.file_digest(program, "sha256").hexdigest()[:12]
        target = self.open_folder() / f"postgres-{version}"
        if not target.exists():
            scratch = target.with_name(f"{target.name}.{os.getpid()}")
            for part in (f"{package}/pginstall", f"{package}.libs"):
                if (packages / part).exists():
                    make_open((scratch / part).parent)
                    shutil.copytree(packages / part, scratch / part, symlinks=True)
            try:
                scratch.rename(target)
            except OSError:  # another process was first, and its copy is as good
                shutil.rmtree(scratch)
        return target / binaries.relative_to(packages)


@dataclass(frozen=True, slots=True)
class Place:
    """Where one cluster lives: its private folder with the data in it, its socket, and who owns both."""

    folder: Path
    socket: Path
    account: Account

    @property
    def pgdata(self) -> Path:
        """The data of PostgreSQL itself."""
        return self.folder / "data"

    @classmethod
    def of(cls, data_dir: Path, major: int) -> "Place":
        """The place of this major version in a data folder; made when it is not there yet."""
        data_dir = data_dir.resolve()
        make_open(data_dir)
        account = Account.choose()
        folder = data_dir / f"pg{major}"
        if not folder.exists() and not account.reaches(data_dir):
            folder = account.open_folder() / closed_name(data_dir) / f"pg{major}"
            make_open(folder.parent)
        account.make_private(folder)
        if folder.stat().st_uid != 0:
            account = Account.owning(folder)
        socket = folder
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
            socket = Path("/tmp") / f"leerloket-{_digest(folder)}"  # noqa: S108 - its owner is checked
            account.make_private(socket)
            found = socket.lstat()
            if socket.is_symlink() or found.st_uid != account.uid or found.st_mode & 0o77:
                raise CannotStart(f"{socket} is not a private folder of the database: remove it.")
        return cls(folder, socket, account)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """One process at a time makes, starts or stops this cluster. The lock ends with its process."""
        with locked(self.folder):
            yield


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder; it ends with the process, however that dies."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def cluster_folders(data_dir: Path) -> list[Path]:
    """The folders of all clusters of a data folder, one for each major version that ever ran."""
    data_dir = data_dir.resolve()
    places = [data_dir, *(root / closed_name(data_dir) for root in ROOT_FOLDERS)]
    return sorted(folder for place in places if place.is_dir() for folder in place.glob("pg[0-9]*"))


def closed_name(data_dir: Path) -> str:
    """The name, under a folder of ours, of what belongs to a data folder that is closed to the server."""
    return f"closed-{_digest(data_dir)}"


def make_open(folder: Path) -> None:
    """Make a folder, and its missing parents, that every account may enter, whatever the umask."""
    if folder.is_dir():
        return
    make_open(folder.parent)
    with contextlib.suppress(FileExistsError):
        folder.mkdir()
        folder.chmod(0o755)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
