"""Whatever goes wrong is answered with a sentence, a code and a number to quote."""

import json

import pytest
from rest_framework.test import APIClient

pytestmark = pytest.mark.urls("changqian.platform.config.tests.odd_urls")
GONE = "没有找到这条记录，可能已被撤销或不在您的管辖范围内"

FULL = "服务器磁盘已满，刚才的内容没有保存；请先不要关闭页面，联系系统管理员清理磁盘后重试"


@pytest.fixture
def client():
    return APIClient(raise_request_exception=False)


@pytest.mark.parametrize(
    ("how", "status", "detail", "code", "fields"),
    [
        ("rule", 400, "已计划的演练不能提交评估", "rule", {}),
        ("rule-of-field", 400, "整改期限不能早于今天", "rule", {"due_on": ["整改期限不能早于今天"]}),
        ("conflict", 409, "记录已被他人修改，请核对后重试", "error", {}),
        ("invalid-model", 400, "名称太长", "invalid", {"name": ["名称太长"]}),
        ("invalid-whole", 400, "日期不对", "invalid", {}),
        ("refused", 403, "不在您的管辖范围内", "permission_denied", {}),
        ("refused-without-words", 403, "您没有此项权限", "permission_denied", {}),
        ("throttled", 429, "操作太频繁，请12秒后再试", "throttled", {}),
        ("too-big", 413, "提交的内容太大，请压缩后重试", "too_large", {}),
        ("data", 400, "填写的内容有误，请检查后重试", "invalid", {}),
        ("overflow", 400, "填写的内容有误，请检查后重试", "invalid", {}),
        ("database", 503, "服务正在启动或维护，请稍后再试", "unavailable", {}),
        ("disk-of-the-database", 507, FULL, "disk_full", {}),
        ("disk-of-the-files", 507, FULL, "disk_full", {}),
        ("another-file", 500, "服务器出错了，请稍后再试；如反复出现请将编号告诉管理员", "error", {}),
        ("surprise", 500, "服务器出错了，请稍后再试；如反复出现请将编号告诉管理员", "error", {}),
    ],
)
def test_each_failure_has_its_sentence(client, how, status, detail, code, fields):
    said = client.get(f"/api/odd/{how}/")
    assert said.status_code == status
    body = said.json()
    assert (body["detail"], body["code"], body["fields"]) == (detail, code, fields)
    assert body["id"] == said["X-Request-ID"]
    assert len(body["id"]) == 12


def test_inputs_are_named_by_their_labels_and_paths(client):
    said = client.post(
        "/api/odd/x/", {"planned_on": "明天", "lines": [{"name": "好"}, {"name": "太长的名称了"}]}
    ).json()
    assert said["detail"].startswith("计划日期：日期格式错误")
    assert set(said["fields"]) == {"planned_on", "lines.1.name"}
    assert client.post("/api/odd/x/", {"planned_on": "1999-01-01"}).json()["detail"] == "日期太早"


@pytest.mark.parametrize(
    ("body", "kind", "status", "detail"),
    [
        (b"{", "application/json", 400, "提交的内容不是有效的 JSON"),
        (b"", "application/json", 400, "计划日期：该字段是必填项"),
        (b"\xff\xfe", "application/json", 400, "提交的内容不是有效的 JSON"),
        (b'{"a": NaN}', "application/json", 400, "提交的内容不是有效的 JSON"),
        (rb'{"a": "\ud800"}', "application/json", 400, "提交的内容不是有效的 JSON"),
        (rb'{"a": ["x", {"\u0000": 1}]}', "application/json", 400, "提交的内容含有不能保存的字符"),
        (rb'{"planned_on": "2026-03-16", "text": "\\u0000"}', "application/json", 200, None),
        (b"[1]", "application/json", 400, "无效数据"),
        (b'"text"', "application/json", 400, "无效数据"),
        (b"a=1", "application/x-www-form-urlencoded", 415, "不支持这种内容格式，请以 application/json 提交"),
        (b"[" * 100_000, "application/json", 400, "提交的内容不是有效的 JSON"),
        (b'"' + b"a" * (5 * 1024 * 1024) + b'"', "application/json", 413, "提交的内容太大，请压缩后重试"),
    ],
)
def test_bodies_that_are_none(client, body, kind, status, detail):
    said = client.generic("POST", "/api/odd/x/", body, content_type=kind)
    assert said.status_code == status
    if detail:
        assert said.json()["detail"].startswith(detail)


def test_numbers_beyond_all_measure_are_read_and_refused_where_they_do_not_fit(client):
    body = b'{"planned_on": ' + b"9" * 5000 + b"}"
    assert client.generic("POST", "/api/odd/x/", body, content_type="application/json").status_code == 400


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_an_unknown_method(client, method):
    said = getattr(client, method)("/api/odd/x/")
    assert (said.status_code, said.json()["detail"]) == (405, "此地址不支持这种操作")


def test_an_unwanted_format(client):
    said = client.get("/api/odd/rule/", HTTP_ACCEPT="text/csv")
    assert said.status_code in (400, 406)
    assert said.json()["detail"]


@pytest.mark.parametrize(
    "path", ["/api/", "/api", "/api/nothing/", "/api/odd", "/api/odd/x/y/", "/api//odd/", "/api/中文/"]
)
def test_an_unknown_address_of_the_api_is_answered_in_json(client, path):
    for method in ("get", "post", "delete"):
        said = getattr(client, method)(path)
        assert said.status_code == 404
        assert (said.json()["detail"], said.json()["code"]) == ("没有这个地址", "not_found")


@pytest.mark.parametrize("path", ["/api/odd/a%00b/", "/api/odd/rule/?q=a%00b", "/%00"])
def test_a_nul_is_refused_before_anything_reads_it(client, path):
    said = client.get(path)
    assert said.status_code == 400
    assert "地址中含有不能识别的字符" in said.content.decode()


def test_a_request_keeps_the_number_it_came_with_if_that_is_one(client):
    for given, kept in (("abcdef0123456789", True), ("<script>", False), ("x" * 300, False)):
        said = client.get("/api/odd/rule/", HTTP_X_REQUEST_ID=given)
        assert (said.json()["id"] == given) is kept


def test_a_surprise_is_logged_with_the_number_and_no_trace_leaves_the_house(client, caplog):
    said = client.get("/api/odd/surprise/")
    assert "division" not in said.content.decode()
    traces = [record for record in caplog.records if record.exc_info]
    assert traces
    assert "ZeroDivisionError" in str(traces[0].exc_info)


def test_a_failing_page_is_a_plain_page_for_people(client, monkeypatch):
    monkeypatch.setattr("changqian.platform.config.web._index", lambda file: 1 / 0)
    said = client.get("/enterprises")
    assert said.status_code == 500
    assert "服务器出错了" in said.content.decode()
    assert json.dumps("ZeroDivisionError") not in said.content.decode()
