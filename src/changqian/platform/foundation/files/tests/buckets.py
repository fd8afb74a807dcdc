"""An object store for tests: moto's server, which speaks S3 over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from moto.server import ThreadedMotoServer

from changqian.platform.foundation.files.s3 import Bucket, S3Store, client_of


@contextmanager
def object_store() -> Iterator[str]:
    """Its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


def new_bucket(address: str) -> Bucket:
    bucket = Bucket(f"files-{uuid4().hex}", endpoint=address, region="us-east-1", key="tester", secret="not-a-secret")
    client_of(bucket).create_bucket(Bucket=bucket.name)
    return bucket


def keys_of(bucket: Bucket) -> list[str]:
    """Everything that lies in it."""
    pages = client_of(bucket).get_paginator("list_objects_v2").paginate(Bucket=bucket.name)
    return sorted(each["Key"] for page in pages for each in page.get("Contents", ()))


def content_of(bucket: Bucket, key: str) -> bytes:
    with S3Store(bucket).open(key) as file:
        return file.read()
