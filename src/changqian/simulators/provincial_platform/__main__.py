"""`python -m changqian.simulators.provincial_platform --port 8005`, with the secret in PROVINCE_SECRET.

Its firms come from PROVINCE_BOOKS, a file with one JSON object a line as `books.Firm` has it; else there are none.
"""

import argparse
import json
import os
from pathlib import Path

import uvicorn

from changqian.simulators.provincial_platform.books import Books, Firm
from changqian.simulators.provincial_platform.server import Platform, application
from changqian.simulators.signed import Door

parser = argparse.ArgumentParser(description="省风险报告平台模拟器")
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=8005)
arguments = parser.parse_args()
file = os.environ.get("PROVINCE_BOOKS", "")
lines = Path(file).read_text(encoding="utf-8").splitlines() if file and Path(file).exists() else []
door = Door(os.environ.get("PROVINCE_APP", "changqian"), os.environ["PROVINCE_SECRET"].encode())
platform = Platform(door, Books([Firm(**json.loads(line)) for line in lines]))
uvicorn.run(application(platform), host=arguments.host, port=arguments.port, log_level="warning", access_log=False)
