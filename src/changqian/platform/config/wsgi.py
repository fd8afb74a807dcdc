import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application


def share_metrics(folder: Path) -> None:
    """Let the processes of this server add up their counters in files; those of processes that are gone go too."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.db"):
        pid = file.stem.rpartition("_")[2]
        if pid.isdigit() and not _alive(int(pid)):
            file.unlink(missing_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "changqian.platform.config.settings")
if "CHANGQIAN_DATA" in os.environ:  # before anything imports prometheus_client, which looks once
    share_metrics(Path(os.environ["CHANGQIAN_DATA"]) / "run" / "metrics")
application = get_wsgi_application()
