"""The cipher machine over a real socket: the same columns, with keys that this process never sees."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.enterprises.services import edit_site
from changqian.platform.foundation.records import rekeying
from changqian.platform.foundation.records.fields import sealer
from changqian.platform.integrations.hsm.client import HsmProvider, from_settings
from changqian.platform.kernel.crypto import KeysUnavailable, Sealer, Unsealable

SOURCES = Path(__file__).parents[5]


class Running:
    """The machine as a process of its own."""

    def __init__(self, folder):
        self.token = folder / "hsm.key"
        self.token.write_text("5a" * 32)
        self.memory = folder / "machine.json"
        self.process, self.port = None, 0

    def start(self):
        command = [sys.executable, "-m", "changqian.simulators.hsm", "--memory", str(self.memory)]
        command += ["--token", str(self.token), "--port", str(self.port)]
        env = {**os.environ, "PYTHONPATH": str(SOURCES)}
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env)
        self.address = self.process.stdout.readline().strip()
        self.port = int(self.address.rpartition(":")[2])
        return self

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


@pytest.fixture
def machine(tmp_path):
    running = Running(tmp_path).start()
    yield running
    running.stop()


@pytest.fixture
def provider(machine):
    return HsmProvider(machine.address, bytes.fromhex("5a" * 32))


def test_what_the_machine_sealed_it_opens_in_its_place_only(provider):
    sealed = Sealer(provider).seal("13861000001", bound="a.b")
    assert Sealer(provider).open(sealed, bound="a.b") == "13861000001"
    with pytest.raises(Unsealable):
        Sealer(provider).open(sealed, bound="a.c")
    with pytest.raises(Unsealable):
        Sealer(provider).open("7" + sealed[1:], bound="a.b")
    assert len(Sealer(provider).index("13861000001")) == 64


def test_the_keys_stay_inside_and_turn(provider, machine):
    sealer = Sealer(provider)
    old = sealer.seal("x", bound="a")
    assert provider.add() == 2
    provider.activate(2)
    assert sealer.seal("x", bound="a").startswith("2:")
    assert sealer.open(old, bound="a") == "x"
    with pytest.raises(KeysUnavailable, match="key_is_active"):
        provider.retire(2)
    provider.retire(1)
    with pytest.raises(Unsealable):
        sealer.open(old, bound="a")
    assert machine.memory.stat().st_mode & 0o777 == 0o600


def test_a_wrong_token_is_turned_away(machine):
    with pytest.raises(KeysUnavailable, match="不认可本系统的口令"):
        HsmProvider(machine.address, b"wrong").keys()


def test_a_machine_that_was_restarted_is_found_again_and_one_that_is_gone_is_told(provider, machine):
    sealed = Sealer(provider).seal("x", bound="a")
    machine.stop()
    machine.start()
    assert Sealer(provider).open(sealed, bound="a") == "x"
    machine.stop()
    with pytest.raises(KeysUnavailable, match="密码机没有回应"):
        Sealer(provider).open(sealed, bound="a")
    machine.start()


def test_a_sealed_column_lives_on_the_machine(cast, machine, settings, tmp_path):
    """From the file's keys to the machine is a turn like any other would be: here a value written new."""
    settings.HSM, settings.KEYRING = machine.address, tmp_path / "field.ring"
    settings.CRYPTO_PROVIDER = f"{from_settings.__module__}.from_settings"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE enterprises_site SET contact_phone = ''")
        cursor.execute("UPDATE enterprises_enterprise SET contact_phone = ''")
    sealer.cache_clear()
    try:
        edit_site(cast.site.pk, actor=cast.officer, expected_version=None, contact_phone="13861000009")
        assert Site.objects.get(pk=cast.site.pk).contact_phone == "13861000009"
        rekeying.turn_key(actor=cast.platform, wait=0)
        assert rekeying.reseal() == 1
        assert rekeying.examine().by_key == {2: 1}
        rekeying.retire_key(1, actor=cast.platform)
        assert Site.objects.get(pk=cast.site.pk).contact_phone == "13861000009"
    finally:
        sealer.cache_clear()
