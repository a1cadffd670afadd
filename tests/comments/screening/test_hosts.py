"""Hosts: one writing for each, and lists of domains that take in what is under them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.hosts import (
    NotADomain,
    ascii_host,
    check_domains,
    compile_domains,
    domain,
    host_of,
    is_listed,
    same_site,
)
from comments.screening.lists import BadList
from tests.corpora import corpus_lines


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Example.COM/x", "example.com"),
        ("http://user:pass@example.com:8080/x@y", "example.com"),
        ("www.example.com.", "www.example.com"),
        ("https://bücher.example", "xn--bcher-kva.example"),
        ("https://ex%61mple.com?x#y", "example.com"),
        ("https://example。com/", "example.com"),
        ("https://example。com。/", "example.com"),
        ("http://2130706433/", "127.0.0.1"),
        ("http://２１３０７０６４３３/", "127.0.0.1"),
        ("http://０ｘ７ｆ。１/", "127.0.0.1"),
        ("http://①②⑦.1/", "127.0.0.1"),
        ("http://[::1]/x", "[::1]"),
        ("http://[0:0::0:1]:8080/x", "[::1]"),
        ("http://me@[2001:DB8::7]/x", "[2001:db8::7]"),
        ("http://[v1.A]/x", "[v1.a]"),
        ("http://[::2/x", "[::2]"),
        ("", ""),
        ("https://", ""),
    ],
)
def test_a_host_is_written_in_one_way(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("example.org", "example.org"),
        ("*.example.org", "example.org"),
        (".example.org", "example.org"),
        ("https://www.example.org/path?x", "example.org"),
        ("/bit.ly/", "bit.ly"),
        ("Bücher.example", "xn--bcher-kva.example"),
        ("192.0.2.7", "192.0.2.7"),
        ("shop.example.co.uk", "shop.example.co.uk"),
    ],
)
def test_a_line_names_a_domain(line: str, name: str) -> None:
    assert domain(line) == name


@pytest.mark.parametrize(
    "line", ["", "com", "co.uk", "*.com", "*", "two words.com", "-a.com", "1.2.3", "a..b", "@"]
)
def test_what_is_no_domain_or_everybodys_is_refused(line: str) -> None:
    with pytest.raises(NotADomain):
        domain(line)


def test_a_list_is_refused_with_the_number_of_the_line() -> None:
    with pytest.raises(BadList) as refused:
        check_domains("# ours\nexample.org\ncom\n")
    assert (refused.value.line, "everybody" in refused.value.reason) == (3, True)
    with pytest.raises(BadList) as refused:
        check_domains("example.org\n*.example.org\n")
    assert (refused.value.line, refused.value.reason) == (2, "“example.org” stands in line 1 already.")


def test_a_listed_domain_takes_in_what_is_under_it_and_nothing_else() -> None:
    listed = compile_domains("example.org\nb.example\n")
    assert {host: is_listed(host, listed) for host in ("example.org", "x.y.example.org", "a.b.example")} == {
        "example.org": True,
        "x.y.example.org": True,
        "a.b.example": True,
    }
    assert not any(
        is_listed(host, listed) for host in ("myexample.org", "org", "a.example", "example.org.evil.com", "")
    )


def test_a_site_is_the_same_with_www_and_under_itself() -> None:
    assert same_site("www.bank.com", "bank.com")
    assert same_site("news.bbc.co.uk", "bbc.co.uk")
    assert not same_site("bank.com", "bank.com.evil.example")
    assert not same_site("mybank.com", "bank.com")


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    assert ascii_host(text) == ascii_host(text)
    host_of(text)
    is_listed(text, frozenset(["a.b"]))
    compile_domains(text)


def test_real_lists_of_domains_are_taken() -> None:
    for name in ("referrer_spam_domains.txt", "url_shorteners.txt"):
        lines = corpus_lines(f"wordlists/{name}")
        taken = compile_domains("\n".join(lines))
        assert len(taken) > 0.97 * len(lines)
