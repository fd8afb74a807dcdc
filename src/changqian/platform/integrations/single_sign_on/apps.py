from django.apps import AppConfig


class SingleSignOn(AppConfig):
    name = "changqian.platform.integrations.single_sign_on"
    verbose_name = "统一身份"
