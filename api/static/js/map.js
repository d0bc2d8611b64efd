// Draws the voyage: vendored land as the base map, the track, the named places. No tiles, nothing from anywhere else.
const holder = document.querySelector("[data-map]");
const source = document.getElementById("map-data");

if (holder && source) {
  draw(JSON.parse(source.textContent));
}

async function draw(data) {
  const map = L.map(holder, {
    attributionControl: false,
    scrollWheelZoom: false,
    zoomControl: false,
    zoomSnap: 0.25,
    maxZoom: 9,
    minZoom: 1,
    worldCopyJump: true,
  });
  L.control.zoom({ zoomInTitle: data.words.zoomIn, zoomOutTitle: data.words.zoomOut }).addTo(map);
  const track = L.featureGroup();
  for (const points of data.tracks) {
    L.polyline(points, { className: "track-casing", interactive: false }).addTo(track);
    L.polyline(points, { className: "track", interactive: false }).addTo(track);
  }
  for (const place of data.places) {
    L.circleMarker([place.latitude, place.longitude], { radius: 5, className: "place", bubblingMouseEvents: false })
      .bindTooltip(label(place), { direction: "top", offset: [0, -6] })
      .addTo(track);
  }
  const bounds = track.getBounds();
  map.fitBounds(bounds.isValid() ? bounds.pad(0.08) : [[-60, -170], [75, 170]]);
  const land = await fetch(holder.dataset.land, { credentials: "same-origin" });
  if (land.ok) {
    L.geoJSON(unwrapped(await land.json()), { className: "land", interactive: false }).addTo(map).bringToBack();
  }
  track.addTo(map);
  holder.dataset.drawn = String(data.tracks.length);
}

// A ring that crosses the 180th meridian goes on beyond it instead of coming back round the world.
function unwrapped(land) {
  for (const ring of land.geometry.coordinates.flat()) {
    for (let place = 1; place < ring.length; place += 1) {
      ring[place][0] -= 360 * Math.round((ring[place][0] - ring[place - 1][0]) / 360);
    }
    const turns = Math.round(ring.reduce((sum, point) => sum + point[0], 0) / ring.length / 360);
    for (const point of ring) {
      point[0] -= 360 * turns;
    }
  }
  return land;
}

function label(place) {
  const text = document.createElement("span");
  const what = document.createElement("b");
  what.textContent = place.text;
  text.append(what, document.createElement("br"), place.time);
  return text;
}
