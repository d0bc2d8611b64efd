"""A program that behaves as Besu does at its edges: arguments, output, signals, JSON-RPC. Run by a real process.

What it does comes by FAKE_… variables that the wrapper script of a test sets; what it saw goes to its data folder.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


def setting(name: str, default: str = "") -> str:
    return os.environ.get(f"FAKE_{name}", default)


def main() -> int:
    if "--version" in sys.argv:
        print(setting("VERSION", "besu/v26.8.0/linux-x86_64/openjdk-java-25"))
        return int(setting("VERSION_STATUS", "0"))
    options = dict(argument.removeprefix("--").split("=", 1) for argument in sys.argv[1:])
    config = tomllib.loads(Path(options["config-file"]).read_text())
    data = Path(config["data-path"])
    key = Path(options["node-private-key-file"])
    starts = int((data / "starts").read_text()) + 1 if (data / "starts").exists() else 1
    (data / "starts").write_text(str(starts))
    (data / "pid").write_text(str(os.getpid()))
    seen = {
        "key": key.read_text(),
        "keyFile": str(key),
        "keyMode": oct(key.stat().st_mode & 0o777),
        "arguments": sys.argv[1:],
        "environment": dict(os.environ),
    }
    (data / "seen.json").write_text(json.dumps(seen))
    if setting("IGNORE_TERM"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    else:
        signal.signal(signal.SIGTERM, lambda *_: stop(data))
    print(f"start {starts}", flush=True)
    if starts <= int(setting("DIES", "0")):
        print("ERROR | Supplied genesis block does not match chain data stored", flush=True)
        print("goodbye", flush=True)
        return 1
    time.sleep(float(setting("SLOW", "0")))
    threading.Thread(target=serve, args=(config,), daemon=True).start()
    lines = int(setting("LINES", "0"))
    for number in range(lines):
        print(f"line {number} " + "x" * 100, flush=True)
    if lines:
        print("all said", flush=True)
    (data / "said").touch()
    lives = float(setting("LIVES", "60"))
    time.sleep(lives)
    return 3


def stop(data: Path) -> None:
    (data / "clean").write_text("yes")
    print("ended in order", flush=True)
    os._exit(143)


def serve(config: dict[str, Any]) -> None:
    busy_until = time.monotonic() + float(setting("BUSY", "0"))

    def answer(number: int, method: str) -> dict[str, Any]:
        head = {"jsonrpc": "2.0", "id": number}
        if time.monotonic() < busy_until:
            return {**head, "error": {"code": -32002, "message": "Client not ready"}}
        if method == "eth_chainId":
            return {**head, "result": setting("CHAIN_ID", "0xcdb7c")}
        return {**head, "error": {"code": -32601, "message": "Method not found"}}

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            answers = [
                answer(request["id"], request["method"]) for request in (asked if isinstance(asked, list) else [asked])
            ]
            body = json.dumps(answers if isinstance(asked, list) else answers[0]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    ThreadingHTTPServer((config["rpc-http-host"], config["rpc-http-port"]), Handler).serve_forever()


if __name__ == "__main__":
    sys.exit(main())
