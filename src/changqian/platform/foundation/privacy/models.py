from typing import ClassVar

from django.db import models


class PersonalData(models.Model):
    """No table: personal data lies in the columns of other records. Here stands what is done with it."""

    audited_facts: ClassVar[dict[str, str]] = {"field": "项目", "reason": "事由", "note": "说明"}

    class Meta:
        managed = False
        verbose_name = "个人信息"
        default_permissions = ()
        permissions = [
            ("reveal", "查看完整敏感信息"),
            ("ask", "申请更正或删除本人信息"),
            ("weigh", "核实更正或删除申请"),
            ("erase", "删除个人信息"),
        ]
