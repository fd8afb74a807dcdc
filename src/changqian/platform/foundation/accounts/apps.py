from django.apps import AppConfig


class Accounts(AppConfig):
    name = "changqian.platform.foundation.accounts"
    verbose_name = "用户与角色"

    def load_reference(self) -> str:
        """Called by the command load_reference: what this app is delivered with, brought up to date."""
        from changqian.platform.foundation.accounts.services import load_roles, platform

        platform()
        return f"{load_roles()} 个角色"
