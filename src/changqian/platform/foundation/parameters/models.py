from django.conf import settings
from django.db import models


class Value(models.Model):
    """What a parameter was set to, from when on. Nothing is overwritten: the rows of a key are its history."""

    key = models.CharField("参数", max_length=60)
    value = models.JSONField("值")
    effective_at = models.DateTimeField("生效时间")
    reason = models.CharField("原因", max_length=200)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="设置人")
    set_at = models.DateTimeField("设置时间")

    class Meta:
        verbose_name = "参数"
        default_permissions = ()
        permissions = [("view", "查看参数"), ("set", "设置参数")]
        indexes = [models.Index(fields=["key", "-effective_at"], name="parameter_history")]

    def __str__(self) -> str:
        return self.key
