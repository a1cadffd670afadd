"""Names in the log what the desk does beside deciding."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0009_scorecards")]

    operations = [
        migrations.AlterField(
            model_name="logentry",
            name="action",
            field=models.CharField(
                choices=[
                    ("submit", "Submitted"),
                    ("approve", "Approved"),
                    ("reject", "Rejected"),
                    ("spam", "Marked as spam"),
                    ("trash", "Moved to trash"),
                    ("undo", "Undone"),
                    ("rescreen", "Screened anew"),
                    ("keep", "Kept after reports"),
                    ("pick", "Picked"),
                    ("unpick", "Pick taken back"),
                    ("pin", "Pinned"),
                    ("unpin", "Unpinned"),
                    ("escalate", "Escalated"),
                    ("redact", "Redacted"),
                    ("reported", "Reported by readers"),
                    ("look", "E-mail address looked at"),
                ],
                max_length=10,
            ),
        ),
    ]
