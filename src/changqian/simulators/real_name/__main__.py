"""`python -m changqian.simulators.real_name --port 8003`, with the secret in REAL_NAME_SECRET."""

import argparse
import os

import uvicorn

from changqian.simulators.real_name.register import Register, application
from changqian.simulators.signed import Door

parser = argparse.ArgumentParser(description="实名核验模拟器")
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=8003)
arguments = parser.parse_args()
door = Door(os.environ.get("REAL_NAME_APP", "changqian"), os.environ["REAL_NAME_SECRET"].encode())
uvicorn.run(
    application(Register(door)), host=arguments.host, port=arguments.port, log_level="warning", access_log=False
)
