from django.apps import AppConfig


class Training(AppConfig):
    name = "changqian.platform.safety.training"
    verbose_name = "安全培训"

    def ready(self) -> None:
        from changqian.platform.commons.documents.sources import sources
        from changqian.platform.safety.training.documents import DOCUMENT

        sources["training"] = DOCUMENT
