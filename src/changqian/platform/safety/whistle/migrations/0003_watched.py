from django.db import migrations

from changqian.platform.ledgerkit.duties.watching import watched


class Migration(migrations.Migration):
    """What is owed hangs on policies and channels."""

    dependencies = [
        ("whistle", "0002_joint_rewards_and_news"),
        ("ledgerkit", "0005_judged"),
    ]

    operations = [
        watched("whistle_whistlepolicy"),
        watched("whistle_whistlechannel"),
    ]
