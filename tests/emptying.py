"""Emptying: leaves of the database of a transactional test what the migrations put there, and nothing else.

Django's flush empties every table and makes each permission anew, with over a hundred queries; on PostgreSQL each table
that it truncates also costs new files. Most tables were empty all along, and what migrations made still stands.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from comments import triggers

KEPT: tuple[type[models.Model], ...] = (ContentType, Permission, Group, Group.permissions.through)
# So many rows are quicker deleted than their table truncated.
FEW = 1_000

Row = tuple[Any, ...]


class Emptying:
    """What is to be left: as it stands now, after the migrations."""

    def __init__(self) -> None:
        self._kept = {model: _rows(model) for model in KEPT}
        names = connection.introspection.django_table_names(only_existing=True, include_views=False)
        self._tables = sorted(set(names) - {model._meta.db_table for model in KEPT})
        know_content_types()

    def empty(self) -> None:
        """Bring the database back to that."""
        with transaction.atomic(), connection.cursor() as cursor:
            triggers.remove(connection)
            for statement in self._statements():
                cursor.execute(statement)
            for model in reversed(KEPT):
                self._bring_back(model)
            connection.check_constraints()
            triggers.install(connection)
        know_content_types()

    def _statements(self) -> list[str]:
        many = self._longer_than(FEW) if connection.vendor == "postgresql" else []
        few = [table for table in self._longer_than(0) if table not in many]
        quote = connection.ops.quote_name
        truncating = [f"TRUNCATE {', '.join(map(quote, many))} CASCADE"] if many else []
        return truncating + [f"DELETE FROM {quote(table)}" for table in few]  # noqa: S608  (our own tables)

    def _longer_than(self, rows: int) -> list[str]:
        quote = connection.ops.quote_name
        asked = (
            f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {quote(table)} LIMIT 1 OFFSET {rows})"  # noqa: S608
            for table in self._tables
        )
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(asked))
            return [table for (table,) in cursor.fetchall()]

    def _bring_back(self, model: type[models.Model]) -> None:
        if _rows(model) == self._kept[model]:
            return
        model._base_manager.all()._raw_delete(connection.alias)
        names = [field.attname for field in model._meta.concrete_fields]
        model._base_manager.bulk_create(
            model(**dict(zip(names, row, strict=True))) for row in self._kept[model]
        )


def know_content_types() -> None:
    """Fill Django's cache of content types, so that a count of queries depends on no test before it."""
    ContentType.objects.get_for_models(*apps.get_models(), for_concrete_models=False)


def _rows(model: type[models.Model]) -> list[Row]:
    return list(model._base_manager.order_by("pk").values_list())
