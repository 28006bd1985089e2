#!/usr/bin/env python3
"""Plain text of the development corpora that may ship, for silver trees: silver_texts.py CORPORA > TEXT."""
import csv
import html
import json
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
texts = []
for path in sorted(root.glob("wikiwars/*.key.xml")):
    body = re.search(r"<TEXT>(.*?)</TEXT>", path.read_text(encoding="utf-8", errors="replace"), re.S)
    if body:
        texts.append(html.unescape(re.sub(r"<[^>]+>", "", body.group(1))))
for path in sorted(root.glob("re3d/*/documents.json")):
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            texts.append(json.loads(line)["text"])
for name in ("real_a", "real_b", "registers"):
    for line in (root / "claims" / name / "reports.jsonl").read_text(encoding="utf-8").splitlines():
        report = json.loads(line)
        texts.append((report.get("title") or "") + "\n\n" + report["text"])
plover = (root / "plover/PLOVER_GSR_CAMEO.txt").read_text(encoding="utf-8", errors="replace")
texts.append("\n\n".join(json.loads('"' + t + '"') for t in re.findall(r'"text": "((?:[^"\\]|\\.)*)"', plover)))
lines = [row["line"].lstrip("- ") for row in csv.DictReader((root / "centcom_lines/all.csv").open(encoding="utf-8", errors="replace"))]
texts.append("\n\n".join(lines[::12]))
print("\n\n".join(texts))
