"""Ports: where nobody listens yet."""

import socket


def free_port() -> int:
    """Return a port of the loopback interface at which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
