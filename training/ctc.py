"""Connectionist temporal classification with a cheap gradient, and greedy reading."""
import torch
import torch.nn.functional as F


class ColumnLoss(torch.autograd.Function):
    """Sum of the losses over the number of characters. The recursion runs over the batch's own characters only; the softmax
    still runs over all classes. One pass over the (n, frames, classes) logits instead of five."""

    @staticmethod
    def forward(ctx, logits, labels, lengths, frames):
        n, time, _ = logits.shape
        used = torch.arange(labels.shape[1], device=labels.device)[None] < lengths[:, None]
        own = torch.unique(torch.cat([labels[used], labels.new_zeros(1)]))
        place = torch.searchsorted(own, labels.contiguous()).clamp(max=len(own) - 1) * used
        gradient = torch.empty_like(logits)
        chances = torch.empty(time, n, len(own), device=logits.device)
        step = max(1, 2**31 // (time * logits.shape[2] * 8))
        for b in range(0, n, step):
            p = torch.log_softmax(logits[b : b + step].float(), -1)
            chances[:, b : b + step] = p[..., own].transpose(0, 1)
            gradient[b : b + step] = p.exp_().to(logits.dtype)
        with torch.enable_grad():
            chances.requires_grad_()
            loss = F.ctc_loss(chances, place, frames, lengths, reduction="none")
            good = torch.isfinite(loss).detach() & (loss.detach() < 1e4)
            (grad,) = torch.autograd.grad(loss[good].sum(), chances)
        expected = (chances.detach().exp() - grad).transpose(0, 1)
        keep = ((torch.arange(time, device=logits.device)[None] < frames[:, None]) & good[:, None])[..., None]
        gradient.mul_(keep)
        gradient.index_add_(2, own, (-expected * keep).to(gradient.dtype))
        total = lengths.sum().clamp(min=1)
        ctx.save_for_backward(gradient)
        ctx.total = total
        return loss[good].sum().detach() / total

    @staticmethod
    def backward(ctx, outer):
        (gradient,) = ctx.saved_tensors
        return gradient.mul_(outer / ctx.total), None, None, None


def greedy(logits, frames, characters):
    """The best class of every frame, repeats and blanks dropped."""
    texts = []
    for row, count in zip(logits.argmax(-1).tolist(), frames):
        text, last = [], 0
        for c in row[: int(count)]:
            if c and c != last:
                text.append(characters[c])
            last = c
        texts.append("".join(text))
    return texts


def distance(a, b):
    """Levenshtein distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]
