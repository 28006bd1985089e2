// Signing in as people do.

import type { Page } from "playwright-core";
import { PASSWORD, type Desk } from "./desk.ts";

/** The first start: the printed link makes the administrator, who is then signed in. */
export async function setUp(page: Page, desk: Desk, name: string): Promise<void> {
  await page.goto(desk.setup);
  await page.getByLabel(/name/i).first().fill(name);
  for (const field of await page.locator("input[type=password]").all()) await field.fill(PASSWORD);
  await page.locator("main form button").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/setup"));
}

export async function signIn(page: Page, desk: Desk, name: string): Promise<void> {
  await page.goto(`${desk.address}/login`);
  await page.getByLabel(/name/i).first().fill(name);
  await page.locator("input[type=password]").fill(PASSWORD);
  await page.locator("main form button").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
}
