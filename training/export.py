"""Turns a checkpoint into the weights file of crates/sayso-syntax: integer weights, one scale for each output."""

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file

POSITIONS = 256


def integers(weight, limit):
    """Rows rounded to -limit..limit, the scale of each row chosen for the least squared error."""
    top = weight.abs().amax(1).clamp(min=1e-8)
    best, scale = torch.full_like(top, float("inf")), top / limit
    for shrink in torch.arange(0.70, 1.001, 0.02).tolist():
        s = top * shrink / limit
        q = (weight / s[:, None]).round().clamp(-limit, limit)
        error = ((q * s[:, None] - weight) ** 2).sum(1)
        scale = torch.where(error < best, s, scale)
        best = torch.minimum(error, best)
    return (weight / scale[:, None]).round().clamp(-limit, limit).to(torch.int8), scale


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--checkpoint", required=True)
    a.add_argument("--labels", required=True)
    a.add_argument("--vocab", required=True)
    a.add_argument("--version", default="1")
    a.add_argument("--crate", required=True, help="folder crates/sayso-syntax")
    a = a.parse_args()
    labels = json.loads(Path(a.labels).read_text())
    m = torch.load(a.checkpoint, map_location="cpu")
    out = {}

    def linear(name, weight, bias=None, factor=1.0):
        out[name + ".q"], out[name + ".s"] = integers(weight * factor, 64)
        out[name + ".b"] = (torch.zeros(weight.shape[0]) if bias is None else bias * factor).clone()

    def norm(name, key):
        out[name + ".w"], out[name + ".b"] = m[key + ".weight"].clone(), m[key + ".bias"].clone()

    out["words.q"], out["words.s"] = integers(m["words.weight"], 127)
    out["positions"] = m["positions.weight"][:POSITIONS].clone()
    norm("norm", "norm")
    layers = 1 + max(int(k.split(".")[1]) for k in m if k.startswith("blocks."))
    for i in range(layers):
        p = f"blocks.{i}."
        for x in ("qkv", "out", "up", "down"):
            linear(p + x, m[f"{p}{x}.weight"], m[f"{p}{x}.bias"])
        norm(p + "norm1", p + "norm1")
        norm(p + "norm2", p + "norm2")
    out["shape.w"], out["shape.b"] = m["shape.weight"].clone(), m["shape.bias"].clone()
    for x in ("tags", "mlp", "rel_dep"):
        linear(x, m[x + ".weight"], m[x + ".bias"])
    linear("arc", m["arc.weight"], m["arc.bias"], 1 / 16)
    out["arc_bias"] = m["arc_bias.weight"].flatten() / 16
    linear("rel", m["rel.weight"])
    linear("rel_head", m["rel_head.weight"])
    crate = Path(a.crate)
    save_file({k: v.contiguous() for k, v in out.items()}, crate / "weights/accurate.safetensors", metadata={
        "version": a.version, "layers": str(layers), "upos": " ".join(labels["upos"]),
        "xpos": " ".join(labels["xpos"]), "deprel": " ".join(labels["rel"])})
    shutil.copyfile(a.vocab, crate / "weights/accurate.vocab.txt")

    def table(doc, name, kind, items):
        return f"/// {doc}\npub(super) const {name}: [{kind}; {len(items)}] = [\n" + "".join(f"    {x},\n" for x in items) + "];\n"

    quoted = lambda xs: [json.dumps(x) for x in xs]
    (crate / "src/accurate/labels.rs").write_text(
        "//! The label tables of the accurate weights, written by `training/export.py`.\n\nuse sayso_text::Upos;\n\n"
        + table("Universal parts of speech.", "UPOS", "Upos", ["Upos::" + x.capitalize() for x in labels["upos"]]) + "\n"
        + table("Their names in the treebank.", "UPOS_NAMES", "&str", quoted(labels["upos"])) + "\n"
        + table("Penn Treebank tags.", "XPOS", "&str", quoted(labels["xpos"])) + "\n"
        + table("Universal Dependencies relations.", "DEPREL", "&str", quoted(labels["rel"])))


if __name__ == "__main__":
    main()
