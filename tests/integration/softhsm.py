"""SoftHSM as a PKCS#11 token: where its library is, and keys made in it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pkcs11

PIN = "1234 5678"
SECP256K1 = bytes.fromhex("06052b8104000a")
_FOLDERS = ("/usr/lib/softhsm", "/usr/local/lib/softhsm", "/opt/homebrew/lib/softhsm", "/usr/lib64/pkcs11")
MODULE = next((path for path in (Path(each) / "libsofthsm2.so" for each in _FOLDERS) if path.is_file()), None)


def make_tokens(folder: Path, *labels: str) -> Path:
    """Tokens in a new folder; answers the configuration that $SOFTHSM2_CONF has to name when the library is loaded."""
    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n")
    for label in labels:
        command = ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "so-pin"]
        subprocess.run(command, check=True, capture_output=True, env={"SOFTHSM2_CONF": str(configuration)})
    return configuration


def make_key(session: Any, label: str, identifier: bytes, parameters: bytes = SECP256K1) -> tuple[Any, Any]:
    """A key pair of a curve (ECParameters in DER): public and private."""
    curve = session.create_domain_parameters(pkcs11.KeyType.EC, {pkcs11.Attribute.EC_PARAMS: parameters}, local=True)
    public, private = curve.generate_keypair(store=True, label=label, id=identifier)
    return public, private


def place(path: str) -> str:
    """The URI of a key."""
    return f"pkcs11:{path}?module-path={MODULE}"
