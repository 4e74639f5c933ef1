"""Addresses made from headlines."""

import re

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from news.models import Address, Article

MAX_LENGTH = 70


def slug_of(title: str) -> str:
    """A readable address: decimals stay apart (Rp1,5 miliar → rp1-5-miliar), cut at a word.

    A title without any letter or digit gives `siaran-pers`.
    """
    parted = re.sub(r"(?<=\d)[.,/](?=\d)", "-", title)
    slug = slugify(parted.replace("&", " dan "))
    if len(slug) > MAX_LENGTH:
        slug = slug[: MAX_LENGTH + 1].rpartition("-")[0] or slug[:MAX_LENGTH]
    return f"{slug}-siaran-pers" if slug in Address.RESERVED else slug or "siaran-pers"


def refuse_reserved(slug: str) -> None:
    """Raises ValidationError for an address that the site answers itself."""
    if slug.lower() in Address.RESERVED:
        raise ValidationError("Alamat ini dipakai halaman lain situs ini. Pilih alamat lain.")


def give_address(article: Article, slug: str) -> Address:
    """Give `article` this address, or the next free one with a number behind it.

    Taken is taken for all time; the unique constraint decides, so two writers at once get two addresses.
    """
    for number in range(1, 100):
        wanted = slug if number == 1 else f"{slug}-{number}"
        try:
            with transaction.atomic():
                return Address.objects.create(article=article, slug=wanted)
        except IntegrityError:
            if not Address.objects.filter(slug=wanted).exists():
                raise
    raise ValueError(f"A hundred releases are called {slug}.")


def free_slug(slug: str, article: Article) -> str:
    """`slug`, or the next one with a number behind it that no other release has or had."""
    taken = set(Address.objects.exclude(article=article).filter(slug__startswith=slug).values_list("slug", flat=True))
    candidates = (slug if number == 1 else f"{slug}-{number}" for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)
