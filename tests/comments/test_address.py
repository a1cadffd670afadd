"""Address: the client is the rightmost hop that is not ours."""

import pytest

from comments.address import client_address, network_of

OURS = ["10.0.0.0/8", "::1"]


@pytest.mark.parametrize(
    ("remote", "forwarded", "trusted", "client"),
    [
        pytest.param("192.0.2.1", "", [], "192.0.2.1", id="nobody between"),
        pytest.param(
            "192.0.2.1", "198.51.100.7", [], "192.0.2.1", id="a stranger's header counts for nothing"
        ),
        pytest.param("10.0.0.1", "198.51.100.7", OURS, "198.51.100.7", id="our proxy tells the client"),
        pytest.param(
            "10.0.0.1", "203.0.113.9, 198.51.100.7", OURS, "198.51.100.7", id="what the client wrote is left"
        ),
        pytest.param("10.0.0.1", "198.51.100.7, 10.0.0.2", OURS, "198.51.100.7", id="two of our own"),
        pytest.param("10.0.0.1", "", OURS, "10.0.0.1", id="a request of our own"),
        pytest.param("10.0.0.1", "nonsense", OURS, "10.0.0.1", id="a hop that is no address ends the search"),
        pytest.param("::1", "2001:db8::7", OURS, "2001:db8::7", id="version 6"),
        pytest.param("::ffff:192.0.2.1", "", [], "192.0.2.1", id="version 4 written as version 6"),
        pytest.param("10.0.0.1", "[2001:db8::7]", OURS, "2001:db8::7", id="in brackets"),
        pytest.param("10.0.0.1", "198.51.100.7:1234", OURS, "198.51.100.7", id="with a port"),
        pytest.param("10.0.0.1", "[2001:db8::7]:1234", OURS, "2001:db8::7", id="in brackets with a port"),
        pytest.param("fe80::7%eth0", "", [], "fe80::7", id="with a zone"),
        pytest.param("", "198.51.100.7", OURS, "", id="a socket without an address"),
    ],
)
def test_the_client_is_the_rightmost_hop_that_is_not_ours(
    remote: str, forwarded: str, trusted: list[str], client: str
) -> None:
    assert client_address(remote, forwarded, trusted) == client


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff::7", "2001:db8:1:200::/56"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("nonsense", ""),
        ("", ""),
    ],
)
def test_the_network_is_a_household_or_its_neighbourhood(address: str, network: str) -> None:
    assert network_of(address) == network
