// The map of incidents: where each is said to have happened, as an area. The list beside it says the same in words.

import "maplibre-gl/dist/maplibre-gl.css";
import { LngLatBounds, Map as MapView, Marker, NavigationControl, ScaleControl, setWorkerUrl } from "maplibre-gl";
import type { GeoJSONSource } from "maplibre-gl";
import type { Feature, FeatureCollection, Point, Polygon } from "geojson";
import { say, still } from "../live.ts";
import { about, pixels, ring } from "./area.ts";
import { styleOf } from "./style.ts";
import { loadWorld, SOURCE } from "./world.ts";

interface Incident {
  id: string;
  label: string;
  href: string;
  precision: string;
  note: string;
  place: string;
  radius_m: number | null;
  start: string | null;
  coarsened: boolean;
}

/** A precision of the ledger in plain words. */
const plain = (word: string | null) => (word ?? "").replaceAll("_", " ");

type Incidents = FeatureCollection<Point, Incident> & { truncated?: boolean };

const beside = (file: string) => new URL(file, import.meta.url.replace(/[^/]*$/, "")).href;

/** Draws the map into its place; if it cannot be drawn, says so and leaves the list to speak. */
export async function drawMap(place: HTMLElement): Promise<void> {
  const notes = document.createElement("p");
  notes.className = "map-notes";
  place.after(notes);
  try {
    const [base, reply] = await Promise.all([loadWorld(beside("world.json")), fetch(place.dataset.map!)]);
    if (!reply.ok) throw new Error(`${place.dataset.map}: ${reply.status}`);
    const given = (await reply.json()) as Incidents;
    const all = given.features;
    const drawn = all.filter((one) => one.geometry && one.properties.radius_m);
    setWorkerUrl(beside("map-worker.js"));
    new IncidentMap(place, drawn).show(base);
    const left = all.length - drawn.length;
    const cut = given.truncated ? ` Only the newest ${all.length.toLocaleString("en")} are drawn.` : "";
    const away = left > 0 ? ` ${left} without a place that can be drawn are only in the list.` : "";
    const key = drawn.length > 0 ? "Each dashed circle is the area within which it is said to have happened; a ring marks an area too small to see at this scale, a disc several." : "Nothing to draw.";
    notes.textContent = `${key}${cut}${away} ${SOURCE}`;
  } catch (error) {
    place.dataset.failed = "";
    notes.textContent = `The map cannot be drawn here (${error instanceof Error ? error.message : error}). The list has everything.`;
  }
}

class IncidentMap {
  private view!: MapView;
  private markers = new Map<string, Marker>();
  private lit: string | undefined;

  constructor(private readonly place: HTMLElement, private readonly incidents: Feature<Point, Incident>[]) {}

  show(base: Parameters<typeof styleOf>[0]): void {
    const points: Incidents = { type: "FeatureCollection", features: this.incidents };
    const small = "mapSmall" in this.place.dataset;
    const bounds = new LngLatBounds();
    for (const one of this.incidents) {
      for (const corner of this.ringOf(one)) bounds.extend(corner);
    }
    const style = () => styleOf(base, points, this.areas([]), !small);
    this.view = new MapView({
      container: this.place,
      style: style(),
      bounds: bounds.isEmpty() ? [-170, -58, 180, 75] : bounds,
      fitBoundsOptions: { padding: 36, maxZoom: 9 },
      maxZoom: 12,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      renderWorldCopies: false,
      fadeDuration: 0,
      cooperativeGestures: true,
    });
    this.view.touchZoomRotate.disableRotation();
    this.view.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.view.addControl(new ScaleControl({}), "bottom-left");
    this.view.getCanvas().setAttribute("aria-label", "Map of the incidents listed on this page; arrow keys move it, plus and minus zoom");
    this.view.on("idle", () => this.place.setAttribute("data-ready", ""));
    this.view.on("moveend", () => this.refresh());
    this.view.on("zoom", () => this.markers.forEach((marker) => this.fit(marker)));
    this.view.on("sourcedata", (event) => {
      if (event.sourceId === "points" && event.isSourceLoaded) this.refresh();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.view.setStyle(style()));
    this.followList();
  }

  private ringOf(one: Feature<Point, Incident>): [number, number][] {
    const [longitude, latitude] = one.geometry.coordinates as [number, number];
    return ring(longitude, latitude, one.properties.radius_m!);
  }

  private areas(ids: string[]): FeatureCollection<Polygon> {
    const wanted = new Set(ids);
    const features = this.incidents
      .filter((one) => wanted.has(one.properties.id))
      .map((one): Feature<Polygon> => ({
        type: "Feature",
        properties: { id: one.properties.id, lit: one.properties.id === this.lit },
        geometry: { type: "Polygon", coordinates: [this.ringOf(one)] },
      }));
    return { type: "FeatureCollection", features };
  }

  /** Puts a marker for each cluster and each single incident in view, and draws the single ones' areas. */
  private refresh(): void {
    const seen = new Map<string, () => Marker>();
    const single: string[] = [];
    for (const found of this.view.querySourceFeatures("points")) {
      const at = (found.geometry as Point).coordinates as [number, number];
      const data = found.properties;
      if (data.cluster) seen.set(`c${data.cluster_id}`, () => this.clusterMarker(data.cluster_id, data.point_count, at));
      else {
        single.push(data.id);
        seen.set(data.id, () => this.incidentMarker(data as Incident, at));
      }
    }
    for (const [key, marker] of this.markers) {
      if (seen.has(key)) continue;
      marker.remove();
      this.markers.delete(key);
    }
    for (const [key, make] of seen) {
      if (this.markers.has(key)) continue;
      const marker = make().addTo(this.view);
      this.fit(marker);
      this.markers.set(key, marker);
    }
    if (this.lit) single.push(this.lit);
    void (this.view.getSource("areas") as GeoJSONSource).setData(this.areas(single));
  }

  /** The link of an incident is as large as its area: no mark in its middle says "here". */
  private fit(marker: Marker): void {
    const link = marker.getElement();
    if (!link.dataset.radius) return;
    const radius = pixels(Number(link.dataset.radius), marker.getLngLat().lat, this.view.getZoom());
    const seen = radius > 9;
    const size = `${Math.round(seen ? Math.min(2 * radius, 160) : 16)}px`;
    link.style.width = size;
    link.style.height = size;
    link.style.zIndex = String(Math.max(1, 1000 - Math.round(radius)));
    link.toggleAttribute("data-seen", seen);
  }

  private incidentMarker(incident: Incident, at: [number, number]): Marker {
    const link = document.createElement("a");
    link.className = "ring";
    link.href = incident.href;
    link.dataset.radius = String(incident.radius_m);
    const where = `${incident.place} (${plain(incident.precision)}, ${about(Number(incident.radius_m))})`;
    const words = [incident.label, incident.start, where, incident.note, incident.coarsened && "made coarser"];
    link.title = words.filter(Boolean).join("; ");
    link.setAttribute("aria-label", link.title);
    link.addEventListener("mouseenter", () => this.light(incident.id, true));
    link.addEventListener("mouseleave", () => this.light(undefined, true));
    link.addEventListener("focus", () => this.light(incident.id, true));
    link.addEventListener("blur", () => this.light(undefined, true));
    return new Marker({ element: link }).setLngLat(at);
  }

  private clusterMarker(id: number, count: number, at: [number, number]): Marker {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "cluster";
    button.textContent = count.toLocaleString("en");
    button.setAttribute("aria-label", `${count} incidents around here: zoom in`);
    button.addEventListener("click", () => void this.open(id, count, at));
    return new Marker({ element: button }).setLngLat(at);
  }

  /** Zooms until a cluster falls apart; incidents of one place never do, and are listed. */
  private async open(id: number, count: number, at: [number, number]): Promise<void> {
    const source = this.view.getSource("points") as GeoJSONSource;
    const leaves = (await source.getClusterLeaves(id, 200, 0)) as Feature<Point, Incident>[];
    const first = leaves[0]?.geometry.coordinates.join();
    const together = leaves.every((leaf) => leaf.geometry.coordinates.join() === first);
    if (!together) {
      const zoom = Math.min(12, await source.getClusterExpansionZoom(id));
      if (zoom > this.view.getZoom() + 0.01) {
        this.view[still() ? "jumpTo" : "easeTo"]({ center: at, zoom });
        return;
      }
    }
    this.list(leaves, count);
  }

  private list(leaves: Feature<Point, Incident>[], count: number): void {
    this.place.parentElement!.querySelector(".map-list")?.remove();
    const box = document.createElement("section");
    box.className = "map-list";
    box.tabIndex = -1;
    const title = document.createElement("h3");
    title.textContent = `${count} incidents around one place`;
    const list = document.createElement("ul");
    for (const leaf of leaves) {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = leaf.properties.href;
      link.textContent = leaf.properties.label;
      item.append(link, ` ${leaf.properties.start ?? ""}`);
      list.append(item);
    }
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", () => box.remove());
    box.append(title, list, close);
    this.place.after(box);
    box.focus();
    say(title.textContent);
  }

  private light(id: string | undefined, fromMap: boolean): void {
    if (this.lit === id) return;
    this.lit = id;
    for (const item of document.querySelectorAll<HTMLElement>("[data-incident]")) {
      item.toggleAttribute("data-lit", fromMap && item.dataset.incident === id);
    }
    for (const [key, marker] of this.markers) marker.getElement().toggleAttribute("data-lit", key === id);
    const shown = [...this.markers.keys()];
    if (id) shown.push(id);
    void (this.view.getSource("areas") as GeoJSONSource | undefined)?.setData(this.areas(shown));
  }

  private followList(): void {
    for (const item of document.querySelectorAll<HTMLElement>("[data-incident]")) {
      const id = item.dataset.incident!;
      for (const [on, off] of [["mouseenter", "mouseleave"], ["focusin", "focusout"]] as const) {
        item.addEventListener(on, () => this.light(id, false));
        item.addEventListener(off, () => this.light(undefined, false));
      }
    }
  }
}

