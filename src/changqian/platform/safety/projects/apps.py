from django.apps import AppConfig


class Projects(AppConfig):
    name = "changqian.platform.safety.projects"
    verbose_name = "建设项目三同时"

    def ready(self) -> None:
        from changqian.platform.commons.documents.sources import sources
        from changqian.platform.safety.projects.documents import DOCUMENT

        sources["three_same"] = DOCUMENT
