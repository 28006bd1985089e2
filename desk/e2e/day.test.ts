// A whole review day in the browser: import, code, link, review by two people, agreement, publish, export.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { holds, launch, open, type Watched } from "./browser.ts";
import { shot, startDesk, type Desk } from "./desk.ts";
import { invited, setUp } from "./people.ts";

const TEXT = `Ostrevan warplanes bombed a grain market in Tornwick on Tuesday, killing at least nine people and wounding 23, the Kelmoor health ministry said.

The Ostrevan Army said it had struck a command post of the Marsh Brigades near the market. “We regret any loss,” Col. Édouard Brač said.

A second raid hit a ferry at Hallowby – 4 people died.`;

let desk: Desk;
let browser: Browser;
let ana: Watched;
let ben: Watched;

beforeAll(async () => {
  desk = await startDesk(false);
  browser = await launch();
  ana = await open(browser);
  await setUp(ana.page, desk, "ana");
});
afterAll(async () => {
  await browser?.close();
  await desk?.stop();
});

const go = (page: Page, path: string) => page.goto(`${desk.address}${desk.project}${path}`, { waitUntil: "networkidle" });
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute("data-show"));

it("a text is pasted, and its claims are there at once", async () => {
  const { page } = ana;
  await go(page, "/import");
  await page.getByLabel("Or the text of one report").fill(TEXT);
  await page.getByLabel("Outlet").fill("Northway Wire");
  await page.getByLabel("Day of publication").fill("2024-05-14");
  await page.getByLabel("Title, for pasted text").fill("Market bombed in Tornwick");
  await holds(ana, "import");
  await page.getByRole("button", { name: "Read and code" }).click();
  await page.waitForURL(/\/reports\//);
  await page.waitForLoadState("networkidle");
  const text = page.locator("[data-text]");
  expect(await text.innerText()).not.toContain("Brač");
  await page.getByRole("link", { name: "Show the names that are left out" }).click();
  await page.waitForLoadState("networkidle");
  expect(await text.innerText()).toContain("Col. Édouard Brač");
  await page.keyboard.press("j");
  expect(await page.locator("[data-on=field]").count()).toBeGreaterThan(3);
  await holds(ana, "report");
});

it("files are read together, and each tells what came of it", async () => {
  const { page } = ana;
  await go(page, "/import");
  const file = (name: string, text: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  const said = "Marsh Brigades fighters shelled an army post near Sarn Crossing on 12 May 2024, the Ostrevan Army said.";
  await page.getByLabel(/^Files/).setInputFiles([file("post.txt", said), file("empty.txt", "")]);
  await page.getByRole("button", { name: "Read and code" }).click();
  const done = page.getByRole("region", { name: "What was read" });
  await done.getByText(/1 claim/).waitFor();
  expect(await done.locator(".error").count()).toBe(1);
  await holds(ana, "imported");
});

it("it is linked into incidents without anyone asking", async () => {
  const { page } = ana;
  await expect
    .poll(async () => {
      await go(page, "/incidents");
      return page.locator("main .incident").count();
    }, { timeout: 30_000 })
    .toBeGreaterThan(1);
  await page.locator("[data-ready]").waitFor();
});

it("the administrator invites a reviewer, who makes an account with the link", async () => {
  const { page } = ana;
  await go(page, "/settings");
  await page.getByLabel("Invite a new person as").selectOption("reviewer");
  await page.getByRole("button", { name: "Make a one-time link" }).click();
  const link = await page.locator(".note code").innerText();
  await holds(ana, "settings");
  ben = await open(browser);
  await invited(ben.page, link.startsWith("http") ? link : desk.address + link, "ben");
  const reply = await go(ben.page, "/settings");
  expect(reply?.status()).toBe(403);
});

it("the first reviewer works by keyboard alone: accept, correct by picking words, missed claim, note, undo", async () => {
  const { page } = ana;
  await go(page, "/review");
  await holds(ana, "queue");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/review\/reports\//);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("g");
  await page.keyboard.press("q");
  await page.waitForURL(/\/review$/);
  await page.goBack({ waitUntil: "networkidle" });
  const work = page.url().replace(/[?#].*/, "");
  await page.goto(work, { waitUntil: "networkidle" });
  const cards = await page.locator("[data-item][data-show]").count();
  expect(cards).toBeGreaterThan(1);

  await page.keyboard.press("j");
  expect(await focused(page)).toBe("c01");
  await shot(page, "review");
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("a")]);
  await expect.poll(() => focused(page)).toBe("c02");
  await page.locator("#h-c01").locator("xpath=..").getByText(/You: accept/).waitFor();

  await page.keyboard.press("c");
  await page.keyboard.type("To whom");
  await page.keyboard.press("Escape");
  await page.locator("[data-show=c02] select[name=field]").selectOption("target");
  await page.keyboard.press("Tab");
  await page.locator("[data-show=c02] .pick").focus();
  await page.keyboard.press("Enter");
  expect(await page.locator("[data-picking]").count()).toBe(1);
  const said = page.getByRole("status").last();
  for (let step = 0; step < 80 && !/^command$/.test((await said.textContent()) ?? ""); step++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  expect(await said.textContent()).toBe("command post");
  await page.keyboard.press("Enter");
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  await page.locator("[data-show=c02]").getByText(/target: .*command post/).waitFor();

  await page.keyboard.press("m");
  for (let step = 0; step < 120 && !/^4$/.test((await said.textContent()) ?? ""); step++) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  expect(await said.textContent()).toBe("4 people died");
  await page.keyboard.press("Enter");
  await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
  await page.getByText("Added by ana").waitFor();
  expect(await page.locator("[data-item][data-show]").count()).toBe(cards + 1);

  await Promise.all([page.waitForEvent("load"), page.keyboard.press("u")]);
  await page.waitForLoadState("networkidle");
  expect(await page.locator("[data-item][data-show]").count()).toBe(cards);
  await holds(ana, "review of a report");

  for (let card = 3; card <= cards; card++) {
    await page.locator(`[data-show=c${String(card).padStart(2, "0")}]`).focus();
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("a")]);
    await page.waitForLoadState("networkidle");
  }
  expect(await page.getByText(/^You: /).count()).toBe(cards);
});

it("the second reviewer needs no script, judges otherwise, and does not see the first's word beforehand", async () => {
  const plain = await open(browser, { storageState: await ben.page.context().storageState(), javaScriptEnabled: false });
  const { page } = plain;
  await page.goto(ana.page.url().replace(/[?#].*/, ""));
  const first = page.locator("[data-show=c01]");
  expect(await first.getByText(/ana/).count()).toBe(0);
  await first.getByRole("button", { name: "Reject c01" }).click();
  await page.locator("[data-show=c01]").getByText(/You: reject/).waitFor();
  await page.locator("[data-show=c02]").getByRole("button", { name: "Accept c02" }).click();
  await page.locator("[data-show=c02]").getByText(/You: accept/).waitFor();
  await plain.close();
});

it("where they differ, how far they agree, and every act is there to see", async () => {
  const { page } = ana;
  await go(page, "/review/disagreements");
  await page.getByText("ben").first().waitFor();
  await holds(ana, "disagreements");
  await shot(page, "disagreements");
  await go(page, "/review/agreement");
  await page.getByText("2 claims were judged by two or more").waitFor();
  await holds(ana, "agreement");
  await go(page, "/review/log");
  expect(await page.locator("tbody tr").count()).toBeGreaterThanOrEqual(5);
  await page.getByText(/taken back/).first().waitFor();
  await holds(ana, "log");
});

it("what a publisher puts out is all that people without an account see", async () => {
  const { page } = ana;
  await go(page, "/settings");
  await page.getByLabel("Who sees what").selectOption("published");
  await page.getByRole("button", { name: "Save" }).click();
  await go(page, "/incidents");
  await page.locator("main .incident a").first().click();
  await page.getByRole("button", { name: "Put into public view" }).click();
  await page.getByRole("button", { name: "Withdraw from public view" }).waitFor();
  const public_ = await open(browser);
  await go(public_.page, "/incidents");
  expect(await public_.page.locator("main .incident").count()).toBe(1);
  await public_.page.locator("main .incident a").first().click();
  await public_.page.waitForLoadState("networkidle");
  expect(await public_.page.locator("details.graphic").first().getAttribute("open")).toBeNull();
  await public_.page.locator("footer").getByText(/No reports of deaths does not mean no deaths/).waitFor();
  await holds(public_, "public incident");
  for (const path of ["/reports", "/review", "/import", "/settings"]) {
    const reply = await public_.page.request.get(desk.address + desk.project + path, { maxRedirects: 0 });
    const toDoor = reply.status() === 303 && reply.headers().location!.startsWith("/login");
    expect(toDoor || [401, 403, 404].includes(reply.status()), `${path}: ${reply.status()}`).toBe(true);
  }
  await public_.close();
});

it("the corrections come out as a folder that scores the coder", async () => {
  const { page } = ana;
  await go(page, "/review");
  const scratch = mkdtempSync(join(tmpdir(), "sayso-gold-"));
  const folder = join(scratch, "gold");
  mkdirSync(folder, { recursive: true });
  const links = await page.getByRole("region", { name: "Export" }).locator("a").all();
  expect(links.length).toBeGreaterThan(1);
  for (const link of links) {
    const href = (await link.getAttribute("href"))!;
    const reply = await page.request.get(desk.address + href);
    expect(reply.status()).toBe(200);
    writeFileSync(join(folder, href.split("/").at(-1)!), await reply.body());
  }
  expect(desk.sayso("eval", "claims", folder)).toMatch(/claims/);
  rmSync(scratch, { recursive: true, force: true });
  await ben.close();
});
