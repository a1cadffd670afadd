"""Django's backend for PostgreSQL, whose threads do not all wait for a host that says nothing."""

from typing import Any

from django.db.backends.postgresql import base

from newsroom.postgresql.silence import silence


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection of one thread."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect, unless the host is known to be silent. Raises psycopg's ``OperationalError``."""
        with silence.breaking():
            return super().get_new_connection(conn_params)
