"""An evaluation's frame as the bytes of a table file: CSV, Parquet or XLSX.

Lists are joined by 、, days are ISO text, missing cells are blank; numbers are not
rounded.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from targetwatch.errors import TargetwatchError

if TYPE_CHECKING:
    import pandas as pd

#: Control characters that no XLSX cell may hold.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class ParquetError(TargetwatchError):
    """Parquet was asked for and pyarrow is not installed."""

    def __init__(self) -> None:
        super().__init__(self.text("en"))

    def text(self, lang: str = "en") -> str:
        """The message in ``lang``."""
        if lang == "zh":
            return "写 .parquet 需要 pyarrow：请安装 targetwatch[parquet]"
        return "found no pyarrow, which writing .parquet needs: install targetwatch[parquet]"


def csv_bytes(frame: pd.DataFrame, excel: bool = False) -> bytes:
    """The frame as CSV in UTF-8; ``excel`` puts a byte order mark before it, by which Excel reads Chinese."""
    text: str = _flat(frame).to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8-sig" if excel else "utf-8")


def parquet_bytes(frame: pd.DataFrame, excel: bool = False) -> bytes:  # noqa: ARG001
    """The frame as Parquet, lists as lists. Raises ``ParquetError`` without pyarrow."""
    buffer = io.BytesIO()
    try:
        frame.to_parquet(buffer, index=False, engine="pyarrow")
    except ImportError:
        raise ParquetError from None
    return buffer.getvalue()


def xlsx_bytes(frame: pd.DataFrame, excel: bool = False) -> bytes:  # noqa: ARG001
    """The frame as one sheet with its head frozen; text that begins with ``=`` stays text."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "evaluation"
    for row, values in enumerate([list(frame.columns), *_flat(frame).to_numpy().tolist()], start=1):
        for column, value in enumerate(values, start=1):
            _fill(sheet.cell(row, column), value)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(frame.columns))}{len(frame) + 1}"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _fill(cell: Any, value: Any) -> None:
    if value is None or value != value:
        return
    cell.value = _UNPRINTABLE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"


def _flat(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with lists joined by 、 and missing cells as ``None``."""
    flat = frame.astype(object).where(frame.notna(), None)
    for name in flat.columns:
        flat[name] = [_joined(value) for value in flat[name].tolist()]
    return flat


def _joined(value: Any) -> Any:
    return "、".join(map(str, value)) if isinstance(value, (list, tuple)) else value


#: Suffix of a table file → what writes it.
WRITERS: Final[dict[str, Callable[[pd.DataFrame, bool], bytes]]] = {
    ".csv": csv_bytes,
    ".parquet": parquet_bytes,
    ".xlsx": xlsx_bytes,
}
