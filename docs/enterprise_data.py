"""企业数据服务示例：先全量、再按水位增量，在本地保存一份“企业及其场所”。约定见 docs/api.md。"""

import sys

from client import Client


def read(client, query):
    """所有页：(企业, 已不在的企业, 下次用的水位)。"""
    firms, gone, after = [], [], None
    while True:
        status, page = client.call("GET", "/api/enterprise-data/v2/", [*query, *([("after", after)] if after else [])])
        if status != 200:
            raise SystemExit(page["detail"])
        firms, gone, after = firms + page["results"], gone + page["gone"], page["after"]
        if after is None:
            return firms, gone, page["watermark"]


def follow(client, held, watermark=None):
    """把变化并入 held（企业编号 → 企业），返回下次的水位；第一次不带水位，取全量。"""
    firms, gone, watermark = read(client, [("changed_since", watermark)] if watermark else [])
    for each in gone:
        held.pop(each["id"], None)
    held.update({firm["id"]: firm for firm in firms})
    return watermark


if __name__ == "__main__":
    base, app_id, key, secret = sys.argv[1:]
    client, held = Client(base, app_id, int(key), secret), {}
    client.begin()
    watermark = follow(client, held)
    watermark = follow(client, held, watermark)  # 之后每隔几分钟一次；同一企业可能重复收到，覆盖即可
    print(len(held), sum(len(firm["sites"]) for firm in held.values()), watermark)
