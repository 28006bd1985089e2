import { expect, it } from "vitest";
import { about, metresBetween, ring } from "../src/map/area.ts";
import { covers, isField, labels } from "../src/text/show.ts";

it("a segment belongs to the claims and fields it names, and to no longer name that begins alike", () => {
  const tokens = "c01.perpetrator c02.target c03.evidence";
  expect(covers("c01", tokens)).toBe(true);
  expect(covers("c0", tokens)).toBe(false);
  expect(covers("c01.perpetrator", tokens)).toBe(true);
  expect(covers("c01.perp", tokens)).toBe(false);
  expect(covers("c01.target", tokens)).toBe(false);
  expect(isField("c02", tokens)).toBe(true);
  expect(isField("c03", tokens)).toBe(false);
  expect(labels("c01", "c01.killed_or_injured c01.evidence c01.place c02.target", "c01.evidence")).toBe("killed or injured, place");
  expect(labels("c01", "c01.perpetrator", "c01.perpetrator c01.weapon")).toBe("");
});

it("an area is a closed ring whose every corner is as far away as it says, near the poles and the date line too", () => {
  for (const [longitude, latitude, radius] of [[34.4, 31.5, 5000], [-100.3, -41.7, 80_000], [179.9, 10, 20_000], [0, 84, 10_000]] as const) {
    const corners = ring(longitude, latitude, radius);
    expect(corners[0]).toEqual(corners.at(-1));
    for (const corner of corners) {
      expect(Math.abs(metresBetween([longitude, latitude], corner) - radius)).toBeLessThan(radius * 1e-6);
    }
  }
});

it("a radius is told roughly", () => {
  expect(about(240)).toBe("within about 200 m");
  expect(about(40)).toBe("within about 100 m");
  expect(about(5000)).toBe("within about 5 km");
  expect(about(82_000)).toBe("within about 80 km");
});
