from django.db import migrations

from changqian.platform.ledgerkit.duties.watching import watched


class Migration(migrations.Migration):
    """What is owed hangs on posts and on their assessment."""

    dependencies = [
        ("posts", "0001_initial"),
        ("ledgerkit", "0005_judged"),
    ]

    operations = [
        watched("posts_post"),
        watched("posts_postassessment"),
    ]
