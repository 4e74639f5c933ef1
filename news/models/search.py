"""The words of what was published, for “mungkin maksud Anda”."""

from django.db import models


class SearchWord(models.Model):
    """A word, under itself and under each form of it that lacks one letter: so a slip of the pen finds it.

    Words of a text that is not public yet may be among these; they are only ever offered where they find
    something that is (news/search/spelling.py).
    """

    form = models.CharField("bentuk", max_length=40)
    word = models.CharField("kata", max_length=40)

    class Meta:
        verbose_name = "kata pencarian"
        verbose_name_plural = "kata pencarian"
        constraints = [
            models.UniqueConstraint(
                fields=["form", "word"],
                name="news_searchword_form_once_per_word",
                violation_error_message="Kata ini sudah tercatat.",
            )
        ]

    def __str__(self) -> str:
        return self.word
