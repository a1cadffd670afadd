"""Paths: each is looked up once, and again where the site is put under another place."""

from django.urls import set_script_prefix

from comments.paths import path_of


def test_a_path_has_what_is_asked_for_in_its_place() -> None:
    assert path_of("permalink", "\x01") == "/comments/\x01/"
    assert path_of("receipt", "token") == "/receipts/token/"
    assert path_of("report_chosen") == "/comments/report/"


def test_a_path_follows_where_the_site_is_put() -> None:
    try:
        set_script_prefix("/news/")
        assert path_of("permalink", "7") == "/news/comments/7/"
        assert path_of("report_chosen") == "/news/comments/report/"
    finally:
        set_script_prefix("/")
    assert path_of("permalink", "7") == "/comments/7/"
