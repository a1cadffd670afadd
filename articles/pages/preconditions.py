"""Preconditions: what a conditional request (RFC 9110, 13) is answered for a page with these validators."""

import re
from http import HTTPStatus

from django.utils.http import parse_http_date_safe

from articles.pages.rendering import Environ

NAMES = frozenset(
    {"HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"}
)
TAG = re.compile(r'(?:W/)?("[^"]*")')


def status(environ: Environ, *, tag: str, changed: str) -> HTTPStatus:
    """Return 200, 304 or 412.

    ``tag`` is our entity tag, ``changed`` the date of ``Last-Modified`` ("" without one). Only exactly this date
    says that somebody has the page: the clock may have been set back since he got another.
    """
    if NAMES.isdisjoint(environ):
        return HTTPStatus.OK
    if_match, unmodified = environ.get("HTTP_IF_MATCH"), environ.get("HTTP_IF_UNMODIFIED_SINCE")
    if_none_match, modified = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
    if if_match is not None:
        if if_match.strip() != "*" and tag not in _strong(if_match):
            return HTTPStatus.PRECONDITION_FAILED
    elif unmodified is not None and _is_later(changed, unmodified):
        return HTTPStatus.PRECONDITION_FAILED
    if if_none_match is not None:
        matches = if_none_match.strip() == "*" or tag in TAG.findall(if_none_match)
        return HTTPStatus.NOT_MODIFIED if matches else HTTPStatus.OK
    return HTTPStatus.NOT_MODIFIED if modified and modified == changed else HTTPStatus.OK


def _is_later(changed: str, date: str) -> bool:
    """Whether the one date is later than the other; not when either is none."""
    ours, theirs = parse_http_date_safe(changed), parse_http_date_safe(date)
    return ours is not None and theirs is not None and ours > theirs


def _strong(tags: str) -> set[str]:
    """Return the strong ones of a list of tags: a weak one never proves that the bytes are the same."""
    return {matched[1] for matched in TAG.finditer(tags) if not matched[0].startswith("W/")}
