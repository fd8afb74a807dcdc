from django.apps import AppConfig


class Summaries(AppConfig):
    name = "changqian.platform.commons.summaries"
    verbose_name = "月度小结"

    def ready(self) -> None:
        from changqian.platform.commons.documents.sources import sources
        from changqian.platform.commons.summaries.documents import DOCUMENT

        sources["monthly"] = DOCUMENT
