// The histogram above a list: dragging over it, or moving its two handles, sets the days of the filter.

import { say } from "../live.ts";
import { axis, dayNumber, isoDay, roundUp } from "./days.ts";
import { svg } from "./svg.ts";

export interface Bin {
  from: number;
  to: number;
  n: number;
  contested: number;
}

const HEIGHT = 96;
const BASE = 74;
const LEFT = 34;

/** Bins of a table's rows `data-from`, `data-to`, `data-n`, `data-contested`, in order; those without days or number are left out. */
export function binsOf(rows: DOMStringMap[]): Bin[] {
  return rows
    .map((row) => ({
      from: dayNumber(row.from ?? ""),
      to: dayNumber(row.to ?? row.from ?? ""),
      n: Number(row.n),
      contested: Number(row.contested ?? 0),
    }))
    .filter((bin) => bin.from <= bin.to && bin.n > 0)
    .sort((a, b) => a.from - b.from);
}

/** The page's address with other days; a day that bounds nothing is left out, and so is the page of the list. */
export function withDays(address: string, from: string, to: string): string {
  const url = new URL(address);
  for (const [name, day] of [["from", from], ["to", to]] as const) {
    if (day) url.searchParams.set(name, day);
    else url.searchParams.delete(name);
  }
  url.searchParams.delete("cursor");
  return url.href;
}

class Timeline {
  private readonly first: number;
  private readonly last: number;
  private from: number;
  private to: number;
  private width = 0;
  private readonly figure = document.createElement("div");
  private picture: SVGSVGElement | undefined;
  private brush = svg("rect", { y: 4, height: BASE - 4, class: "brush" });
  private readonly handles: SVGGElement[] = [];

  constructor(private readonly bins: Bin[], table: HTMLTableElement) {
    this.first = bins[0]!.from;
    this.last = Math.max(...bins.map((bin) => bin.to));
    const asked = new URL(location.href).searchParams;
    this.from = this.clamp(dayNumber(asked.get("from") ?? ""), this.first);
    this.to = this.clamp(dayNumber(asked.get("to") ?? ""), this.last);
    this.figure.className = "histogram";
    const note = document.createElement("p");
    note.className = "map-notes";
    note.textContent = "Incidents by the days they are said to have happened; hatched: contested. Drag over it to set the days.";
    (table.closest("details") ?? table).before(this.figure, note);
    new ResizeObserver(() => this.draw()).observe(this.figure);
  }

  private clamp(day: number, otherwise: number): number {
    return Number.isNaN(day) ? otherwise : Math.max(this.first, Math.min(this.last, day));
  }

  private x(day: number): number {
    return LEFT + ((day - this.first) / (this.last - this.first + 1)) * (this.width - LEFT - 8);
  }

  private day(x: number): number {
    const share = (x - LEFT) / (this.width - LEFT - 8);
    return this.clamp(this.first + Math.floor(share * (this.last - this.first + 1)), this.first);
  }

  private draw(): void {
    const width = Math.floor(this.figure.clientWidth);
    if (width === this.width || width < 120) return;
    this.width = width;
    const top = roundUp(Math.max(...this.bins.map((bin) => bin.n)));
    const picture = svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, role: "group" });
    picture.setAttribute("aria-label", "Incidents by day. Two handles set the days shown.");
    picture.append(hatching());
    for (const [n, y] of [[0, BASE], [top, 8]] as const) {
      picture.append(svg("line", { x1: LEFT, x2: width - 8, y1: y, y2: y, class: "grid" }));
      picture.append(svg("text", { x: LEFT - 6, y: y + 4, class: "tick end" }, n.toLocaleString("en")));
    }
    for (const bin of this.bins) {
      const [x, right] = [this.x(bin.from), this.x(bin.to + 1)];
      const height = (bin.n / top) * (BASE - 8);
      const title = `${isoDay(bin.from)}${bin.to > bin.from ? ` to ${isoDay(bin.to)}` : ""}: ${bin.n} incidents${bin.contested ? `, ${bin.contested} contested` : ""}`;
      const bar = { x, y: BASE - height, width: Math.max(1, right - x - (right - x > 4 ? 1 : 0)), height };
      picture.append(svg("rect", { ...bar, class: "bar" }, svg("title", {}, title)));
      const part = (bin.contested / top) * (BASE - 8);
      if (part > 0) picture.append(svg("rect", { ...bar, y: BASE - part, height: part, fill: "url(#hatch)" }));
    }
    for (const mark of axis(this.first, this.last, Math.max(2, Math.floor(width / 90)))) {
      picture.append(svg("text", { x: this.x(mark.day), y: BASE + 16, class: "tick" }, mark.name));
    }
    picture.append(this.brush);
    this.handles.splice(0, 2, this.handle("First day shown", true), this.handle("Last day shown", false));
    picture.append(...this.handles);
    this.drag(picture);
    this.picture?.remove();
    this.picture = picture;
    this.figure.append(picture);
    this.place();
  }

  private handle(name: string, isFrom: boolean): SVGGElement {
    const line = svg("line", { x1: 0, x2: 0, y1: 4, y2: BASE });
    const grip = svg("rect", { x: -4, y: BASE / 2 - 10, width: 8, height: 24, rx: 3 });
    const handle = svg("g", { class: "handle", tabindex: 0, role: "slider", "aria-label": name }, line, grip);
    handle.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: 1, ArrowDown: -1, PageUp: 30, PageDown: -30 }[event.key];
      const now = isFrom ? this.from : this.to;
      if (step !== undefined) this.set(isFrom, now + step);
      else if (event.key === "Home") this.set(isFrom, this.first);
      else if (event.key === "End") this.set(isFrom, this.last);
      else if (event.key === "Enter") this.send();
      else return;
      event.preventDefault();
    });
    return handle;
  }

  private set(isFrom: boolean, day: number): void {
    if (isFrom) this.from = Math.min(this.clamp(day, this.first), this.to);
    else this.to = Math.max(this.clamp(day, this.last), this.from);
    this.place();
  }

  private place(): void {
    this.brush.setAttribute("x", String(this.x(this.from)));
    this.brush.setAttribute("width", String(Math.max(2, this.x(this.to + 1) - this.x(this.from))));
    this.handles.forEach((handle, at) => {
      const day = at === 0 ? this.from : this.to;
      handle.setAttribute("transform", `translate(${at === 0 ? this.x(day) : this.x(day + 1)} 0)`);
      handle.setAttribute("aria-valuemin", String(this.first));
      handle.setAttribute("aria-valuemax", String(this.last));
      handle.setAttribute("aria-valuenow", String(day));
      handle.setAttribute("aria-valuetext", isoDay(day));
    });
  }

  private drag(picture: SVGSVGElement): void {
    const at = (event: PointerEvent) => this.day(event.clientX - picture.getBoundingClientRect().left);
    let held: { start: number; isFrom: boolean | undefined } | undefined;
    picture.addEventListener("pointerdown", (event) => {
      const grip = (event.target as Element).closest<SVGGElement>(".handle");
      held = { start: at(event), isFrom: grip ? grip === this.handles[0] : undefined };
      picture.setPointerCapture(event.pointerId);
    });
    picture.addEventListener("pointermove", (event) => {
      if (!held) return;
      const day = at(event);
      if (held.isFrom !== undefined) return this.set(held.isFrom, day);
      this.from = Math.min(held.start, day);
      this.to = Math.max(held.start, day);
      this.place();
    });
    picture.addEventListener("pointerup", () => {
      if (held) this.send();
      held = undefined;
    });
    picture.addEventListener("pointercancel", () => (held = undefined));
  }

  private send(): void {
    const from = this.from === this.first ? "" : isoDay(this.from);
    const to = this.to === this.last ? "" : isoDay(this.to);
    say(`Showing ${isoDay(this.from)} to ${isoDay(this.to)}`);
    location.assign(withDays(location.href, from, to));
  }
}

function hatching(): SVGElement {
  const line = svg("path", { d: "M-1 1l2-2M0 4l4-4M3 5l2-2", class: "hatch" });
  return svg("defs", {}, svg("pattern", { id: "hatch", width: 4, height: 4, patternUnits: "userSpaceOnUse" }, line));
}

export function startTimelines(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>("table[data-timeline]")) {
    const bins = binsOf([...table.querySelectorAll<HTMLElement>("tr[data-from]")].map((row) => row.dataset));
    if (bins.length > 1) new Timeline(bins, table);
  }
}
