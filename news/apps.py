from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Siaran pers"

    def ready(self) -> None:
        from news import checks  # noqa: F401 the check registers itself
