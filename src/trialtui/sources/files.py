"""Files, folders, archives and standard input to trials. What a file holds is told by its content, not by its name."""

from __future__ import annotations

import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO

from trialtui.model.trial import Trial
from trialtui.sources.ctgov_csv import csv_kind, read_csv
from trialtui.sources.json_split import SplitError, split_json
from trialtui.sources.records import Problem, RawRecord, Read, decode
from trialtui.sources.streams import DAMAGE, GZIP_MAGIC, ByteStream, Meter, ProgressHook, expand_gzip, expand_member

__all__ = ["Problem", "RawRecord", "Read", "decode", "iter_raw", "read_files"]

ProblemHook = Callable[[Problem], None]

_HEAD = 1 << 20
_ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_NO_DATA = (".md", ".txt", ".rst", ".html", ".htm", ".pdf", ".py", ".yaml", ".yml", ".log", ".png", ".xlsx", ".docx")
_NOTHING_HERE = "it holds no records"
_UNKNOWN = "it is neither JSON records nor a CSV download of ClinicalTrials.gov, nor an archive of them"


def read_files(
    paths: Sequence[Path | str], on_problem: ProblemHook, progress: ProgressHook | None = None
) -> Iterator[Read]:
    """Read trials from files; memory stays flat whatever their size.

    Args:
        paths: Files (one study, a list, a page of the API, JSON lines, CSV, each also gzipped; zip archives of them),
            folders (read recursively in order of name), or `-` for standard input.
        on_problem: Called for each record or file that is rejected; reading goes on after it.
        progress: Called with the bytes consumed and their total (None where a path is no regular file or folder).

    Yields:
        The trials, in the order of the files.
    """
    for found in iter_raw(paths, on_problem, progress):
        if isinstance(found, Read):
            yield found
            continue
        decoded = decode(found)
        if isinstance(decoded, Problem):
            on_problem(decoded)
        else:
            yield Read(decoded, found.origin)


def iter_raw(
    paths: Sequence[Path | str], on_problem: ProblemHook, progress: ProgressHook | None = None
) -> Iterator[RawRecord | Read]:
    """Split files into records that are still to be decoded (see `decode`), so that other processes can do that.

    Args:
        paths: As for `read_files`.
        on_problem: As for `read_files`; what only decoding shows is not reported here.
        progress: As for `read_files`.

    Yields:
        JSON records as bytes; rows of a CSV file are decoded already.
    """
    reader = _Files(on_problem, Meter(progress, _total(paths) if progress else None))
    for path in paths:
        yield from reader.named(Path(path))


def _total(paths: Sequence[Path | str]) -> int | None:
    """Return the size of all files, None where one of them is a stream."""
    total = 0
    for path in map(Path, paths):
        if str(path) == "-" or (path.exists() and not path.is_file() and not path.is_dir()):
            return None
        total += sum(map(_size, _walk(path))) if path.is_dir() else _size(path)
    return total


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and of those in it, in order of name; hidden ones and links to folders are left.

    A folder that cannot be listed is yielded itself, for opening it to say why.
    """
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for path in paths:
        if path.name.startswith("."):
            continue
        if path.is_dir():
            if not path.is_symlink():
                yield from _walk(path)
        elif path.is_file() and path.suffix.lower() not in _NO_DATA:
            yield path


class _Files:
    """Goes through files; what it meets on the way goes to the problem hook. `known` counts what it knew to handle."""

    def __init__(self, on_problem: ProblemHook, meter: Meter) -> None:
        self.on_problem = on_problem
        self.meter = meter
        self.known = 0

    def problem(self, origin: str, reason: str, record: str = "", field: str = "") -> None:
        self.known += 1
        self.on_problem(Problem(origin, record, field, reason))

    def named(self, path: Path) -> Iterator[RawRecord | Read]:
        """Read a file or folder that was named, or standard input."""
        if str(path) == "-":
            yield from self.opened(sys.stdin.buffer, "standard input", named=True)
        elif not path.is_dir():
            yield from self.file(path, path.name, named=True)
        else:
            before = self.known
            for file in _walk(path):
                yield from self.file(file, f"{path.name}/{file.relative_to(path)}", named=False)
            if self.known == before:
                self.problem(str(path), _NOTHING_HERE)

    def file(self, path: Path, origin: str, *, named: bool) -> Iterator[RawRecord | Read]:
        try:
            file = path.open("rb")
        except OSError as error:
            self.problem(str(path), error.strerror or str(error))
            return
        with file:
            yield from self.opened(file, origin, named=named)

    def opened(self, file: IO[bytes], origin: str, *, named: bool) -> Iterator[RawRecord | Read]:
        """Read an open file. An archive that comes as a stream is copied first, since its list of files stands last."""
        stream = self.counted(file)
        if not stream.peek(4).startswith(_ZIP_MAGIC):
            yield from self.stream(stream, origin, named=named)
        elif file.seekable():
            yield from self.archive(file, origin)
        else:
            with tempfile.TemporaryFile() as copy:
                while data := stream.read1(_HEAD):
                    copy.write(data)
                yield from self.archive(copy, origin)

    def counted(self, file: IO[bytes]) -> ByteStream:
        def read(size: int) -> bytes:
            data = file.read(size)
            self.meter.add(len(data))
            return data

        return ByteStream(read)

    def archive(self, file: IO[bytes], origin: str) -> Iterator[RawRecord | Read]:
        """Read the members of a zip archive, in the order in which it lists them. Nothing is unpacked to disk."""
        try:
            archive = zipfile.ZipFile(file)
        except DAMAGE as error:
            self.problem(origin, f"the zip archive is cut off or damaged: {error}")
            return
        before = self.known
        for member in archive.infolist():
            if self.wanted(member, origin):
                stream = expand_member(archive, member)
                yield from self.stream(stream, f"{origin}: {member.filename}", named=False)
            self.meter.add(member.compress_size)
        if self.known == before:
            self.problem(origin, _NOTHING_HERE)

    def wanted(self, member: zipfile.ZipInfo, origin: str) -> bool:
        """Tell whether a member is a file of data, with a name that stays in its folder."""
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or (name.parts and name.parts[0].endswith(":")):
            self.problem(f"{origin}: {member.filename}", "its name leads out of the archive's folder; it is not read")
        elif member.flag_bits & 1:
            self.problem(f"{origin}: {member.filename}", "it is encrypted")
        elif not member.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in name.parts):
            return name.suffix.lower() not in _NO_DATA
        return False

    def stream(self, stream: ByteStream, origin: str, *, named: bool) -> Iterator[RawRecord | Read]:
        """Read a stream by what it begins with."""
        head = stream.peek(_HEAD)
        if head.startswith(GZIP_MAGIC):
            stream = expand_gzip(stream)
            head = stream.peek(_HEAD)
        if head.startswith(_UTF8_MARK):
            head = head[len(_UTF8_MARK) :]
            stream.read1(len(_UTF8_MARK))
        reason = _refusal(head)
        if not reason and head.lstrip()[:1] in (b"{", b"["):
            yield from self.json(stream, origin)
        elif not reason and csv_kind(head):
            yield from self.csv(stream, origin)
        elif reason or stream.fault or named:
            self.problem(origin, stream.fault or reason or _UNKNOWN)
        else:
            return
        self.known += 1

    def json(self, stream: ByteStream, origin: str) -> Iterator[RawRecord]:
        """Yield the records of a JSON stream; of one that is cut off, the record at the cut is left out."""
        number = 0
        for found in split_json(stream):
            if isinstance(found, SplitError):
                if not stream.fault:
                    self.problem(origin, found.reason, f"line {found.line}")
            elif not stream.fault or found[1].endswith(b"}"):
                number += 1
                yield RawRecord(origin, number, *found)
        if stream.fault:
            self.problem(origin, stream.fault)

    def csv(self, stream: ByteStream, origin: str) -> Iterator[Read]:
        for found in read_csv(stream, origin):
            if isinstance(found, Trial):
                yield Read(found, origin)
            else:
                line, error = found
                self.problem(origin, error.reason, error.nct or f"line {line}", error.field)
        if stream.fault:
            self.problem(origin, stream.fault)


def _refusal(head: bytes) -> str:
    """Say why a stream that begins so is not read; empty where it may be."""
    start = head.lstrip()
    if not start:
        return "it is empty"
    if head.startswith((*_ZIP_MAGIC, GZIP_MAGIC)):
        return "it is an archive within an archive, which is not read"
    if head.startswith(_UTF16_MARKS):
        return "it is UTF-16 text; save it as UTF-8"
    if start.startswith(b"<"):
        if b"<clinical_study" in head:
            return "it is a record in the registry's old XML form, which is not read; download it as JSON"
        return "it is XML or HTML, not records in JSON or CSV"
    if csv_kind(head) == "ictrp":
        return "it is a CSV of the WHO's ICTRP portal, which joins other registries; only ClinicalTrials.gov is read"
    return ""
