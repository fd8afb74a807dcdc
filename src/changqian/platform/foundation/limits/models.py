from django.db import models


class Spent(models.Model):
    """How often something was done within one stretch of time, which ends at `until`."""

    key = models.CharField("名目", max_length=200)
    until = models.DateTimeField("截止", db_index=True)
    count = models.PositiveIntegerField("次数")

    class Meta:
        verbose_name = "限次计数"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["key", "until"], name="spent_once")]
