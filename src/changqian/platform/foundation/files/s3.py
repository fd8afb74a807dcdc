"""Contents in a bucket of an object store that speaks S3. boto3 is loaded where a bucket is named, nowhere else."""

import errno
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import IO, Any

PIECE = 1024 * 1024
TRIES = 3
STYLES = ("path", "virtual")
"How the bucket is named in an address: host/bucket/key (MinIO), or bucket.host/key (most clouds)."


class Unreachable(OSError):
    """The object store does not answer, or refuses; `filename` says which bucket, `strerror` why."""


@dataclass(frozen=True)
class Bucket:
    """Which one, where, and as whom. Without a key the machine's own role is used, as the store's program finds it."""

    name: str
    endpoint: str = ""
    region: str = ""
    key: str = ""
    secret: str = field(default="", repr=False)
    style: str = "path"

    def __post_init__(self) -> None:
        if self.style not in STYLES:
            raise ValueError(f"S3_STYLE 应为 {' 或 '.join(STYLES)}")
        if bool(self.key) != bool(self.secret):
            raise ValueError("S3_KEY 和 S3_SECRET 要么都设置，要么都不设置")


def bucket_in(environment: Mapping[str, str]) -> Bucket | None:
    """The bucket that the environment names, if any."""
    if not (name := environment.get("S3_BUCKET")):
        return None
    named = {"endpoint": "S3_ENDPOINT", "region": "S3_REGION", "key": "S3_KEY", "secret": "S3_SECRET"}
    told = {part: environment.get(variable, "") for part, variable in named.items()}
    return Bucket(name, **told, style=environment.get("S3_STYLE") or "path")


class S3Store:
    """A content is in the bucket whole or not at all, signed with its digest, so that what arrives is what left."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket

    def put(self, key: str, content: IO[bytes]) -> None:
        if self.has(key):
            return
        content.seek(0)
        self._ask("put_object", key, Body=content)

    def open(self, key: str) -> IO[bytes]:
        size = self._ask("head_object", key)["ContentLength"]
        return io.BufferedReader(_Content(self, key, size), PIECE)

    def has(self, key: str) -> bool:
        try:
            self._ask("head_object", key)
        except KeyError:
            return False
        return True

    def delete(self, key: str) -> None:
        self._ask("delete_object", key)

    def older_than(self, prefix: str, moment: datetime) -> Iterator[str]:
        with self.told():
            pages = client_of(self.bucket).get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket.name, Prefix=f"{prefix.rstrip('/')}/" if prefix else ""):
                yield from (each["Key"] for each in page.get("Contents", ()) if each["LastModified"] < moment)

    def body(self, key: str, start: int) -> Any:
        """What follows from there on, as it comes."""
        return self._ask("get_object", key, Range=f"bytes={start}-")["Body"]

    def require(self) -> None:
        """Unreachable unless the bucket is there and ours to use."""
        try:
            with self.told():
                client_of(self.bucket).head_bucket(Bucket=self.bucket.name)
        except KeyError:
            raise self._unreachable("没有这个存储桶") from None

    def _ask(self, verb: str, key: str, **more: Any) -> Any:
        with self.told(key):
            return getattr(client_of(self.bucket), verb)(Bucket=self.bucket.name, Key=key, **more)

    @contextmanager
    def told(self, key: str = "") -> Iterator[None]:
        """KeyError for what is not there, Unreachable for whatever else went wrong."""
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            if (code := error.response["Error"]["Code"]) in ("404", "NoSuchKey"):
                raise KeyError(key) from None
            raise self._unreachable(code) from None
        except BotoCoreError as error:
            raise self._unreachable(type(error).__name__) from error

    def _unreachable(self, why: str) -> Unreachable:
        return Unreachable(errno.EREMOTEIO, why, f"s3://{self.bucket.name}")


class _Content(io.RawIOBase):
    """One object, read from wherever it was sought to. What breaks off is asked for again from there."""

    def __init__(self, store: S3Store, key: str, size: int) -> None:
        self.store, self.key, self.size = store, key, size
        self.at = 0
        self.body: Any = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        there = offset + (0, self.at, self.size)[whence]
        if there != self.at:
            self._let_go()
            self.at = there
        return there

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), self.size - self.at)
        if wanted <= 0:
            return 0
        piece = self._piece(wanted)
        buffer[: len(piece)] = piece
        self.at += len(piece)
        return len(piece)

    def _piece(self, wanted: int) -> bytes:
        for left in reversed(range(TRIES)):
            try:
                with self.store.told(self.key):
                    self.body = self.body or self.store.body(self.key, self.at)
                    return bytes(self.body.read(wanted))
            except Unreachable:
                self._let_go()
                if not left:
                    raise
        raise AssertionError("the last try returns or raises")

    def _let_go(self) -> None:
        if self.body is not None:
            self.body.close()
        self.body = None

    def close(self) -> None:
        self._let_go()
        super().close()


@cache
def client_of(bucket: Bucket) -> Any:
    """One for all threads, which share its connections."""
    import boto3
    from botocore.config import Config

    # Sums beyond the signed digest are Amazon's own; many stores refuse them.
    config = Config(
        connect_timeout=5,
        read_timeout=60,
        retries={"max_attempts": TRIES, "mode": "standard"},
        max_pool_connections=32,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": bucket.style, "payload_signing_enabled": True},
    )
    return boto3.session.Session().client(
        "s3",
        endpoint_url=bucket.endpoint or None,
        region_name=bucket.region or "us-east-1",
        aws_access_key_id=bucket.key or None,
        aws_secret_access_key=bucket.secret or None,
        config=config,
    )
