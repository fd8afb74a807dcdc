"""`python -m changqian.simulators.identity_provider --port 8003`, with the clients' secret in SSO_SECRET."""

import argparse
import os

import uvicorn

from changqian.simulators.identity_provider.provider import IdentityProvider
from changqian.simulators.identity_provider.server import application

parser = argparse.ArgumentParser(description="统一身份模拟器")
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=8003)
arguments = parser.parse_args()
provider = IdentityProvider(f"http://127.0.0.1:{arguments.port}", {"changqian": os.environ["SSO_SECRET"]})
uvicorn.run(application(provider), host=arguments.host, port=arguments.port, log_level="warning", access_log=False)
