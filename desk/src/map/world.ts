// Land and borders: Natural Earth at 1:50 million, by way of the package world-atlas, both free of rights.

import type { FeatureCollection, MultiPolygon, Point, Polygon } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

type World = Topology<{ countries: GeometryCollection<{ name: string }> }>;

export const SOURCE = "Land, borders and country names: Natural Earth 1:50m (public domain), as drawn there; no statement on anyone’s status.";

export interface Base {
  land: FeatureCollection<Polygon | MultiPolygon, { name: string }>;
  borders: GeoJSON.MultiLineString;
  names: FeatureCollection<Point, { name: string; size: number }>;
}

/** Twice the area of a ring in square degrees, and its centroid. */
function measure(ring: number[][]): { area: number; centre: [number, number] } {
  let [area, x, y] = [0, 0, 0];
  for (let k = 0; k + 1 < ring.length; k++) {
    const [x1, y1] = ring[k] as [number, number];
    const [x2, y2] = ring[k + 1] as [number, number];
    const cross = x1 * y2 - x2 * y1;
    area += cross;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  }
  return { area: Math.abs(area), centre: [x / (3 * area), y / (3 * area)] };
}

export async function loadWorld(address: string): Promise<Base> {
  const reply = await fetch(address);
  if (!reply.ok) throw new Error(`${address}: ${reply.status}`);
  const world = (await reply.json()) as World;
  const land = feature(world, world.objects.countries) as Base["land"];
  const borders = mesh(world, world.objects.countries, (a, b) => a !== b);
  const features: Base["names"]["features"] = [];
  for (const country of land.features) {
    const shapes = country.geometry.type === "Polygon" ? [country.geometry.coordinates] : country.geometry.coordinates;
    const largest = shapes.map((shape) => measure(shape[0]!)).sort((a, b) => b.area - a.area)[0];
    if (!largest || largest.area === 0) continue;
    const properties = { name: country.properties.name, size: Math.sqrt(largest.area) };
    features.push({ type: "Feature", properties, geometry: { type: "Point", coordinates: largest.centre } });
  }
  return { land, borders, names: { type: "FeatureCollection", features } };
}
