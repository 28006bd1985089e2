"""Word pieces, word shape and CoNLL-U reading: the same definitions as crates/sayso-syntax/src/accurate."""

import unicodedata

MAX_PIECES_PER_WORD = 12
MAX_PIECES = 256
SHAPES = 20
FOLD = str.maketrans({
    "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u2032": "'", "\u02bc": "'", "\u00b4": "'",
    "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u00ab": '"', "\u00bb": '"', "\u2033": '"',
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    "\u2026": "...", "\u00a0": " ",
})


class Sentence:
    def __init__(self, text, forms, upos, xpos, heads, rels):
        self.text, self.forms, self.upos, self.xpos, self.heads, self.rels = text, forms, upos, xpos, heads, rels


def read_conllu(path):
    out, text, rows = [], "", []
    with open(path, encoding="utf-8") as f:
        for line in f:
            line = line.rstrip("\n")
            if line.startswith("# text = "):
                text = line[9:]
            elif line and line[0] != "#":
                c = line.split("\t")
                if "-" not in c[0] and "." not in c[0]:
                    rows.append(c)
            elif not line and rows:
                out.append(Sentence(text, [c[1].translate(FOLD) for c in rows], [c[3] for c in rows],
                                    [c[4] for c in rows], [int(c[6]) for c in rows], [c[7] for c in rows]))
                rows, text = [], ""
    return out


def is_punct(c):
    o = ord(c)
    if 33 <= o <= 47 or 58 <= o <= 64 or 91 <= o <= 96 or 123 <= o <= 126:
        return True
    return o > 127 and not c.isalnum() and unicodedata.category(c)[0] in "PS"


def basic(form):
    """Lower-case without accents, split at punctuation and around ideographs."""
    s = unicodedata.normalize("NFD", form.lower())
    parts, word = [], ""
    for c in s:
        if unicodedata.category(c)[0] == "M":
            continue
        if c.isspace() or unicodedata.category(c) in ("Cc", "Cf"):
            if word:
                parts.append(word)
            word = ""
        elif is_punct(c) or 0x3400 <= ord(c) <= 0x9FFF:
            if word:
                parts.append(word)
            parts.append(c)
            word = ""
        else:
            word += c
    if word:
        parts.append(word)
    return parts


class WordPiece:
    def __init__(self, vocab_path):
        with open(vocab_path, encoding="utf-8") as f:
            self.ids = {w.rstrip("\n"): i for i, w in enumerate(f)}
        self.cls, self.sep, self.unk, self.pad = (self.ids[x] for x in ("[CLS]", "[SEP]", "[UNK]", "[PAD]"))
        self.cache = {}

    def word(self, form):
        got = self.cache.get(form)
        if got is None:
            got = []
            for part in basic(form):
                got.extend(self.part(part))
                if len(got) >= MAX_PIECES_PER_WORD:
                    break
            got = got[:MAX_PIECES_PER_WORD] or [self.unk]
            self.cache[form] = got
        return got

    def part(self, part):
        if len(part) > 100:
            return [self.unk]
        out, start = [], 0
        while start < len(part):
            end = len(part)
            while end > start:
                piece = ("##" if start else "") + part[start:end]
                if piece in self.ids:
                    out.append(self.ids[piece])
                    break
                end -= 1
            if end == start:
                return [self.unk]
            start = end
        return out


def shapes(forms):
    """Binary shape features, one row of SHAPES zeros and ones per word."""
    letters = upper = words = capped = 0
    for w in forms:
        first = None
        for c in w:
            if c.isupper() or c.islower():
                letters += 1
                upper += c.isupper()
                if first is None:
                    first = c
        if first is not None:
            words += 1
            capped += first.isupper()
    caps = letters > 0 and upper * 10 >= letters * 8
    flat = upper == 0
    title = words >= 3 and not caps and capped * 10 >= words * 7
    rows = []
    for i, w in enumerate(forms):
        up = sum(c.isupper() for c in w)
        low = sum(c.islower() for c in w)
        dig = sum("0" <= c <= "9" for c in w)
        n = len(w)
        first_upper = n > 0 and w[0].isupper()
        alnum = any(c.isalnum() for c in w)
        rows.append([int(x) for x in (
            up >= 2 and low == 0, first_upper and low > 0 and up == 1, low > 0 and up == 0,
            up > 0 and low > 0 and not (first_upper and up == 1), up == 1 and n == 1,
            dig > 0, dig > 0 and up == 0 and low == 0, n > 1 and "-" in w, n > 1 and "." in w, "'" in w,
            not alnum, w in ('"', "''", "``"), w in ("(", "[", "{"), w in (")", "]", "}"),
            n == 1, n >= 10, i == 0, caps, flat, title)])
    return rows
