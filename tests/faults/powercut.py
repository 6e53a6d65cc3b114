"""A model of a power cut and of a disk that refuses, without root.

Within the server’s process a VFS of ours stands before SQLite’s own. Every write goes to the real
file and is also remembered as not yet synced; a sync applies what is remembered to a copy of the
file, the shadow: that is what survives. A power cut is then: kill -9, and the shadow takes the
place of the data. Writes that were never synced are gone, or a part of them survives, as on a
real disk. The same VFS refuses writes while a file says so.

The server is started through this module (`python -m tests.faults.powercut run`); the test’s side
is `Disk`.
"""

from __future__ import annotations

import ctypes
import faulthandler
import os
import random
import re
import shutil
import signal
import struct
import sys
from pathlib import Path
from typing import Any

NAME = "recoupe.db"
FOLDER = "FAULTS_DISK"
SABOTAGE = "FAULTS_SABOTAGE"
RECORD = struct.Struct("<BQQ")  # what, where (offset or new size), how long
WRITE, TRUNCATE = 0, 1
REFUSALS = {"full": 13, "failing": 778}  # SQLITE_FULL, SQLITE_IOERR_WRITE
SYNC_REFUSED = 1034  # SQLITE_IOERR_FSYNC
OK = 0
OPEN_MAIN_DB, OPEN_MAIN_JOURNAL, OPEN_WAL = 0x100, 0x800, 0x80000


class Disk:
    """The disk under a server’s data folder, as the test sees it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.folder = data.parent / f"{data.name}-disk"
        self.shadow, self.pending = self.folder / "shadow", self.folder / "pending"
        for folder in (self.shadow, self.pending):
            folder.mkdir(parents=True)
        for file in files(data):
            shutil.copy(file, self.shadow / file.name)

    def settings(self, sabotage: str = "") -> dict[str, str]:
        """What the server’s environment needs."""
        return {FOLDER: str(self.folder), SABOTAGE: sabotage}

    def cut(self, chance: random.Random | None = None) -> int:
        """The power was cut: only what was synced is there; with `chance`, some of the rest too.

        The server must be dead. Gives how many unsynced writes there were.
        """
        unsynced = 0
        for file in sorted(self.pending.iterdir()):
            records = read_records(file.read_bytes())
            unsynced += len(records)
            survivors = [one for one in records if chance and chance.random() < 0.5]
            apply(self.shadow / file.name, survivors, create=False)
            file.unlink()
        for file in files(self.data):
            file.unlink()
        (self.data / f"{NAME}-shm").unlink(missing_ok=True)
        for file in files(self.shadow):
            shutil.copy(file, self.data / file.name)
        return unsynced

    def say(self, what: str) -> None:
        """From now on the disk is `full` or `failing`, or a `sync` fails; or the server dies at
        the next sync of its log, just `before` or just `after` it took effect."""
        (self.folder / what).touch()

    def mend(self) -> None:
        """The disk takes writes again."""
        for what in (*REFUSALS, "sync", "before", "after"):
            (self.folder / what).unlink(missing_ok=True)


def files(folder: Path) -> list[Path]:
    """The database and its log."""
    return [file for name in (NAME, f"{NAME}-wal") if (file := folder / name).exists()]


Record = tuple[int, int, bytes]


def read_records(data: bytes) -> list[Record]:
    """Writes that were remembered; one that was cut off by the kill is left out."""
    found, at = [], 0
    while at + RECORD.size <= len(data):
        what, where, length = RECORD.unpack_from(data, at)
        at += RECORD.size
        if at + length > len(data):
            break
        found.append((what, where, data[at : at + length]))
        at += length
    return found


def apply(path: Path, records: list[Record], *, create: bool = True) -> None:
    """Do to a file what was remembered. One that was never synced has no name on the disk yet."""
    if not create and not path.exists():
        return
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        for what, where, data in records:
            if what == TRUNCATE:
                os.ftruncate(descriptor, where)
            else:
                os.pwrite(descriptor, data, where)
    finally:
        os.close(descriptor)


# In the server’s process -----------------------------------------------------------------


class Unusable(RuntimeError):
    """The model does not work here; the message says why."""


_METHODS = [
    "xClose", "xRead", "xWrite", "xTruncate", "xSync", "xFileSize", "xLock", "xUnlock",
    "xCheckReservedLock", "xFileControl", "xSectorSize", "xDeviceCharacteristics", "xShmMap",
    "xShmLock", "xShmBarrier", "xShmUnmap", "xFetch", "xUnfetch",
]  # fmt: skip


class Methods(ctypes.Structure):
    """sqlite3_io_methods, version 3."""

    _fields_ = [("iVersion", ctypes.c_int), *((name, ctypes.c_void_p) for name in _METHODS)]


class File(ctypes.Structure):
    """sqlite3_file, of which only the first member is known."""

    _fields_ = [("pMethods", ctypes.POINTER(Methods))]


_CALLS = [
    "xOpen", "xDelete", "xAccess", "xFullPathname", "xDlOpen", "xDlError", "xDlSym", "xDlClose",
    "xRandomness", "xSleep", "xCurrentTime", "xGetLastError", "xCurrentTimeInt64",
    "xSetSystemCall", "xGetSystemCall", "xNextSystemCall",
]  # fmt: skip


class Vfs(ctypes.Structure):
    """sqlite3_vfs, version 3."""

    _fields_ = [
        ("iVersion", ctypes.c_int),
        ("szOsFile", ctypes.c_int),
        ("mxPathname", ctypes.c_int),
        ("pNext", ctypes.c_void_p),
        ("zName", ctypes.c_char_p),
        ("pAppData", ctypes.c_void_p),
        *((name, ctypes.c_void_p) for name in _CALLS),
    ]


_file = ctypes.POINTER(File)
_int, _long, _pointer = ctypes.c_int, ctypes.c_int64, ctypes.c_void_p
OPEN = ctypes.CFUNCTYPE(_int, _pointer, _pointer, _file, _int, ctypes.POINTER(_int))
DELETE = ctypes.CFUNCTYPE(_int, _pointer, ctypes.c_char_p, _int)
WRITES = ctypes.CFUNCTYPE(_int, _file, _pointer, _int, _long)
TRUNCATES = ctypes.CFUNCTYPE(_int, _file, _long)
SYNCS = ctypes.CFUNCTYPE(_int, _file, _int)


def library() -> ctypes.CDLL:
    """The very libsqlite3 that Python’s own module uses. Raises Unusable."""
    import _sqlite3

    file = getattr(_sqlite3, "__file__", "")
    maps = Path("/proc/self/maps")
    if not file or not maps.exists():
        raise Unusable("Python’s _sqlite3 is built in, or this is not Linux")
    found = {line.split()[-1] for line in maps.read_text().splitlines() if "libsqlite3" in line}
    if len(found) != 1:
        raise Unusable(f"Python’s _sqlite3 brings its own SQLite: {found or file}")
    loaded = ctypes.CDLL(found.pop())
    loaded.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
    loaded.sqlite3_vfs_find.argtypes = [ctypes.c_char_p]
    loaded.sqlite3_vfs_register.argtypes = [ctypes.POINTER(Vfs), _int]
    return loaded


class Shim:
    """Our VFS. It and all that it made live as long as the process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.shadow, self.pending = folder / "shadow", folder / "pending"
        loaded = library()
        self.real = loaded.sqlite3_vfs_find(None)
        self.vfs = Vfs.from_buffer_copy(self.real.contents)
        self.vfs.zName = b"powercut"
        self.vfs.pNext = None
        self.real_open = OPEN(self.real.contents.xOpen)
        self.real_delete = DELETE(self.real.contents.xDelete)
        self.open_call = OPEN(safely(self.open))
        self.delete_call = DELETE(safely(self.delete))
        self.vfs.xOpen = ctypes.cast(self.open_call, _pointer).value
        self.vfs.xDelete = ctypes.cast(self.delete_call, _pointer).value
        self.write_call = WRITES(safely(self.write))
        self.truncate_call = TRUNCATES(safely(self.truncate))
        self.sync_call = SYNCS(safely(self.sync))
        self.ours: dict[int, Methods] = {}  # by the address of the methods that they stand before
        self.theirs: dict[int, tuple[str, Any, Any, Any]] = {}  # by the address of the open file
        self.logs: dict[str, int] = {}
        if loaded.sqlite3_vfs_register(ctypes.byref(self.vfs), 1) != OK:
            raise Unusable("SQLite refuses the model’s VFS")

    def open(self, _vfs: int, name: int, file: Any, flags: int, out: Any) -> int:
        code = self.real_open(ctypes.addressof(self.real.contents), name, file, flags, out)
        path = Path(ctypes.string_at(name).decode()) if name else Path()
        wanted = flags & (OPEN_MAIN_DB | OPEN_MAIN_JOURNAL | OPEN_WAL)
        if code != OK or not wanted or not path.name.startswith(NAME):
            return code
        real = file.contents.pMethods
        place = ctypes.addressof(real.contents)
        if place not in self.ours:
            ours = Methods.from_buffer_copy(real.contents)
            ours.xWrite = ctypes.cast(self.write_call, _pointer).value
            ours.xTruncate = ctypes.cast(self.truncate_call, _pointer).value
            ours.xSync = ctypes.cast(self.sync_call, _pointer).value
            self.ours[place] = ours
        calls = real.contents
        self.theirs[ctypes.addressof(file.contents)] = (
            path.name, WRITES(calls.xWrite), TRUNCATES(calls.xTruncate), SYNCS(calls.xSync),
        )  # fmt: skip
        file.contents.pMethods = ctypes.pointer(self.ours[place])
        return code

    def log(self, name: str) -> int:
        if name not in self.logs:
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
            self.logs[name] = os.open(self.pending / name, flags, 0o600)
        return self.logs[name]

    def says(self, what: str) -> bool:
        return os.access(self.folder / what, os.F_OK)

    def write(self, file: Any, data: int, length: int, offset: int) -> int:
        for what, code in REFUSALS.items():
            if self.says(what):
                return code
        name, real, _, _ = self.theirs[ctypes.addressof(file.contents)]
        # Remembered first: a kill in between leaves a write that the log knows and nobody made.
        os.write(
            self.log(name), RECORD.pack(WRITE, offset, length) + ctypes.string_at(data, length)
        )
        return int(real(file, data, length, offset))

    def truncate(self, file: Any, size: int) -> int:
        name, _, real, _ = self.theirs[ctypes.addressof(file.contents)]
        os.write(self.log(name), RECORD.pack(TRUNCATE, size, 0))
        return int(real(file, size))

    def sync(self, file: Any, flags: int) -> int:
        name, _, _, real = self.theirs[ctypes.addressof(file.contents)]
        if self.says("sync"):
            return SYNC_REFUSED
        if name.endswith("-wal"):
            self.die_here("before")
        log = self.log(name)
        data = os.pread(log, os.fstat(log).st_size, 0)
        apply(self.shadow / name, read_records(data))
        os.ftruncate(log, 0)
        code = int(real(file, flags))
        if name.endswith("-wal"):
            self.die_here("after")  # the commit is on the disk, its reply is not on the way
        return code

    def die_here(self, what: str) -> None:
        if self.says(what):
            (self.folder / what).unlink()
            os.kill(os.getpid(), signal.SIGKILL)

    def delete(self, _vfs: int, name: bytes, sync: int) -> int:
        code = self.real_delete(ctypes.addressof(self.real.contents), name, sync)
        file = Path(name.decode()).name
        if code == OK and file.startswith(NAME):
            (self.shadow / file).unlink(missing_ok=True)
            os.ftruncate(self.log(file), 0)
        return int(code)


def safely(call: Any) -> Any:
    """A mistake in the model ends the server at once: it must not look like a result."""

    def called(*given: Any) -> int:
        try:
            return int(call(*given))
        except BaseException as error:  # nothing may pass through C
            os.write(2, f"the model of the disk failed: {error!r}\n".encode())
            os._exit(99)

    return called


def sabotage(how: str) -> None:
    """Break what the product does for safety, to see whether the harness notices."""
    from quizzes.store import db as database

    if how in ("OFF", "NORMAL"):
        prepare = database._prepare_sqlite

        def weakened(connection: Any, record: Any) -> None:
            prepare(connection, record)  # with its read-back check
            connection.execute(f"PRAGMA synchronous={how}")

        database._prepare_sqlite = weakened
    elif how == "no unique key":
        from sqlalchemy import Engine, event

        @event.listens_for(Engine, "before_cursor_execute", retval=True)
        def insert_anyway(_c: Any, _k: Any, said: str, given: Any, _x: Any, _m: bool) -> Any:
            if "INSERT INTO response " in said:
                said = re.sub(r"\s*ON CONFLICT.*", "", said, flags=re.DOTALL)
            return said, given
    elif how:
        raise Unusable(f"no such sabotage: {how}")


def main() -> None:
    """`recoupe` with the model under it."""
    from app import main as recoupe  # first: it prepares gevent where the command is `run`

    faulthandler.register(signal.SIGUSR1, all_threads=True)  # for one that does not start
    global _shim  # noqa: PLW0603  (SQLite keeps pointers into it)
    _shim = Shim(Path(os.environ[FOLDER]))
    sabotage(os.environ.get(SABOTAGE, ""))
    recoupe()


_shim: Shim | None = None

if __name__ == "__main__":
    sys.modules["tests.faults.powercut"] = sys.modules["__main__"]
    main()
