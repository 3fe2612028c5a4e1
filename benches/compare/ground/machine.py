"""The machine that is measured on: what it is, and one core of it."""

import os
import platform
from pathlib import Path


class MachineError(Exception):
    """The machine has not what was asked for."""


def pin_to_core(core: int | None) -> int:
    """Keeps this process and all that it starts on one core: by default the last it may use."""
    allowed = os.sched_getaffinity(0)
    chosen = max(allowed) if core is None else core
    if chosen not in allowed:
        raise MachineError(f"expected one of the cores {sorted(allowed)}, found {chosen}")
    os.sched_setaffinity(0, {chosen})
    return chosen


def machine() -> str:
    """The processor, the number of its cores, its memory and the system."""
    system = f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}"


def load() -> str:
    """How busy the machine is, beside what is measured."""
    return f"load {os.getloadavg()[0]:.1f} at the start"


def processor() -> str:
    """The name of the processor."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
