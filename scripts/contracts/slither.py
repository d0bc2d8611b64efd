"""`./qc contracts slither [--json]`: Slither over the contracts; each high or medium finding must be explained.

The explanations stand in contracts/slither-triage.json, by detector and function: they outlive a change of lines.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from quaychain.contracts.errors import QuaychainError

ROOT = Path(__file__).resolve().parents[2]
TRIAGE = "contracts/slither-triage.json"
IMPACTS = ("High", "Medium")


class SlitherError(QuaychainError):
    """Slither can't be run, or its answer or the triage can't be read; the message says why."""


@dataclass(frozen=True)
class Finding:
    """What Slither found; `where` is `Contract.function` or `Contract.variable`."""

    detector: str
    impact: str
    where: str
    description: str


@dataclass(frozen=True)
class Explanation:
    """Why all the findings of a detector in one place are no defects."""

    detector: str
    where: str
    findings: int
    why: str


@dataclass(frozen=True)
class Judgement:
    """Findings and explanations that have no counterpart, and the findings that have one."""

    explained: list[Finding]
    unexplained: list[Finding]
    stale: list[Explanation]

    @property
    def clean(self) -> bool:
        return not self.unexplained and not self.stale


def main(arguments: list[str]) -> int:
    """Exit code 0 when each high or medium finding is explained, and each explanation has its findings."""
    parser = argparse.ArgumentParser(prog="qc contracts slither", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    options = parser.parse_args(arguments)
    try:
        explanations = read_triage(json.loads((ROOT / TRIAGE).read_text("utf-8")))
        judgement = judge(read_findings(run(ROOT)), explanations)
    except (QuaychainError, json.JSONDecodeError) as error:
        print(error, file=sys.stderr)
        return 1
    print(as_json(judgement) if options.json else as_text(judgement))
    return 0 if judgement.clean else 1


def run(root: Path) -> Mapping[str, Any]:
    """Slither's JSON about all contracts, those of OpenZeppelin that they use included."""
    folder = root / ".qc/slither"
    # Forge compiles only what changed and would describe only that.
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    forge = root / ".qc/bin/forge"
    path = os.pathsep.join([str(root / ".qc/bin"), str(root / ".qc/analysis/bin"), os.environ.get("PATH", os.defpath)])
    # Some detectors follow the order of sets: with any seed they would find this here and that there.
    environment = {**os.environ, "PATH": path, "FOUNDRY_PROFILE": "slither", "PYTHONHASHSEED": "0"}
    built = subprocess.run(
        [str(forge) if forge.exists() else "forge", "build", "--build-info", "contracts"],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        raise SlitherError(f"the contracts don't compile:\n{built.stdout}{built.stderr}".rstrip())
    answer = folder / "findings.json"
    command = [str(root / ".qc/analysis/bin/slither"), ".", "--ignore-compile"]
    command += ["--foundry-out-directory", ".qc/slither/out", "--json", str(answer)]
    command += ["--exclude-low", "--exclude-informational", "--exclude-optimization"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    if not answer.exists():
        raise SlitherError(f"Slither gave no answer:\n{done.stderr}".rstrip())
    document: Mapping[str, Any] = json.loads(answer.read_text("utf-8"))
    return document


def read_findings(document: Mapping[str, Any]) -> list[Finding]:
    """High and medium findings of Slither's JSON, ordered; raises when Slither failed."""
    if not document.get("success"):
        raise SlitherError(f"Slither failed: {document.get('error')}")
    findings = [
        Finding(entry["check"], entry["impact"], place_of(entry["elements"]), entry["description"].strip())
        for entry in document["results"].get("detectors", [])
        if entry["impact"] in IMPACTS
    ]
    return sorted(findings, key=lambda finding: (finding.impact, finding.detector, finding.where, finding.description))


def place_of(elements: Sequence[Mapping[str, Any]]) -> str:
    """`Contract.function` of the first element, or `Contract.variable` of a state variable."""
    if not elements:
        return ""
    names: list[str] = []
    element: Mapping[str, Any] | None = elements[0]
    while element:
        if element["type"] in ("function", "contract") or (element["type"] == "variable" and not names):
            names.append(element["name"])
        element = element.get("type_specific_fields", {}).get("parent")
    return ".".join(reversed(names))


def read_triage(document: Any) -> list[Explanation]:
    """The explanations; raises when one is without a reason, or two are about the same."""
    try:
        explanations = [Explanation(**entry) for entry in document["explained"]]
    except (KeyError, TypeError) as error:
        raise SlitherError(f"{TRIAGE}: {error}") from error
    for explanation in explanations:
        if not explanation.why.strip():
            raise SlitherError(f"{TRIAGE}: no reason for {explanation.detector} in {explanation.where}")
    keys = {(explanation.detector, explanation.where) for explanation in explanations}
    if len(keys) != len(explanations):
        raise SlitherError(f"{TRIAGE} explains something twice")
    return explanations


def judge(findings: Iterable[Finding], explanations: Iterable[Explanation]) -> Judgement:
    """An explanation covers so many findings as it says, neither more nor fewer: what is added wants a look."""
    grouped: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        grouped.setdefault((finding.detector, finding.where), []).append(finding)
    explained: list[Finding] = []
    stale: list[Explanation] = []
    for explanation in explanations:
        found = grouped.get((explanation.detector, explanation.where), [])
        if len(found) == explanation.findings:
            explained += grouped.pop((explanation.detector, explanation.where))
        else:
            stale.append(explanation)
    return Judgement(explained, [finding for found in grouped.values() for finding in found], stale)


def as_text(judgement: Judgement) -> str:
    lines = []
    for finding in judgement.unexplained:
        lines += [
            f"{finding.impact}: {finding.detector} in {finding.where} is not explained",
            f"  {finding.description}",
        ]
    lines += [
        f"{TRIAGE}: {entry.detector} in {entry.where} is not found {entry.findings} times" for entry in judgement.stale
    ]
    count = len(judgement.explained) + len(judgement.unexplained)
    lines.append(f"{count} high or medium findings, {len(judgement.unexplained)} not explained")
    return "\n".join(lines)


def as_json(judgement: Judgement) -> str:
    """One document: `explained` and `unexplained` findings, and `stale` explanations."""
    return json.dumps(asdict(judgement), indent=1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
