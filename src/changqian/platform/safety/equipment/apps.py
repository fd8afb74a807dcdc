from django.apps import AppConfig


class Equipment(AppConfig):
    name = "changqian.platform.safety.equipment"
    verbose_name = "设备设施"

    def ready(self) -> None:
        from changqian.platform.commons.documents.sources import sources as documents
        from changqian.platform.commons.plans.services import sources
        from changqian.platform.safety.equipment.documents import DOCUMENT
        from changqian.platform.safety.equipment.rules import SUBJECT
        from changqian.platform.safety.equipment.services import SOURCE

        sources[SUBJECT] = SOURCE
        documents["equipment"] = DOCUMENT
