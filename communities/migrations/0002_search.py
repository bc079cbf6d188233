"""The index behind communities/search.py. PostgreSQL only: other databases search without it."""

from django.db import migrations

INDEX = "CREATE INDEX compound_search ON communities_compound USING gin (string_to_array(search_grams, ' '))"


def create_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INDEX)


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP INDEX compound_search")


class Migration(migrations.Migration):
    dependencies = [("communities", "0001_initial")]

    operations = [migrations.RunPython(create_index, drop_index)]
