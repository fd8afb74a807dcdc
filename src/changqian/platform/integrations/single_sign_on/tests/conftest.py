import pytest

from changqian.simulators.identity_provider.provider import TENANTS, IdentityProvider
from changqian.simulators.identity_provider.server import application
from changqian.simulators.serving import serving


@pytest.fixture(scope="module")
def provider():
    """The simulated provider on a real socket."""
    made = IdentityProvider("", {"changqian": "secret"})
    with serving(application(made)) as url:
        made.base = url
        yield made


@pytest.fixture
def people(cast, provider, settings):
    """The cast, two of whom have phones; the platform knows the provider's three tenants."""
    from changqian.platform.foundation.sms.services import load_templates
    from changqian.platform.kernel.sealed import blind

    load_templates()
    provider.mischief = ""
    settings.SSO_PROVIDERS = [
        {
            "code": code,
            "name": name,
            "issuer": provider.issuer(code),
            "client_id": "changqian",
            "client_secret": "secret",
            "claims": {"name": "name"},
        }
        for code, name in TENANTS.items()
    ]
    for person, phone in ((cast.officer, "13812340001"), (cast.sysadmin, "13812340002")):
        person.phone, person.phone_index = phone, blind(phone)
        person.save()
    return cast
