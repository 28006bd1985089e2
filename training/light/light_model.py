"""The light provider's network and its features; crates/sayso-syntax/src/light computes the same in whole numbers."""

import torch
import torch.nn as nn
import torch.nn.functional as F

FROZEN, LEARNT, BUCKETS = 96, 64, 16384
WIDTH, LAYERS, ARC, REL = 256, 5, 128, 128
AFFIXES = 9
INPUT = FROZEN + LEARNT


def fnv(data):
    h = 0xCBF29CE484222325
    for byte in data:
        h = ((h ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return (((h ^ (h >> 32)) * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF) >> 32


def normal(form):
    return "".join("0" if c.isnumeric() else c.lower() for c in form)


_affixes = {}


def affixes(lower):
    """Buckets of the suffixes and prefixes of up to four and three bytes, and of the form itself."""
    got = _affixes.get(lower)
    if got is None:
        data = lower.encode()
        parts = [b"s" + data[max(0, len(data) - k):] for k in (1, 2, 3, 4, 5)] + [b"p" + data[:k] for k in (1, 2, 3)] + [b"w" + data]
        got = [fnv(p) % BUCKETS for p in parts]
        _affixes[lower] = got
    return got


def shape(form, first, capitals):
    upper = lower = digit = other = 0
    initial = False
    for i, c in enumerate(form):
        if c.isupper():
            upper += 1
            initial |= i == 0
        elif c.isalpha():
            lower += 1
        elif c.isnumeric():
            digit += 1
        else:
            other += 1
    if upper + lower == 0:
        if digit == 0:
            k = 1
        elif other == 0:
            k = {1: 2, 2: 3, 4: 4}.get(digit, 5)
        else:
            k = 6
    elif capitals:
        k = 8 if digit else 9 if other else 7
    elif upper == 0:
        k = 17 if digit else 11 if other else 10
    elif lower == 0:
        k = 18 if digit else 14 if other else 12 if upper == 1 else 13
    elif digit:
        k = 17 if other == 0 or True else 18
    elif initial:
        k = 16 if other or upper > 1 else 15
    else:
        k = 17
    return k + (32 if first else 0)


def shapes(forms):
    small = any(c.islower() for f in forms for c in f)
    capitals = not small and sum(c.isupper() for f in forms for c in f) >= 2
    return [shape(f, i == 0, capitals) for i, f in enumerate(forms)]


class Scan(torch.autograd.Function):
    """c[t] = f[t] c[t-1] + i[t] along the first axis."""

    @staticmethod
    def forward(ctx, f, i):
        c = torch.empty_like(i)
        last = torch.zeros_like(i[0])
        for t in range(i.shape[0]):
            last = torch.addcmul(i[t], f[t], last)
            c[t] = last
        ctx.save_for_backward(f, c)
        return c

    @staticmethod
    def backward(ctx, grad):
        f, c = ctx.saved_tensors
        gi = torch.empty_like(grad)
        last = torch.zeros_like(grad[0])
        for t in range(grad.shape[0] - 1, -1, -1):
            last = grad[t] + last
            gi[t] = last
            last = last * f[t]
        before = torch.cat([torch.zeros_like(c[:1]), c[:-1]])
        return gi * before, gi


class Layer(nn.Module):
    """A bidirectional simple recurrent unit: gates from the input alone, so that the product is one for all words."""

    def __init__(self):
        super().__init__()
        self.map = nn.Linear(WIDTH, 3 * WIDTH)
        nn.init.xavier_uniform_(self.map.weight)
        with torch.no_grad():
            self.map.bias.zero_()
            # Remember a little at first.
            self.map.bias[WIDTH:2 * WIDTH] = torch.linspace(-1.5, 1.5, WIDTH // 2).repeat(2)

    def forward(self, x, mask):
        # x: time, batch, width; mask: time, batch, 1
        z, f, r = self.map(x).split(WIDTH, -1)
        z, f, r = torch.tanh(z), torch.sigmoid(f), torch.sigmoid(r)
        i = (1 - f) * z * mask
        half = WIDTH // 2
        back = lambda y: torch.cat([y[..., :half], y[..., half:].flip(0)], -1)
        c = back(Scan.apply(back(f), back(i)))
        return r * c + (1 - r) * x


class Light(nn.Module):
    def __init__(self, frozen, learnt_words, n_upos, n_xpos, n_rel):
        super().__init__()
        self.register_buffer("frozen", frozen)
        self.learnt = nn.Embedding(learnt_words, LEARNT)
        self.affix = nn.Embedding(BUCKETS, LEARNT)
        self.shape = nn.Embedding(64, LEARNT)
        for e in (self.learnt, self.affix, self.shape):
            nn.init.normal_(e.weight, std=0.1)
        self.input = nn.Linear(3 * INPUT, WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.tags = nn.Linear(WIDTH, n_upos + n_xpos)
        self.mlp = nn.Linear(WIDTH, 2 * ARC + 2 * REL)
        self.arc = nn.Linear(ARC, ARC)
        self.root_arc = nn.Parameter(torch.randn(ARC) * 0.1)
        self.root_rel = nn.Parameter(torch.randn(REL) * 0.1)
        self.rel = nn.Linear(REL, n_rel)
        self.n_upos = n_upos
        self.drop = 0.25

    def noise(self, x):
        """The same units of all words of a sentence fall out."""
        if not self.training:
            return x
        keep = 1 - self.drop
        return x * (torch.rand(1, x.shape[1], x.shape[2]) < keep) / keep

    def forward(self, words, learnt, affixes, shapes, lengths):
        """All arguments batch first; the answer too, arcs with the root at 0."""
        b, n = words.shape
        mask = (torch.arange(n)[None, :] < lengths[:, None])
        frozen = self.frozen[words]
        own = self.learnt(learnt) + self.affix(affixes).sum(2) + self.shape(shapes)
        x = torch.cat([frozen, own], -1) * mask[..., None]
        pad = torch.zeros(b, 1, INPUT)
        x = torch.cat([torch.cat([pad, x[:, :-1]], 1), x, torch.cat([x[:, 1:], pad], 1)], -1)
        x = x.transpose(0, 1)
        m = mask.transpose(0, 1)[..., None].float()
        x = F.leaky_relu(self.input(self.noise(x)), 0.1)
        for layer in self.layers:
            x = layer(self.noise(x), m)
        x = self.noise(x).transpose(0, 1)
        tags = self.tags(x)
        h = F.leaky_relu(self.mlp(x), 0.1)
        h = F.dropout(h, 0.25, self.training)
        ad, ah, rd, rh = h.split([ARC, ARC, REL, REL], -1)
        ah = torch.cat([self.root_arc.expand(b, 1, ARC), ah], 1)
        rh = torch.cat([self.root_rel.expand(b, 1, REL), rh], 1)
        arcs = torch.bmm(self.arc(ad), ah.transpose(1, 2)) / 11.3
        bad = torch.cat([torch.ones(b, 1, dtype=torch.bool), mask], 1)
        arcs = arcs.masked_fill(~bad[:, None, :], -1e9)
        self_arc = torch.cat([torch.zeros(n, 1, dtype=torch.bool), torch.eye(n, dtype=torch.bool)], 1)
        arcs = arcs.masked_fill(self_arc, -1e9)
        return tags[..., :self.n_upos], tags[..., self.n_upos:], arcs, rd, rh

    def relations(self, rd, rh, heads):
        h = torch.gather(rh, 1, heads[:, :, None].expand(-1, -1, REL))
        return self.rel(F.leaky_relu(rd + h, 0.1))
