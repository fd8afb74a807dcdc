"""`python -m changqian.simulators.sms --port 8002`, with the secret in SMS_SECRET."""

import argparse
import os

import uvicorn

from changqian.simulators.sms.gateway import Simulator
from changqian.simulators.sms.server import application

parser = argparse.ArgumentParser(description="短信模拟器")
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=8002)
arguments = parser.parse_args()
simulator = Simulator(os.environ.get("SMS_APP", "changqian"), os.environ["SMS_SECRET"].encode())
uvicorn.run(application(simulator), host=arguments.host, port=arguments.port, log_level="warning", access_log=False)
