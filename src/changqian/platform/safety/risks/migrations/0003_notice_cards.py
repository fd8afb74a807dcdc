import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATES = [("missing", "缺卡"), ("stale", "需重制"), ("valid", "有效"), ("idle", "无需制卡")]

UNKNOWN = """
UPDATE risks_riskpoint SET card_state = 'idle' WHERE status NOT IN ('active', 'changing');
INSERT INTO ledgerkit_mark (ledger, site_id, month)
SELECT DISTINCT 'risks', site_id, month FROM risks_riskpoint WHERE card_state = 'missing';
SET CONSTRAINTS ALL IMMEDIATE
"""


class Migration(migrations.Migration):
    """Of cards hung before, nobody knows what they show: every risk point in force begins without one."""

    dependencies = [
        ("enterprises", "0005_census"),
        ("ledgerkit", "0003_read_alone"),
        ("regions", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("risks", "0002_by_site"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="riskpoint",
            options={
                "ordering": ["-pk"],
                "abstract": False,
                "default_permissions": (),
                "permissions": [
                    ("view", "查看风险点"),
                    ("register", "登记风险点"),
                    ("edit", "修改风险点"),
                    ("activate", "启用风险点"),
                    ("approve", "批准风险点"),
                    ("revise", "发起变更"),
                    ("stop", "停用风险点"),
                    ("end", "删除风险点"),
                    ("patrol", "岗位班组巡查"),
                    ("patrol_workshop", "车间级巡查"),
                    ("patrol_company", "公司级巡查"),
                    ("ask_exemption", "申请免检"),
                    ("grant_exemption", "批准免检"),
                    ("refuse_exemption", "退回免检申请"),
                    ("cancel_task", "取消任务"),
                    ("make_cards", "制作告知卡"),
                    ("catalogue", "维护风险目录"),
                ],
                "verbose_name": "风险点",
            },
        ),
        migrations.AddField(
            model_name="riskpoint",
            name="card_made_on",
            field=models.DateField(editable=False, null=True, verbose_name="制卡日期"),
        ),
        migrations.AddField(
            model_name="riskpoint",
            name="card_revision",
            field=models.PositiveIntegerField(editable=False, null=True, verbose_name="告知卡版本"),
        ),
        migrations.AddField(
            model_name="riskpoint",
            name="card_state",
            field=models.CharField(
                choices=STATES, default="missing", editable=False, max_length=10, verbose_name="告知卡状态"
            ),
        ),
        migrations.AlterField(
            model_name="riskpoint",
            name="card_state",
            field=models.CharField(
                choices=STATES, default="idle", editable=False, max_length=10, verbose_name="告知卡状态"
            ),
        ),
        migrations.AddIndex(
            model_name="riskpoint",
            index=models.Index(
                condition=models.Q(("card_state__in", ("missing", "stale"))),
                fields=["region", "card_state"],
                name="risk_point_card",
            ),
        ),
        migrations.CreateModel(
            name="NoticeCard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="终止时间")),
                (
                    "end_reason",
                    models.CharField(blank=True, editable=False, max_length=200, verbose_name="终止原因"),
                ),
                ("batch", models.UUIDField(verbose_name="批次")),
                ("made_at", models.DateTimeField(verbose_name="制卡时间")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "enterprise",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.enterprise",
                        verbose_name="企业",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.region",
                        verbose_name="行政区划",
                    ),
                ),
                (
                    "risk_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cards",
                        to="risks.riskpoint",
                        verbose_name="风险点",
                    ),
                ),
                (
                    "shows",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="risks.riskpointversion",
                        verbose_name="所示版本",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="enterprises.site",
                        verbose_name="场所",
                    ),
                ),
            ],
            options={
                "verbose_name": "安全风险告知卡",
                "ordering": ["-pk"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(UNKNOWN, migrations.RunSQL.noop),
    ]
