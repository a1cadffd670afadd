"""Triggers: what refuses, in the database itself, to change or to cut the log."""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "comments_logentry"
REFUSAL = "the log is append-only"

# INSERT OR REPLACE takes away the row in its place, and no trigger hears of that deletion.
IN_ITS_PLACE = (
    "SELECT 1 FROM comments_logentry WHERE seq = NEW.seq "
    "UNION ALL SELECT 1 FROM comments_logentry WHERE rowid = NEW.rowid"
)
SQLITE = {
    f"{TABLE}_refuse_{name}": (
        f"CREATE TRIGGER {TABLE}_refuse_{name} BEFORE {event} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )
    for name, event in {
        "update": f"UPDATE ON {TABLE}",
        "delete": f"DELETE ON {TABLE}",
        "replace": f"INSERT ON {TABLE} WHEN EXISTS ({IN_ITS_PLACE})",
    }.items()
}
FUNCTION = f"{TABLE}_refuse"
BODY = f" BEGIN RAISE EXCEPTION '{REFUSAL}'; END "
CREATE_FUNCTION = f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $${BODY}$$"
POSTGRESQL = {
    f"{TABLE}_refuse_{verb.lower()}": (
        f"CREATE TRIGGER {TABLE}_refuse_{verb.lower()} BEFORE {verb} ON {TABLE} "
        f"FOR EACH {'STATEMENT' if verb == 'TRUNCATE' else 'ROW'} EXECUTE FUNCTION {FUNCTION}()"
    )
    for verb in ("UPDATE", "DELETE", "TRUNCATE")
}
FOUND_IN_SQLITE = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
# 'A' is ALWAYS: else session_replication_role = replica would switch them off.
FOUND_IN_POSTGRESQL = """
    SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true) FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
    WHERE tgrelid = to_regclass(%s) AND tgenabled = 'A' AND prosrc = %s
"""


def wanted(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Return the triggers that this database must have: name to the statement that makes it."""
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of the triggers that are not on the log's table, are switched off, or do something else."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FOUND_IN_POSTGRESQL, [TABLE, BODY])
        else:
            cursor.execute(FOUND_IN_SQLITE, [TABLE])
        there = dict(cursor.fetchall())
    return sorted(name for name, statement in wanted(connection).items() if there.get(name) != statement)


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers that are missing. A migration that rebuilds the log's table calls this after it."""
    statements = wanted(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(CREATE_FUNCTION)
        for name in missing(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{_on(connection)}")
            cursor.execute(statements[name])
            if connection.vendor == "postgresql":
                cursor.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name}")


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
