from django.db import models

from changqian.platform.foundation.regions.rules import Kind

WIDTH = 4
"Characters of `path` per level: 0001 the city, 00010003 a district, 000100030007 a town."
LEVELS = 4
"City, district, town, village."


class Region(models.Model):
    """Our own tree: an economic zone may run towns whose official code begins with another district's."""

    code = models.CharField("区划代码", max_length=12, unique=True, null=True)
    name = models.CharField("名称", max_length=50)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", verbose_name="上级")
    path = models.CharField(max_length=LEVELS * WIDTH, unique=True, editable=False)
    lon = models.FloatField("中心经度", null=True)
    lat = models.FloatField("中心纬度", null=True)

    class Meta:
        verbose_name = "行政区划"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
