// A report's text as it stands in pieces: one flat string, and for each piece the byte where it begins.

import { atCharacter, indexAtByte, utf8Length } from "./bytes.ts";

/** A run of text whose first byte in the report is known. */
export interface Piece {
  text: string;
  byte: number;
}

/** Bytes of the report's text, end exclusive, with the words they hold. */
export interface Span {
  start: number;
  end: number;
  words: string;
}

interface Placed extends Piece {
  index: number;
}

export interface Stretch {
  from: number;
  to: number;
}

const WORD = /[\p{L}\p{N}\p{M}]+(?:['’.,\-‑][\p{L}\p{N}\p{M}]+)*/gu;

/** Flat text of pieces in order. Bytes between two pieces that no piece holds (blank lines) stand as one line feed. */
export class Layout {
  readonly text: string;
  readonly words: Stretch[];
  readonly starts: number[];
  private readonly pieces: Placed[] = [];

  constructor(pieces: Piece[]) {
    let text = "";
    let byte: number | undefined;
    this.starts = [];
    for (const piece of pieces) {
      if (byte !== undefined && piece.byte > byte) text += "\n";
      this.starts.push(text.length);
      this.pieces.push({ ...piece, index: text.length });
      text += piece.text;
      byte = piece.byte + utf8Length(piece.text);
    }
    this.text = text;
    this.words = [...text.matchAll(WORD)].map((m) => ({ from: m.index, to: m.index + m[0].length }));
  }

  /** Byte offset of a flat index; in a gap, the end of the piece before it. */
  byteAt(index: number): number {
    const piece = this.pieceBefore(index);
    if (!piece) return 0;
    const within = atCharacter(piece.text, Math.min(index - piece.index, piece.text.length));
    return piece.byte + utf8Length(piece.text.slice(0, within));
  }

  /** Flat index of a byte offset. */
  indexAt(byte: number): number {
    let found: Placed | undefined;
    for (const piece of this.pieces) if (piece.byte <= byte) found = piece;
    return found ? found.index + indexAtByte(found.text, byte - found.byte) : 0;
  }

  /** The span of a stretch, without white space at its ends; none if nothing is left. */
  span(from: number, to: number): Span | undefined {
    const [low, high] = from < to ? [from, to] : [to, from];
    const cut = this.text.slice(low, high);
    const start = low + (cut.length - cut.trimStart().length);
    const end = low + cut.trimEnd().length;
    if (start >= end) return undefined;
    // An index at a border belongs to the piece that begins there, an end to the piece that ends there.
    return { start: this.byteAt(start), end: this.endByte(end), words: this.text.slice(start, end) };
  }

  private endByte(index: number): number {
    const piece = this.pieceBefore(index - 1);
    if (!piece) return 0;
    const within = Math.min(index - piece.index, piece.text.length);
    return piece.byte + utf8Length(piece.text.slice(0, within));
  }

  private pieceBefore(index: number): Placed | undefined {
    let [low, high] = [0, this.pieces.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.pieces[middle]!.index <= index) low = middle + 1;
      else high = middle;
    }
    return this.pieces[Math.max(0, low - 1)];
  }

  /** Position of the word that covers or follows an index. */
  wordAt(index: number): number {
    const at = this.words.findIndex((word) => word.to > index);
    return at < 0 ? this.words.length - 1 : at;
  }
}
