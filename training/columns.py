"""Column pictures and glyphs on the training device, and batches gathered from them without leaving it."""
import json
import os

import numpy as np
import torch
from PIL import Image

#: The recognizer's width in pixels.
WIDTH = 32


class Columns:
    """All columns of some sets. `paper` is each column's 80th percentile of grey; pictures come out as paper minus grey."""

    def __init__(self, paths, device):
        sets = [dict(np.load(path)) for path in paths]
        px = np.concatenate([each["px"] for each in sets])
        off = np.cumsum([0, *(height for each in sets for height in np.diff(each["off"]))])
        self.text = [str(text) for each in sets for text in each["text"]]
        self.doc = [str(doc) for each in sets for doc in each["doc"]]
        self.height = np.diff(off)
        self.n = len(self.height)
        paper = [np.percentile(px[a:b], 80) for a, b in zip(off, off[1:])]
        self.px = torch.from_numpy(px).to(device)
        self.off = torch.from_numpy(off[:-1].astype(np.int64)).to(device)
        self.h = torch.from_numpy(self.height.astype(np.int64)).to(device)
        self.paper = torch.tensor(paper, dtype=torch.float32, device=device)

    def get(self, index, rows):
        """(n, rows, 32) paper minus grey, 0 below the column, and where the column is."""
        y = torch.arange(rows, device=self.px.device)
        inside = y[None] < self.h[index][:, None]
        at = (self.off[index][:, None] + y[None]).clamp(max=len(self.px) - 1)
        x = self.paper[index][:, None, None] - self.px[at].float()
        return x * inside[..., None], inside


class Glyphs:
    """Drawn characters, by the index of a character table. `ids[start[c] : start[c] + count[c]]` are those of class c."""

    def __init__(self, folder, device, characters=None):
        with open(os.path.join(folder, "glyphs.json")) as file:
            about = json.load(file)
        with open(os.path.join(folder, "characters.json"), encoding="utf8") as file:
            drawn = json.load(file)
        place = {c: i for i, c in enumerate(characters)} if characters else {c: i for i, c in enumerate(drawn)}
        cell, side = about["cell"], about["side"]
        pictures, classes = [], []
        for sheet, glyphs in zip(about["sheets"], about["glyphs"]):
            pixels = np.asarray(Image.open(os.path.join(folder, sheet)).convert("L"))
            cells = pixels.reshape(side, cell, side, cell).transpose(0, 2, 1, 3).reshape(-1, cell, cell)[: len(glyphs)]
            kept = [k for k, (_, index) in enumerate(glyphs) if drawn[index] in place]
            pictures.append(cells[kept])
            classes += [place[drawn[glyphs[k][1]]] for k in kept]
        classes = np.array(classes)
        order = np.argsort(classes, kind="stable")
        pictures = np.concatenate(pictures)[order]
        size = len(place)
        self.cell = cell
        self.count = torch.from_numpy(np.bincount(classes, minlength=size)).to(device)
        self.start = torch.cumsum(self.count, 0) - self.count
        self.pictures = torch.from_numpy(pictures).to(device)
        rows = pictures.any(2)
        self.top = torch.from_numpy(rows.argmax(1).astype(np.float32) / cell).to(device)
        self.bottom = torch.from_numpy(1 - rows[:, ::-1].argmax(1).astype(np.float32) / cell).to(device)

    def pick(self, classes):
        """A random glyph of each class; -1 where the class has none."""
        count = self.count[classes]
        chosen = self.start[classes] + (torch.rand(classes.shape, device=classes.device) * count).long()
        return torch.where(count > 0, chosen, -1)

    def rows(self, glyph, down, shift, scale, shear):
        """Paint pixel rows: for every row its glyph (-1: none) and how far down the glyph it lies (0 to 1).
        glyph, down, shift, scale, shear: (n, rows) -> (n, rows, 32) of 0 to 1."""
        x = (torch.arange(WIDTH, device=glyph.device) + 0.5) / WIDTH - 0.5
        across = (x[None, None] - shift[..., None]) * scale[..., None] + shear[..., None] * (down[..., None] - 0.5) + 0.5
        gx, gy = across * self.cell - 0.5, down[..., None] * self.cell - 0.5
        x0, y0 = gx.floor(), gy.floor()
        fx, fy = gx - x0, gy - y0
        flat = self.pictures.view(-1)
        base = glyph.clamp(min=0)[..., None] * self.cell * self.cell
        out = 0
        for dy in (0, 1):
            for dx in (0, 1):
                ix, iy = (x0 + dx).long(), (y0 + dy).long()
                ok = (ix >= 0) & (ix < self.cell) & (iy >= 0) & (iy < self.cell) & (glyph[..., None] >= 0)
                at = base + iy.clamp(0, self.cell - 1) * self.cell + ix.clamp(0, self.cell - 1)
                weight = (fx if dx else 1 - fx) * (fy if dy else 1 - fy)
                out = out + flat[at].float() * (weight * ok)
        return out / 255
