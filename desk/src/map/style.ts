// How the map is drawn; colours come from the page's own, so that dark and light follow it.

import type { StyleSpecification } from "maplibre-gl";
import type { FeatureCollection, Polygon } from "geojson";
import type { Base } from "./world.ts";

/** The page's value of a colour name. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export function styleOf(base: Base, points: FeatureCollection, areas: FeatureCollection<Polygon>, clusters: boolean): StyleSpecification {
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: base.land },
      borders: { type: "geojson", data: base.borders },
      names: { type: "geojson", data: base.names },
      areas: { type: "geojson", data: areas },
      points: { type: "geojson", data: points, cluster: clusters, clusterRadius: 38, clusterMaxZoom: 17 },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colour("sea") } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colour("land") } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": colour("border-line"), "line-width": 0.8 } },
      { id: "coast", type: "line", source: "land", paint: { "line-color": colour("border-line"), "line-width": 0.4 } },
      {
        id: "names",
        type: "symbol",
        source: "names",
        layout: {
          "text-field": ["get", "name"],
          "text-font": ["sans-serif"],
          "text-size": 11,
          "text-max-width": 7,
          "symbol-sort-key": ["-", 0, ["get", "size"]],
        },
        paint: {
          "text-color": colour("map-name"),
          "text-halo-color": colour("land"),
          "text-halo-width": 1.2,
        },
      },
      { id: "areas", type: "fill", source: "areas", paint: { "fill-color": colour("area"), "fill-opacity": 0.14 } },
      {
        id: "rims",
        type: "line",
        source: "areas",
        paint: {
          "line-color": colour("area"),
          "line-width": ["case", ["==", ["get", "lit"], true], 3, 1.2],
          "line-dasharray": [3, 2],
        },
      },
      // Never seen: markers are elements of the page, but a source is only loaded for a layer that uses it.
      { id: "points", type: "circle", source: "points", paint: { "circle-radius": 0, "circle-opacity": 0 } },
    ],
  };
}
