"""Files that are written: which suffixes, and never half a file."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from targetwatch.errors import TargetwatchError

Paths = str | os.PathLike[str]

_SUFFIXES: Final = (".html", ".md", ".json")
_LATER: Final = (".docx", ".xlsx", ".pdf")


class FormatError(TargetwatchError, ValueError):
    """A file suffix that no report can be written to; ``suffix`` is what was found."""

    def __init__(self, suffix: str, supported: Sequence[str], later: Sequence[str] = ()) -> None:
        self.suffix = suffix
        self.supported = tuple(supported)
        self.later = tuple(later)
        super().__init__(self.text("en"))

    def text(self, lang: str = "en") -> str:
        """The message in ``lang``."""
        good, later = " ".join(self.supported), " ".join(self.later)
        if lang == "zh":
            return f"文件后缀为 {self.suffix or '空'}，应为 {good} 之一" + (
                f"（{later} 将在以后的版本支持）" if later else ""
            )
        tail = f" ({later} come in a later version)" if later else ""
        return f"found suffix {self.suffix!r}, expected one of {good}{tail}"


def require_format(path: Paths) -> str:
    """The suffix of a report's path in lower case. Raises ``FormatError`` where none is written to it."""
    suffix = Path(path).suffix.lower()
    if suffix not in _SUFFIXES:
        raise FormatError(suffix, _SUFFIXES, _LATER)
    return suffix


def write_file(path: Paths, data: bytes) -> Path:
    """Write ``data`` beside ``path`` and rename it there: nobody sees half a file. Gives the path.

    What is there and is no regular file (a pipe, a device) is written to as it is.
    Raises ``FileNotFoundError`` naming the folder where that is not there.
    """
    target = Path(path).resolve()
    if target.exists() and not target.is_file():
        target.write_bytes(data)
        return Path(path)
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(target.parent))
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".targetwatch-")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.chmod(name, _mode(target))
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise
    return Path(path)


def _mode(path: Path) -> int:
    """The mode of an existing file, else that of a new one under the process's mask."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
