"""Train the column recognizer.

    python train.py --glyphs DIR --pool pool.npz --labels labels.json --dev dev.npz --out DIR --minutes 10
    python train.py --glyphs DIR --free --characters free.json --weights weights.json --dev dev.npz --out DIR --minutes 5       (synthetic columns alone, no pool)

The schedule runs on wall time, so that a deadline is always met: first cross-entropy on the cells of the characters (--ce),
then CTC; the learning rate warms up, stays, and falls along a cosine. The weights kept are a moving average. DIR/last.pt
holds everything to go on from (--resume); DIR/final.pt the averaged weights, the architecture and the characters.
Seeded; runs on a graphics card when there is one.
"""
import argparse
import copy
import json
import math
import os
import time

os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "4096")
import numpy as np
import torch
import torch.nn.functional as F

from augment import PADDING, normal, seen
from columns import Columns, Glyphs
from ctc import ColumnLoss, distance, greedy
from model import ROWS_PER_FRAME, Net
from paint import cells_of_rows, painted, replaced

LONGEST = 28


def table(texts, place, device):
    """Texts as padded class numbers and lengths."""
    longest = max(map(len, texts))
    labels = np.zeros((len(texts), longest), np.int64)
    for row, text in zip(labels, texts):
        row[: len(text)] = [place[c] for c in text]
    return torch.from_numpy(labels).to(device), torch.tensor([len(t) for t in texts], device=device)


class Pool:
    """The real columns with the cells of their characters, and their labels: cleaned ones for the first sets, where given."""

    def __init__(self, paths, labels, place, device):
        self.columns = Columns(paths, device)
        texts, centres = [], []
        for path in labels:
            with open(path, encoding="utf8") as file:
                cleaned = json.load(file)
            texts += [text or "" for text in cleaned["text"]]
            centres += cleaned["centre"]
        texts += self.columns.text[len(texts) :]
        centres += [None] * (len(texts) - len(centres))
        texts = ["" if any(c not in place for c in text) else text for text in texts]
        self.kept = np.array([k for k, text in enumerate(texts) if text])
        self.labels, self.lengths = table(texts, place, device)
        first = np.zeros(self.labels.shape, np.float32)
        last = np.zeros(self.labels.shape, np.float32)
        for k, text in enumerate(texts):
            h, n, centre = self.columns.height[k], len(text), centres[k]
            if n == 0:
                continue
            if centre is None:
                edges = np.linspace(0, h, n + 1)
            else:
                middle = (np.array(centre[1:]) + np.array(centre[:-1])) / 2
                edges = np.concatenate([[0], middle, [h]])
            first[k, :n], last[k, :n] = edges[:-1], edges[1:]
        self.first, self.last = torch.from_numpy(first).to(device), torch.from_numpy(last).to(device)
        counts = np.bincount(self.labels.cpu().numpy().ravel(), minlength=len(place) + 1)
        counts[0] = 0
        self.counts = counts
        rarest = np.array([min((counts[place[c]] for c in text), default=10**9) for text in texts])
        self.weight = (1 + 1.0 * (rarest <= 12))[self.kept]
        self.weight = self.weight / self.weight.sum()


class Batches:
    """Batches of column pictures, half-way to the network's input."""

    def __init__(self, pool, glyphs, weights, rows, device, rng):
        self.pool, self.glyphs, self.rows, self.device, self.rng = pool, glyphs, rows, device, rng
        # classes are drawn by their weights; the rare ones half the time
        p = torch.tensor(weights, dtype=torch.float64, device=device) * (glyphs.count > 0)
        self.usual = p / p.sum()
        flat = (p > 0).double() * (p.clamp(min=1e-12) ** 0.25)
        self.rare = flat / flat.sum()

    def draw(self, shape, p):
        count = int(np.prod(shape))
        cumulative = torch.cumsum(p, 0)
        at = torch.searchsorted(cumulative, torch.rand(count, dtype=torch.float64, device=self.device) * cumulative[-1])
        return at.clamp(max=len(p) - 1).view(shape)

    def synthetic(self, n):
        height = int(self.rng.choice([160, 224, 288, 384, 448, 512], p=[0.1, 0.15, 0.25, 0.25, 0.15, 0.1]))
        most = max(2, min(LONGEST, height // 26))
        lengths = torch.randint(max(1, most // 2), most + 1, (n,), device=self.device)
        if self.pool is not None:
            # running text of the pool, with rare characters strewn in
            row = torch.from_numpy(self.rng.choice(self.pool.kept, n)).to(self.device)
            start = (torch.rand(n, device=self.device) * (self.pool.lengths[row] - lengths).clamp(min=0)).long()
            at = (start[:, None] + torch.arange(most, device=self.device)).clamp(max=self.pool.labels.shape[1] - 1)
            classes = self.pool.labels[row].gather(1, at)
            odd = (torch.rand((n, most), device=self.device) < torch.rand((n, 1), device=self.device)) | (classes == 0)
        else:
            classes = self.draw((n, most), self.usual)
            odd = torch.rand((n, most), device=self.device) < torch.rand((n, 1), device=self.device) * 0.8
        classes = torch.where(odd | (self.glyphs.count[classes] == 0), self.draw((n, most), self.rare), classes)
        classes = classes * (torch.arange(most, device=self.device)[None] < lengths[:, None])
        x, first, last, heights = painted(self.glyphs, classes, lengths, height)
        return x, classes, lengths, first, last, heights

    def real(self, index):
        index = torch.from_numpy(index).to(self.device)
        pool = self.pool
        rows = int(pool.columns.h[index].max())
        x, _ = pool.columns.get(index, rows)
        lengths = pool.lengths[index]
        most = int(lengths.max())
        classes, first, last = (each[index][:, :most] for each in (pool.labels, pool.first, pool.last))
        some = torch.rand((len(index), 1), device=self.device) < 0.35
        chosen = some & (torch.rand(classes.shape, device=self.device) < 0.2)
        chosen &= torch.arange(most, device=self.device)[None] < lengths[:, None]
        x, classes = replaced(self.glyphs, x, first, last, classes, lengths, chosen, self.draw(classes.shape, self.rare))
        return x, classes, lengths, first, last, pool.columns.h[index]

    def without_text(self, x, classes, lengths, heights):
        """A few columns become paper with nothing but a faint verso, rules and grain: there the answer is nothing."""
        empty = torch.rand(len(x), device=self.device) < 0.03
        faint = x.flip(2) * torch.rand((len(x), 1, 1), device=self.device) * 0.12
        return torch.where(empty[:, None, None], faint, x), classes * ~empty[:, None], lengths * ~empty, heights

    def epochs(self):
        """Indices of real columns of about the same height, for ever."""
        pool = self.pool
        while True:
            chosen = self.rng.choice(pool.kept, len(pool.kept), True, pool.weight)
            height = pool.columns.height[chosen]
            chosen = chosen[np.argsort(height * np.exp(self.rng.uniform(-0.04, 0.04, len(chosen))))]
            groups, k = [], 0
            while k < len(chosen):
                count = max(8, self.rows // int(pool.columns.height[chosen[k]] * 1.1 + 48))
                groups.append(chosen[k : k + count])
                k += count
            for g in self.rng.permutation(len(groups)):
                yield groups[g]


def cell_targets(classes, lengths, first, last, top, sy, frames, count):
    """Class at the middle of a cell, blank outside the text, -1 (no loss) between."""
    rows = torch.arange(count, device=classes.device) * ROWS_PER_FRAME + ROWS_PER_FRAME / 2
    y = (rows[None] - top[:, None]) / sy[:, None]
    limit = int(last.max().item()) + 2
    cell, down = cells_of_rows(first, last, lengths, limit)
    at = y.round().long().clamp(0, limit - 1)
    own, deep = cell.gather(1, at), down.gather(1, at)
    outside = (y < 0) | (y >= limit) | (own < 0)
    middle = ~outside & (deep > 0.2) & (deep < 0.8)
    target = torch.where(middle, classes.gather(1, own.clamp(min=0)), torch.where(outside, 0, -1))
    beyond = torch.arange(count, device=classes.device)[None] >= frames[:, None]
    return torch.where(beyond, -1, target)


def halves(device):
    """Whether bfloat16 helps: on processors without AVX-512 it is done by hand, fourteen times slower than float32."""
    return device.type != "cpu" or torch.ops.mkldnn._is_mkldnn_bf16_supported()


@torch.no_grad()
def read(net, columns, index, characters, device):
    """Greedy readings of columns as the reader makes them."""
    texts = [""] * len(index)
    order = np.argsort(columns.height[index])
    for k in range(0, len(order), 64):
        part = order[k : k + 64]
        at = torch.from_numpy(np.asarray(index)[part]).to(device)
        rows = -(-(int(columns.h[at].max()) + 2 * PADDING) // 8) * 8
        x, _ = columns.get(at, rows - PADDING)
        x = F.pad(x, (0, 0, PADDING, 0))
        x = normal_all(x, columns, at)
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=halves(device)):
            logits = net(x[:, None].to(memory_format=torch.channels_last))
        frames = (columns.h[at] + 2 * PADDING + 7) // 8
        for place, text in zip(part, greedy(logits.float(), frames.tolist(), characters)):
            texts[place] = text
    return texts


def normal_all(x, columns, index):
    """The reader's normalization over all pixels of a column (`get` has taken the 80th percentile off already)."""
    y = torch.arange(x.shape[1], device=x.device)[None] - PADDING
    inside = ((y >= 0) & (y < columns.h[index][:, None]))[..., None]
    count = (columns.h[index] * x.shape[2]).view(-1, 1, 1)
    mean = (x * inside).sum((1, 2), keepdim=True) / count
    scale = 2 * (((x - mean) ** 2 * inside).sum((1, 2), keepdim=True) / count).sqrt()
    return x / scale.clamp(min=10) * inside


def error_rates(truth, texts, docs):
    """Character error in per cent: all, verse, prose."""
    sums = {"all": [0, 0], "verse": [0, 0], "prose": [0, 0]}
    for t, h, doc in zip(truth, texts, docs):
        wrong = distance(t, h)
        for kind in ("all", "prose" if doc.startswith("dvsktt") else "verse"):
            sums[kind][0] += wrong
            sums[kind][1] += len(t)
    return {kind: round(100 * a / max(1, b), 2) for kind, (a, b) in sums.items()}


class Average:
    """Moving average of a network's weights, batch statistics included."""

    def __init__(self, net, decay):
        self.net, self.decay, self.steps = copy.deepcopy(net).eval(), decay, 0

    @torch.no_grad()
    def update(self, net):
        self.steps += 1
        keep = min(self.decay, 1 - 1 / (self.steps / 10 + 1))
        for mine, new in zip(self.net.state_dict().values(), net.state_dict().values()):
            if mine.dtype.is_floating_point:
                mine.lerp_(new, 1 - keep)
            else:
                mine.copy_(new)


def characters_of(path):
    """The character table of a JSON file, or of weights."""
    if path.endswith(".pt"):
        return torch.load(path, map_location="cpu", weights_only=False)["characters"]
    with open(path, encoding="utf8") as file:
        return json.load(file)


def start_from(net, characters, path, device):
    state = torch.load(path, map_location=device, weights_only=False)
    if state["characters"] != characters:
        raise SystemExit(f"{path} was trained on another character table; give its own with --characters")
    net.load_state_dict({name: value.float() if value.dtype == torch.float16 else value for name, value in state["net"].items()})


def rate_at(u, flat, floor=0.002):
    """Share of the highest learning rate at share u of the run."""
    return 1 if u < flat else floor + (1 - floor) * 0.5 * (1 + math.cos(math.pi * (u - flat) / (1 - flat)))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--glyphs", required=True)
    options.add_argument("--characters", help="another character table than that of the glyphs")
    options.add_argument("--weights", help="with --free: how often a character is drawn")
    options.add_argument("--pool", nargs="*", default=[])
    options.add_argument("--labels", nargs="*", default=[], help="of clean.py, for the first of the pools")
    options.add_argument("--init", help="weights to start from, of the same characters")
    options.add_argument("--free", action="store_true", help="no pool: synthetic columns alone")
    options.add_argument("--dev", nargs="*", default=[])
    options.add_argument("--out", required=True)
    options.add_argument("--minutes", type=float, default=45)
    options.add_argument("--lr", type=float, default=2e-3)
    options.add_argument("--warm", type=int, default=300, help="steps over which the learning rate rises")
    options.add_argument("--wd", type=float, default=0.03)
    options.add_argument("--rows", type=int, default=32 * 432, help="pixel rows of a batch")
    options.add_argument("--synthetic", type=float, default=0.3, help="share of batches that are painted")
    options.add_argument("--ce", type=float, default=0.03)
    options.add_argument("--flat", type=float, default=0.35)
    options.add_argument("--calm", type=float, default=0.3, help="last share of the run with milder damage")
    options.add_argument("--decay", type=float, default=0.998)
    options.add_argument("--arch", default="{}")
    options.add_argument("--log", type=float, default=10)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--resume", action="store_true")
    options.add_argument("--until", type=float, help="stop after so many minutes of this call, to go on with --resume")
    args = options.parse_args()
    os.makedirs(args.out, exist_ok=True)
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True

    begun = time.time()
    characters = characters_of(args.characters or os.path.join(args.glyphs, "characters.json"))
    place = {c: k for k, c in enumerate(characters) if c}
    glyphs = Glyphs(args.glyphs, device, characters)
    pool = None if args.free else Pool(args.pool, args.labels, place, device)
    weights = json.load(open(args.weights)) if args.free else (pool.counts[: len(characters)] + 0.3)
    batches = Batches(pool, glyphs, weights, args.rows, device, rng)
    dev = [Columns([path], device) for path in args.dev]
    arch = json.loads(args.arch)
    net = Net(len(characters), **arch).to(device).to(memory_format=torch.channels_last)
    if args.init:
        start_from(net, characters, args.init, device)
    decayed = [p for p in net.parameters() if p.ndim > 1]
    plain = [p for p in net.parameters() if p.ndim <= 1]
    groups = [{"params": decayed, "weight_decay": args.wd}, {"params": plain, "weight_decay": 0}]
    adam = {"lr": args.lr, "betas": (0.9, 0.98)}
    try:
        optimizer = torch.optim.AdamW(groups, fused=True, **adam)
    except (TypeError, RuntimeError, ValueError):
        optimizer = torch.optim.AdamW(groups, **adam)
    average = Average(net, args.decay)
    step = columns = 0
    before = 0.0
    if args.resume:
        state = torch.load(os.path.join(args.out, "last.pt"), map_location=device, weights_only=False)
        net.load_state_dict(state["net"])
        average.net.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
        step, columns, before, average.steps = state["step"], state["columns"], state["seconds"], state["step"]
    print(f"{len(characters)} classes, {sum(p.numel() for p in net.parameters()) / 1e6:.2f} M weights, on {device}, ready after {time.time() - begun:.0f} s", flush=True)

    def save(name, **more):
        torch.save({"arch": arch, "characters": characters, **more}, os.path.join(args.out, name))

    def report(word):
        for path, each in zip(args.dev, dev):
            texts = read(average.net, each, np.arange(each.n), characters, device)
            print(f"{word} {os.path.basename(path)} {error_rates(each.text, texts, each.doc)}", flush=True)

    start = time.time() - before
    called = time.time()
    total, next_log, losses = args.minutes * 60, before + args.log * 60, []
    real = None if args.free else batches.epochs()
    while True:
        elapsed = time.time() - start
        u = elapsed / total
        if u >= 1 or (args.until and time.time() - called > args.until * 60):
            break
        for group in optimizer.param_groups:
            group["lr"] = args.lr * min(1, step / args.warm + 0.01) * rate_at(u, args.flat)
        calm = max(0.0, (u - 1 + args.calm) / args.calm)
        strength = 1 - 0.45 * calm
        if args.free or rng.random() < args.synthetic * (1 - 0.4 * calm):
            x, classes, lengths, first, last, heights = batches.synthetic(args.rows // 380)
            strength = 1.15 if args.free else 1.0
        else:
            x, classes, lengths, first, last, heights = batches.real(next(real))
        x, classes, lengths, heights = batches.without_text(x, classes, lengths, heights)
        x, frames, top, sy = seen(x, heights, strength)
        x = x.to(memory_format=torch.channels_last)
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=halves(device)):
            if u < args.ce:
                features = net.feats(x)
                target = cell_targets(classes, lengths, first, last, top, sy, frames, features.shape[1])
                chosen = target >= 0
                loss = F.cross_entropy(net.head(features[chosen]).float(), target[chosen], label_smoothing=0.05)
            else:
                loss = ColumnLoss.apply(net(x), classes, lengths, frames)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
        optimizer.step()
        average.update(net)
        step += 1
        columns += len(x)
        losses.append(loss.detach())
        if step % 200 == 0:
            mean = torch.stack(losses).mean().item()
            rate = columns / (time.time() - start)
            print(f"{elapsed / 60:6.2f} min step {step} columns {columns} loss {mean:.3f} {rate:.0f} columns/s", flush=True)
            losses = []
            if not math.isfinite(mean):
                raise SystemExit("the loss is no number any more")
        if elapsed > next_log:
            next_log += args.log * 60
            report(f"at {elapsed / 60:.1f} min")
    seconds = time.time() - start
    save("last.pt", net=net.state_dict(), average=average.net.state_dict(), optimizer=optimizer.state_dict(), step=step, columns=columns, seconds=seconds)
    save("final.pt", net={k: v.half() if v.dtype == torch.float32 else v for k, v in average.net.state_dict().items()}, minutes=seconds / 60)
    report("end")


if __name__ == "__main__":
    main()
