from typing import Any

from django.db import migrations

from surveygo.library import identity, search
from surveygo.library.search import postgresql, sqlite

BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}


def create(apps: Any, schema_editor: Any) -> None:
    """Make the index of the database at hand, and put in what papers there are."""
    schema_editor.execute(BACKENDS[schema_editor.connection.vendor].CREATE)
    Paper = apps.get_model("library", "Paper")
    for paper in Paper.objects.iterator(chunk_size=50):
        paper.title_key = identity.title_key(paper.title)
        paper.doi = identity.doi_of(paper.doi)
        paper.arxiv = identity.arxiv_of(paper.doi, paper.url)
        paper.save(update_fields=["title_key", "doi", "arxiv"])
        search.put([paper])


def drop(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(BACKENDS[schema_editor.connection.vendor].DROP)


class Migration(migrations.Migration):
    dependencies = [("library", "0002_library")]

    operations = [migrations.RunPython(create, drop)]
