// Signing in as people do.

import type { Page } from "playwright-core";
import { PASSWORD, type Desk } from "./desk.ts";

/** The first start: the printed link makes the administrator, who is then signed in. */
export const setUp = (page: Page, desk: Desk, name: string) => invited(page, desk.setup, name);

/** A person whom an administrator invited opens the one-time link. */
export async function invited(page: Page, link: string, name: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel(/name/i).first().fill(name);
  for (const field of await page.locator("input[type=password]").all()) await field.fill(PASSWORD);
  await page.locator("main form button").first().click();
  await page.waitForURL((url) => !url.pathname.startsWith("/setup"));
}
