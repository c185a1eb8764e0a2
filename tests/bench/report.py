"""The table: what the figures look like to people."""

import pathlib
import statistics

import measures

class Report:
    """Prints line by line, and keeps the lines for the file."""

    def __init__(self):
        self.lines = []

    def say(self, *lines):
        for line in lines or [""]:
            self.lines.append(line)
            print(line, flush=True)

    def save(self, path):
        pathlib.Path(path).write_text("\n".join(self.lines) + "\n")


def load_lines(load, log_level):
    yield f"Over HTTP, wrk with {_count(load.connections, 'connection')} on {_count(load.threads, 'thread')};"
    yield "nginx with two workers answers the same requests with as many bytes;"
    yield f"medians of {_count(load.rounds, 'round')} of {load.seconds} s, in turn; log level {log_level}"


def _count(number, thing):
    return f"{number} {thing}" + "s" * (number != 1)


class Throughput:
    head = (
        f"{'':34}{'bytes':>7}{'1/s':>9}{'nginx':>9}{'ratio':>7}{'p99 ms':>9}{'nginx':>7}{'cpu us':>9}{'nginx':>7}"
    )

    @staticmethod
    def line(row):
        ours, nginx = measures.middle(row["ours"]), measures.middle(row["nginx"])
        return (
            f"{row['name']:34}{row['bytes']:7}{ours.rate:9.0f}{nginx.rate:9.0f}{ours.rate / nginx.rate:7.2f}"
            f"{ours.p99 / 1e3:9.2f}{nginx.p99 / 1e3:7.2f}{ours.processor:9.1f}{nginx.processor:7.1f}"
        )


class Latency:
    head = f"{'':34}{'bytes':>7}{'p50 us':>9}{'nginx':>9}{'ratio':>8}"

    @staticmethod
    def line(row):
        ours, nginx = measures.middle(row["ours"]), measures.middle(row["nginx"])
        return f"{row['name']:34}{row['bytes']:7}{ours.p50:9.0f}{nginx.p50:9.0f}{ours.p50 / nginx.p50:8.2f}"


def start_line(seconds):
    low, middle, high = (each(seconds) * 1e3 for each in (min, statistics.median, max))
    return f"{'Start to the first answer':34}{middle:7.1f} ms (median of {len(seconds)}, {low:.1f} to {high:.1f})"


def idle_lines(idle):
    resident, proportional = (idle[each] / 1e6 for each in ("resident_bytes", "proportional_bytes"))
    yield f"{'Idle memory':34}{resident:7.1f} MB resident, {proportional:.1f} MB proportional"
    spent = f"{idle['processor_seconds'] * 1e3:7.1f} ms of the processor, {idle['wake_ups']} wake-ups"
    yield f"{'Idle':34}{spent} in {idle['seconds']} s"


def size_line(sizes):
    return f"{'Binary':34}{sizes['built'] / 1e6:7.1f} MB, {sizes['stripped'] / 1e6:.1f} MB without symbols"


def in_process_line(row):
    return f"{row['name']:34}{row['per_second']:9.0f} 1/s"


def engine_line(row):
    if "bytes" in row:
        return f"{row['name']:48}{row['bytes']:9.0f} bytes"
    if "microseconds" in row:
        return f"{row['name']:48}{row['microseconds']:12.2f} us"
    line = f"{row['name']:48}{row['per_second']:9.0f} 1/s"
    if "small_per_second" in row:
        small = row["small_per_second"]
        line += f", of the small case {small:.0f}: {row['per_second'] / small:.2f}"
    return line


def crowd_line(row):
    line = f"{row['name']:48}{row['bytes']:9.0f} bytes each"
    if "per_second" in row:
        line += f", {row['per_second']:.0f} of {row['small_per_second']:.0f} 1/s: {row['per_second'] / row['small_per_second']:.2f}"
    return line


def overload_line(row):
    name = f"Overload by {row['connections']} connections"
    return (
        f"{name:34}{row['bytes'] / row['connections']:7.0f} bytes a connection, p50 {row['p50'] / 1e3:.1f} ms, "
        f"p99 {row['p99'] / 1e3:.1f} ms, a stop takes {row['stop_seconds'] * 1e3:.0f} ms"
    )


def machine_lines(machine):
    yield f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, Linux {machine['kernel']}"
    if machine["load_before"] > 0.5:
        yield f"The machine had other work (load {machine['load_before']}): only ratios mean something."
