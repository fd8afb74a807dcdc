from django.apps import AppConfig


class Drills(AppConfig):
    name = "changqian.platform.safety.drills"
    verbose_name = "应急演练"

    def ready(self) -> None:
        from changqian.platform.commons.documents.sources import sources
        from changqian.platform.safety.drills.documents import DOCUMENT

        sources["rescue"] = DOCUMENT
