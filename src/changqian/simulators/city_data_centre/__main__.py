"""`python -m changqian.simulators.city_data_centre --port 8006`, with the secret in CITY_DATA_SECRET.

Its firms come from CITY_DATA_BOOKS, a file with one JSON object a line as `books.Firm` has it; else there are none.
"""

import argparse
import json
import os
from pathlib import Path

import uvicorn

from changqian.simulators.city_data_centre.books import LABELS, Books, Firm
from changqian.simulators.provincial_platform.server import Platform, application
from changqian.simulators.signed import Door

parser = argparse.ArgumentParser(description="市大数据中心模拟器")
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=8006)
arguments = parser.parse_args()
file = os.environ.get("CITY_DATA_BOOKS", "")
lines = Path(file).read_text(encoding="utf-8").splitlines() if file and Path(file).exists() else []
door = Door(os.environ.get("CITY_DATA_APP", "changqian"), os.environ["CITY_DATA_SECRET"].encode())
books = Books([Firm(**json.loads(line)) for line in lines])
centre = Platform(door, books, title="市大数据中心模拟器", labels=LABELS)
uvicorn.run(application(centre), host=arguments.host, port=arguments.port, log_level="warning", access_log=False)
