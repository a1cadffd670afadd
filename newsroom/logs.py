"""Logs: keeps the private addresses of receipts out of every line we write, and strangers from filling them."""

import copy
import logging
import re

from newsroom.outage import is_outage

LONGEST = 2000
_RECEIPT = re.compile(r"/receipts/[^/\s]+")


class HideReceipts(logging.Filter):
    """Replace the token in ``/receipts/<token>/`` by a dash, for whoever reads a log must not read a receipt."""

    def filter(self, record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if "/receipts/" in message:
            record.msg, record.args = _RECEIPT.sub("/receipts/-", message), None
        return True


class Shorten(logging.Filter):
    """Cut what is longer than anybody would read: strangers choose the text of some lines."""

    def filter(self, record: logging.LogRecord) -> logging.LogRecord:
        """Return the record, or a shorter copy."""
        message = record.getMessage()
        if len(message) <= LONGEST:
            return record
        record = copy.copy(record)
        record.msg, record.args = f"{message[:LONGEST]}…", None
        return record


class HideTraceback(logging.Filter):
    """Leave out where in the code something was refused: the sender of a bad request is no fault of ours."""

    def filter(self, record: logging.LogRecord) -> logging.LogRecord:
        record = copy.copy(record)
        record.exc_info = record.exc_text = None
        return record


class ShortenOutages(logging.Filter):
    """Say in a line why the database did not answer: where in the code it was asked is no news."""

    def filter(self, record: logging.LogRecord) -> logging.LogRecord:
        error = record.exc_info[1] if record.exc_info else None
        if not is_outage(error):
            return record
        record = copy.copy(record)
        record.msg, record.args = f"{record.getMessage()} ({_first_line(error)})", None
        record.exc_info = record.exc_text = None
        return record


def _first_line(error: BaseException | None) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
