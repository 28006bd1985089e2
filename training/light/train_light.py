"""Trains the light provider: train_light.py --treebank DIR --silver FILE --vectors FILE --out DIR."""

import argparse
import json
import pathlib
import random
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parent))
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import light_model as lm
from light_model import Light, affixes, normal, shapes
from words import read_conllu

CORE = {"nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "ccomp", "xcomp", "acl:relcl", "advcl", "appos", "conj"}


def augmented(forms, rng):
    r = rng.random()
    if r < 0.15:
        return [w.upper() for w in forms]
    if r < 0.21:
        return [w.lower() for w in forms]
    if r < 0.27:
        return [w[:1].upper() + w[1:] for w in forms]
    return forms


def collate(items, index, learnt_count, labels, rng=None):
    b, n = len(items), max(len(f) for _, f in items)
    words = torch.zeros(b, n, dtype=torch.long)
    learnt = torch.zeros(b, n, dtype=torch.long)
    aff = torch.zeros(b, n, lm.AFFIXES, dtype=torch.long)
    shp = torch.zeros(b, n, dtype=torch.long)
    gold = torch.full((4, b, n), -100)
    for i, (s, forms) in enumerate(items):
        k = len(forms)
        lower = [normal(f) for f in forms]
        ids = [index.get(w, 0) for w in lower]
        first = [w if w < learnt_count else 0 for w in ids]
        if rng:
            first = [0 if rng.random() < 0.2 else w for w in first]
            ids = [0 if rng.random() < 0.08 else w for w in ids]
        words[i, :k] = torch.tensor(ids)
        learnt[i, :k] = torch.tensor(first)
        aff[i, :k] = torch.tensor([affixes(w) for w in lower])
        shp[i, :k] = torch.tensor(shapes(forms))
        for row, values in enumerate((s.u, s.x, s.heads, s.r)):
            gold[row, i, :k] = torch.tensor(values)
    return words, learnt, aff, shp, torch.tensor([len(f) for _, f in items]), gold


def batches(items, words, rng):
    items = sorted(items, key=lambda it: (len(it[1]) + rng.random() * 3))
    out, cur = [], []
    for it in items:
        if cur and len(it[1]) * (len(cur) + 1) > words:
            out.append(cur)
            cur = []
        cur.append(it)
    out.append(cur)
    rng.shuffle(out)
    return out


@torch.no_grad()
def evaluate(model, dev, index, learnt_count, labels, upper=False):
    model.eval()
    items = [(s, [w.upper() for w in s.forms] if upper else s.forms) for s in dev]
    n = up = xp = ua = la = tp = fp = fn = 0
    core = torch.tensor([x in CORE for x in labels["rel"]])
    for batch in batches(items, 3000, random.Random(1)):
        *inputs, gold = collate(batch, index, learnt_count, labels)
        u, x, arcs, rd, rh = model(*inputs)
        heads = arcs.argmax(-1)
        rel = model.relations(rd, rh, heads).argmax(-1)
        ok = gold[2] >= 0
        good = (heads == gold[2]) & ok
        both = good & (rel == gold[3])
        n += ok.sum().item()
        up += (u.argmax(-1) == gold[0])[ok].sum().item()
        xp += (x.argmax(-1) == gold[1])[ok].sum().item()
        ua += good.sum().item()
        la += both.sum().item()
        cg, cp = core[gold[3].clamp(min=0)] & ok, core[rel] & ok
        tp += (both & cg).sum().item()
        fp += (cp & ~both).sum().item()
        fn += (cg & ~both).sum().item()
    model.train()
    return {k: round(100 * v, 2) for k, v in dict(upos=up / n, xpos=xp / n, uas=ua / n, las=la / n, core=2 * tp / (2 * tp + fp + fn)).items()}


def grow(model, old, old_vectors, vectors):
    """Fills the model from a smaller one: new input columns count nothing yet, new layers let their input through."""
    kept = old_vectors.shape[1]
    sign = np.sign((old_vectors * vectors[:, :kept]).sum(0))
    vectors[:, :kept] *= sign
    with torch.no_grad():
        model.frozen[1:] = torch.tensor(vectors)
        state = model.state_dict()
        for key, value in old.items():
            if key == "frozen":
                continue
            if key == "input.weight":
                part = value.view(lm.WIDTH, 3, -1)
                grown = torch.zeros(lm.WIDTH, 3, lm.INPUT)
                grown[:, :, :kept] = part[:, :, :kept]
                grown[:, :, lm.FROZEN:] = part[:, :, kept:]
                state[key].copy_(grown.view(lm.WIDTH, -1))
            else:
                state[key].copy_(value)
        for i, layer in enumerate(model.layers):
            if f"layers.{i}.map.weight" not in old:
                layer.map.bias[2 * lm.WIDTH:] = -3.0


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--treebank", required=True)
    a.add_argument("--silver", action="append", default=[])
    a.add_argument("--vectors", required=True, help="npz with words, vectors and how many of them are learnt")
    a.add_argument("--out", required=True)
    a.add_argument("--epochs", type=int, default=14)
    a.add_argument("--words", type=int, default=1500)
    a.add_argument("--lr", type=float, default=2.5e-3)
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("--layers", type=int, default=lm.LAYERS)
    a.add_argument("--start", help="folder of a smaller network to grow from")
    a.add_argument("--start-vectors", help="the vectors it was trained with")
    a.add_argument("--steps", type=int, default=0)
    a = a.parse_args()
    lm.LAYERS = a.layers
    torch.manual_seed(1)
    torch.set_num_threads(a.threads)
    rng = random.Random(1)
    out = pathlib.Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    root = pathlib.Path(a.treebank)
    train, dev = (read_conllu(next(root.glob(f"*{part}.conllu"))) for part in ("train", "dev"))
    silver = [s for path in a.silver for s in read_conllu(path)]
    labels = {k: sorted({x for s in train + dev for x in getattr(s, v)}) for k, v in (("upos", "upos"), ("xpos", "xpos"), ("rel", "rels"))}
    (out / "labels.json").write_text(json.dumps(labels))
    ids = {k: {x: i for i, x in enumerate(v)} for k, v in labels.items()}
    for s in train + dev + silver:
        s.u, s.x, s.r = [ids["upos"][x] for x in s.upos], [ids["xpos"][x] for x in s.xpos], [ids["rel"][x] for x in s.rels]
    data = np.load(a.vectors, allow_pickle=True)
    index = {w: i + 1 for i, w in enumerate(data["words"].tolist())}
    learnt_count = int(data["learnt"]) + 1
    frozen = torch.tensor(np.vstack([np.zeros((1, lm.FROZEN), np.float32), data["vectors"]]))
    model = Light(frozen, learnt_count, *(len(labels[k]) for k in ("upos", "xpos", "rel")))
    if a.start:
        grow(model, torch.load(pathlib.Path(a.start) / "light.pt"), np.load(a.start_vectors, allow_pickle=True)["vectors"], frozen[1:].numpy())
        print("before", evaluate(model, dev, index, learnt_count, labels), flush=True)
    average = {k: v.clone() for k, v in model.state_dict().items()}
    opt = torch.optim.AdamW(model.parameters(), lr=a.lr, betas=(0.9, 0.95), weight_decay=1e-4, foreach=True)
    data = [s for s in train + silver if len(s.forms) <= 100]
    total = a.epochs * len(batches([(s, s.forms) for s in data], a.words, random.Random(1)))
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda t: min(1, (t + 1) / 150) * max(0.02, 0.5 * (1 + np.cos(np.pi * t / total))))
    print(f"{len(train)} + {len(silver)} sentences, {total} steps, {learnt_count} learnt of {len(frozen)} words", flush=True)
    step, start = 0, time.time()
    for epoch in range(1, a.epochs + 1):
        run = 0.0
        for batch in batches([(s, augmented(s.forms, rng)) for s in data], a.words, rng):
            *inputs, gold = collate(batch, index, learnt_count, labels, rng)
            u, x, arcs, rd, rh = model(*inputs)
            rel = model.relations(rd, rh, gold[2].clamp(min=0))
            ce = lambda s, g: F.cross_entropy(s.flatten(0, 1), g.flatten(), ignore_index=-100)
            loss = ce(arcs, gold[2]) + ce(rel, gold[3]) + 0.5 * ce(u, gold[0]) + 0.5 * ce(x, gold[1])
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 3.0)
            opt.step()
            sched.step()
            step += 1
            with torch.no_grad():
                decay = min(0.998, (step + 1) / (step + 10))
                for k, v in model.state_dict().items():
                    if k != "frozen":
                        average[k].lerp_(v, 1 - decay)
            run = loss.item() if step == 1 else 0.98 * run + 0.02 * loss.item()
            if step % 50 == 0:
                print(f"step {step}/{total} loss {run:.3f} {time.time() - start:.0f}s", flush=True)
            if step == a.steps:
                return
        keep = {k: v.clone() for k, v in model.state_dict().items()}
        model.load_state_dict(average)
        torch.save(average, out / "light.pt")
        caps = evaluate(model, dev, index, learnt_count, labels, True) if epoch % 4 == 0 or epoch == a.epochs else ""
        print(f"epoch {epoch} {time.time() - start:.0f}s dev {evaluate(model, dev, index, learnt_count, labels)} caps {caps}", flush=True)
        model.load_state_dict(keep)


if __name__ == "__main__":
    main()
