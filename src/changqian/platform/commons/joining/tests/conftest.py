"""Strangers who become somebody: 李明华 is to be principal, 赵小燕 a worker; the register of persons is on a socket."""

import itertools
from datetime import date
from types import SimpleNamespace

import pytest

from changqian.simulators.real_name.register import Register, application
from changqian.simulators.serving import serving
from changqian.simulators.signed import Door


@pytest.fixture(scope="session")
def simulated_register():
    register = Register(Door("changqian", b"shared secret"))
    with serving(application(register)) as url:
        yield SimpleNamespace(register=register, url=url)


@pytest.fixture
def register(simulated_register, settings):
    settings.REAL_NAME_URL, settings.REAL_NAME_SECRET = simulated_register.url, "shared secret"
    simulated_register.register.persons.clear()
    simulated_register.register.turned_away.clear()
    return simulated_register.register


@pytest.fixture
def firm_people(cast):
    """The cast as members of their firms, with the templates of messages."""
    from changqian.platform.commons.joining.services.members import settle
    from changqian.platform.foundation.accounts.models import User
    from changqian.platform.foundation.sms.services import load_templates

    load_templates()
    settle(User.objects.values_list("pk", flat=True), now=cast.now)
    return cast


@pytest.fixture
def person(cast):
    """Makes somebody who registered by real name: `person("李明华")`."""
    from django.utils import timezone

    from changqian.platform.foundation.accounts.registering import register
    from changqian.platform.kernel.codes import id_for

    numbers = itertools.count(1)

    def make(name):
        number = next(numbers)
        identity = id_for(date(1985, 3, 7), 100 + number)
        phone = f"1390000{number:04d}"
        return register(phone=phone, name=name, id_number=identity, password="Renmin#2026", now=timezone.now())

    return make


@pytest.fixture
def licence(files_dir):
    """A picture of a business licence that this person uploaded."""
    from io import BytesIO

    from django.utils import timezone

    from changqian.platform.foundation.files.services import store
    from changqian.platform.foundation.files.tests.samples import PNG

    return lambda actor: [store(BytesIO(PNG), name="营业执照.png", actor=actor, now=timezone.now()).pk]
