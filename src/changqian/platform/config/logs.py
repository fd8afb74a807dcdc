"""Logs as JSON lines on standard output, without what must not be in them."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET = re.compile(r"password|passwd|secret|token|ticket|authorization|cookie|phone|mobile|id_number|identity", re.I)
HIDDEN = "***"
IN_TEXT = (
    (re.compile(r"(?<!\d)(1[3-9]\d)\d{4}(\d{4})(?!\d)"), r"\1****\2"),
    (re.compile(r"(?<![0-9A-Za-z])(\d{6})\d{8}(\d{3}[0-9Xx])(?![0-9A-Za-z])"), r"\1********\2"),
    (re.compile(r"((?:ticket|link|token)=)[^&\s\"']+", re.I), rf"\1{HIDDEN}"),
)
"A mobile number, an identity number, a secret in an address: hidden wherever they stand."

Event = MutableMapping[str, Any]


def redact(logger: object, name: str, event: Event) -> Event:
    for key, value in event.items():
        event[key] = HIDDEN if SECRET.search(key) else cleaned(value)
    return event


def cleaned(value: Any) -> Any:
    if isinstance(value, str):
        for pattern, instead in IN_TEXT:
            value = pattern.sub(instead, value)
    elif isinstance(value, dict):
        return {key: HIDDEN if SECRET.search(str(key)) else cleaned(each) for key, each in value.items()}
    elif isinstance(value, list | tuple):
        return [cleaned(each) for each in value]
    return value


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=False),
    structlog.processors.format_exc_info,
    redact,
]


def logging_settings(level: str) -> dict[str, Any]:
    """Django's LOGGING; also makes structlog write through it."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(ensure_ascii=False),
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django": {"level": level, "handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},  # refusals are answered, not logged; `Measured` counts them
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "axes": {"level": "WARNING"},  # whoever is let in or kept out is in the audit trail
            "procrastinate": {"level": max(level, "WARNING", key=lambda name: getattr(logging, name))},
        },
    }
