"""robots.txt: what crawlers leave alone."""

from urllib.robotparser import RobotFileParser

import pytest
from django.test import Client


def test_crawlers_leave_private_and_repeated_addresses_alone(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    lines = response.content.decode().splitlines()
    wild = {"Disallow: /*?replyto=", "Disallow: /*&replyto=", "Disallow: /comments/*/report/"}
    assert wild <= set(lines)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/", True),
        ("/2026/11/22/story/", True),
        ("/sections/harbour/", True),
        ("/receipts/abc/", False),
        ("/comments/report/?replyto=7", False),
        ("/moderation/", False),
        ("/admin/", False),
    ],
)
def test_what_is_public_may_be_read(client: Client, address: str, allowed: bool) -> None:
    robots = RobotFileParser()
    robots.parse(client.get("/robots.txt").content.decode().splitlines())
    assert robots.can_fetch("Crawler", f"https://courier.example.org{address}") is allowed


def test_robots_is_only_read(client: Client) -> None:
    assert client.post("/robots.txt").status_code == 405
