"""Fits the weights of data/lang/en/coreference.toml: which assertions of one report are about one occurrence.

Reads the lines of the example `coreference_rows` and the gold lines of the claims corpus. An assertion is labelled with
the occurrence of the gold line whose evidence holds its sentence and whose kind, target and source fit it best; where
two fit alike it is left out. A logistic regression over the features of pairs is fitted by Newton's method, with an L2
penalty; every report counts with the square root of its pairs. Cross-validated by report with B-cubed before fitting.
"""

import argparse
import json
import pathlib
import random
from collections import defaultdict

import numpy as np

GROUPS = {
    "attack": "violence", "strike": "violence", "bombing": "violence", "clash": "violence",
    "statement_of_responsibility": "violence", "denial": "violence", "interception": "interception",
    "abduction": "taking", "detention": "taking", "other": "other",
}


def spans(text, evidence):
    """Byte span of an evidence sentence in its text, or nothing."""
    at = text.find(evidence)
    if at < 0:
        return []
    return [(len(text[:at].encode()), len(text[: at + len(evidence)].encode()))]


def fit_of(row, line):
    """How well a gold line fits an assertion of one of its sentences."""
    kind = row["kind"]
    score = 1.0
    score += 2.0 * (GROUPS[line["kind"]] == GROUPS.get(kind, "violence")) + 0.5 * (line["kind"] == kind)
    if row["target"] and line["target"] and row["target"] in line["target"].lower():
        score += 1.5
    score += 1.0 * (line["kind"] == "denial" and row["reading"] == "Denied")
    score += 0.3 * (bool(row["source"]) == bool(line["sources"]))
    return score


def labels(rows, text, gold):
    """Index of assertion -> occurrence of the gold, where it is clear."""
    found = {}
    lines = [line for line in gold if line["kind"] in GROUPS]
    placed = [(line, [span for words in line["evidence"] for span in spans(text, words)]) for line in lines]
    for index, row in enumerate(rows):
        if row["reading"] in ("Threatened", "Hypothetical"):
            continue
        start, end = row["sentence"]["start"], row["sentence"]["end"]
        best = defaultdict(float)
        for line, where in placed:
            if any(a < end and start < b for a, b in where):
                root = line["same_incident"] or line["claim_id"]
                best[root] = max(best[root], fit_of(row, line))
        ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        if ranked and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= 1):
            found[index] = ranked[0][0]
    return found


class Data:
    def __init__(self, rows, truth):
        self.rows, self.truth = rows, truth
        names = {name for report in rows.values() for row in report for _, pair in row["pairs"] for name in pair}
        self.names = sorted(names)
        self.at = {name: index for index, name in enumerate(self.names)}

    def pairs(self, reports):
        features, same, weights = [], [], []
        for report in reports:
            truth = self.truth[report]
            rows = [
                (earlier, index, pair)
                for index, row in enumerate(self.rows[report])
                for earlier, pair in row["pairs"]
                if earlier in truth and index in truth
            ]
            for earlier, index, pair in rows:
                line = np.zeros(len(self.names) + 1)
                line[-1] = 1
                line[[self.at[name] for name in pair]] = 1
                features.append(line)
                same.append(truth[earlier] == truth[index])
                weights.append(len(rows) ** -0.5)
        weights = np.array(weights)
        return np.array(features), np.array(same, float), weights / weights.mean()

    def fit(self, reports, penalty):
        features, same, weights = self.pairs(reports)
        found = np.zeros(features.shape[1])
        for _ in range(25):
            chance = 1 / (1 + np.exp(-features @ found))
            slope = features.T @ (weights * (chance - same)) + penalty * found
            curve = (features * (weights * chance * (1 - chance))[:, None]).T @ features
            found -= np.linalg.solve(curve + penalty * np.eye(len(found)), slope)
        return found

    def group(self, report, weights, join_at):
        """As the pass `occurrences`, without its plain rules."""
        groups, where = [], {}
        for index, row in enumerate(self.rows[report]):
            score = {e: weights[-1] + sum(weights[self.at[name]] for name in pair) for e, pair in row["pairs"]}
            best = None
            for number, members in enumerate(groups):
                own = [score[member] for member in members if member in score]
                if own and (max(own) + min(own)) / 2 >= join_at and (best is None or (max(own) + min(own)) / 2 >= best[0]):
                    best = ((max(own) + min(own)) / 2, number)
            if best is None:
                groups.append([])
            where[index] = len(groups) - 1 if best is None else best[1]
            groups[where[index]].append(index)
        return where

    def b_cubed(self, reports, weights_of, join_at):
        precision = recall = count = 0
        for report in reports:
            truth = self.truth[report]
            where = self.group(report, weights_of(report), join_at)
            for index in truth:
                together = {other for other in truth if where[other] == where[index]}
                true = {other for other in truth if truth[other] == truth[index]}
                precision += len(together & true) / len(together)
                recall += len(together & true) / len(true)
                count += 1
        precision, recall = precision / count, recall / count
        return precision, recall, 2 * precision * recall / (precision + recall)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", required=True, help="lines of the example coreference_rows")
    parser.add_argument("--claims", required=True, help="folder of the claims corpus")
    parser.add_argument("--train", nargs="+", default=["real_a", "real_b", "registers"], help="sets fitted on")
    parser.add_argument("--penalty", type=float, default=10)
    parser.add_argument("--join-at", type=int, default=25)
    parser.add_argument("--out", required=True, help="data/lang/en/coreference.toml")
    arguments = parser.parse_args()
    texts, gold, part = {}, defaultdict(list), {}
    for folder in sorted(path for path in pathlib.Path(arguments.claims).iterdir() if path.is_dir()):
        for line in (folder / "reports.jsonl").open():
            report = json.loads(line)
            texts[report["id"]], part[report["id"]] = report["text"], folder.name
        for line in (folder / "gold.jsonl").open():
            line = json.loads(line)
            gold[line["report"]].append(line)
    rows = {}
    for line in open(arguments.rows):
        line = json.loads(line)
        rows[line["report"]] = line["rows"]
    truth = {report: labels(rows[report], texts[report], gold[report]) for report in rows}
    data = Data(rows, truth)
    own = sorted(report for report in rows if part[report] in arguments.train)
    other = sorted(report for report in rows if part[report] not in arguments.train)
    shuffled = own[:]
    random.Random(1).shuffle(shuffled)
    folds = [shuffled[fold::8] for fold in range(8)]
    fitted = [data.fit([r for r in own if r not in fold], arguments.penalty) for fold in folds]
    fold_of = {report: number for number, fold in enumerate(folds) for report in fold}
    join_at = arguments.join_at / 100
    print("cross-validated by report (precision, recall, F1):", data.b_cubed(own, lambda r: fitted[fold_of[r]], join_at))
    weights = data.fit(own, arguments.penalty)
    if other:
        print("on the sets not fitted on:", data.b_cubed(other, lambda r: weights, join_at))
    seen = data.pairs(own)[0].sum(axis=0)
    out = pathlib.Path(arguments.out)
    head = [line for line in out.read_text().splitlines() if line.startswith("#")]
    lines = head + [f"join_at = {arguments.join_at}", f"always = {round(100 * weights[-1])}", "", "[weights]"]
    lines += [f"{name} = {round(100 * w)}" for name, w, n in zip(data.names, weights, seen) if n >= 5]
    out.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
