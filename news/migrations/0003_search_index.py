"""The index of the search, in the way of each database."""

from django.db import migrations

CREATE = {
    "sqlite": """
        CREATE VIRTUAL TABLE news_search USING fts5
        (title, summary, body, marks, tokenize = 'ascii', detail = none, columnsize = 0)
    """,
    "postgresql": """
        CREATE TABLE news_search (
            edition_id bigint PRIMARY KEY,
            title text NOT NULL, summary text NOT NULL, body text NOT NULL, marks text NOT NULL,
            words tsvector NOT NULL GENERATED ALWAYS AS (array_to_tsvector(array_remove(
                string_to_array(title || ' ' || summary || ' ' || body || ' ' || marks, ' '), ''
            ))) STORED
        );
        CREATE INDEX news_search_words ON news_search USING gin (words);
    """,
}


def create(apps, schema_editor):
    schema_editor.execute(CREATE[schema_editor.connection.vendor])


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE news_search")


class Migration(migrations.Migration):
    dependencies = [("news", "0002_initial")]
    operations = [migrations.RunPython(create, drop)]
