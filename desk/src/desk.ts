// On every page: looks for what the page offers and starts only that. The map comes when it is seen.

import "./style/desk.css";
import { startTimelines } from "./chart/timeline.ts";
import { startForms } from "./forms.ts";
import { startKeys } from "./keys/keys.ts";
import { startLists } from "./keys/list.ts";
import { startReview } from "./review.ts";
import { startPick } from "./text/pick.ts";
import { startShow } from "./text/show.ts";

function startMaps(): void {
  const places = document.querySelectorAll<HTMLElement>("[data-map]");
  if (places.length === 0) return;
  const seen = new IntersectionObserver(async (entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      seen.unobserve(entry.target);
      const { drawMap } = await import("./map/map.ts");
      await drawMap(entry.target as HTMLElement);
    }
  });
  places.forEach((place) => seen.observe(place));
}

startShow();
startPick();
startForms();
startLists();
startReview();
startKeys();
startMaps();
startTimelines();
