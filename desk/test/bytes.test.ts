import { describe, expect, it } from "vitest";
import { atCharacter, indexAtByte, utf8Length } from "../src/text/bytes.ts";

const TEXTS = ["", "plain", "Łódź", "“quoted” – dash", "مدينة قديمة", "東京都", "a😀b👩‍👩‍👧c", "e\u0301", "\u0000\r\n", "lone \ud800 half"];

describe("utf8Length", () => {
  it("is what the encoder of the platform gives", () => {
    for (const text of TEXTS) expect(utf8Length(text), text).toBe(new TextEncoder().encode(text).length);
  });
  it("is the platform's for every code point of the borders", () => {
    for (const point of [0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff]) {
      const text = String.fromCodePoint(point);
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
    }
  });
});

describe("indexAtByte", () => {
  it("undoes utf8Length at every character", () => {
    for (const text of TEXTS) {
      for (let index = 0; index <= text.length; index++) {
        if (atCharacter(text, index) !== index) continue;
        expect(indexAtByte(text, utf8Length(text.slice(0, index)))).toBe(index);
      }
    }
  });
  it("goes back to the start of a character that an offset cuts", () => {
    expect(indexAtByte("aé", 2)).toBe(1);
    expect(indexAtByte("😀b", 3)).toBe(0);
    expect(indexAtByte("ab", 99)).toBe(2);
  });
});

it("no index cuts a pair", () => {
  expect(atCharacter("a😀", 2)).toBe(1);
  expect(atCharacter("a😀", 1)).toBe(1);
  expect(atCharacter("a😀", 3)).toBe(3);
});
