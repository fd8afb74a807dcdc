"""What devices tell of their own accord: subscribed to, or asked for where they take no subscription.

GB/T 28181-2022 9.4, 9.11, annex N; RFC 6665.
"""
