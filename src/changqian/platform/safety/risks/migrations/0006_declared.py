from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('risks', '0005_controlchange'),
    ]

    operations = [
        migrations.AlterField(
            model_name='riskpoint',
            name='provincial_id',
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name='省系统编号'),
        ),
        migrations.AddField(
            model_name='riskpoint',
            name='provincial_seen',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='riskpoint',
            name='provincial_note',
            field=models.CharField(blank=True, editable=False, max_length=200, verbose_name='与省系统不一致的原因'),
        ),
        migrations.AddIndex(
            model_name='risktask',
            index=models.Index(condition=models.Q(('exempt_asked_at__isnull', False), ('status__in', ['pending', 'doing'])), fields=['region'], name='risk_task_asking'),
        ),
        migrations.AddConstraint(
            model_name='riskpoint',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True), models.Q(('provincial_id', ''), _negated=True)), fields=('provincial_id',), name='risk_point_declared_once', violation_error_message='该申报风险点已关联一个风险点'),
        ),
    ]
