"""A city of any size, as of the day of these tests."""

from datetime import date

from changqian.platform.city.builder import Builder

TODAY = date(2026, 11, 18)


def build(enterprises, **given):
    Builder(enterprises=enterprises, today=TODAY, say=lambda words: None, **given).build()
