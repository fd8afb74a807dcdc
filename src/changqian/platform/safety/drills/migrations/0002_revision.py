from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("drills", "0001_initial")]

    operations = [
        migrations.AddField(
            "emergencyplan", "in_force_since", models.DateField("首次公布日期", editable=False, null=True)
        ),
        migrations.RunSQL("UPDATE drills_emergencyplan SET in_force_since = published_on", migrations.RunSQL.noop),
        migrations.AlterField("emergencyplan", "in_force_since", models.DateField("首次公布日期", editable=False)),
        migrations.AddField(
            "emergencyplan",
            "revised_because",
            models.CharField(
                "修订原因",
                blank=True,
                choices=[
                    ("law", "依据的法律、法规、规章、标准及上位预案有重大变化"),
                    ("command", "应急指挥机构及其职责调整"),
                    ("risk", "面临的安全生产风险有重大变化"),
                    ("resources", "重要应急资源有重大变化"),
                    ("found", "演练或应急救援中发现需要修订的重大问题"),
                    ("other", "编制单位认为应当修订"),
                ],
                default="",
                editable=False,
                max_length=20,
            ),
            preserve_default=False,
        ),
    ]
