from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "changqian.platform.commons.hazards"

    def ready(self) -> None:
        """Pictures lie below and cannot know hazards: they are told who may see them."""
        from changqian.platform.commons.hazards.models import Hazard
        from changqian.platform.foundation.files.services import read_through

        read_through(Hazard, "hazards.view")
