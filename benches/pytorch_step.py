"""The study's base network in PyTorch: a training step, on a CPU also inference and its layers.

    python benches/pytorch_step.py --steps 20            # every setting, as a table
    python benches/pytorch_step.py --setting eager --json
    python benches/pytorch_step.py --device cuda:0 --setting eager --json

Each setting runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import json
import resource
import subprocess
import sys
import time

BATCH, SIZE, OUTPUTS = 10, 224, 136
INFERENCE = 64
# Channels in, size of the picture, channels out of the four blocks.
BLOCKS = [(1, 224, 32), (32, 111, 64), (64, 54, 64), (64, 26, 128)]
LINEAR = [(18_432, 1088), (1088, OUTPUTS)]
WARM_UP = 3
# Steps between two looks at the clock on a GPU, which is waited for there and nowhere else.
UNWATCHED = 50

# Each setting: memory layout, compiled, fused optimizer, type that layers compute in.
SETTINGS = {
    "eager": dict(),
    "eager, fused Adam": dict(fused=True),
    "channels-last": dict(channels_last=True),
    "channels-last, compiled, fused Adam": dict(channels_last=True, compiled=True, fused=True),
    "bf16, channels-last, fused Adam": dict(channels_last=True, fused=True, bf16=True),
    "inference": dict(),
    "inference, channels-last, compiled": dict(channels_last=True, compiled=True),
    "layers": dict(),
    "layers, channels-last": dict(channels_last=True),
}

# On a GPU: fused optimizer, mode of torch.compile, the whole step as one CUDA graph.
GPU_SETTINGS = {
    "eager": dict(),
    "eager, fused Adam": dict(fused=True),
    "compiled and CUDA graphs, fused Adam": dict(fused=True, mode="reduce-overhead"),
    "compiled with autotuning and CUDA graphs, fused Adam": dict(fused=True, mode="max-autotune"),
    "one CUDA graph, fused Adam": dict(fused=True, graph=True),
}


def network(torch):
    nn, layers = torch.nn, []
    for inputs, _, outputs in BLOCKS:
        layers += [nn.Conv2d(inputs, outputs, 3), nn.ReLU(), nn.MaxPool2d(2)]
    (inputs, hidden), (_, outputs) = LINEAR
    return nn.Sequential(
        *layers, nn.Flatten(), nn.Linear(inputs, hidden), nn.ReLU(), nn.Linear(hidden, outputs)
    )


def layout(torch, channels_last):
    return torch.channels_last if channels_last else torch.contiguous_format


def timed(work, count):
    """Seconds of each of `count` calls, after some to warm up."""
    for _ in range(WARM_UP):
        work()
    seconds = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


def training(torch, count, channels_last=False, compiled=False, fused=False, bf16=False):
    model = network(torch).to(memory_format=layout(torch, channels_last))
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=fused)
    images = torch.rand(BATCH, 1, SIZE, SIZE).to(memory_format=layout(torch, channels_last))
    targets = torch.randn(BATCH, OUTPUTS) * 0.5

    def loss():
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            answers = model(images)
        return torch.nn.functional.mse_loss(answers.float(), targets)

    loss = torch.compile(loss) if compiled else loss

    def step():
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()

    return {"step": timed(step, count)}


def training_on_gpu(torch, count, device, tf32, fused=False, mode=None, graph=False):
    """As `training`, on a GPU; the batch lies there."""
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = tf32
    model = network(torch).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, fused=fused, capturable=graph)
    images = torch.rand(BATCH, 1, SIZE, SIZE, device=device)
    targets = torch.randn(BATCH, OUTPUTS, device=device) * 0.5

    def loss():
        return torch.nn.functional.mse_loss(model(images), targets)

    loss = torch.compile(loss, mode=mode) if mode else loss

    def step():
        optimizer.zero_grad()
        loss().backward()
        optimizer.step()

    if graph:
        step = captured(torch, step)

    def steps():
        for _ in range(UNWATCHED):
            step()
        torch.cuda.synchronize(device)

    return {"step": [seconds / UNWATCHED for seconds in timed(steps, count)]}


def captured(torch, step):
    """`step` as one CUDA graph, to be replayed. Before that it runs on a stream of its own, as
    PyTorch asks for."""
    stream = torch.cuda.Stream()
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(WARM_UP):
            step()
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    return graph.replay


def inference(torch, count, channels_last=False, compiled=False):
    model = network(torch).to(memory_format=layout(torch, channels_last)).eval()
    model = torch.compile(model) if compiled else model
    images = torch.rand(INFERENCE, 1, SIZE, SIZE).to(memory_format=layout(torch, channels_last))
    with torch.inference_mode():
        return {"inference": timed(lambda: model(images), count)}


def layers(torch, count, channels_last=False):
    """Forward and backward of each layer; the first needs no gradient of its input."""
    seconds = {}
    for index, (inputs, size, outputs) in enumerate(BLOCKS):
        block = torch.nn.Sequential(
            torch.nn.Conv2d(inputs, outputs, 3), torch.nn.ReLU(), torch.nn.MaxPool2d(2)
        ).to(memory_format=layout(torch, channels_last))
        x = torch.randn(BATCH, inputs, size, size).to(memory_format=layout(torch, channels_last))
        seconds[f"block {index + 1}"] = forward_backward(torch, block, x, index > 0, count)
    for index, (inputs, outputs) in enumerate(LINEAR):
        layer = torch.nn.Linear(inputs, outputs)
        x = torch.randn(BATCH, inputs)
        seconds[f"linear {index + 1}"] = forward_backward(torch, layer, x, True, count)
    return seconds


def forward_backward(torch, layer, x, input_gradient, count):
    x.requires_grad_(input_gradient)
    gradient = torch.randn_like(layer(x).detach())

    def work():
        layer.zero_grad()
        x.grad = None
        layer(x).backward(gradient)

    return timed(work, count)


def measure(setting, count, device, tf32):
    import torch

    torch.manual_seed(0)
    if device != "cpu":
        torch.cuda.set_device(device)
        seconds = training_on_gpu(torch, count, device, tf32, **GPU_SETTINGS[setting])
    else:
        kind = {"inference": inference, "layers": layers}.get(setting.split(",")[0], training)
        seconds = kind(torch, count, **SETTINGS[setting])
    return {
        "torch": torch.__version__,
        "threads": torch.get_num_threads(),
        "seconds": seconds,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


def fresh(setting, count, device="cpu", tf32=False):
    """The same, in a process of its own."""
    command = [sys.executable, __file__, "--setting", setting, "--steps", str(count), "--json"]
    command += ["--device", device] + ["--tf32"] * tf32
    run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(run.stdout.splitlines()[-1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--steps", type=int, default=20, help="steps that are timed")
    parser.add_argument("--device", default="cpu", help="cpu or cuda:N")
    parser.add_argument("--tf32", action="store_true", help="multiply in TF32 on a GPU")
    parser.add_argument("--setting", help="one setting, in this process")
    parser.add_argument("--json", action="store_true", help="seconds of every step, as JSON")
    arguments = parser.parse_args()
    settings = SETTINGS if arguments.device == "cpu" else GPU_SETTINGS
    if arguments.setting not in [None, *settings]:
        parser.error(f"expected --setting to be one of: {'; '.join(settings)}")
    how = [arguments.steps, arguments.device, arguments.tf32]
    if arguments.setting:
        results = {arguments.setting: measure(arguments.setting, *how)}
    else:
        results = {setting: fresh(setting, *how) for setting in settings}
    if arguments.json:
        print(json.dumps(next(iter(results.values())) if arguments.setting else results))
        return
    for setting, result in results.items():
        for name, seconds in result["seconds"].items():
            middle = sorted(seconds)[len(seconds) // 2] * 1e3
            print(f"{setting:53} {name:12} {middle:8.2f} ms {result['peak_bytes'] / 1e6:8.0f} MB")


if __name__ == "__main__":
    main()
