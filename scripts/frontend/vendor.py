"""Copy what the pages take from npm into api/static/vendor, so that they need no network and no build step.

Run `npm ci` in this folder first, then `python vendor.py`. The result is committed: the versions are those of
package-lock.json, each with its licence beside it.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MODULES = HERE / "node_modules"
VENDOR = HERE.parent.parent / "api" / "static" / "vendor"

#: package -> (folder below vendor, files or folders to copy)
COPIED: dict[str, tuple[str, tuple[str, ...]]] = {
    "echarts": ("echarts", ("dist/echarts.min.js", "LICENSE", "NOTICE")),
    "leaflet": ("leaflet", ("dist/leaflet.js", "dist/leaflet.css", "dist/images", "LICENSE")),
    "htmx.org": ("htmx", ("dist/htmx.min.js", "LICENSE")),
    "@fontsource-variable/inter": ("inter", ("wght.css", "files", "LICENSE")),
    "@fontsource-variable/noto-sans-sc": ("noto-sans-sc", ("wght.css", "files", "LICENSE")),
}


def main() -> None:
    """Replace api/static/vendor by what the lock file says."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    rows = []
    for package, (folder, names) in COPIED.items():
        source, target = MODULES / package, VENDOR / folder
        for name in names:
            _copy(source / name, target / name.removeprefix("dist/"))
        rows.append(_row(package, folder))
    (VENDOR / "natural-earth").mkdir()
    (VENDOR / "natural-earth" / "land.json").write_text(json.dumps(land(), separators=(",", ":")), "utf-8")
    shutil.copy(MODULES / "world-atlas" / "LICENSE", VENDOR / "natural-earth" / "LICENSE")
    rows.append(_row("world-atlas", "natural-earth"))
    (VENDOR / "README.md").write_text(
        "# Vendored for the pages\nMade by scripts/frontend/vendor.py from its package-lock.json; don't edit.\n\n"
        "| folder | package | version | licence |\n|---|---|---|---|\n" + "\n".join(rows) + "\n",
        "utf-8",
    )


def land() -> dict[str, Any]:
    """Natural Earth's land at 1:50 million as GeoJSON, to two decimals (about a kilometre), decoded from TopoJSON."""
    topology = json.loads((MODULES / "world-atlas" / "land-50m.json").read_text("utf-8"))
    scale, translate = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for delta_encoded in topology["arcs"]:
        x = y = 0
        arc = []
        for dx, dy in delta_encoded:
            x, y = x + dx, y + dy
            arc.append([round(x * scale[0] + translate[0], 2), round(y * scale[1] + translate[1], 2)])
        arcs.append(arc)

    def ring(indices: list[int]) -> list[list[float]]:
        points: list[list[float]] = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points.extend(arc if not points else arc[1:])
        return points

    polygons = [
        [ring(indices) for indices in polygon]
        for geometry in topology["objects"]["land"]["geometries"]
        for polygon in (geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]])
    ]
    geometry = {"type": "MultiPolygon", "coordinates": polygons}
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        # Of the fonts only the upright weight axis is used.
        shutil.copytree(
            source, target, ignore=lambda _, names: [n for n in names if ".woff" in n and "-wght-normal.woff2" not in n]
        )
    elif source.exists():
        shutil.copy(source, target)


def _row(package: str, folder: str) -> str:
    about = json.loads((MODULES / package / "package.json").read_text("utf-8"))
    return f"| {folder} | {package} | {about['version']} | {about['license']} |"


if __name__ == "__main__":
    main()
