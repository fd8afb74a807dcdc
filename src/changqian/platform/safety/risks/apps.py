from django.apps import AppConfig


class Risks(AppConfig):
    name = "changqian.platform.safety.risks"
    verbose_name = "风险分级管控"

    def load_reference(self) -> str:
        """Called by the command load_reference."""
        from changqian.platform.foundation.accounts.services import platform
        from changqian.platform.safety.risks.services import load_catalogue

        made = load_catalogue(actor=platform())
        return f"风险目录新增 {made} 条" if made else "风险目录无变化"
