from __future__ import annotations

from datetime import UTC, datetime, timedelta

from quaychain.api.pages.drawn import place, step
from quaychain.api.pages.voyage import Track, voyage_of
from quaychain.api.permissions import Asker, MemberKind, Role
from quaychain.api.queries.messages import Position

from .crane_story import CraneStory

_START = datetime(2027, 1, 14, tzinfo=UTC)


def _track(*places: tuple[float, float]) -> Track:
    return Track("x", [Position(_START + timedelta(hours=at), *each) for at, each in enumerate(places)])


def test_a_track_is_measured_on_the_sphere() -> None:
    assert _track((0, 0), (0, 1), (0, 2)).miles == 120


def test_nothing_is_said_of_the_way_across_a_gap() -> None:
    track = _track((31, 122), (31, 122.5), (52, 4), (52, 4.1))
    assert [len(stretch) for stretch in track.stretches] == [2, 2]
    assert track.miles < 40


def test_a_track_over_the_date_line_is_short() -> None:
    assert _track((0, 179.5), (0, -179.5)).miles == 60


def test_the_cranes_went_round_the_cape(cranes: CraneStory) -> None:
    buyer = Asker.of(cranes.world.members["buyer"].id, MemberKind.BUYER, Role.OFFICER, "test")
    with cranes.world.services.view(buyer) as view:
        voyage = voyage_of(view, [cranes.giai("417"), cranes.giai("418")])
    assert voyage is not None
    # Only 417 carried a position device: three messages of 418 are places, no track.
    assert [track.asset for track in voyage.tracks] == [cranes.giai("417")]
    assert 13_000 < voyage.tracks[0].miles < 15_000
    assert min(each.latitude for each in voyage.tracks[0].positions) < -34
    assert [message.what for message in voyage.messages] == ["loading", "departing", "arriving"]
    assert len(voyage.tracks[0].rows) < 20


def test_who_is_no_reader_of_the_events_sees_no_voyage(cranes: CraneStory) -> None:
    bank = Asker.of(cranes.world.members["bank_a"].id, MemberKind.BANK, Role.OFFICER, "test")
    with cranes.world.services.view(bank) as view:
        assert voyage_of(view, [cranes.giai("417")]) is None


def test_words_of_messages() -> None:
    assert (step("EQUIPMENT LOAD"), step("loading")) == ("LOAD", "loading")
    assert (place("geo:31.0,122.4;u=5"), place("CNSHA")) == ("31.0, 122.4", "CNSHA")
