from django.apps import AppConfig


class Cases(AppConfig):
    name = "changqian.platform.safety.cases"
    verbose_name = "典型事故案例"

    def load_reference(self) -> str:
        """Called by the command load_reference."""
        from changqian.platform.foundation.accounts.services import platform
        from changqian.platform.safety.cases.services import load_cases

        made = load_cases(actor=platform())
        return f"典型事故案例新增 {made} 条" if made else "典型事故案例无变化"
