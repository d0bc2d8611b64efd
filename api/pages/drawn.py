"""What the map's and the chart's scripts are given: plain data, with every word in the reader's language. Pure."""

from __future__ import annotations

from typing import Any

from ..opening.gs1 import gs1_key
from . import formats
from .language import Language
from .machine import Machine
from .voyage import Voyage
from .words import word


def map_data(voyage: Voyage, language: Language) -> dict[str, Any]:
    """Tracks as lists of [latitude, longitude], and named places on them."""
    catalogue, locale = language.catalogue, language.locale
    places = [
        {
            "text": word("business step", step(each.what), catalogue).text,
            "time": formats.minute(each.occurred_at, locale),
            "latitude": each.latitude,
            "longitude": each.longitude,
        }
        for each in voyage.messages
        if each.latitude is not None and each.longitude is not None
    ]
    for track in voyage.tracks:
        for text, position in ((language("First position"), track.first), (language("Last position"), track.last)):
            places.append(
                {
                    "text": text,
                    "time": formats.minute(position.at, locale),
                    "latitude": position.latitude,
                    "longitude": position.longitude,
                }
            )
    return {
        "tracks": [
            [[each.latitude, each.longitude] for each in stretch]
            for track in voyage.tracks
            for stretch in track.stretches
        ],
        "places": places,
        "words": {"zoomIn": language("Zoom in"), "zoomOut": language("Zoom out")},
    }


def chart_data(machine: Machine, language: Language) -> dict[str, Any]:
    """Names and units of all series, the moments to mark, and the words around them."""
    catalogue = language.catalogue
    marks = {"replaced": language("part replaced"), "work_order": language("work order opened")}
    return {
        "language": language.code,
        "series": [
            {
                "name": word("quantity", each.quantity, catalogue).text,
                "unit": formats.unit(each.series.unit),
                "asset": each.series.asset,
                "quantity": each.series.quantity,
                "component": each.series.component,
            }
            for each in machine.instruments
        ],
        "marks": [{"at": each.at.isoformat(), "text": marks[each.kind]} for each in machine.marks],
        "words": {
            "mean": language("mean"),
            "least": language("least"),
            "greatest": language("greatest"),
            "summary": language("{count} readings from {first} to {last}: least {least}, greatest {greatest}."),
            "failed": language("The readings could not be loaded."),
        },
    }


def step(what: str) -> str:
    """The last word of what a message reports: `LOAD` of `EQUIPMENT LOAD`, `loading` as it is."""
    return what.rsplit(" ", 1)[-1]


def place(identifier: str) -> str:
    """Where a message came from: coordinates without their scheme (RFC 5870), a location by its GLN, or as it is."""
    if identifier.startswith("geo:"):
        return ", ".join(identifier[4:].split(";")[0].split(",")[:2])
    key = gs1_key(identifier)
    return f"GLN {key[4:]}" if key.startswith("414/") else identifier
