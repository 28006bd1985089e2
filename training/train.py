"""Fine-tunes the accurate provider on UD English EWT; one checkpoint an epoch."""

import argparse
import json
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from model import Parser, load_encoder
from words import MAX_PIECES, SHAPES, WordPiece, read_conllu, shapes

CORE = {"nsubj", "nsubj:pass", "obj", "obl", "obl:agent", "ccomp", "xcomp", "acl:relcl", "advcl", "appos", "conj"}


def augmented(s, rng):
    """A copy with other case, quotation marks, dashes or without its final stop."""
    forms, keep = list(s.forms), len(s.forms)
    r = rng.random()
    if r < 0.15:
        forms = [w.upper() for w in forms]
    elif r < 0.23:
        forms = [w.lower() for w in forms]
    elif r < 0.31:
        forms = [w[:1].upper() + w[1:] for w in forms]
    if rng.random() < 0.15:
        mark = rng.choice(['"', "'", "''"])
        forms = [mark if w in ('"', "''", "``") else w for w in forms]
    if rng.random() < 0.10:
        forms = ["-" if w == "--" else "--" if w == "-" else w for w in forms]
    if rng.random() < 0.08 and keep > 2 and s.forms[-1] in ".!" and keep not in s.heads:
        keep -= 1
    return forms[:keep], keep


def encode(wp, forms, rng=None):
    """Piece ids and each word's first piece; with `rng` a few words become unknown."""
    ids, first = [wp.cls], [0]
    for w in forms:
        first.append(len(ids))
        ids.extend([wp.unk] if rng and rng.random() < 0.03 else wp.word(w))
    return ids + [wp.sep], first


def collate(wp, labels, items, rng=None):
    enc = [encode(wp, forms, rng) for _, forms, _ in items]
    b, n, m = len(items), max(len(e[0]) for e in enc), max(len(e[1]) for e in enc)
    ids = torch.full((b, n), wp.pad)
    mask = torch.zeros(b, n, dtype=torch.bool)
    first = torch.zeros(b, m, dtype=torch.long)
    shp = torch.zeros(b, m, SHAPES)
    gold = torch.full((4, b, m), -100)
    for i, ((s, forms, keep), (p, f)) in enumerate(zip(items, enc)):
        ids[i, :len(p)] = torch.tensor(p)
        mask[i, :len(p)] = True
        first[i, :len(f)] = torch.tensor(f)
        shp[i, 1:len(f)] = torch.tensor(shapes(forms), dtype=torch.float)
        gold[0, i, 1:keep + 1] = torch.tensor([labels["upos"].index(x) for x in s.upos[:keep]])
        gold[1, i, 1:keep + 1] = torch.tensor([labels["xpos"].index(x) for x in s.xpos[:keep]])
        gold[2, i, 1:keep + 1] = torch.tensor(s.heads[:keep])
        gold[3, i, 1:keep + 1] = torch.tensor([labels["rel"].index(x) for x in s.rels[:keep]])
    return ids, mask, first, shp, gold


def batches(wp, items, pieces, rng):
    sized = [(len(encode(wp, it[1])[0]), rng.random(), it) for it in items]
    sized = sorted((x for x in sized if x[0] <= MAX_PIECES), key=lambda x: (x[0] + 2 * x[1], x[1]))
    out, cur = [], []
    for n, _, it in sized:
        if cur and n * (len(cur) + 1) > pieces:
            out.append(cur)
            cur = []
        cur.append(it)
    if cur:
        out.append(cur)
    rng.shuffle(out)
    return out


def mask_arcs(arcs, first):
    words = torch.cat([torch.ones(first.shape[0], 1, dtype=torch.bool), first[:, 1:] > 0], 1)
    arcs = arcs.float().masked_fill(~words[:, None, :], -1e9)
    return arcs.masked_fill(torch.eye(arcs.shape[1], dtype=torch.bool), -1e9)


@torch.no_grad()
def evaluate(model, wp, labels, data, upper=False):
    model.eval()
    items = [(s, [w.upper() for w in s.forms] if upper else s.forms, len(s.forms)) for s in data]
    n = up = xp = ua = la = tp = fp = fn = 0
    core = torch.tensor([x in CORE for x in labels["rel"]])
    for b in batches(wp, items, 4000, random.Random(1)):
        ids, mask, first, shp, gold = collate(wp, labels, b)
        u, x, arcs, rd, rh = model(ids, mask, first, shp)
        heads = mask_arcs(arcs, first).argmax(-1)
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
    return {k: round(100 * v, 2) for k, v in dict(upos=up / n, xpos=xp / n, uas=ua / n, las=la / n,
                                                   core=2 * tp / (2 * tp + fp + fn)).items()}


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--treebank", required=True)
    a.add_argument("--encoder", required=True, help="folder with model.safetensors and vocab.txt")
    a.add_argument("--out", required=True)
    a.add_argument("--epochs", type=int, default=4)
    a.add_argument("--pieces", type=int, default=800)
    a.add_argument("--lr", type=float, default=1.2e-4)
    a.add_argument("--lr-heads", type=float, default=1.5e-3)
    a.add_argument("--start", help="checkpoint to go on from")
    a.add_argument("--bf16", action="store_true")
    a.add_argument("--threads", type=int, default=2)
    a.add_argument("--steps", type=int, default=0, help="stop early, to time a step")
    a = a.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(a.threads)
    rng = random.Random(1)
    out = Path(a.out)
    out.mkdir(parents=True, exist_ok=True)
    train = read_conllu(next(Path(a.treebank).glob("*train.conllu")))
    dev = read_conllu(next(Path(a.treebank).glob("*dev.conllu")))
    labels = {k: sorted({x for s in train + dev for x in getattr(s, v)})
              for k, v in (("upos", "upos"), ("xpos", "xpos"), ("rel", "rels"))}
    (out / "labels.json").write_text(json.dumps(labels))
    wp = WordPiece(Path(a.encoder) / "vocab.txt")
    model = Parser(*(len(labels[k]) for k in ("upos", "xpos", "rel")))
    load_encoder(model, load_file(Path(a.encoder) / "model.safetensors"))
    if a.start:
        model.load_state_dict(torch.load(a.start))
    enc = [p for k, p in model.named_parameters() if k.split(".")[0] in ("words", "positions", "norm", "blocks")]
    ids = {id(p) for p in enc}
    rest = [p for p in model.parameters() if id(p) not in ids]
    opt = torch.optim.AdamW([{"params": enc, "lr": a.lr}, {"params": rest, "lr": a.lr_heads}], weight_decay=0.01,
                            betas=(0.9, 0.98), foreach=True)
    total = a.epochs * len(batches(wp, [(s, s.forms, len(s.forms)) for s in train], a.pieces, random.Random(1)))
    sched = torch.optim.lr_scheduler.LambdaLR(opt, lambda t: min(1, (t + 1) / (0.06 * total)) * max(0.01, 1 - t / total))
    print(f"{len(train)} + {len(dev)} sentences, {total} steps", flush=True)
    step, start = 0, time.time()
    for epoch in range(1, a.epochs + 1):
        items = [(s, *augmented(s, rng)) for s in train]
        run = 0.0
        for b in batches(wp, items, a.pieces, rng):
            ids, mask, first, shp, gold = collate(wp, labels, b, rng)
            with torch.autocast("cpu", torch.bfloat16, enabled=a.bf16):
                u, x, arcs, rd, rh = model(ids, mask, first, shp)
                rel = model.relations(rd, rh, gold[2].clamp(min=0))
            ce = lambda s, g: F.cross_entropy(s.float().flatten(0, 1), g.flatten(), ignore_index=-100)
            loss = ce(mask_arcs(arcs, first), gold[2]) + ce(rel, gold[3]) + 0.5 * ce(u, gold[0]) + 0.5 * ce(x, gold[1])
            opt.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            opt.step()
            sched.step()
            step += 1
            run = loss.item() if step == 1 else 0.98 * run + 0.02 * loss.item()
            if step % 50 == 0 or step == a.steps:
                print(f"step {step}/{total} loss {run:.3f} {time.time() - start:.0f}s", flush=True)
            if step == a.steps:
                return
        torch.save(model.state_dict(), out / f"epoch{epoch}.pt")
        print(f"epoch {epoch} {time.time() - start:.0f}s dev {evaluate(model, wp, labels, dev)} "
              f"caps {evaluate(model, wp, labels, dev, True)}", flush=True)


if __name__ == "__main__":
    main()
