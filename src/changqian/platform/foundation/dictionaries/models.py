from django.db import models

from changqian.platform.kernel.text import initials


class Scheme(models.Model):
    """One version of a code list, with the norm it comes from and the days it was in force."""

    name = models.CharField("名称", max_length=40)
    title = models.CharField("标题", max_length=60)
    version = models.CharField("版本", max_length=60)
    effective_from = models.DateField("生效日期")
    effective_to = models.DateField("失效日期", null=True)
    source = models.CharField("依据", max_length=300)
    verified = models.BooleanField("已核对", default=False)
    digest = models.CharField(max_length=64, editable=False)
    own = models.BooleanField("本市维护", default=False, editable=False)
    "Edited or made by the city: an upgrade leaves its title, dates and source alone."

    class Meta:
        verbose_name = "数据字典"
        default_permissions = ()
        permissions = [("edit", "维护数据字典")]
        ordering = ["name", "effective_from"]
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="scheme_version_once")]

    def __str__(self) -> str:
        return f"{self.title}（{self.version}）"


class Item(models.Model):
    """One code. It is switched off rather than deleted: old records go on naming it."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="items", verbose_name="数据字典")
    code = models.CharField("代码", max_length=20)
    name = models.CharField("名称", max_length=200)
    parent = models.CharField("上级代码", max_length=20, null=True)
    extra = models.JSONField("附加信息", default=dict)
    order = models.PositiveIntegerField("顺序", default=0)
    enabled = models.BooleanField("启用", default=True)
    own = models.BooleanField("本市维护", default=False, editable=False)
    "Edited or added by the city: an upgrade leaves it alone."
    initials = models.CharField(max_length=200, blank=True, editable=False)
    "The first letters of the name's reading, upper case: LYYJG finds 铝压延加工."

    class Meta:
        verbose_name = "字典项"
        default_permissions = ()
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="item_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def stamp(self) -> None:
        self.initials = initials(self.name)
