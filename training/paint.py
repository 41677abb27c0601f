"""Columns painted from glyphs, and glyphs painted into real columns in place of a character.

Both describe a column by its cells: `first` and `last` row of every character (n, characters). From them follow, for every
row, which character it belongs to and how far down that character it lies.
"""
import torch


def cells_of_rows(first, last, lengths, rows):
    """-> character of every row (n, rows), -1 where there is none; and how far down its cell the row lies."""
    y = torch.arange(rows, device=first.device).float() + 0.5
    valid = torch.arange(first.shape[1], device=first.device)[None] < lengths[:, None]
    starts = torch.where(valid, first, torch.full_like(first, 1e6))
    at = torch.searchsorted(starts.contiguous(), y[None].expand(len(first), rows).contiguous(), right=True) - 1
    known = at.clamp(min=0)
    a, b = first.gather(1, known), last.gather(1, known)
    down = (y[None] - a) / (b - a).clamp(min=1)
    inside = (at >= 0) & (down < 1) & valid.gather(1, known)
    return torch.where(inside, at, -1), down


def per_row(values, cell):
    """Values of characters (n, characters) -> values of rows."""
    return values.gather(1, cell.clamp(min=0))


def between(low, high, shape, device):
    return torch.rand(shape, device=device) * (high - low) + low


def strokes(glyphs, glyph, cell, down):
    """Paint the rows of chosen glyphs with a little freedom of place and slant for each character."""
    n, size, device = glyph.shape[0], glyph.shape, glyph.device
    whole = torch.rand((n, 1), device=device) < 0.5
    top = torch.where(whole, torch.zeros_like(glyph, dtype=torch.float), glyphs.top[glyph.clamp(min=0)])
    bottom = torch.where(whole, torch.ones_like(top), glyphs.bottom[glyph.clamp(min=0)])
    wide = between(0.86, 1.12, (n, 1), device) * between(0.93, 1.07, size, device)
    return glyphs.rows(
        torch.where(cell >= 0, per_row(glyph, cell), -1),
        per_row(top, cell) + down * per_row(bottom - top, cell),
        per_row(between(-0.05, 0.05, size, device), cell),
        per_row(wide, cell),
        per_row(between(-0.12, 0.12, size, device), cell),
    )


def painted(glyphs, classes, lengths, rows):
    """Columns of glyphs alone. classes (n, characters), 0 where none -> picture (n, rows, 32), first, last, heights."""
    n, device = len(classes), classes.device
    glyph = glyphs.pick(classes)
    flat = (glyphs.bottom - glyphs.top)[glyph.clamp(min=0)]
    pitch = between(22, 37, (n, 1), device)
    # flat characters such as 一 take less of the column
    height = pitch * (0.35 + 0.65 * flat.clamp(min=0.25)) * between(0.88, 1.1, classes.shape, device)
    gap = pitch * between(0, 0.12, (n, 1), device) * between(0, 2, classes.shape, device)
    used = torch.arange(classes.shape[1], device=device)[None] < lengths[:, None]
    step = (height + gap) * used
    total = step.sum(1, keepdim=True)
    step, height = [each * (rows / total).clamp(max=1) for each in (step, height)]
    end = torch.cumsum(step, 1)
    first, last = end - step, end - step + height
    cell, down = cells_of_rows(first, last, lengths, rows)
    ink = strokes(glyphs, glyph, cell, down)
    # cut wood prints broader than type
    broad = torch.nn.functional.max_pool2d(ink[:, None], 3, 1, 1)[:, 0]
    ink = ink + (broad - ink) * between(-0.6, 0.9, (n, 1, 1), device).clamp(min=0)
    heights = end.gather(1, (lengths - 1).clamp(min=0)[:, None])[:, 0].ceil().clamp(min=16, max=rows).long()
    return ink * between(60, 190, (n, 1, 1), device), first, last, heights


def replaced(glyphs, x, first, last, classes, lengths, chosen, new):
    """Put glyphs of the classes `new` in the place of the chosen characters of real columns (both (n, characters)).
    The ink is as dark as the column's own; the paper under it is the column's, made from its light pixels."""
    glyph = torch.where(chosen, glyphs.pick(new), -1)
    done = glyph >= 0
    cell, down = cells_of_rows(first, last, lengths, x.shape[1])
    row = (per_row(done, cell) & (cell >= 0))[..., None]
    ink = strokes(glyphs, glyph, torch.where(row[..., 0], cell, -1), down)
    dark = torch.quantile(x.flatten(1)[:, ::7], 0.96, dim=1)[:, None, None]
    paper = torch.minimum(x, dark * 0.15)
    return torch.where(row, paper + ink * (dark - paper), x), torch.where(done, new, classes)
