"""Triggers: what refuses, in the database itself, to change or to cut the log."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "comments_logentry"
REFUSAL = "the log is append-only"

SQLITE = {
    f"{TABLE}_refuse_{verb.lower()}": (
        f"CREATE TRIGGER {TABLE}_refuse_{verb.lower()} BEFORE {verb} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )
    for verb in ("UPDATE", "DELETE")
}
FUNCTION = f"{TABLE}_refuse"
POSTGRESQL = {
    f"{TABLE}_refuse_{verb.lower()}": (
        f"CREATE TRIGGER {TABLE}_refuse_{verb.lower()} BEFORE {verb} ON {TABLE} "
        f"FOR EACH {'STATEMENT' if verb == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION {FUNCTION}()"
    )
    for verb in ("UPDATE", "DELETE", "TRUNCATE")
}
CREATE_FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
)


def wanted(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the triggers that this database must have: name to the statement that makes it."""
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the triggers that are not there, or are there but switched off."""
    if connection.vendor == "postgresql":
        found = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        found = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(found)
        there = {row[0] for row in cursor.fetchall()}
    return sorted(set(wanted(connection)) - there)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that are missing. A migration that rebuilds the log's table calls this after it."""
    statements = wanted(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(CREATE_FUNCTION)
        for name in missing(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{_on(connection)}")
            cursor.execute(statements[name])


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers: for the reverse of their migration, and for tests that empty the database."""
    with connection.cursor() as cursor:
        for name in wanted(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{_on(connection)}")


def install_in_migration(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers as a step of a migration."""
    install(schema_editor.connection)


def remove_in_migration(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers as the reverse of that step."""
    remove(schema_editor.connection)


def _on(connection: BaseDatabaseWrapper) -> str:
    return f" ON {TABLE}" if connection.vendor == "postgresql" else ""
