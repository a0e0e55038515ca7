"""What a plain call cannot express for `unet`. It runs alike for the candidate and for the reference.

The network has 7.7 million parameters, too many to send with each test. They are made here, of a few random numbers.
"""

import torch

BLOCKS = ("enc1", "enc2", "enc3", "bottleneck", "dec3", "dec2", "dec1")
CONVS = [f"{block}.{i}" for block in BLOCKS for i in (0, 3)] + ["up3", "up2", "up1", "out_conv"]
NORMS = [f"{block}.{i}" for block in BLOCKS for i in (1, 4)]
PARAMETERS = [f"{layer}.{part}" for layer in CONVS + NORMS for part in ("weight", "bias")]
BUFFERS = [f"{layer}.running_{part}" for layer in NORMS for part in ("mean", "var")]
_models = {}  # making one takes longer than a call; all that matters is set anew for each


def shapes(submission, in_channels, out_channels):
    """The shape of each parameter and buffer by name, None where it is missing."""
    key = id(submission), in_channels, out_channels
    if key not in _models:
        state = submission.UNet(in_channels, out_channels).state_dict()
        _models[key] = {name: list(state[name].shape) if name in state else None for name in PARAMETERS + BUFFERS}
    return _models[key]


def _model(submission, x, out_channels, noise, training):
    """A model in that mode whose state is made of `noise` (n,), integers up to 1000, in the dtype of x."""
    key = id(submission), x.shape[1], out_channels, x.dtype
    if key not in _models:
        _models[key] = submission.UNet(x.shape[1], out_channels).to(x.dtype)
    model = _models[key]
    state = model.state_dict()
    for index, name in enumerate(PARAMETERS + BUFFERS):
        state[name].copy_(_values(name, state[name].shape, noise.roll(index).to(x.dtype) / 500))
    return model.train(training)


def _values(name, shape, noise):
    """Numbers that suit a parameter or buffer: noise, repeated as often as needed."""
    many = noise.repeat(-(-shape.numel() // len(noise)))[: shape.numel()].reshape(shape)
    if len(shape) == 4:  # a kernel sees so many numbers, of which ReLU leaves half
        seen = shape[0] if name.startswith("up") else shape[1] * shape[2] * shape[3]
        return many * (2 / seen) ** 0.5
    if name.endswith("running_var"):
        return many.abs() + 0.5
    return 1 + 0.2 * many if name.rpartition(".")[0] in NORMS and name.endswith("weight") else 0.3 * many


def run(submission, x, out_channels, noise, training):
    """y, and some running statistics after the call."""
    model = _model(submission, x, out_channels, noise, training)
    with torch.no_grad():
        y = model(x)
    state = model.state_dict()
    return y, [state[name].clone() for name in BUFFERS if name.startswith(("enc1", "bottleneck", "dec1.4"))]


def image(submission, x, out_channels, noise):
    """y in evaluation, with tensors of its own: its gradient is asked for later, when other calls have been made."""
    model = _model(submission, x, out_channels, noise, False)
    state = {name: value.clone() for name, value in model.state_dict().items()}
    return torch.func.functional_call(model, state, (x,))


def gradients(submission, x, out_channels, noise, cotangent, training):
    """Gradients of the weighted y with respect to x and all parameters, in short."""
    x = x.clone().requires_grad_()
    model = _model(submission, x, out_channels, noise, training)
    parameters = dict(model.named_parameters())
    leaves = {"x": x, **{name: parameters[name] for name in PARAMETERS}}
    total = (model(x) * cotangent).sum()
    found = [torch.zeros_like(leaf) for leaf in leaves.values()]
    if total.requires_grad:
        found = torch.autograd.grad(total, list(leaves.values()), materialize_grads=True)
    return {name: _short(one) for name, one in zip(leaves, found)}


def _short(gradient):
    """A gradient, or of a kernel's its sums over some axes."""
    return [gradient.sum(axes) for axes in ((1, 2, 3), (0, 2, 3), (0, 1))] if gradient.ndim == 4 else gradient
