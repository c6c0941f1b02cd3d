#!/usr/bin/env python3
"""The models of src/train in PyTorch, beside the library (bench_train.c), one thread: the same parameters after some
steps of every method, then the time of a step in both by turns.

Usage: train_torch.py PROGRAM FOLDER; train.sh calls it.  The models are written as users of PyTorch write them: f's
outputs are the weights of each sample, multiplied by torch.bmm; q reads torch.cat of x and e(I).
"""
import array
import math
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, replace

import torch
from torch import nn

REPEATS, BLOCK_SECONDS, SGEMM_SIZE = 9, 0.12, 512
STEPS, TOLERANCE = 3, 1e-5
UNITS = {"relu": nn.ReLU, "elu": nn.ELU}


@dataclass(frozen=True)
class Setting:
    kind: str
    x: int
    i: int
    outputs: int
    samples: int
    tasks: int
    hidden: int = 10
    unit: str = "relu"
    embedding: int = 0
    biases: bool = True
    loss: str = "square"
    widths: tuple = ()

    def command(self):
        words = ("model", self.kind, self.x, self.i, self.outputs, self.hidden, self.unit, self.embedding,
                 int(self.biases), self.samples, self.tasks, self.loss, len(self.widths) + 1 if self.widths else 0,
                 *self.widths)
        return " ".join(str(word) for word in words)


# ---- the models ----

def deep(setting, outputs):
    layers, inputs = [], setting.i
    for width in setting.widths:
        layers += [nn.Linear(inputs, width, bias=setting.biases), nn.ReLU()]
        inputs = width
    return nn.Sequential(*layers, nn.Linear(inputs, outputs, bias=setting.biases))


def shallow(setting, inputs):
    return nn.Sequential(nn.Linear(inputs, setting.hidden, bias=setting.biases), UNITS[setting.unit](),
                         nn.Linear(setting.hidden, setting.outputs, bias=setting.biases))


class Plain(nn.Module):
    def __init__(self, setting):
        super().__init__()
        self.h = shallow(setting, setting.x)

    def forward(self, x, i):
        return self.h(x)


class Hypernetwork(nn.Module):
    def __init__(self, setting):
        super().__init__()
        self.setting = setting
        self.first = setting.hidden * setting.x
        self.f = deep(setting, self.first + setting.hidden * setting.outputs)
        self.unit = UNITS[setting.unit]()

    def forward(self, x, i):
        setting, weights = self.setting, self.f(i)
        first = weights[:, :self.first].view(-1, setting.hidden, setting.x)
        second = weights[:, self.first:].view(-1, setting.outputs, setting.hidden)
        if setting.samples == setting.tasks:
            return torch.bmm(second, self.unit(torch.bmm(first, x.unsqueeze(2)))).squeeze(2)
        x = x.view(setting.tasks, -1, setting.x)
        units = self.unit(torch.bmm(x, first.transpose(1, 2)))
        return torch.bmm(units, second.transpose(1, 2)).reshape(-1, setting.outputs)


class Embedding(nn.Module):
    def __init__(self, setting):
        super().__init__()
        self.points = setting.samples // setting.tasks
        self.q = shallow(setting, setting.x + setting.embedding)
        self.e = deep(setting, setting.embedding)

    def forward(self, x, i):
        embedding = self.e(i)
        if self.points > 1:
            embedding = embedding.repeat_interleave(self.points, 0)
        return self.q(torch.cat((x, embedding), 1))


MODELS = {"plain": Plain, "hypernetwork": Hypernetwork, "embedding": Embedding}
LOSSES = {"square": nn.MSELoss, "likelihood": nn.CrossEntropyLoss}


def descent(parameters, kind, rate, momentum):
    if kind == "sgd":
        return torch.optim.SGD(parameters, lr=rate, momentum=momentum)
    return {"adam": torch.optim.Adam, "adadelta": torch.optim.Adadelta}[kind](parameters, lr=rate)


class Training:
    """A setting in PyTorch and, from the same start and on the same batch, in the library."""

    def __init__(self, library, setting, kind, rate, momentum=0.0):
        torch.manual_seed(1)
        self.ours, self.setting = library, setting
        self.model = MODELS[setting.kind](setting)
        self.x = torch.randn(setting.samples, setting.x)
        self.i = torch.randn(setting.tasks, setting.i)
        if setting.loss == "square":
            self.goals = torch.randn(setting.samples, setting.outputs)
        else:
            self.goals = torch.randint(setting.outputs, (setting.samples,))
        self.loss = LOSSES[setting.loss]()
        self.optimizer = descent(self.model.parameters(), kind, rate, momentum)

        _, self.operations = library.ask(setting.command())
        start = torch.cat([p.detach().reshape(-1) for p in self.model.parameters()])
        data = torch.cat([start] + [part.reshape(-1).float() for part in (self.x, self.i, self.goals)])
        with open(library.file, "wb") as stream:
            data.numpy().tofile(stream)
        library.ask("load", library.file)
        library.ask("descend", kind, rate, momentum)

    def step(self):
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(self.model(self.x, self.i), self.goals)
        loss.backward()
        self.optimizer.step()
        return loss

    def timed(self, count):
        """Seconds of a step in the library, and in PyTorch, and both losses."""
        library, library_loss = self.ours.ask("step", count)
        begun = time.process_time()
        for _ in range(count):
            loss = self.step()
        return library, (time.process_time() - begun) / count, library_loss, loss.item()

    def parameters_of_library(self):
        self.ours.ask("save", self.ours.file)
        values = array.array("f")
        with open(self.ours.file, "rb") as stream:
            values.frombytes(stream.read())
        return torch.tensor(values).split([p.numel() for p in self.model.parameters()])


class Library:
    def __init__(self, program, folder):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.file = folder + "/numbers"

    def ask(self, *words):
        self.process.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().split()
        if not answer:
            sys.exit("train_torch.py: bench_train ended at %r" % (words,))
        return [float(word) for word in answer]


# ---- the same parameters ----

def difference(training):
    """The largest, over the weight matrices and bias vectors, of |library - PyTorch| / |PyTorch - start|; where they
    changed by less than a tenth, a tenth of them counts: their own last bits are lost however exact the change."""
    start = [p.detach().clone() for p in training.model.parameters()]
    _, _, library_loss, loss = training.timed(STEPS)
    worst = abs(library_loss - loss) / abs(loss)
    for before, after, mine in zip(start, training.model.parameters(), training.parameters_of_library()):
        after = after.detach().reshape(-1).double()
        change = torch.linalg.norm(after - before.reshape(-1).double()).item()
        apart = torch.linalg.norm(mine.double() - after).item()
        if not change > 0:
            return math.inf
        worst = max(worst, apart / max(change, torch.linalg.norm(after).item() / 10))
    return worst


def agreement(library):
    base = Setting("plain", 20, 15, 4, 24, 24, hidden=8, embedding=30, widths=(12, 9))
    shapes = [("plain", replace(base, embedding=0, widths=(), i=0, tasks=1)),
              ("hypernetwork", replace(base, kind="hypernetwork", embedding=0)),
              ("hypernetwork, 8 samples a task", replace(base, kind="hypernetwork", embedding=0, tasks=3)),
              ("embedding", replace(base, kind="embedding")),
              ("embedding, 8 samples a task", replace(base, kind="embedding", tasks=3))]
    descents = [("sgd", 0.5, 0.0), ("sgd", 0.2, 0.5), ("adam", 0.01, 0.0), ("adadelta", 1.0, 0.0)]
    print("%d steps from the same start, |library - PyTorch| / |PyTorch - start|, the largest of all layers:" % STEPS)
    print("%-32s %-7s %-11s %9s %9s %9s %9s" % ("model", "biases", "loss", "SGD", "momentum", "Adam", "Adadelta"))
    right = True
    for name, shape in shapes:
        for biases in (False, True):
            for loss in LOSSES:
                setting = replace(shape, biases=biases, loss=loss, unit="relu" if biases else "elu")
                apart = [difference(Training(library, setting, *descent)) for descent in descents]
                right = right and all(number <= TOLERANCE for number in apart)
                print("%-32s %-7s %-11s" % (name, "yes" if biases else "no", loss),
                      " ".join("%9.1e" % number for number in apart))
    print("all at most %g: %s" % (TOLERANCE, "yes" if right else "NO"))
    return right


# ---- times ----

def settings():
    for d in (100, 1000):
        base = Setting("", d, d, 1, 200, 200, widths=(100, 100))
        yield "synthetic, d = %d" % d, base, 10000
    yield "rotation, 28 x 28", Setting("", 784, 784, 12, 64, 64, loss="likelihood", widths=(50, 50)), 10000
    yield "colorization", Setting("", 42, 1024, 3, 8 * 128, 8, unit="elu", widths=(100, 100)), 450


def measure(library, setting):
    training = Training(library, setting, "sgd", 1e-4)
    ours, torchs, _, _ = training.timed(3)
    count = max(1, math.ceil(BLOCK_SECONDS / max(ours, torchs, 1e-6)))
    rows = []
    for _ in range(REPEATS):
        ours, torchs, library_loss, loss = training.timed(count)
        if not (math.isfinite(library_loss) and math.isfinite(loss)):
            sys.exit("train_torch.py: a loss is not finite")
        (product,) = library.ask("sgemm", SGEMM_SIZE, 12)
        rows.append((ours, torchs, product))
    rates = [training.operations / ours for ours, _, _ in rows]
    peaks = [2 * SGEMM_SIZE ** 3 / product for _, _, product in rows]
    return [statistics.median(column) for column in (
        [ours for ours, _, _ in rows], [torchs for _, torchs, _ in rows], [torchs / ours for ours, torchs, _ in rows],
        rates, [rate / peak for rate, peak in zip(rates, peaks)], peaks)]


def times(library):
    print()
    print("%-20s %-13s %10s %11s %7s %9s %8s" % ("a training step", "model", "nwidth, ms", "PyTorch, ms", "ratio",
                                                 "GFLOP/s", "/ SGEMM"))
    peaks = []
    for name, base, embedding in settings():
        for kind in ("hypernetwork", "embedding"):
            setting = replace(base, kind=kind, embedding=embedding if kind == "embedding" else 0)
            ours, torchs, ratio, rate, share, peak = measure(library, setting)
            peaks.append(peak)
            print("%-20s %-13s %10.3f %11.3f %7.1f %9.1f %8.2f" % (name, kind, 1e3 * ours, 1e3 * torchs, ratio,
                                                                  rate / 1e9, share), flush=True)
    print("SGEMM, %d x %d: %.1f GFLOP/s.  Medians of %d times of the process, by turns; the operations are those" %
          (SGEMM_SIZE, SGEMM_SIZE, statistics.median(peaks) / 1e9, REPEATS))
    print("that the library does, not those of the textbook; PyTorch %s." % torch.__version__)


torch.set_num_threads(1)
peer = Library(sys.argv[1], sys.argv[2])
if not agreement(peer):
    sys.exit("train_torch.py: the library and PyTorch do not agree")
times(peer)
