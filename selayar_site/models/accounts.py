"""Accounts. The e-mail address is the identity; an account is deactivated, never deleted."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account; without a password nobody can sign in with one.

        Raises ValueError without an e-mail address.
        """
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=normal_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, **{**fields, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normal_email(username or ""))


def normal_email(email: str) -> str:
    """One spelling for one mailbox: trimmed and in lower case."""
    return email.strip().lower()


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(
        "alamat surel",
        max_length=254,
        unique=True,
        error_messages={"unique": "Sudah ada akun dengan alamat surel ini."},
    )
    full_name = models.CharField("nama lengkap", max_length=120)
    position = models.CharField("jabatan", max_length=120, blank=True)
    is_staff = models.BooleanField(
        "petugas", default=False, help_text="Dapat masuk ke ruang kerja (admin), setelah memasang langkah kedua."
    )
    is_active = models.BooleanField(
        "aktif", default=True, help_text="Hapus tanda ini untuk menutup akun. Akun tidak pernah dihapus."
    )
    joined_at = models.DateTimeField("dibuat", default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = "akun"
        verbose_name_plural = "akun"
        ordering = ["full_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="selayar_site_user_one_account_per_email",
                violation_error_message="Sudah ada akun dengan alamat surel ini.",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def clean(self) -> None:
        super().clean()
        self.email = normal_email(self.email)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0]
