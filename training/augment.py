"""What scans do to a column: loose cuts with rules and neighbours, low resolution, ink that spreads or breaks, show-through,
uneven light, thresholding, noise. Pictures are paper minus grey (grey levels), paper about 0."""
import torch
import torch.nn.functional as F

from columns import WIDTH
from paint import between

#: Rows of nothing above and below a column, as the reader has it.
PADDING = 16


def chance(p, n, device):
    return (torch.rand(n, device=device) < p).float().view(n, 1, 1)


def smooth_noise(n, rows, width, step, device):
    coarse = torch.randn((n, 1, max(2, rows // step), max(2, width // step + 1)), device=device)
    return F.interpolate(coarse, (rows, width), mode="bicubic", align_corners=True)[:, 0]


def surroundings(x, strength):
    """The column between its neighbours and the rules of the page: (n, rows, 3 * 32)."""
    n, rows, _ = x.shape
    d = x.device
    blank = torch.zeros_like(x)
    neighbours = chance(0.45 * strength, n, d)
    left, right = x.roll(1, 0) * neighbours, x.roll(-1, 0) * neighbours * chance(0.8, n, d)
    gap = between(0, 9, (n, 1, 1), d)
    place = torch.arange(3 * WIDTH, device=d).view(1, 1, -1).float() - WIDTH
    wide = torch.cat([left, blank, right], 2)
    # neighbours stand a gap away: shift them outwards by sampling
    shifted = torch.where(place < WIDTH / 2, place + gap, place - gap) + WIDTH
    index = shifted.round().long().clamp(0, 3 * WIDTH - 1).expand(n, rows, -1)
    wide = wide.gather(2, index)
    own = (place >= 0) & (place < WIDTH)
    wide = torch.where(own, torch.cat([blank, x, blank], 2), wide)
    dark = between(30, 160, (n, 1, 1), d)
    broken = (smooth_noise(n, rows, 1, 24, d) > between(-1.5, 1, (n, 1, 1), d)).float()
    for at, p in ((-1 - gap * between(0.1, 0.9, (n, 1, 1), d), 0.4), (WIDTH + gap * between(0.1, 0.9, (n, 1, 1), d), 0.4)):
        lean = between(-0.01, 0.01, (n, 1, 1), d) * (torch.arange(rows, device=d).view(1, -1, 1) - rows / 2)
        line = (1.2 - (place - at - lean).abs() / between(0.5, 1.6, (n, 1, 1), d)).clamp(0, 1)
        wide = torch.maximum(wide, line * dark * broken * chance(p * strength, n, d))
    return wide


def bent(wide, heights, strength):
    """Cut a column out of its surroundings: scale, shift, slant, bend. -> picture, first row of the column, row scale."""
    n, rows, _ = wide.shape
    d = wide.device
    sy = torch.exp(between(-0.11, 0.11, n, d) * strength)
    loose = (torch.rand(n, device=d) < 0.25 * strength).float()
    top = between(0, 8, n, d) + loose * between(0, 16, n, d)
    bottom = between(0, 8, n, d) + loose * between(0, 16, n, d)
    inner = (heights * sy + top + bottom).ceil()
    out = int(-(-int(inner.max().item() + 2 * PADDING) // 32) * 32)
    v = lambda a: a.view(n, 1, 1)
    y = torch.arange(out, device=d).view(1, out, 1).float() + 0.5 - PADDING
    x = torch.arange(WIDTH, device=d).view(1, 1, WIDTH).float() - 15.5
    bend = F.interpolate(torch.randn((n, 2, max(2, out // 14), 4), device=d), (out, WIDTH), mode="bilinear", align_corners=True)
    bend = bend * 0.8 * strength
    wider = (torch.rand(n, device=d) < 0.35 * strength).float() * between(0, 0.35, n, d)
    sx = v(torch.exp(between(-0.09, 0.12, n, d) * strength + wider))
    yc = (y - v(top)) / v(sy)
    turn = between(-0.008, 0.008, (n, 1, 1), d) * strength
    xc = x * sx + between(-2, 2, (n, 1, 1), d) * strength + turn * (yc - v(heights) / 2) + 15.5
    yi = yc + between(-0.06, 0.06, (n, 1, 1), d) * strength * x + bend[:, 0]
    xi = xc + bend[:, 1] + WIDTH
    grid = torch.stack(((xi + 0.5) / (1.5 * WIDTH) - 1, 2 * yi / rows - 1), -1)
    picture = F.grid_sample(wide[:, None], grid, mode="bilinear", padding_mode="zeros", align_corners=False)[:, 0]
    return picture, top + PADDING, sy, inner


def extreme(x, op, size):
    """Neighbourhood maximum or minimum."""
    y = F.max_pool2d(x[:, None] * op, size, 1, size // 2)[:, 0, : x.shape[1], : x.shape[2]]
    return y * op


def worn(x, strength):
    """Ink spread and lost, focus and resolution lost, verso shining through."""
    n, rows, _ = x.shape
    d = x.device
    a = between(-0.6, 0.6, (n, 1, 1), d) * strength * chance(0.5, n, d)
    x = x + a.clamp(min=0) * (extreme(x, 1, 3) - x) + (-a).clamp(min=0) * (extreme(x, -1, 2) - x)
    gone = (smooth_noise(n, rows, WIDTH, 5, d) * between(0, 0.35, (n, 1, 1), d) * strength).clamp(0, 0.8)
    x = x * (1 - gone * chance(0.4, n, d))
    blurred = F.avg_pool2d(F.pad(x[:, None], (1, 1, 1, 1), mode="replicate"), 3, 1)[:, 0]
    x = x + between(-0.4, 1, (n, 1, 1), d) * strength * (blurred - x)
    if torch.rand(()) < 0.5:
        width = int(torch.randint(12, 30, ()).item())
        small = F.interpolate(x[:, None], (max(4, rows * width // WIDTH), width), mode="area")
        low = F.interpolate(small, (rows, WIDTH), mode="bicubic" if torch.rand(()) < 0.5 else "bilinear", align_corners=False)[:, 0]
        x = torch.where(chance(0.5 * strength, n, d) > 0, low, x)
    verso = F.avg_pool2d(x.roll(n // 2, 0).flip(2)[:, None], 3, 1, 1)[:, 0]
    x = x + between(0.03, 0.3, (n, 1, 1), d) * strength * chance(0.25, n, d) * verso
    return x


def lit(x, strength):
    """Contrast, uneven light, grain, thresholding."""
    n, rows, width = x.shape
    d = x.device
    x = x * torch.exp(between(-0.9, 0.4, (n, 1, 1), d) * strength)
    x = x + smooth_noise(n, rows, width, 40, d) * between(0, 9, (n, 1, 1), d) * strength
    grain = torch.randn_like(x) + smooth_noise(n, rows, width, 2, d)
    x = x + grain * between(0, 9, (n, 1, 1), d) * strength
    middle = between(0.3, 0.6, (n, 1, 1), d) * torch.quantile(x.flatten(1)[:, ::11], 0.97, dim=1).view(n, 1, 1)
    hard = 160 * torch.sigmoid((x - middle) / between(2, 8, (n, 1, 1), d))
    return torch.where(chance(0.15 * strength, n, d) > 0, hard, x)


def normal(x, inner):
    """As the reader does: paper = 80th percentile of grey, scale = 2 standard deviations but at least 10 levels; zeros
    outside the cut."""
    n, rows, width = x.shape
    y = torch.arange(rows, device=x.device)[None] - PADDING
    inside = (y >= 0) & (y < inner[:, None])
    pick = (torch.rand((n, 1500), device=x.device) * (inner[:, None] * width)).long() + PADDING * width
    some = x.flatten(1).gather(1, pick.clamp(max=rows * width - 1))
    paper, scale = torch.quantile(some, 0.2, dim=1), (2 * some.std(1)).clamp(min=10)
    return (x - paper.view(n, 1, 1)) / scale.view(n, 1, 1) * inside[..., None]


def seen(x, heights, strength):
    """The whole way. x (n, rows, 32), heights (n,) -> picture (n, 1, rows', 32), frames, first row, row scale."""
    picture, top, sy, inner = bent(surroundings(x, strength), heights.float(), strength)
    picture = normal(lit(worn(picture, strength), strength), inner)
    frames = ((inner + 2 * PADDING) / 8).ceil().long().clamp(max=picture.shape[1] // 8)
    return picture[:, None], frames, top, sy
