"""What happened: one history for everything, written by the verbs and by nobody else."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NoReturn

from django.conf import settings
from django.db import models, transaction

if TYPE_CHECKING:
    from .accounts import User


class AuditQuerySet(models.QuerySet["Audit"]):
    def about(self, thing: models.Model) -> "AuditQuerySet":
        """The history of one thing, newest first."""
        return self.filter(object_type=thing._meta.label_lower, object_id=thing.pk).order_by("-at", "-pk")

    def about_all(self, things: Iterable[models.Model]) -> "AuditQuerySet":
        """The history of several things as one, newest first."""
        wanted = models.Q(pk__in=[])
        for thing in things:
            wanted |= models.Q(object_type=thing._meta.label_lower, object_id=thing.pk)
        return self.filter(wanted).order_by("-at", "-pk")

    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("The history is not rewritten.")

    def delete(self) -> NoReturn:
        raise TypeError("The history is not erased.")

    def record(
        self,
        thing: models.Model,
        action: str,
        *,
        by: "User | None",
        from_state: str = "",
        to_state: str = "",
        changed: Iterable[str] = (),
        reason: str = "",
    ) -> "Audit":
        """Append one entry, in the transaction of the change that it tells of.

        `by` is None for what the system does. `changed` names fields, never their values. Values and
        personal data belong nowhere in an entry; a free-text `reason` goes to a row that can be erased.
        """
        with transaction.atomic():
            entry = self.create(
                actor=by,
                actor_label=str(by) if by else "sistem",
                action=action,
                object_type=thing._meta.label_lower,
                object_id=thing.pk,
                from_state=from_state,
                to_state=to_state,
                changed=sorted(changed),
            )
            if reason:
                AuditReason.objects.create(audit=entry, text=reason)
        return entry

    def record_many(
        self,
        things: Sequence[models.Model],
        action: str,
        *,
        by: "User | None",
        to_state: str = "",
        changed: Mapping[int, Iterable[str]] | None = None,
    ) -> None:
        """`record()` for what was written in bulk: one entry each, in one query per thousand.

        `changed` has the names of fields by the key of the thing.
        """
        label = str(by) if by else "sistem"
        entries = [
            self.model(
                actor=by,
                actor_label=label,
                action=action,
                object_type=thing._meta.label_lower,
                object_id=thing.pk,
                to_state=to_state,
                changed=sorted((changed or {}).get(thing.pk, ())),
            )
            for thing in things
        ]
        self.bulk_create(entries, batch_size=1000)


class Audit(models.Model):
    at = models.DateTimeField("waktu", auto_now_add=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="pelaku", related_name="audit_entries"
    )
    actor_label = models.CharField("nama pelaku saat itu", max_length=120)
    action = models.CharField("tindakan", max_length=60)
    object_type = models.CharField("jenis objek", max_length=60)
    object_id = models.BigIntegerField("nomor objek")
    from_state = models.CharField("dari keadaan", max_length=30, blank=True)
    to_state = models.CharField("ke keadaan", max_length=30, blank=True)
    changed = models.JSONField("bidang yang berubah", default=list)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan riwayat"
        verbose_name_plural = "riwayat"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id", "-at"], name="selayar_site_audit_of_thing"),
            models.Index(fields=["-at", "-id"], name="selayar_site_audit_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.action} · {self.object_type} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise TypeError("The history is not rewritten.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The history is not erased.")


class AuditReason(models.Model):
    """Free text beside an entry. It may name a person, so it can be erased while the entry stays."""

    audit = models.OneToOneField(Audit, models.CASCADE, primary_key=True, related_name="reason")
    text = models.TextField("alasan")

    class Meta:
        verbose_name = "alasan"
        verbose_name_plural = "alasan"

    def __str__(self) -> str:
        return self.text
