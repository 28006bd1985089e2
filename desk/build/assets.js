// After Vite: the map's worker, the world, and the manifest that tells which sources the assets were built from.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { manifest, ASSETS } from "./manifest.js";

const desk = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(desk, "node_modules");
mkdirSync(ASSETS, { recursive: true });

const worker = readFileSync(join(modules, "maplibre-gl/dist/maplibre-gl-worker.mjs"), "utf8");
writeFileSync(join(ASSETS, "map-worker.js"), worker.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));

const world = JSON.parse(readFileSync(join(modules, "world-atlas/countries-50m.json"), "utf8"));
delete world.objects.land;
writeFileSync(join(ASSETS, "world.json"), JSON.stringify(world));

// Licences of everything that is in the bundle, the packages' own words.
const packages = new Set();
const visit = (name) => {
  const file = join(modules, name, "package.json");
  if (packages.has(name) || name.startsWith("@types/") || !existsSync(file)) return;
  packages.add(name);
  Object.keys(JSON.parse(readFileSync(file, "utf8")).dependencies ?? {}).forEach(visit);
};
["maplibre-gl", "topojson-client", "world-atlas"].forEach(visit);
const licences = [...packages].sort().map((name) => {
  const folder = join(modules, name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const words = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${license}`;
  return `${name} ${version}\n\n${words}\n`;
});
writeFileSync(join(ASSETS, "licenses.txt"), licences.join(`\n${"-".repeat(80)}\n\n`));

writeFileSync(join(ASSETS, "manifest.json"), JSON.stringify(manifest(), null, 1) + "\n");
