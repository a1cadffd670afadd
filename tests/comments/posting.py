"""Posting: sends the reply form as a browser does, and reads the answer."""

import html
from typing import Any

from django.test import Client

from articles.models import Article

OURS = {"Sec-Fetch-Site": "same-origin"}
TYPED = {"comment": "Two cranes, one crew.", "name": "Lindy", "email": "lindy@example.org", "website": ""}


def post(
    client: Client,
    article: Article | str,
    *,
    headers: dict[str, str] = OURS,
    address: str = "192.0.2.1",
    **typed: Any,
) -> Any:
    """Post the form as a browser does."""
    story = article if isinstance(article, str) else article.get_absolute_url()
    data = {key: value for key, value in {**TYPED, **typed}.items() if value is not None}
    return client.post(f"{story}reply/", data, headers=headers, REMOTE_ADDR=address)


def shown(response: Any) -> str:
    """Return the page as text, entities decoded."""
    return html.unescape(response.content.decode())
