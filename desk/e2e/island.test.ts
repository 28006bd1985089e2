// The island alone, on pages written here, under the desk's own content policy: byte spans, keys, timeline, map.

import { createServer, type Server } from "node:http";
import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { launch, open, type Watched } from "./browser.ts";

const ASSETS = join(import.meta.dirname, "../../crates/sayso-desk/assets");
const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'";
const KINDS: Record<string, string> = { ".js": "text/javascript", ".css": "text/css", ".json": "application/json" };

const REPORT = "“Übermorgen 😀”, said the Kéfar council.\n\nAt least nine were\rkilled in مدينة.";
const bytes = (text: string) => Buffer.byteLength(text);
const at = (words: string) => bytes(REPORT.slice(0, REPORT.indexOf(words)));

/** A segment from the beginning of some words to the beginning of others. */
function segment(from: string, to: string | undefined, tokens = ""): string {
  const end = to === undefined ? REPORT.length : REPORT.indexOf(to);
  const text = REPORT.slice(REPORT.indexOf(from), end).replace("\r", "&#13;");
  return `<span data-b="${at(from)}"${tokens && ` data-s="${tokens}"`}>${text}</span>`;
}

const text = `<article data-text><p>${segment("“", "Kéfar")}<sup>1</sup>${segment("Kéfar", ".", "c01.speaker c01.evidence")}${segment(".\n", "\n\n")}</p>
  <p>${segment("At", "nine")}${segment("nine", undefined, "c01.killed")}</p></article>`;
const fields = `<p><label>Start <input name="start"></label> <label>End <input name="end"></label></p><p><label>Words <input name="words"></label></p><button>Send</button>`;
const card = (short: string) => `<section data-item tabindex="-1" data-show="${short}"><h2>${short}</h2>
  <form data-act="accept" action="/sent-accept-${short}"><button>Accept</button></form>
  <form data-act="correct" data-pick action="/sent-correct"><select name="field" aria-label="Field"><option>killed</option></select>${fields}</form></section>`;
const PAGES: Record<string, string> = {
  "/review": `<main data-review="r1"><h1>Review</h1><input aria-label="Search" data-key="/">${text}${card("c01")}${card("c02")}
    <details><summary>Missed</summary><form data-act="add" data-pick="auto" action="/sent-add">${fields}</form></details></main>`,
  "/time": `<main><h1>Time</h1><details><summary>Table</summary><table data-timeline>${["01", "02", "03", "04", "05", "06", "07", "08", "09", "10"]
    .map((day) => `<tr data-from="2024-05-${day}" data-to="2024-05-${day}" data-n="${Number(day)}" data-contested="1"><td>${day}</td></tr>`)
    .join("")}</table></details></main>`,
  "/map": `<main><h1>Map</h1><ul><li data-incident="a"><a href="/a">A</a></li></ul><section aria-label="Map"><div data-map="/areas.json"></div></section></main>`,
  "/nomap": `<main><h1>Map</h1><section aria-label="Map"><div data-map="/nothing.json"></div></section></main>`,
};
const place = (id: string, longitude: number, radius_m: number | null) => ({
  type: "Feature",
  geometry: { type: "Point", coordinates: [longitude, 33] },
  properties: { id, href: `/${id}`, label: `Incident ${id}`, radius_m, precision: "near_town", place: "Tornwick", start: "2024-05-14", note: "contested", coarsened: false },
});
const AREAS = JSON.stringify({ type: "FeatureCollection", features: [place("a", 35, 40_000), place("b", 38, 5000), place("c", 38, 5000), place("d", 36, null)] });

let server: Server;
let browser: Browser;
let watched: Watched;
let address: string;

beforeAll(async () => {
  server = createServer((request, reply) => {
    const path = new URL(request.url!, "http://x").pathname;
    const asset = join(ASSETS, path.replace("/assets/", ""));
    const found = path.startsWith("/assets/") && existsSync(asset);
    const body = found ? readFileSync(asset) : path === "/areas.json" ? AREAS : PAGES[path] && page(PAGES[path]);
    const kind = found || path.endsWith(".json") ? (KINDS[extname(path)] ?? "text/plain") : "text/html; charset=utf-8";
    reply.writeHead(body ? 200 : path.startsWith("/sent") ? 200 : 404, { "content-type": kind, "content-security-policy": POLICY });
    reply.end(body ?? "");
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const bound = server.address();
  address = `http://127.0.0.1:${typeof bound === "object" && bound ? bound.port : 0}`;
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  server.close();
});
beforeEach(async () => void (watched = await open(browser)));
afterEach(async () => {
  expect(watched.faults).toEqual([]);
  await watched.close();
});

function page(body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title><link rel="stylesheet" href="/assets/desk.css"><script type="module" src="/assets/desk.js"></script><body>${body}`;
}

async function go(path: string) {
  await watched.page.goto(address + path, { waitUntil: "networkidle" });
  return watched.page;
}

/** Start, end and words of a form, and what the report's bytes are there. */
async function picked(form: string) {
  const value = (name: string) => watched.page.locator(`${form} [name=${name}]`).inputValue();
  const [start, end, words] = [Number(await value("start")), Number(await value("end")), await value("words")];
  return { words, slice: Buffer.from(REPORT).subarray(start, end).toString() };
}

it("words marked with the mouse become the bytes that hold them, whatever the script", async () => {
  const page = await go("/review");
  for (const words of ["Übermorgen 😀", "council", "مدينة", "nine were\rkilled"]) {
    await page.evaluate((wanted) => {
      const walker = document.createTreeWalker(document.querySelector("[data-text]")!, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const node = walker.currentNode as Text;
        const from = node.data.indexOf(wanted);
        if (from < 0) continue;
        getSelection()!.setBaseAndExtent(node, from, node, from + wanted.length);
        node.parentElement!.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
      }
    }, words);
    await page.waitForTimeout(30);
    expect(await picked("form[data-act=add]")).toEqual({ words: words.replace("\r", " "), slice: words });
  }
  expect(await page.locator("details").getAttribute("open")).not.toBeNull();
});

it("dragging over two segments and a foot-note mark takes the report's words only", async () => {
  const page = await go("/review");
  const [from, to] = [page.locator("[data-b]").nth(0), page.locator("[data-b]").nth(1)];
  await from.evaluate((first, second) => {
    const [a, b] = [first.firstChild as Text, second!.firstChild as Text];
    getSelection()!.setBaseAndExtent(a, a.data.indexOf("the "), b, b.data.length);
    second!.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
  }, await to.elementHandle());
  await page.waitForTimeout(30);
  expect(await picked("form[data-act=add]")).toEqual({ words: "the Kéfar council", slice: "the Kéfar council" });
});

it("words are picked by keyboard alone, told as they are marked, and sent with Enter", async () => {
  const page = await go("/review");
  await page.keyboard.press("j");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("data-show"))).toBe("c01");
  await page.keyboard.press("p");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowLeft");
  for (let step = 0; step < 20; step++) await page.keyboard.press("ArrowLeft");
  for (let step = 0; step < 6; step++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  expect(await page.locator("[role=status]").textContent()).toBe("least nine were");
  await page.keyboard.press("Enter");
  expect(await picked("[data-show=c01] form[data-act=correct]")).toEqual({ words: "least nine were", slice: "least nine were" });
  await page.keyboard.press("Enter");
  await page.waitForURL(/sent-correct\?field=killed&start=\d+&end=\d+&words=least\+nine\+were$/);
});

it("a key acts on the claim that has the focus, and on none while someone types", async () => {
  const page = await go("/review");
  await page.keyboard.press("/");
  await page.keyboard.type("jak");
  expect(await page.getByLabel("Search").inputValue()).toBe("jak");
  await page.keyboard.press("Tab");
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("k");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("data-show"))).toBe("c02");
  await page.keyboard.press("a");
  await page.waitForURL(/sent-accept-c02/);
});

it("the list of keys is a dialog that Escape closes", async () => {
  const page = await go("/review");
  await page.keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keys on this page" });
  await dialog.getByText("Accept the claim").waitFor();
  await page.keyboard.press("Escape");
  expect(await page.getByRole("dialog").count()).toBe(0);
});

it("focus of a claim marks its words in the text, of no other", async () => {
  const page = await go("/review");
  await page.keyboard.press("j");
  expect(await page.locator("[data-on=field]").allTextContents()).toEqual(["Kéfar council", "nine were\rkilled in مدينة."]);
  await page.keyboard.press("j");
  expect(await page.locator("[data-on]").count()).toBe(0);
});

it("the timeline's handles and a drag set the days of the address", async () => {
  const page = await go("/time?kind=strike");
  const first = page.getByRole("slider", { name: "First day shown" });
  await first.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  expect(await first.getAttribute("aria-valuetext")).toBe("2024-05-03");
  await page.keyboard.press("Enter");
  await page.waitForURL(/time\?kind=strike&from=2024-05-03$/);
  const box = (await page.locator(".histogram svg").boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.5, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 30);
  await page.mouse.up();
  await page.waitForURL(/kind=strike&from=2024-05-0[56]&to=2024-05-0[78]$/);
});

it("the map draws areas, lists what lies in one place, and follows the list", async () => {
  const page = await go("/map");
  await page.locator("[data-ready]").waitFor();
  await page.getByRole("link", { name: /Incident a; 2024-05-14; Tornwick \(near town, within about 40 km\); contested/ }).waitFor();
  await page.getByText(/1 without a place that can be drawn are only in the list.*Natural Earth/).waitFor();
  await page.getByRole("button", { name: /^2 incidents around here/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "2 incidents around one place" }).waitFor();
  expect(await page.locator(".map-list a").count()).toBe(2);
  await page.getByRole("link", { name: "A", exact: true }).focus();
  expect(await page.locator(".ring[data-lit]").count()).toBe(1);
});

it("a map that cannot be drawn says so", async () => {
  const page = await go("/nomap");
  await page.getByText(/The map cannot be drawn here .*The list has everything/).waitFor();
});
