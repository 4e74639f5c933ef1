"""After a new sealing key was put first: write every sealed value again under it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import models, transaction

from selayar_site.originals import reseal_originals
from selayar_site.sealed import Sealed, SealedTextField, SealError, key_id_of, unseal


def sealed_fields() -> Iterator[tuple[type[models.Model], SealedTextField]]:
    """Every sealed column of the installed models."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, SealedTextField):
                yield model, field


def reseal(model: type[models.Model], field: SealedTextField, *, current: str, batch: int) -> Counter[str]:
    """Bring one column under the key `current`; counts `resealed`, `untouched`, `changed` and `unopened`.

    Safe to stop, to repeat, and beside people at work: a value that changed meanwhile is left as it is,
    because whoever wrote it sealed it with the current key.
    """
    count: Counter[str] = Counter()
    raw = models.ExpressionWrapper(models.F(field.name), output_field=models.BinaryField())
    rows = model._base_manager.annotate(sealed_bytes=raw)
    last: Any = None
    while True:
        later = rows.filter(**{f"{field.name}__isnull": False}, **({} if last is None else {"pk__gt": last}))
        page = list(later.order_by("pk").values_list("pk", "sealed_bytes")[:batch])
        if not page:
            return count
        with transaction.atomic():
            for pk, stored in page:
                count[_reseal_row(rows.filter(pk=pk), field, bytes(stored), current)] += 1
        last = page[-1][0]


def _reseal_row(row: "models.QuerySet[Any]", field: SealedTextField, stored: bytes, current: str) -> str:
    try:
        if key_id_of(stored) == current:
            return "untouched"
        text = unseal(stored, aad=field.aad)
    except SealError:
        return "unopened"
    return "resealed" if row.filter(sealed_bytes=stored).update(**{field.name: Sealed(text)}) else "changed"


class Command(BaseCommand):
    help = "Seals every sealed value again with the first key of SELAYAR_SEALING_KEYS. May be repeated."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="rows in one transaction (500)")

    def handle(self, *args: Any, **options: Any) -> None:
        current = next(iter(settings.SEALING_KEYS))
        unopened = 0
        for model, field in sealed_fields():
            count = reseal(model, field, current=current, batch=max(1, options["batch"]))
            unopened += count["unopened"]
            done, same = count["resealed"], count["untouched"] + count["changed"]
            self.stdout.write(
                f"{model._meta.label}.{field.name}: {done} sealed again, {same} already under “{current}”"
            )
        count = reseal_originals(current=current)
        unopened += count["unopened"]
        same = count["untouched"] + count["changed"]
        self.stdout.write(f"Originals of photos: {count['resealed']} sealed again, {same} already under “{current}”")
        if unopened:
            raise CommandError(f"{unopened} values do not open with the keys given; they were left as they are.")
