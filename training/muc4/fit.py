"""Fits the weights of crates/sayso-eval/data/muc4_weights.toml: which occurrences are incidents of the MUC-4 task, and
which words fill their roles.

Reads the lines of `sayso eval muc4 --only dev1300 --rows` and the keys of the development split. A report's candidates
are mapped to its key templates as the measure maps them; a candidate is right if it was mapped, words are right if the
mapped template has them in their role. Logistic regressions with an L2 penalty; prints the measure cross-validated by
report, and with --check on the rows of another split.
"""

import argparse
import json
import pathlib
import random
import re
import string
from collections import Counter, defaultdict

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

ROLES = ["PerpInd", "PerpOrg", "Target", "Victim", "Weapon"]
SLOTS = ["Template"] + ROLES
FOLDS = 3


def normal(mention):
    """As `normal_mention` of the scorer."""
    bare = "".join(letter for letter in mention.lower() if letter not in string.punctuation)
    return " ".join(word for word in bare.split() if word not in ("a", "an", "the"))


def keys(path):
    """Key templates by report; equal ones once."""
    found = {}
    for line in path.open():
        document = json.loads(line)
        own = found[document["docid"]] = []
        for template in document["templates"]:
            template = {
                "type": template["incident_type"],
                **{role: [[normal(words) for words, _ in e] for e in template[role] if e] for role in ROLES},
            }
            if template not in own:
                own.append(template)
    return found


def credit(template, key):
    """Slots right on both sides, or nothing where the types differ; entities are sets of words here."""
    if template["type"] not in key["type"]:
        return None
    right, found = 1, 1
    for role in ROLES:
        right += sum(any(words in entity for entity in key[role]) for words in template[role])
        found += sum(any(words in entity for words in template[role]) for entity in key[role])
    return right, found


def mapped(templates, own):
    """Index of the key template of each template, for the most credit in sum."""
    credits = [[credit(template, key) for key in own] for template in templates]
    best = (-1, [])

    def extend(index, used, gain, mapping):
        nonlocal best
        if index == len(templates):
            if gain > best[0]:
                best = (gain, mapping[:])
            return
        for number, value in enumerate(credits[index]):
            if value is not None and number not in used:
                extend(index + 1, used | {number}, gain + sum(value), mapping + [number])
        extend(index + 1, used, gain, mapping + [None])

    if len(own) <= 2 or len(templates) <= 6:
        extend(0, frozenset(), 0, [])
        return best[1], credits
    pairs = sorted(
        ((-sum(value), i, j) for i, row in enumerate(credits) for j, value in enumerate(row) if value is not None)
    )
    mapping, used = [None] * len(templates), set()
    for _, i, j in pairs:
        if mapping[i] is None and j not in used:
            mapping[i] = j
            used.add(j)
    return mapping, credits


class Rows:
    """Candidates and their fillers as rows of a matrix for each slot."""

    def __init__(self, path, own, names=None, least=8):
        self.reports, self.keys = [], {}
        rows = {slot: [] for slot in SLOTS}
        for line in path.open():
            line = json.loads(line)
            if line["id"] not in own:
                continue
            self.keys[line["id"]] = own[line["id"]]
            candidates = line["candidates"]
            offered = [
                {"type": c["type"], **{r: [f["words"] for f in c["fillers"] if f["role"] == r] for r in ROLES}}
                for c in candidates
            ]
            mapping, _ = mapped(offered, own[line["id"]])
            report = []
            for candidate, number in zip(candidates, mapping):
                at = len(rows["Template"])
                rows["Template"].append((line["id"], candidate["features"], int(number is not None)))
                fillers = []
                for filler in candidate["fillers"]:
                    role, right = filler["role"], -1
                    if number is not None:
                        right = int(any(filler["words"] in e for e in own[line["id"]][number][role]))
                    fillers.append((role, filler["words"], len(rows[role])))
                    rows[role].append((line["id"], filler["features"], right))
                report.append((candidate["type"], at, fillers, candidate["occurrence"]))
            self.reports.append((line["id"], report))
        self.names = names or {}
        self.matrix, self.right, self.report = {}, {}, {}
        for slot in SLOTS:
            if slot not in self.names:
                seen = Counter(name for _, features, right in rows[slot] if right >= 0 for name in set(features))
                known = sorted(name for name, times in seen.items() if times >= least)
                self.names[slot] = {name: index for index, name in enumerate(known)}
            known = self.names[slot]
            at, to = [], []
            for index, (_, features, _) in enumerate(rows[slot]):
                own_names = sorted({known[name] for name in features if name in known})
                at += [index] * len(own_names)
                to += own_names
            # The last column is always there.
            at += range(len(rows[slot]))
            to += [len(known)] * len(rows[slot])
            shape = (len(rows[slot]), len(known) + 1)
            self.matrix[slot] = csr_matrix((np.ones(len(at)), (at, to)), shape=shape)
            self.right[slot] = np.array([right for _, _, right in rows[slot]])
            self.report[slot] = np.array([report for report, _, _ in rows[slot]])

    def fit(self, reports, penalty):
        weights = {}
        for slot in SLOTS:
            use = (self.right[slot] >= 0) & np.isin(self.report[slot], list(reports))
            features, right = self.matrix[slot][use], self.right[slot][use]

            def loss(found):
                raw = features @ found
                value = np.logaddexp(0, raw) - right * raw
                slope = features.T @ (1 / (1 + np.exp(-raw)) - right)
                return value.sum() + penalty / 2 * (found @ found), slope + penalty * found

            start = np.zeros(features.shape[1])
            weights[slot] = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
        return weights

    def chances(self, weights):
        return {slot: 1 / (1 + np.exp(-(self.matrix[slot] @ weights[slot]))) for slot in SLOTS}


def templates(report, chances, fill_above, keep_above, shared_above):
    """As `crates/sayso/src/eval/muc4/judge.rs`."""
    likeliest = {}
    for candidate in report:
        chance = chances["Template"][candidate[1]]
        if candidate[3] not in likeliest or chance > likeliest[candidate[3]][0]:
            likeliest[candidate[3]] = (chance, candidate)
    judged = []
    for _, (kind, at, fillers, _) in likeliest.values():
        offered = {(role, words): chances[role][index] for role, words, index in fillers}
        aims = {key for key, c in offered.items() if key[0] in ("Target", "Victim") and c >= shared_above}
        known = next((other for other in judged if other[0] == kind and other[3] & aims), None)
        if known is None:
            judged.append([kind, chances["Template"][at], offered, aims])
            continue
        known[1] = max(known[1], chances["Template"][at])
        for key, chance in offered.items():
            known[2][key] = max(chance, known[2].get(key, 0))
        known[3] |= aims
    kept = []
    for kind, chance, offered, _ in judged:
        template, expected, slots = {"type": kind, **{role: [] for role in ROLES}}, chance, 1
        for role in ROLES:
            own = sorted(((-c, words) for (other, words), c in offered.items() if other == role))
            for value, words in own:
                if -value * chance < fill_above:
                    break
                parts = set(words.split())
                if any(parts <= set(o.split()) or set(o.split()) <= parts for o in template[role]):
                    continue
                template[role].append(words)
                expected -= value * chance
                slots += 1
        if expected / slots >= keep_above:
            kept.append(template)
    return kept


def measure(rows, chances, *above):
    right = predicted = found = gold = 0
    for name, report in rows.reports:
        own = rows.keys[name]
        kept = templates(report, chances, *above)
        mapping, credits = mapped(kept, own)
        predicted += sum(1 + sum(len(t[role]) for role in ROLES) for t in kept)
        gold += sum(1 + sum(len(t[role]) for role in ROLES) for t in own)
        for index, number in enumerate(mapping):
            if number is not None:
                right += credits[index][number][0]
                found += credits[index][number][1]
    precision, recall = right / max(predicted, 1), found / max(gold, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=pathlib.Path, required=True, help="rows of dev1300")
    parser.add_argument("--corpus", type=pathlib.Path, required=True, help="the folder muc4")
    parser.add_argument("--check", type=pathlib.Path, help="rows of tst1_tst2, only scored")
    parser.add_argument("--penalty", type=float, default=10)
    parser.add_argument("--fill-above", type=int, default=20)
    parser.add_argument("--keep-above", type=int, default=25)
    parser.add_argument("--shared-above", type=int, default=20)
    parser.add_argument("--out", type=pathlib.Path)
    arguments = parser.parse_args()
    above = [getattr(arguments, name) / 100 for name in ("fill_above", "keep_above", "shared_above")]
    rows = Rows(arguments.rows, keys(arguments.corpus / "processed" / "train.json"))
    names = sorted(name for name, _ in rows.reports)
    random.Random(1).shuffle(names)
    folds = [set(names[fold::FOLDS]) for fold in range(FOLDS)]
    crossed = {slot: np.zeros(len(rows.right[slot])) for slot in SLOTS}
    for fold in folds:
        chances = rows.chances(rows.fit(set(names) - fold, arguments.penalty))
        for slot in SLOTS:
            own = np.isin(rows.report[slot], list(fold))
            crossed[slot][own] = chances[slot][own]
    print("cross-validated by report (precision, recall, F1): %.3f %.3f %.4f" % measure(rows, crossed, *above))
    weights = rows.fit(set(names), arguments.penalty)
    if arguments.check:
        other = Rows(arguments.check, keys(arguments.corpus / "processed" / "dev.json"), rows.names)
        print("on the split not fitted on: %.3f %.3f %.4f" % measure(other, other.chances(weights), *above))
    if not arguments.out:
        return
    head = [line for line in arguments.out.read_text().splitlines() if line.startswith("#")]
    lines = head + [f"{name} = {getattr(arguments, name)}" for name in ("fill_above", "keep_above", "shared_above")]
    lines += ["", "[always]"] + [f"{slot} = {round(100 * weights[slot][-1])}" for slot in SLOTS]
    for slot in SLOTS:
        lines += ["", f"[weights.{slot}]"]
        for name, index in rows.names[slot].items():
            weight = round(100 * weights[slot][index])
            if abs(weight) >= 3:
                lines.append(f"{json.dumps(name)} = {weight}")
    arguments.out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
