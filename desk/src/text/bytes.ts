// UTF-8 arithmetic: spans of the ledger count bytes, strings of the browser count UTF-16 units.

/** Bytes that one code point takes in UTF-8. A lone surrogate is written as U+FFFD, three bytes. */
function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/** Length of a string in UTF-8 bytes. */
export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) bytes += bytesOf(character.codePointAt(0)!);
  return bytes;
}

/** UTF-16 index of a byte offset; an offset inside a character goes back to the character's start. */
export function indexAtByte(text: string, byte: number): number {
  let bytes = 0;
  let index = 0;
  for (const character of text) {
    bytes += bytesOf(character.codePointAt(0)!);
    if (bytes > byte) return index;
    index += character.length;
  }
  return index;
}

/** An index that does not cut a surrogate pair: inside one, it goes back to the pair's start. */
export function atCharacter(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  const before = text.charCodeAt(index - 1);
  const cuts = unit >= 0xdc00 && unit < 0xe000 && before >= 0xd800 && before < 0xdc00;
  return cuts ? index - 1 : index;
}
