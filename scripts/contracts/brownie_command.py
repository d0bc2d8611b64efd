"""Starts Brownie, in the contracts' own environment, with an anvil of this project's kind on a free port.

Brownie takes its networks from a file in the user's home, where port 8545 is fixed and shared by whatever runs there.
"""

from __future__ import annotations

import socket
from pathlib import Path


def main() -> None:
    """Runs Brownie's command line with the arguments of this process."""
    # Brownie won't start without the folder of its Vyper compilers, and needs no Vyper.
    (Path.home() / ".vvm").mkdir(parents=True, exist_ok=True)
    from brownie._cli.__main__ import main as brownie
    from brownie._config import CONFIG

    CONFIG.networks["development"]["cmd_settings"] = {
        "port": _free_port(),
        "evm_version": "cancun",
        "gas_limit": 30_000_000,
        "gas_price": 0,
        "base_fee": 0,
        "accounts": 10,
    }
    brownie()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
