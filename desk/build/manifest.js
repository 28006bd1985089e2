// SHA-256 of every source the assets are built from, and of every asset.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const DESK = join(dirname(fileURLToPath(import.meta.url)), "..");
export const ASSETS = join(DESK, "../crates/sayso-desk/assets");
const SOURCES = ["src", "build", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts"];

function hashes(root, names) {
  const found = {};
  const visit = (path) => {
    const whole = join(root, path);
    if (statSync(whole).isDirectory()) readdirSync(whole).forEach((name) => visit(`${path}/${name}`));
    else found[path] = createHash("sha256").update(readFileSync(whole)).digest("hex");
  };
  names.forEach(visit);
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function manifest() {
  const assets = readdirSync(ASSETS).filter((name) => name !== "manifest.json");
  return { sources: hashes(DESK, SOURCES), assets: hashes(ASSETS, assets) };
}
