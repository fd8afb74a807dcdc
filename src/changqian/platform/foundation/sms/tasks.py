"""What the worker does about messages. The loop for receipts is registered in config/tasks.py."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from changqian.platform.foundation.sms import services
from changqian.platform.foundation.sms.provider import NotNow
from changqian.platform.foundation.sms.rules import MOST_ATTEMPTS


@app.task(name="sms.deliver", retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=3))
def deliver(message: int) -> str:
    return services.deliver(message, now=timezone.now()).state


def receipts() -> int:
    """One round; a gateway that does not answer is asked again in the next."""
    try:
        return services.fetch_receipts(now=timezone.now())
    except NotNow:
        return 0
