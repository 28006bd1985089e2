// Every page, in light, dark and on a phone: no faults, no serious finding of axe, nothing wider than the window, nothing from outside.

import type { Browser, BrowserContextOptions } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { holds, launch, open, type Watched } from "./browser.ts";
import { shot, startDesk, type Desk } from "./desk.ts";
import { setUp } from "./people.ts";

let desk: Desk;
let browser: Browser;
let state: NonNullable<BrowserContextOptions["storageState"]>;

beforeAll(async () => {
  desk = await startDesk(true);
  browser = await launch();
  const admin = await open(browser);
  await setUp(admin.page, desk, "ana");
  state = await admin.page.context().storageState();
  await admin.close();
});
afterAll(async () => {
  await browser?.close();
  await desk?.stop();
});

const signedIn = (more: BrowserContextOptions = {}) => open(browser, { storageState: state, ...more });

/** Lists, and for each the page that its first entry leads to. */
const LISTS = ["incidents", "reports", "tolls", "actors", "review", "import", "settings", "review/disagreements", "review/agreement", "review/log"];

async function visit(watched: Watched, path: string): Promise<void> {
  const reply = await watched.page.goto(desk.address + path, { waitUntil: "networkidle" });
  expect(reply?.status(), path).toBe(200);
  const map = watched.page.locator("[data-map]");
  if (await map.count()) {
    await map.scrollIntoViewIfNeeded();
    await watched.page.locator("[data-ready]").waitFor();
    await watched.page.evaluate(() => scrollTo(0, 0));
  }
  await holds(watched, path);
}

const LOOKS: [string, BrowserContextOptions][] = [
  ["light", {}],
  ["dark", { colorScheme: "dark" }],
  ["phone", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }],
];

describe.each(LOOKS)("in the look %s", (_, options) => {
  it.each(LISTS)("the page %s and the first that it leads to hold", async (list) => {
    const watched = await signedIn(options);
    await visit(watched, `${desk.project}/${list}`);
    const first = watched.page.locator("main [data-item] a").first();
    const single = ["incidents", "reports", "tolls", "actors", "review"].includes(list);
    if (single) await visit(watched, (await first.getAttribute("href"))!);
    await watched.close();
  });

  it.each(["/", "/about", "/account", "/login", "/nowhere"])("the page %s holds", async (path) => {
    const watched = await signedIn(options);
    await watched.page.goto(desk.address + path, { waitUntil: "networkidle" });
    await holds(watched, path);
    await watched.close();
  });
});

it("the first page weighs at most 200 kB without the map", async () => {
  const watched = await signedIn();
  let weight = 0;
  watched.page.on("response", async (reply) => {
    if (/map|world/.test(new URL(reply.url()).pathname.replace(desk.project, ""))) return;
    weight += (await reply.body().catch(() => Buffer.alloc(0))).length;
  });
  await watched.page.goto(`${desk.address}${desk.project}/incidents`, { waitUntil: "networkidle" });
  expect(weight).toBeGreaterThan(10_000);
  expect(weight).toBeLessThanOrEqual(200_000);
  await watched.close();
});

it("the keyboard reaches the content first, then everything, and the focus is always to be seen", async () => {
  const watched = await signedIn();
  const { page } = watched;
  await page.goto(`${desk.address}${desk.project}/incidents`, { waitUntil: "networkidle" });
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.getAttribute("href"))).toBe("#main");
  const seen = new Set<string>();
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const style = getComputedStyle(element);
      const shown = style.outlineStyle !== "none" || element.matches("body, .handle, canvas") || element.tagName === "BODY";
      return { name: `${element.tagName} ${element.getAttribute("name") ?? element.textContent?.trim().slice(0, 30)}`, shown };
    });
    expect(here.shown, here.name).toBe(true);
    seen.add(here.name);
  }
  expect(seen.size).toBeGreaterThan(20);
  await watched.close();
});

it("without script every page still says everything: lists, text, forms", async () => {
  const watched = await signedIn({ javaScriptEnabled: false });
  const { page } = watched;
  await page.goto(`${desk.address}${desk.project}/incidents`);
  await page.getByLabel(/words in claims/i).fill("market");
  await page.getByRole("button", { name: "Show" }).click();
  expect(new URL(page.url()).searchParams.get("q")).toBe("market");
  const links = page.locator(`main .incident a`);
  expect(await links.count()).toBeGreaterThan(0);
  await watched.close();
});

it("the pictures of the user guide show what they are for", async () => {
  const watched = await signedIn();
  const { page } = watched;
  await visit(watched, `${desk.project}/incidents`);
  expect(await page.locator(".histogram .bar").count()).toBeGreaterThan(1);
  await shot(page, "incidents");
  await page.locator(".status-contested a").first().click();
  await page.locator("[data-ready]").waitFor();
  expect(await page.locator("blockquote mark").count()).toBeGreaterThan(2);
  // A place that the knowledge has is nobody's name.
  expect(await page.getByRole("row", { name: /^Where Sarn Crossing/ }).count()).toBeGreaterThan(1);
  await page.setViewportSize({ width: 1280, height: 1400 });
  await shot(page, "incident");
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole("link", { name: "in the report" }).first().click();
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("j");
  expect(await page.locator("[data-label]").count()).toBeGreaterThan(2);
  await shot(page, "report");
  await page.goto(`${desk.address}${desk.project}/tolls`);
  await page.getByRole("link", { name: /health ministry/ }).first().click();
  expect(await page.locator(".curve .series").count()).toBeGreaterThan(1);
  await shot(page, "toll");
  await watched.close();
  const phone = await signedIn({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: "dark" });
  await visit(phone, `${desk.project}/incidents`);
  await shot(phone.page, "phone");
  await phone.close();
});
