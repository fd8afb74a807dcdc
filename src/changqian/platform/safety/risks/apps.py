from django.apps import AppConfig


class Risks(AppConfig):
    name = "changqian.platform.safety.risks"
    verbose_name = "风险分级管控"

    def ready(self) -> None:
        from changqian.platform.commons.siteplans.services import placeable
        from changqian.platform.safety.risks.rules import SUBJECT
        from changqian.platform.safety.risks.services import points_at

        placeable[SUBJECT] = points_at

    def load_reference(self) -> str:
        """Called by the command load_reference."""
        from changqian.platform.foundation.accounts.services import platform
        from changqian.platform.safety.risks.services import load_catalogue

        made = load_catalogue(actor=platform())
        return f"风险目录新增 {made} 条" if made else "风险目录无变化"
