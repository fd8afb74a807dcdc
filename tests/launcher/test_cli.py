"""What a person can cause is answered with one Chinese sentence and a non-zero exit, never a trace."""

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from changqian.launcher import cli
from changqian.launcher.bench import Result
from changqian.launcher.data import default_folder, locked
from changqian.launcher.database import environment, note_addresses
from changqian.launcher.errors import LauncherError
from changqian.launcher.ports import Ports, free_port, free_ports
from changqian.launcher.prepare import prepare


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., str]:
    monkeypatch.setenv("CHANGQIAN_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr("changqian.launcher.up.stop_signals", lambda stopping: None)

    def run(*arguments: str) -> str:
        assert cli.main(arguments) == 1
        said = capsys.readouterr().err
        assert said.startswith("错误：")
        assert said.count("\n") == 1
        assert "Traceback" not in said
        return said

    return run


def test_port_taken(refused: Callable[..., str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"端口 {port}（网页服务）已被占用" in refused("up", "--ports", str(port))


def test_database_unreachable_names_the_place_but_not_the_password(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    monkeypatch.setenv("DATABASE_URL", f"postgresql://changqian:geheim@127.0.0.1:{port}/shop")
    for arguments in (("up", "--ports", "auto"), ("migrate",), ("worker",), ("web",)):
        said = refused(*arguments)
        assert f"无法连接数据库 127.0.0.1:{port}/shop（连接被拒绝）" in said
        assert "geheim" not in said


def test_database_not_running(refused: Callable[..., str]) -> None:
    assert "数据库没有运行：请先运行 changqian up" in refused("worker")


def test_disk_full(refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=300 << 20))
    assert "只剩 300 MB 可用空间" in refused("up", "--ports", "auto")


def test_no_write_permission(refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*arguments: object, **options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", deny)
    assert "写入权限" in refused("up", "--ports", "auto")


def test_a_file_where_the_data_folder_should_be(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CHANGQIAN_DATA", str(tmp_path / "file" / "data"))
    assert "无法使用数据目录" in refused("up", "--ports", "auto")


@pytest.mark.parametrize(
    ("code", "words"), [(errno.EROFS, "磁盘是只读的"), (errno.ENOSPC, "磁盘已满"), (errno.EIO, "磁盘读写出错")]
)
def test_what_the_disk_refuses_is_said_in_chinese(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(Path, "mkdir", refuse)
    assert f"：{words}。" in refused("up", "--ports", "auto")


@pytest.mark.parametrize(
    ("words", "free"),
    [("could not extend file: No space left on device", 1 << 30), ("server closed the connection", 5 << 20)],
)
def test_a_disk_that_fills_up_while_the_city_is_built(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: str, free: int
) -> None:
    def full(*arguments: object, **options: object) -> None:
        raise RuntimeError(words)

    monkeypatch.setattr("changqian.launcher.prepare.call", full)
    monkeypatch.setattr("changqian.launcher.prepare.disk_usage", lambda folder: SimpleNamespace(free=free))
    with pytest.raises(LauncherError, match="所在磁盘已满，请清理后重新启动"):
        prepare(tmp_path, enterprises=0, handover=tmp_path / "links.json")


def test_wrong_python(refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "LEAST_PYTHON", (99, 0))
    assert "需要 Python" in refused("doctor")


def test_unknown_option(refused: Callable[..., str]) -> None:
    assert "不认识的参数 --fast" in refused("up", "--fast")


@pytest.mark.parametrize("text", ["eighty", "0", "65500", "-1"])
def test_bad_port(refused: Callable[..., str], text: str) -> None:
    assert "无效" in refused("up", f"--ports={text}")


def test_second_launcher_on_the_same_data(tmp_path: Path) -> None:
    with locked(tmp_path):
        code = "import sys; from pathlib import Path; from changqian.launcher.data import locked\n"
        code += "with locked(Path(sys.argv[1])): pass"
        second = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True)
        assert f"常企安已在使用数据目录 {tmp_path}（进程 {os.getpid()}）" in second.stderr
    with locked(tmp_path):
        pass


def test_ports_follow_from_the_web_port() -> None:
    assert Ports.parse("8000") == Ports(*(8000, 8001, 8443, 8444, 8445, 8002, 8003, 8004, 8005, 8006, 8007, 5060))
    assert len(set(free_ports(20))) == 20
    with pytest.raises(LauncherError):
        Ports.parse("")


def test_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHANGQIAN_DATA", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert default_folder() == Path("/var/lib/changqian")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_DATA_HOME", "/home/chen/.data")
    assert default_folder() == Path("/home/chen/.data/changqian")
    monkeypatch.setenv("CHANGQIAN_DATA", "/srv/changqian")
    assert default_folder() == Path("/srv/changqian")


def test_bench_lines() -> None:
    assert str(Result("fast_list", 12.5, 20, "ms")) == "PASS fast_list 12.5ms 20ms"
    assert str(Result("writes", 90, 100, "/s", at_least=True)) == "FAIL writes 90/s 100/s"


def test_commands_beside_a_running_platform_know_where_it_is_reached(tmp_path, monkeypatch):
    monkeypatch.delenv("PUBLIC_URL", raising=False)
    (tmp_path / "run").mkdir()
    noted = note_addresses(tmp_path, {"PUBLIC_URL": "http://127.0.0.1:49343"})
    assert environment(tmp_path, "postgresql://")["PUBLIC_URL"] == "http://127.0.0.1:49343"
    monkeypatch.setenv("PUBLIC_URL", "https://aqsc.example.cn")
    assert "PUBLIC_URL" not in environment(tmp_path, "postgresql://")
    monkeypatch.delenv("PUBLIC_URL")
    noted.unlink()
    assert "PUBLIC_URL" not in environment(tmp_path, "postgresql://")


def test_who_asks_how_a_city_is_built_gets_no_folder(tmp_path: Path) -> None:
    data = tmp_path / "data"
    command = [sys.executable, "-m", "changqian.launcher.cli", "city", "--help"]
    told = subprocess.run(command, env=os.environ | {"CHANGQIAN_DATA": str(data)}, capture_output=True, text=True)
    assert (told.returncode, "--enterprises" in told.stdout, data.exists()) == (0, True, False), told.stderr
