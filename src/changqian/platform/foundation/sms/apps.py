from django.apps import AppConfig


class Sms(AppConfig):
    name = "changqian.platform.foundation.sms"
    verbose_name = "短信"

    def load_reference(self) -> str:
        """Called by the command load_reference: the templates the platform is delivered with."""
        from changqian.platform.foundation.sms.services import load_templates

        return f"{load_templates()} 个模板"
