from django.apps import AppConfig


class Teamwork(AppConfig):
    name = "changqian.platform.safety.teamwork"
    verbose_name = "班组安全活动"

    def ready(self) -> None:
        from changqian.platform.commons.documents.sources import sources
        from changqian.platform.safety.teamwork.documents import DOCUMENT

        sources["team"] = DOCUMENT
