// The area in which something is said to have happened, as a ring of real size.

const EARTH_M = 6_371_008.8;
const radians = (degrees: number) => (degrees * Math.PI) / 180;
const degrees = (value: number) => (value * 180) / Math.PI;

/** Points at a distance from a centre on the sphere, as a closed ring of longitude and latitude. */
export function ring(longitude: number, latitude: number, radiusM: number, corners = 48): [number, number][] {
  const distance = radiusM / EARTH_M;
  const [lat, lon] = [radians(latitude), radians(longitude)];
  const points: [number, number][] = [];
  for (let corner = 0; corner < corners; corner++) {
    const bearing = (2 * Math.PI * corner) / corners;
    const sine = Math.sin(lat) * Math.cos(distance) + Math.cos(lat) * Math.sin(distance) * Math.cos(bearing);
    const there = Math.asin(sine);
    const east = Math.sin(bearing) * Math.sin(distance) * Math.cos(lat);
    const along = lon + Math.atan2(east, Math.cos(distance) - Math.sin(lat) * sine);
    points.push([degrees(along), degrees(there)]);
  }
  points.push(points[0]!);
  return points;
}

/** Great-circle distance in metres. */
export function metresBetween(a: [number, number], b: [number, number]): number {
  const [lat1, lat2] = [radians(a[1]), radians(b[1])];
  const dLat = lat2 - lat1;
  const dLon = radians(b[0] - a[0]);
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** How far the place may be off, for people. */
export function about(radiusM: number): string {
  if (radiusM < 1000) return `within about ${Math.round(radiusM / 100) * 100 || 100} m`;
  const km = radiusM / 1000;
  return `within about ${km < 10 ? Math.round(km) : Math.round(km / 5) * 5} km`;
}

/** Pixels that a distance takes at a latitude and zoom of the map (tiles of 512 pixels, Web Mercator). */
export function pixels(metres: number, latitude: number, zoom: number): number {
  const metresPerPixel = (2 * Math.PI * 6_378_137 * Math.cos(radians(latitude))) / (512 * 2 ** zoom);
  return metres / metresPerPixel;
}
