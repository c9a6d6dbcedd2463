// Trains a small study of drawn faces into the desk's folder, and writes its report.

import { execFileSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const { DESK: desk, FACEOFF: faceoff, ROOT: root } = process.env;

cpSync(join(root, "experiments"), join(desk, "experiments"), { recursive: true });
// Enough epochs for curves, few enough for seconds.
writeFileSync(join(desk, "experiments/scales/browser.toml"), `
name = "browser"
description = "Small enough for tests."
input_size = 48
train_images = 40
test_images = 16
epochs = 0.06
evaluate_every = 2
seeds = 2
`);
const run = (...words) => execFileSync(faceoff, [...words, "--quiet"], { cwd: desk, stdio: ["ignore", "ignore", "inherit"] });
run("data", "synth", "faces", "--people", "8", "--videos", "1", "--frames", "8", "--seed", "1");
run("reproduce", "--data", "faces", "--scale", "browser");
