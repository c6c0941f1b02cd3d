"""The fits of bench_fit with PyTorch, from the same starts, on one thread in double precision.

    fit_torch.py FILE SECONDS ERROR...

FILE is what `bench_fit problem' wrote.  L-BFGS (strong Wolfe line search) goes through p = 2, 4, .., 64 as bench_fit
does, to the next p when a call gains less than a thousandth; Adam minimises the mean of r^2, and from half its steps
on of r^8.  Each method runs the starts one after the other for at most SECONDS in all.  A line for each method and
error: `method ERROR successes starts seconds', the seconds being those from the begin of a start until the error was
reached, or the whole start where it was not; one run serves all errors.
"""
import sys
import time

import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)


def read(name):
    with open(name) as lines:
        count = int(next(lines).split()[1])
        points = [[float.fromhex(word) for word in next(lines).split()] for _ in range(count)]
        starts = [[float.fromhex(word) for word in line.split()[1:]] for line in lines]
    points = torch.tensor(points)
    return points[:, :1].contiguous(), points[:, 1].contiguous(), starts


class Run:
    """One start: parameters, residuals, and when which error was first reached."""

    def __init__(self, x, y, start, errors, deadline):
        width = (len(start) - 1) // 3
        values = torch.tensor(start)
        self.weights = values[:width].reshape(1, width).clone().requires_grad_()
        self.biases = values[width:2 * width].clone().requires_grad_()
        self.outputs = values[2 * width:3 * width].clone().requires_grad_()
        self.constant = values[3 * width:].clone().requires_grad_()
        self.x, self.y, self.errors, self.deadline = x, y, errors, deadline
        self.reached = {}
        self.begun = time.perf_counter()

    def parameters(self):
        return [self.weights, self.biases, self.outputs, self.constant]

    def residual(self):
        r = torch.tanh(self.x @ self.weights + self.biases) @ self.outputs + self.constant - self.y
        with torch.no_grad():
            self.sup = float(r.abs().max())
        for error in self.errors:
            if self.sup <= error and error not in self.reached:
                self.reached[error] = time.perf_counter() - self.begun
        return r

    def done(self):
        return len(self.reached) == len(self.errors) or time.perf_counter() > self.deadline


def lbfgs(run):
    p = 2
    while p <= 64 and not run.done():
        optimiser = torch.optim.LBFGS(run.parameters(), max_iter=20, history_size=20, line_search_fn="strong_wolfe")
        run.residual()
        scale = run.sup

        def closure():
            optimiser.zero_grad()
            loss = ((run.residual() / scale) ** p).mean()
            loss.backward()
            return loss

        last = float("inf")
        for _ in range(50):
            loss = float(optimiser.step(closure)) ** (1 / p)
            if run.done() or not loss < (1 - 1e-3) * last:
                break
            last = loss
        p *= 2


def adam(run, steps=20000):
    optimiser = torch.optim.Adam(run.parameters(), lr=1e-2)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for step in range(steps):
        optimiser.zero_grad()
        r = run.residual()
        if run.done():
            break
        (r ** (2 if step < steps // 2 else 8)).mean().backward()
        optimiser.step()
        schedule.step()


def main():
    x, y, starts = read(sys.argv[1])
    seconds = float(sys.argv[2])
    errors = [float(word) for word in sys.argv[3:]]
    for name, method in ("L-BFGS", lbfgs), ("Adam", adam):
        deadline = time.perf_counter() + seconds
        successes = dict.fromkeys(errors, 0)
        spent = dict.fromkeys(errors, 0.0)
        tried = 0
        for start in starts:
            if time.perf_counter() > deadline:
                break
            run = Run(x, y, start, errors, deadline)
            method(run)
            took = time.perf_counter() - run.begun
            tried += 1
            for error in errors:
                successes[error] += error in run.reached
                spent[error] += run.reached.get(error, took)
        for error in errors:
            print(name, "%g" % error, successes[error], tried, "%.6f" % spent[error])


main()
