"""The three apps are served at their addresses; hashed files for good, pages always fresh."""

import pytest
from django.test import Client, RequestFactory

from changqian.platform.config import web


@pytest.fixture
def dist(tmp_path, settings):
    for app in ("desktop", "mobile", "screen"):
        (tmp_path / app / "assets").mkdir(parents=True)
        (tmp_path / app / "index.html").write_text(f"<title>{app}</title>")
        (tmp_path / app / "assets" / "index-uUBocS9m.js").write_text(f"// {app}")
        (tmp_path / app / "icon.svg").write_text("<svg/>")
    settings.WEB_DIST = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("path", "app"),
    [
        ("/", "desktop"),
        ("/index.html", "desktop"),
        ("/sign-in?link=abc", "desktop"),
        ("/hazards/12", "desktop"),
        ("/maps", "desktop"),
        ("/screens", "desktop"),
        ("/企业", "desktop"),
        ("/m", "mobile"),
        ("/m/", "mobile"),
        ("/m/sign-in?link=abc", "mobile"),
        ("/m/index.html", "mobile"),
        ("/c/Zk3v.9_x-1", "mobile"),
        ("/screen/", "screen"),
        ("/screen/overview", "screen"),
    ],
)
def test_every_address_leads_to_its_app(dist, path, app):
    said = Client().get(path)
    assert said.status_code == 200
    assert said.content.decode() == f"<title>{app}</title>"
    assert said["Cache-Control"] == "no-cache"
    assert said["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.django_db
@pytest.mark.parametrize(("prefix", "app"), [("", "desktop"), ("/m", "mobile"), ("/screen", "screen")])
def test_hashed_files_are_kept_for_good_and_others_are_asked_for_again(dist, prefix, app):
    said = Client().get(f"{prefix}/assets/index-uUBocS9m.js")
    assert b"".join(said.streaming_content).decode() == f"// {app}"
    assert "immutable" in said["Cache-Control"]
    assert "javascript" in said["Content-Type"]
    icon = Client().get(f"{prefix}/icon.svg")
    assert "max-age=0" in icon["Cache-Control"]
    icon.close()


@pytest.mark.parametrize(
    "path",
    ["/assets/index-xxxxxxxx.js", "/m/assets/gone.css", "/favicon.ico", "/../settings.py", "/assets/..%2f..%2fx.py"],
)
def test_a_missing_file_is_missing(dist, path):
    said = Client().get(path)
    assert said.status_code == 404
    assert "没有这个地址" in said.content.decode()


def test_a_build_replaced_under_a_running_process_is_served_and_the_old_one_is_missing(dist):
    client = Client()
    client.get("/m/")  # the process has listed its files
    assets = dist / "mobile" / "assets"
    (assets / "index-uUBocS9m.js").unlink()
    assert client.get("/m/assets/index-uUBocS9m.js").status_code == 404
    (assets / "index-9Zk2mQ7x.js").write_text("// new")
    (dist / "mobile" / "index.html").write_text("<title>new</title>")
    (dist / "mobile" / "sw.js").write_text("// longer than before")
    assert client.get("/m/").content == b"<title>new</title>"
    assert b"".join(client.get("/m/assets/index-9Zk2mQ7x.js").streaming_content) == b"// new"
    assert b"".join(client.get("/m/sw.js").streaming_content) == b"// longer than before"


def test_a_file_that_goes_between_listing_and_opening_is_missing(dist):
    assets = web.Assets(lambda request: None)
    assets.listed = None
    listed = dict(assets.files)
    (dist / "desktop" / "icon.svg").unlink()
    said = assets.serve(listed["/icon.svg"], RequestFactory().get("/icon.svg"))
    assert said.status_code == 404
    assert "没有这个地址" in said.content.decode()


@pytest.mark.django_db
def test_the_service_worker_of_phones_may_answer_for_printed_codes_and_no_other_file_may(dist):
    (dist / "mobile" / "sw.js").write_text("// worker")
    worker, icon = Client().get("/m/sw.js"), Client().get("/m/icon.svg")
    assert worker["Service-Worker-Allowed"] == "/"
    assert "max-age=0" in worker["Cache-Control"]
    assert "Service-Worker-Allowed" not in icon
    worker.close()
    icon.close()


def test_pages_are_not_written_to(dist):
    assert Client().post("/hazards/12").status_code == 405


def test_before_the_web_is_built_one_is_told_what_to_do(tmp_path, settings):
    settings.WEB_DIST = tmp_path / "none"
    said = Client().get("/")
    assert said.status_code == 503
    assert "请先运行 <code>make web</code>" in said.content.decode()


def test_scripts_come_from_here_and_from_nowhere_else(dist, settings):
    policy = Client().get("/")["Content-Security-Policy"]
    rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert rules["script-src"] == "'self'"
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert settings.PUSH_URL in rules["connect-src"]
    assert "unsafe-inline" not in rules["style-src"]
    assert Client().get("/api/config/", HTTP_HOST="127.0.0.1")["Content-Security-Policy"] == policy


@pytest.mark.django_db
def test_the_configuration_says_where_everything_is(settings):
    client = Client()
    said = client.get("/api/config/").json()
    assert said == {
        "name": "常企安",
        "version": "0.1.0",
        "public_url": settings.PUBLIC_URL,
        "push_url": settings.PUSH_URL,
        "tianditu_key": "",
        "signed_in": False,
    }
    assert client.cookies["csrftoken"].value


def test_a_page_announces_what_every_app_asks_and_nothing_that_is_anybodys(dist):
    client = Client()
    client.cookies["sessionid"] = "whatever"
    for page in ("/", "/sign-in", "/m/"):
        assert client.get(page)["Link"] == "</api/config/>; rel=preload; as=fetch; crossorigin"
