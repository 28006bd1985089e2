"""The accurate provider's network: a 6-layer encoder, word shape, tag heads and biaffine attachment."""

import torch
import torch.nn as nn
import torch.nn.functional as F

from words import SHAPES

H, LAYERS, HEADS, FFN = 384, 6, 12, 1536
SHAPE_DIM, ARC, REL = 32, 256, 96
WORD = H + SHAPE_DIM


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv = nn.Linear(H, 3 * H)
        self.out = nn.Linear(H, H)
        self.norm1 = nn.LayerNorm(H, eps=1e-12)
        self.up = nn.Linear(H, FFN)
        self.down = nn.Linear(FFN, H)
        self.norm2 = nn.LayerNorm(H, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x, mask):
        b, n, _ = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, H // HEADS).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        a = a.transpose(1, 2).reshape(b, n, H)
        x = self.norm1(x + self.drop(self.out(a)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Parser(nn.Module):
    def __init__(self, n_upos, n_xpos, n_rel, vocab=30522):
        super().__init__()
        self.words = nn.Embedding(vocab, H)
        self.positions = nn.Embedding(512, H)
        self.norm = nn.LayerNorm(H, eps=1e-12)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.shape = nn.Linear(SHAPES, SHAPE_DIM)
        self.tags = nn.Linear(WORD, n_upos + n_xpos)
        self.mlp = nn.Linear(WORD, 2 * ARC + 2 * REL)
        self.arc = nn.Linear(ARC, ARC)
        self.arc_bias = nn.Linear(ARC, 1, bias=False)
        self.rel = nn.Linear(REL, REL * n_rel, bias=False)
        self.rel_dep = nn.Linear(REL, n_rel)
        self.rel_head = nn.Linear(REL, n_rel, bias=False)
        self.n_upos, self.n_rel = n_upos, n_rel
        self.drop = nn.Dropout(0.1)
        self.drop_mlp = nn.Dropout(0.33)
        nn.init.normal_(self.rel.weight, std=0.01)

    def encode(self, ids, mask):
        n = ids.shape[1]
        x = self.drop(self.norm(self.words(ids) + self.positions.weight[:n]))
        m = torch.zeros(mask.shape, dtype=x.dtype).masked_fill(~mask, -1e9)[:, None, None, :]
        for b in self.blocks:
            x = b(x, m)
        return x

    def forward(self, ids, mask, first, shapes):
        """first: piece index of each word, with index 0 ([CLS], the root) in front. Returns scores with the root in front."""
        x = self.encode(ids, mask)
        x = torch.gather(x, 1, first[:, :, None].expand(-1, -1, H))
        w = self.drop(torch.cat([x, self.shape(shapes)], -1))
        tags = self.tags(w)
        m = self.drop_mlp(F.leaky_relu(self.mlp(w), 0.1))
        ad, ah, rd, rh = m.split([ARC, ARC, REL, REL], -1)
        arcs = torch.bmm(self.arc(ad), ah.transpose(1, 2)) + self.arc_bias(ah).transpose(1, 2)
        return tags[..., :self.n_upos], tags[..., self.n_upos:], arcs / 16.0, rd, rh

    def relations(self, rd, rh, heads):
        """Scores of the labels of the given arcs: for each word its head's index (root in front)."""
        h = torch.gather(rh, 1, heads[:, :, None].expand(-1, -1, REL))
        b, n, _ = rd.shape
        u = self.rel(rd).view(b, n, self.n_rel, REL)
        return torch.einsum("bnlr,bnr->bnl", u, h) + self.rel_dep(rd) + self.rel_head(h)


def load_encoder(model, tensors):
    """Fills the encoder from the safetensors of a BERT model."""
    g = lambda name: tensors[name if name in tensors else "bert." + name]
    with torch.no_grad():
        model.words.weight.copy_(g("embeddings.word_embeddings.weight"))
        model.positions.weight.copy_(g("embeddings.position_embeddings.weight")
                                     + g("embeddings.token_type_embeddings.weight")[0])
        model.norm.weight.copy_(g("embeddings.LayerNorm.weight"))
        model.norm.bias.copy_(g("embeddings.LayerNorm.bias"))
        for i, b in enumerate(model.blocks):
            p = f"encoder.layer.{i}."
            for part in ("weight", "bias"):
                getattr(b.qkv, part).copy_(torch.cat([g(f"{p}attention.self.{x}.{part}") for x in ("query", "key", "value")]))
                getattr(b.out, part).copy_(g(f"{p}attention.output.dense.{part}"))
                getattr(b.norm1, part).copy_(g(f"{p}attention.output.LayerNorm.{part}"))
                getattr(b.up, part).copy_(g(f"{p}intermediate.dense.{part}"))
                getattr(b.down, part).copy_(g(f"{p}output.dense.{part}"))
                getattr(b.norm2, part).copy_(g(f"{p}output.LayerNorm.{part}"))
