"""The index of the search, in the way of each database, and the words for “mungkin maksud Anda”.

What is there already is indexed here; its words are learnt by `manage.py reindex`.
"""

from itertools import batched

from django.db import migrations, models

from news.search.index import put, text_of

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


def fill(apps, schema_editor):
    rows = apps.get_model("news", "Edition").objects.order_by("pk")
    texts = rows.values_list("pk", "title", "summary", "body_html").iterator(chunk_size=500)
    for batch in batched(texts, 500, strict=False):
        put((number, text_of(*text)) for number, *text in batch)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE news_search")


class Migration(migrations.Migration):
    dependencies = [("news", "0008_comment_fields")]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("form", models.CharField(max_length=40, verbose_name="bentuk")),
                ("word", models.CharField(max_length=40, verbose_name="kata")),
            ],
            options={
                "verbose_name": "kata pencarian",
                "verbose_name_plural": "kata pencarian",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("form", "word"),
                        name="news_searchword_form_once_per_word",
                        violation_error_message="Kata ini sudah tercatat.",
                    )
                ],
            },
        ),
        migrations.RunPython(create, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
