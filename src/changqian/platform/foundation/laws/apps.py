from django.apps import AppConfig


class Laws(AppConfig):
    name = "changqian.platform.foundation.laws"
    verbose_name = "法律法规库"

    def load_reference(self) -> str:
        """Called by the command load_reference."""
        from changqian.platform.foundation.laws.delivered import load_laws
        from changqian.platform.foundation.laws.models import Law

        done = load_laws()
        return f"{Law.objects.current().count()} 部法律法规" + (f"，新增 {done} 个版本" if done else "，无变化")
