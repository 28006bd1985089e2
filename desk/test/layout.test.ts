import { describe, expect, it } from "vitest";
import { Layout, type Piece } from "../src/text/layout.ts";

/** A report's text cut at bytes, with the blank line between its paragraphs left out, as the server does. */
function cut(report: string, ...words: string[]): Piece[] {
  const bytes = new TextEncoder().encode(report);
  const text = (from: number, to: number) => new TextDecoder().decode(bytes.slice(from, to));
  const ends = new Set<number>();
  for (const word of words) {
    const at = new TextEncoder().encode(report.slice(0, report.indexOf(word))).length;
    ends.add(at).add(at + new TextEncoder().encode(word).length);
  }
  const pieces: Piece[] = [];
  let at = 0;
  for (const paragraph of report.split("\n\n")) {
    const end = at + new TextEncoder().encode(paragraph).length;
    const borders = [at, ...[...ends].filter((e) => e > at && e < end).sort((a, b) => a - b), end];
    for (let k = 0; k + 1 < borders.length; k++) pieces.push({ text: text(borders[k]!, borders[k + 1]!), byte: borders[k]! });
    at = end + 2;
  }
  return pieces;
}

const REPORT = "“Übermorgen”, said the Kéfar council – 9 dead 😀.\n\nLater, مدينة was named: at least 12.";

function slice(start: number, end: number): string {
  return new TextDecoder().decode(new TextEncoder().encode(REPORT).slice(start, end));
}

describe("a layout", () => {
  const layout = new Layout(cut(REPORT, "Kéfar council", "مدينة", "9"));

  it("holds the text with one line feed for the blank line", () => {
    expect(layout.text).toBe(REPORT.replace("\n\n", "\n"));
  });

  it("gives for every stretch the bytes that hold its words", () => {
    for (let from = 0; from < layout.text.length; from++) {
      for (let to = from + 1; to <= layout.text.length; to++) {
        const span = layout.span(from, to);
        if (!span || span.words.includes("\n") || /[\ud800-\udfff]/.test(span.words.replace(/😀/gu, ""))) continue;
        expect(slice(span.start, span.end)).toBe(span.words);
      }
    }
  });

  it("gives across paragraphs the bytes from the first to the last word", () => {
    const from = layout.text.indexOf("dead");
    const to = layout.text.indexOf(",", from + 10);
    const span = layout.span(from, to)!;
    expect(slice(span.start, span.end)).toBe("dead 😀.\n\nLater");
  });

  it("leaves out white space at the ends, and gives nothing for white space alone", () => {
    const at = layout.text.indexOf(" said");
    expect(layout.span(at, at + 6)!.words).toBe("said");
    expect(layout.span(at, at + 1)).toBeUndefined();
  });

  it("takes a stretch backwards as forwards", () => {
    expect(layout.span(9, 2)).toEqual(layout.span(2, 9));
  });

  it("finds words in any script, and bytes lead to them", () => {
    const words = layout.words.map((word) => layout.text.slice(word.from, word.to));
    expect(words).toEqual(["Übermorgen", "said", "the", "Kéfar", "council", "9", "dead", "Later", "مدينة", "was", "named", "at", "least", "12"]);
    for (const word of layout.words) {
      const span = layout.span(word.from, word.to)!;
      expect(layout.indexAt(span.start)).toBe(word.from);
      expect(layout.words[layout.wordAt(layout.indexAt(span.start))]).toEqual(word);
    }
  });
});

it("an empty text has no span and no word", () => {
  const layout = new Layout([]);
  expect(layout.span(0, 5)).toBeUndefined();
  expect(layout.byteAt(3)).toBe(0);
  expect(layout.words).toEqual([]);
});
