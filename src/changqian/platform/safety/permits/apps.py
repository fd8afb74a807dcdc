from django.apps import AppConfig


class Permits(AppConfig):
    name = "changqian.platform.safety.permits"
    verbose_name = "特殊作业"

    def ready(self) -> None:
        from changqian.platform.commons.documents.sources import sources
        from changqian.platform.safety.permits.documents import DOCUMENT

        sources["special_work"] = DOCUMENT
