#!/usr/bin/env python3
"""Writes measurements.csv: the light of a star as a telescope might record it over three years.

Nights are missed and the hour varies, so the times are uneven. Three periods are hidden in noise; the
strongest is PERIOD, which `quickstart` has to find. Same file on every run.
"""

import math
from pathlib import Path

PERIOD = 7.3125  # days
WAVES = [(PERIOD, 0.60), (2.4571, 0.35), (31.07, 0.25)]  # period in days, amplitude in magnitudes
SAMPLES = 9000

state = 20260101


def uniform():
    """A number in 0..1 from a 64-bit linear congruential generator (Knuth's MMIX constants)."""
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 11) / 2**53


def normal():
    return math.sqrt(-2 * math.log(1 - uniform())) * math.cos(2 * math.pi * uniform())


lines = ["# time [days], brightness [mag]; written by generate.py"]
time = 0.0
for _ in range(SAMPLES):
    time += 0.02 + 0.2 * uniform() ** 2 + (1.5 if uniform() < 0.03 else 0.0)
    value = 12.0 + sum(a * math.sin(2 * math.pi * time / p) for p, a in WAVES) + 0.8 * normal()
    lines.append(f"{time:.5f},{value:.4f}")
Path(__file__).with_name("measurements.csv").write_text("\n".join(lines) + "\n")
