import { describe, expect, it } from "vitest";
import { axis, dayNumber, isoDay, roundUp } from "../src/chart/days.ts";
import { binsOf, withDays } from "../src/chart/timeline.ts";

describe("days", () => {
  it("go to numbers and back, over leap days and before 1970", () => {
    for (const day of ["2024-02-29", "1969-12-31", "2000-01-01"]) expect(isoDay(dayNumber(day))).toBe(day);
    expect(dayNumber("2024-03-01") - dayNumber("2024-02-28")).toBe(2);
  });
  it("that are none are not numbers", () => {
    for (const text of ["", "2024", "14 May", "2024-13-40x"]) expect(dayNumber(text)).toBeNaN();
  });
});

it("an axis has no more marks than asked for, all within", () => {
  for (const [from, to] of [["2024-05-01", "2024-05-09"], ["2023-10-07", "2025-01-19"], ["1982-01-01", "2024-12-31"]] as const) {
    const [first, last] = [dayNumber(from), dayNumber(to)];
    const marks = axis(first, last, 8);
    expect(marks.length).toBeGreaterThan(0);
    expect(marks.length).toBeLessThanOrEqual(9);
    for (const mark of marks) expect(mark.day >= first && mark.day <= last).toBe(true);
  }
});

it("the top of an axis is round and not below its figures", () => {
  for (const n of [1, 3, 9, 12, 99, 101, 40_300]) expect(roundUp(n)).toBeGreaterThanOrEqual(n);
  expect(roundUp(12)).toBe(20);
  expect(roundUp(3)).toBe(5);
});

describe("a timeline", () => {
  it("has its bins in order, without empty and undated ones", () => {
    const bins = binsOf([
      { from: "2024-05-02", to: "2024-05-02", n: "2", contested: "1" },
      { from: "2024-05-01", n: "1" },
      { from: "2024-05-03", to: "2024-05-03", n: "0" },
      { from: "unknown", to: "2024-05-03", n: "4" },
    ]);
    expect(bins.map((bin) => [isoDay(bin.from), bin.n])).toEqual([["2024-05-01", 1], ["2024-05-02", 2]]);
  });
  it("changes only the days of the address, and goes to the first page", () => {
    const address = "http://127.0.0.1:1/p/x/incidents?kind=strike&from=2024-01-01&cursor=abc";
    expect(withDays(address, "", "2024-05-01")).toBe("http://127.0.0.1:1/p/x/incidents?kind=strike&to=2024-05-01");
  });
});
