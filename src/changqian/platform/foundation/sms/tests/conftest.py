from types import SimpleNamespace

import pytest

from changqian.simulators.serving import serving
from changqian.simulators.sms.gateway import Simulator
from changqian.simulators.sms.server import application


@pytest.fixture
def templates(db):
    from changqian.platform.foundation.sms.services import load_templates

    load_templates()


@pytest.fixture(scope="module")
def simulated():
    """The simulated gateway on a real socket."""
    simulator = Simulator("changqian", b"shared secret")
    with serving(application(simulator)) as url:
        yield SimpleNamespace(simulator=simulator, url=url)


@pytest.fixture
def gateway(simulated, settings):
    settings.SMS_URL, settings.SMS_APP, settings.SMS_SECRET = simulated.url, "changqian", "shared secret"
    simulated.simulator.outbox.clear()
    return simulated
