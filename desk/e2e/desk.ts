// A desk of the test's own: a fresh ledger of the sample reports, the server on a free port, and people who sign in.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";

const ROOT = join(import.meta.dirname, "../..");
const SAYSO = process.env.SAYSO ?? join(ROOT, "target/debug/sayso");
const WORLD = join(ROOT, "samples/world.json");

export interface Desk {
  address: string;
  /** `/p/{project}` */
  project: string;
  /** One-time link that makes the administrator. */
  setup: string;
  ledger: string;
  sayso: (...words: string[]) => string;
  stop: () => Promise<void>;
}

/** Starts a desk; with sample reports in its ledger, or with none. */
export async function startDesk(samples: boolean): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), "sayso-desk-"));
  const ledger = join(folder, "kelmoor.sqlite");
  const sayso = (...words: string[]) => execFileSync(SAYSO, words, { cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (samples) sayso("code", "samples/reports", join(import.meta.dirname, "reports.jsonl"), "--knowledge", WORLD, "--ledger", ledger);
  const words = ["serve", "--ledger", ledger, "--knowledge", WORLD, "--listen", "127.0.0.1:0"];
  const server = spawn(SAYSO, words, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"] });
  const lines = await firstLines(server);
  return {
    address: lines.desk.replace(/\/$/, ""),
    setup: lines.setup,
    project: "/p/kelmoor",
    ledger,
    sayso,
    stop: async () => {
      const ended = new Promise((done) => server.once("exit", done));
      server.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function firstLines(server: ChildProcess): Promise<{ desk: string; setup: string }> {
  return new Promise((found, failed) => {
    let said = "";
    server.once("exit", (code) => failed(new Error(`the desk ended with ${code}: ${said}`)));
    server.stdout!.on("data", (bytes: Buffer) => {
      said += bytes;
      const desk = /^desk (\S+)$/m.exec(said)?.[1];
      const setup = /^setup (\S+)$/m.exec(said)?.[1];
      if (desk && setup) found({ desk, setup });
    });
  });
}

export const PASSWORD = "a long pass phrase of invented words";

/** Writes a screenshot for the user guide, where asked for. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.DESK_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}
