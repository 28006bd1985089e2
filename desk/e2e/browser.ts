// Debian's Chromium with software rendering, and what every page of the desk must hold in it.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "playwright-core";
import { expect } from "vitest";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export function launch(): Promise<Browser> {
  const quiet = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  const drawing = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", ...quiet, ...drawing] });
}

/** A page that keeps its faults: errors of script and policy, and requests to elsewhere. */
export interface Watched {
  page: Page;
  faults: string[];
  close: () => Promise<void>;
}

export async function open(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", locale: "en-GB", ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("console", (message) => {
    const expected = /favicon|status of 40[0-9]/.test(message.text());
    if (message.type() === "error" && !expected) faults.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|data:|blob:)/.test(request.url())) faults.push(`outside: ${request.url()}`);
  });
  return { page, faults, close: () => context.close() };
}

/** Findings of axe that are serious or worse, each with where. */
export async function axe(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } }).axe.run();
    interface Finding {
      id: string;
      impact: string;
      help: string;
      nodes: { html: string }[];
    }
    return (await run).violations
      .filter((finding) => finding.impact === "serious" || finding.impact === "critical")
      .map((finding) => `${finding.id}: ${finding.help}: ${finding.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  });
}

/** What holds on every page: no faults, axe content, one first heading, landmarks, a limits statement, nothing wider than the window. */
export async function holds({ page, faults }: Watched, name: string): Promise<void> {
  expect(faults.splice(0), `${name}: faults`).toEqual([]);
  expect(await axe(page), `${name}: axe`).toEqual([]);
  expect(await page.locator("h1").count(), `${name}: h1`).toBe(1);
  expect(await page.locator("main").count(), `${name}: main`).toBe(1);
  expect(await page.title(), `${name}: title`).not.toBe("");
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const beyond = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > room + 1);
    return beyond.slice(-3).map((element) => element.outerHTML.slice(0, 120));
  });
  expect(wide, `${name}: wider than the window`).toEqual([]);
}
