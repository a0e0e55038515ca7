"""What a plain call cannot express for `vae`. It runs alike for the candidate and for the reference."""

import torch

LAYERS = ("encoder.0", "encoder.2", "fc_mu", "fc_logvar", "decoder.0", "decoder.2", "decoder.4")
NAMES = {f"{layer}.{part}" for layer in LAYERS for part in ("weight", "bias")}


def samples(submission, mus, logvars, training):
    """What a new model, in that mode, draws for each pair of mus and logvars (T, B, d)."""
    model = submission.VAE(mus.shape[2]).train(training)
    return [model.reparameterize(mu, logvar) for mu, logvar in zip(mus, logvars)]


def gradients_of_a_sample(submission, mu, logvar):
    """A sample z (B, d) of a new model, and the gradients of its sum with respect to mu and logvar."""
    model = submission.VAE(mu.shape[1])
    mu, logvar = mu.clone().requires_grad_(), logvar.clone().requires_grad_()
    z = model.reparameterize(mu, logvar)
    if not z.requires_grad:
        return z, torch.zeros_like(mu), torch.zeros_like(logvar)
    return z.detach(), *torch.autograd.grad(z.sum(), (mu, logvar), materialize_grads=True)


def encode(submission, model, x):
    """mu and logvar of x (B, 784)."""
    return model.encode(x)


def loss(submission, recon, x, mu, logvar):
    """The loss of a new model."""
    return submission.VAE(mu.shape[1]).loss_function(recon, x, mu, logvar)


def loss_at_the_ends(submission, recon, ones, x, mu, logvar):
    """The loss of a new model, where recon is 1 in the places of `ones` (bool); x may be bool, too."""
    return loss(submission, recon.masked_fill(ones, 1), x.to(recon.dtype), mu, logvar)


def gradients(submission, model, method, x, weights):
    """Gradients of the weighted results of model.encode or model.decode with respect to x and to parameters, by name.

    weights: a list of arrays, one for each result. Of matrices come the sums over their rows and columns.
    """
    x = x.clone().requires_grad_()
    results = getattr(model, method)(x)
    results = results if isinstance(results, tuple | list) else [results]
    layers = ("fc_", "encoder") if method == "encode" else ("decoder",)
    leaves = {"x": x, **{name: value for name, value in model.named_parameters() if name.startswith(layers)}}
    total = sum((result * weight).sum() for result, weight in zip(results, weights))
    found = [torch.zeros_like(leaf) for leaf in leaves.values()]
    if total.requires_grad:
        found = torch.autograd.grad(total, list(leaves.values()), materialize_grads=True)
    short = {"x": found[0]}
    for name, one in list(zip(leaves, found))[1:]:
        if name in NAMES:
            short |= (
                {f"{name}, axis {axis}": one.sum(axis) for axis in range(one.ndim)} if one.ndim > 1 else {name: one}
            )
    return short
