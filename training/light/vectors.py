"""Word vectors of the light provider: word pieces of all-MiniLM-L6-v2 and the accurate model's view of the lone word, reduced.

vectors.py --encoder DIR --checkpoint FILE --labels FILE --out FILE.npz TREES.conllu...
"""
import argparse
import collections
import json
import pathlib
import sys

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from light_model import FROZEN, normal
from model import Parser
from safetensors.torch import load_file
from words import SHAPES, WordPiece, read_conllu

a = argparse.ArgumentParser()
a.add_argument("--encoder", required=True)
a.add_argument("--checkpoint", required=True)
a.add_argument("--labels", required=True)
a.add_argument("--out", required=True)
a.add_argument("trees", nargs="+")
a = a.parse_args()
torch.set_num_threads(2)
counts = collections.Counter(normal(f) for path in a.trees for s in read_conllu(path) for f in s.forms)
learnt = [w for w, n in sorted(counts.items(), key=lambda x: (-x[1], x[0])) if n >= 2]
rare = [w for w, n in sorted(counts.items()) if n == 1]
known = set(learnt) | set(rare)
vocabulary = [w.rstrip("\n") for w in open(pathlib.Path(a.encoder) / "vocab.txt", encoding="utf-8")]
words = learnt + rare + [w for w in vocabulary if w.isascii() and len(w) > 1 and w[0].isalpha() and w not in known]
labels = json.loads(pathlib.Path(a.labels).read_text())
model = Parser(*(len(labels[k]) for k in ("upos", "xpos", "rel")))
model.load_state_dict(torch.load(a.checkpoint, map_location="cpu"))
model.eval()
wp = WordPiece(pathlib.Path(a.encoder) / "vocab.txt")
plain = load_file(pathlib.Path(a.encoder) / "model.safetensors")
table = next(v for k, v in plain.items() if k.endswith("word_embeddings.weight")).float()
pieces = [wp.word(w.replace("0", "1")) for w in words]
static = torch.stack([table[p].mean(0) for p in pieces])
alone = torch.zeros(len(words), 384)
order = sorted(range(len(words)), key=lambda i: len(pieces[i]))
with torch.no_grad():
    for k in range(0, len(order), 512):
        part = order[k:k + 512]
        n = max(len(pieces[i]) for i in part) + 2
        ids, mask = torch.full((len(part), n), wp.pad), torch.zeros(len(part), n, dtype=torch.bool)
        for row, i in enumerate(part):
            p = [wp.cls] + pieces[i] + [wp.sep]
            ids[row, :len(p)] = torch.tensor(p)
            mask[row, :len(p)] = True
        alone[part] = model.encode(ids, mask)[:, 1]
parts = []
weight = np.array([counts.get(w, 0) + 1.0 for w in words]) ** 0.5
for x in (static.numpy(), alone.numpy()):
    mean = (x * weight[:, None]).sum(0) / weight.sum()
    x = x - mean
    parts.append(x / np.sqrt((x ** 2).sum(1).mean()))
x = np.concatenate(parts, 1)
values, basis = np.linalg.eigh((x * weight[:, None]).T @ x / weight.sum())
x = x @ basis[:, ::-1][:, :FROZEN]
print(len(words), len(learnt), "kept", values[::-1][:FROZEN].sum() / values.sum())
# The scale is that of the first 96, so that the number kept can be changed without learning all anew.
x = x / np.sqrt((x[:, :96] ** 2).mean()) * 0.5
np.savez(a.out, words=np.array(words, dtype=object), vectors=x.astype(np.float32), learnt=len(learnt))
