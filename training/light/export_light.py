"""Writes crates/sayso-syntax/weights/light.safetensors: export_light.py --model DIR --vectors FILE --out FILE."""

import argparse
import json
import pathlib
import struct
import sys

import numpy as np
import torch
from safetensors.torch import save_file

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
from export import integers
from light_model import fnv

a = argparse.ArgumentParser()
a.add_argument("--model", required=True, help="folder with light.pt and labels.json")
a.add_argument("--vectors", required=True)
a.add_argument("--out", required=True)
a.add_argument("--version", default="1")
a = a.parse_args()
m = torch.load(pathlib.Path(a.model) / "light.pt", map_location="cpu")
labels = json.loads((pathlib.Path(a.model) / "labels.json").read_text())
words = np.load(a.vectors, allow_pickle=True)["words"].tolist()
out = {}


def linear(name, key, factor=1.0):
    out[name + ".q"], out[name + ".s"] = integers(m[key + ".weight"] * factor, 64)
    out[name + ".b"] = (m[key + ".bias"] * factor).clone()


def table(name, weight):
    out[name + ".q"], out[name + ".s"] = integers(weight, 127)


hashes = b"".join(struct.pack("<I", fnv(w.encode())) for w in words)
out["words"] = torch.frombuffer(bytearray(hashes), dtype=torch.int8).reshape(-1, 4)
table("frozen", m["frozen"])
table("learnt", m["learnt.weight"])
table("affix", m["affix.weight"])
out["shape"] = m["shape.weight"].clone()
linear("input", "input")
layers = sum(1 for k in m if k.startswith("layers.") and k.endswith("weight"))
for i in range(layers):
    linear(f"layers.{i}", f"layers.{i}.map")
for name in ("tags", "mlp", "rel"):
    linear(name, name)
linear("arc", "arc", 1 / 11.3)
out["root_arc"], out["root_rel"] = m["root_arc"].clone(), m["root_rel"].clone()
meta = {"version": a.version, "layers": str(layers), "upos": " ".join(labels["upos"]), "xpos": " ".join(labels["xpos"]), "deprel": " ".join(labels["rel"])}
save_file({k: v.contiguous() for k, v in out.items()}, a.out, metadata=meta)
print(sum(v.numel() * v.element_size() for v in out.values()) / 1e6, "MB")
