"""How the figures are taken: wrk on the emulator and on nginx in turn, and the emulator while it does nothing."""

import dataclasses
import json
import pathlib
import statistics
import subprocess

import processes

HERE = pathlib.Path(__file__).parent


@dataclasses.dataclass(frozen=True)
class Load:
    """What wrk puts on a server."""

    connections: int
    threads: int
    rounds: int
    seconds: int


@dataclasses.dataclass(frozen=True)
class Round:
    rate: float  # requests a second
    p50: float  # microseconds
    p99: float
    processor: float  # microseconds of the server's processor time a request


def middle(rounds):
    return Round(**{f.name: statistics.median(getattr(r, f.name) for r in rounds) for f in dataclasses.fields(Round)})


def output_of(command, **options):
    command = [str(part) for part in command]
    return subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, **options).stdout


def run_wrk(program, workload, files, load):
    spent = program.processor_seconds()
    command = ["wrk", "-c", load.connections, "-t", load.threads, "-d", load.seconds, "-s", workload.script]
    command += [f"http://{program.host}", "--", *files]
    counted = json.loads(output_of(command, cwd=HERE).splitlines()[-1])
    if counted["failed"] or not counted["requests"]:
        raise RuntimeError(f"{workload.name}: {counted['failed']} of {counted['requests']} requests failed")
    spent = program.processor_seconds() - spent
    rate = counted["requests"] / counted["microseconds"] * 1e6
    return Round(rate, counted["p50"], counted["p99"], spent / counted["requests"] * 1e6)


def beside_nginx(workload, load, folder, first_number):
    """Rounds on the emulator and on nginx in turn; nginx answers the same requests with as many bytes."""
    ours, yardstick, nginx = [], [], None
    try:
        # One round more than counts: the first warms both up.
        for number in range(first_number, first_number + load.rounds + 1):
            requests = workload.begin(number)
            files = [folder / f"request-{n}" for n in range(len(requests))]
            for file, request in zip(files, requests, strict=True):
                file.write_bytes(request.bytes)
            answers = workload.answers(requests)
            if nginx is None:
                nginx = processes.start_nginx(folder / "nginx", answers)
            for request in requests:
                check_size(workload, nginx.ask(request.bytes), answers[request.target])
            # Whoever comes second may find the machine in another state, so they take turns in that too.
            pair = [(workload.emulator, ours), (nginx, yardstick)]
            for program, rounds in pair if number % 2 else reversed(pair):
                rounds.append(run_wrk(program, workload, files, load))
            workload.end()
    finally:
        if nginx:
            nginx.stop()
    size = sum(len(answer.body) for answer in answers.values()) // len(answers)
    return {"name": workload.name, "bytes": size, "ours": ours[1:], "nginx": yardstick[1:]}


def check_size(workload, constant, answer):
    if (constant.status, len(constant.body)) != (200, len(answer.body)):
        raise RuntimeError(f"{workload.name}: nginx answers {len(constant.body)} bytes and not {len(answer.body)}")


def start_seconds(binary, folder, runs):
    """Seconds from spawning the binary to its first answer, for each run."""
    taken = []
    for _ in range(runs + 1):
        program, seconds = processes.start_emulator(binary, folder)
        taken.append(seconds)
        program.stop()
    return taken[1:]  # the first has to read the binary from the disk


def idle(binary, folder, seconds):
    """Memory after the first answer, and what a span without requests costs."""
    program, _ = processes.start_emulator(binary, folder)
    try:
        program.leave_alone(0.5)  # its last connection is still being closed
        resident, proportional = program.memory()
        before = program.processor_seconds(), program.wake_ups()
        program.leave_alone(seconds)
        after = program.processor_seconds(), program.wake_ups()
    finally:
        program.stop()
    return {
        "resident_bytes": resident,
        "proportional_bytes": proportional,
        "seconds": seconds,
        "processor_seconds": after[0] - before[0],
        "wake_ups": after[1] - before[1],
    }


def binary_bytes(binary, folder):
    """As built, and without symbols."""
    stripped = folder / "understudy.stripped"
    subprocess.run(["strip", "-o", stripped, binary], check=True)
    sizes = {"built": binary.stat().st_size, "stripped": stripped.stat().st_size}
    stripped.unlink()
    return sizes


def in_process(program, rounds, milliseconds):
    """Operations a second of each row, medians, as the program prints them."""
    return [json.loads(line) for line in output_of([program, rounds, milliseconds]).splitlines()]


def machine():
    """Where the figures were taken."""
    processors = _fields("/proc/cpuinfo", ":")
    nginx = subprocess.run(["nginx", "-v"], stderr=subprocess.PIPE, text=True).stderr
    return {
        "processor": next(value for name, value in processors if name == "model name"),
        "cores": sum(name == "processor" for name, _ in processors),
        "system": dict(_fields("/etc/os-release", "="))["PRETTY_NAME"],
        "kernel": pathlib.Path("/proc/sys/kernel/osrelease").read_text().strip(),
        "load_before": float(pathlib.Path("/proc/loadavg").read_text().split()[0]),
        "nginx": nginx.rpartition("/")[2].strip(),
    }


def _fields(path, separator):
    parts = (line.partition(separator) for line in pathlib.Path(path).read_text().splitlines())
    return [(name.strip(), value.strip(' "')) for name, _, value in parts]
