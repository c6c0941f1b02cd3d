#!/usr/bin/env python3
"""The gradient step and the passes of bench_network.c in PyTorch, double precision, one thread.

The same network, points and targets.  The step is done in three ways, and the fastest counts: torch.nn modules with
backward(), plain tensor functions with backward(), and plain tensor functions with torch.autograd.grad.  The Jacobian
is written out by hand for this shape, which is far faster than torch.autograd.functional's.  Prints lines as
bench_network does, without operations.  Exit status 77: PyTorch is missing.
"""
import sys
import time

try:
    import torch
except ImportError:
    print("the comparison needs PyTorch (Debian package: python3-torch)", file=sys.stderr)
    sys.exit(77)

POINTS, REPETITIONS, LEAST_SECONDS = 384, 40, 0.01


def number_at(i, step):
    return (i * step % 16384 - 8192) / 8192


def least_time(run):
    runs = 1
    while True:
        begun = time.perf_counter()
        for _ in range(runs):
            run()
        if time.perf_counter() - begun > LEAST_SECONDS:
            break
        runs *= 2
    times = []
    for _ in range(REPETITIONS):
        begun = time.perf_counter()
        for _ in range(runs):
            run()
        times.append((time.perf_counter() - begun) / runs)
    return min(times)


def moment(numbers):
    count = len(numbers)
    return sum((i + 1) / count * g for i, g in enumerate(numbers))


def flat(tensors):
    return [value for tensor in tensors for value in tensor.detach().reshape(-1).tolist()]


def bench_width(width, x, target):
    numbers = [4 * number_at(p + 1, 5171) for p in range(3 * width + 1)]
    values = [torch.tensor(numbers[:width]).reshape(width, 1), torch.tensor(numbers[width:2 * width]),
              torch.tensor(numbers[2 * width:3 * width]).reshape(1, width), torch.tensor(numbers[3 * width:])]

    model = torch.nn.Sequential(torch.nn.Linear(1, width), torch.nn.Tanh(), torch.nn.Linear(width, 1))
    parameters = list(model.parameters())
    with torch.no_grad():
        for parameter, value in zip(parameters, values):
            parameter.copy_(value)
    loss_of = torch.nn.MSELoss()
    ones = torch.ones(POINTS, 1)

    def with_modules():
        model.zero_grad(set_to_none=True)
        loss_of(model(x), target).backward()

    def outputs(w1, b1, w2, b2):
        return torch.addmm(b2, torch.tanh(torch.addmm(b1, x, w1.t())), w2.t())

    def loss():
        return torch.mean((outputs(*parameters) - target) ** 2)

    def with_functions():
        for parameter in parameters:
            parameter.grad = None
        loss().backward()

    grads = []

    def with_grad():
        grads[:] = torch.autograd.grad(loss(), parameters)

    def forward():
        with torch.no_grad():
            outputs(*parameters)

    def by_hand():
        with torch.no_grad():
            w1, b1, w2, _ = parameters
            h = torch.tanh(torch.addmm(b1, x, w1.t()))
            d = (1 - h * h) * w2
            return torch.cat((d * x, d, h, ones), 1)

    def report(what, seconds, check):
        print("%s %d %.1f 0 %.17g" % (what, width, 1e9 * seconds, check))

    report("forward", least_time(forward), loss().item())
    step = []
    for run in (with_modules, with_functions, with_grad):
        step.append(least_time(run))
    with_grad()
    report("step", min(step), moment(flat(grads)))
    seconds = least_time(by_hand)
    with torch.no_grad():
        gradient = torch.mm(2 / POINTS * (outputs(*parameters) - target).t(), by_hand())
    report("jacobian", seconds, moment(flat([gradient])))



torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
points = torch.tensor([-1 + 2 * i / (POINTS - 1) for i in range(POINTS)]).reshape(POINTS, 1)
targets = torch.tensor([number_at(i + 1, 331) for i in range(POINTS)]).reshape(POINTS, 1)
for units in (16, 64):
    bench_width(units, points, targets)
