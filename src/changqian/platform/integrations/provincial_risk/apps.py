from django.apps import AppConfig


class ProvincialRisk(AppConfig):
    name = "changqian.platform.integrations.provincial_risk"
    verbose_name = "省风险报告系统"
