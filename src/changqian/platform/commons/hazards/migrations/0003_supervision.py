from django.db import migrations, models

RECURRING = """
UPDATE hazards_hazard SET recurring = true FROM (
    SELECT id, found_on - lag(found_on) OVER (
        PARTITION BY site_id, risk_point_id, CASE WHEN risk_point_id IS NULL THEN category END,
            CASE WHEN risk_point_id IS NULL THEN location END ORDER BY found_on, id
    ) AS days FROM hazards_hazard WHERE ended_at IS NULL AND status <> 'dismissed'
) AS before WHERE before.id = hazards_hazard.id AND before.days <= 90
"""


class Migration(migrations.Migration):

    dependencies = [
        ('hazards', '0002_alter_hazard_source'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='hazard',
            options={'default_permissions': (), 'ordering': ['-pk'], 'permissions': [('view', '查看隐患'), ('report', '登记隐患'), ('edit', '修改'), ('grade', '评定等级'), ('assign', '派单整改'), ('fix_on_the_spot', '当场整改'), ('start', '开始整改'), ('submit', '提交整改'), ('pass_review', '复查合格'), ('fail_review', '复查退回'), ('request_extension', '申请延期'), ('decide_extension', '审批延期'), ('dismiss', '认定为非隐患'), ('report_authority', '上报监管部门'), ('plan', '提交治理方案'), ('approve_plan', '批准治理方案'), ('return_plan', '退回治理方案'), ('supervise', '挂牌督办'), ('progress', '报告治理进度'), ('apply_acceptance', '申请验收'), ('accept', '验收通过'), ('reject', '验收退回'), ('lift', '摘牌'), ('close', '销号'), ('urge', '催办'), ('escalate', '提请上级督办'), ('end', '删除误录')], 'verbose_name': '隐患'},
        ),
        migrations.AddField(
            model_name='hazard',
            name='recurring',
            field=models.BooleanField(default=False, editable=False, verbose_name='重复隐患'),
        ),
        migrations.AddField(
            model_name='hazard',
            name='urged_count',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='催办次数'),
        ),
        migrations.AddField(
            model_name='hazard',
            name='urged_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='最近催办时间'),
        ),
        migrations.AddField(
            model_name='hazard',
            name='escalated_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='提请上级督办时间'),
        ),
        migrations.RunSQL(RECURRING, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name='hazard',
            index=models.Index(models.F('region'), condition=models.Q(('escalated_at__isnull', False)), name='hazard_escalated'),
        ),
    ]
