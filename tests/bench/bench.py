#!/usr/bin/env python3
"""Takes all figures, prints them as one table and keeps them; scripts/bench builds what it needs and calls it."""

import argparse
import dataclasses
import datetime
import json
import pathlib
import subprocess

import crowds
import growth
import measures
import processes
import report as words
import workloads


@dataclasses.dataclass(frozen=True)
class Effort:
    rounds: int
    seconds: int
    starts: int
    idle_seconds: int
    in_process_rounds: int
    in_process_milliseconds: int


QUICK = Effort(rounds=3, seconds=1, starts=20, idle_seconds=3, in_process_rounds=3, in_process_milliseconds=60)
FULL = Effort(rounds=7, seconds=2, starts=50, idle_seconds=10, in_process_rounds=9, in_process_milliseconds=300)

# One connection at a time: what a request takes when nobody else asks.
ALONE = [workloads.GetItem, workloads.SendMessage]
# And with a line in the log for each request, as the program does unless told otherwise.
LOGGED = [workloads.GetItem]


def parse_arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    effort = parser.add_mutually_exclusive_group()
    effort.add_argument("--quick", dest="effort", action="store_const", const=QUICK, default=QUICK)
    effort.add_argument("--full", dest="effort", action="store_const", const=FULL)
    parser.add_argument("--only", nargs="+", metavar="TEXT", help="rows whose name holds one of the texts")
    parser.add_argument("--build", type=pathlib.Path, required=True, help="where the programs are")
    parser.add_argument("--output", type=pathlib.Path, required=True, help="where the report goes")
    return parser.parse_args()


class Bench:
    def __init__(self, arguments):
        self.effort = arguments.effort
        self.only = [text.lower() for text in arguments.only or []]
        self.folder = arguments.output.resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.build = arguments.build.resolve()
        self.binary = self.build / "understudy"
        self.report = words.Report()
        self.figures = {}

    def wanted(self, name):
        return not self.only or any(text in name.lower() for text in self.only)

    def has_time_for_much(self):
        """What makes much of something, or has no goal, is for --full, or for who asks for such rows."""
        return self.effort is FULL or bool(self.only)

    def run(self):
        self.say_where()
        if self.wanted("start"):
            self.measure_start()
        if self.wanted("idle"):
            self.measure_idle()
        many = measures.Load(16, 2, self.effort.rounds, self.effort.seconds)
        one = measures.Load(1, 1, self.effort.rounds, self.effort.seconds)
        more = self.has_time_for_much()
        self.measure_http("http", workloads.WITH_GOALS + workloads.OTHERS * more, many, words.Throughput)
        self.measure_http("http_alone", ALONE, one, words.Latency)
        self.measure_http("http_logged", LOGGED * more, many, words.Throughput, log_level="info")
        self.measure_crowds(many)
        self.measure_growth(measures.Load(16, 2, rounds=5, seconds=1))
        self.measure_in_process()
        self.measure_engine("queues")
        self.measure_engine("tables")
        self.measure_engine("topics")
        self.measure_emulator("threads", "Several threads, one emulator in their process")
        self.measure_emulator("waits", "Waits, events, snapshots and the clock")
        self.report.save(self.folder / "report.txt")
        figures = json.dumps(self.figures, indent=2, default=dataclasses.asdict)
        (self.folder / "report.json").write_text(figures + "\n")

    def say_where(self):
        describe = ["git", "describe", "--always", "--dirty", "--tags"]
        commit = subprocess.run(describe, capture_output=True, text=True).stdout.strip()
        self.figures["commit"] = commit
        self.figures["date"] = datetime.date.today().isoformat()
        self.figures["machine"] = measures.machine()
        self.report.say(f"Understudy {commit}, {self.figures['date']}")
        self.report.say(*words.machine_lines(self.figures["machine"]))
        self.report.say()

    def measure_start(self):
        self.figures["start_seconds"] = measures.start_seconds(self.binary, self.folder, self.effort.starts)
        self.report.say(words.start_line(self.figures["start_seconds"]))

    def measure_idle(self):
        self.figures["idle"] = measures.idle(self.binary, self.folder, self.effort.idle_seconds)
        self.figures["binary_bytes"] = measures.binary_bytes(self.binary, self.folder)
        self.report.say(*words.idle_lines(self.figures["idle"]), words.size_line(self.figures["binary_bytes"]))

    def measure_http(self, section, kinds, load, layout, log_level="warn"):
        kinds = [kind for kind in kinds if self.wanted(kind.name)]
        if not kinds:
            return
        self.report.say()
        self.report.say(*words.load_lines(load, log_level))
        self.report.say(layout.head)
        self.figures[section] = {"load": load, "rows": []}
        emulator, _ = processes.start_emulator(self.binary, self.folder, log_level)
        try:
            for place, kind in enumerate(kinds):
                row = measures.beside_nginx(kind(emulator), load, self.folder, 1000 * place)
                self.figures[section]["rows"].append(row)
                self.report.say(layout.line(row))
        finally:
            emulator.stop()

    def measure_crowds(self, load):
        if not self.has_time_for_much():
            return
        kinds = [kind() for kind in crowds.ALL if self.wanted(kind.name)]
        if kinds or self.wanted("threads") or self.wanted("overload"):
            self.report.say()
            self.report.say("Over HTTP, where there is much of something; beside an emulator without it")
        self.figures["crowds"] = [kind.measure(self.binary, self.folder, load) for kind in kinds]
        self.report.say(*map(words.crowd_line, self.figures["crowds"]))
        if self.wanted("threads"):
            self.figures["server_threads"] = crowds.threads(self.binary, self.folder, load)
            self.report.say(words.engine_line(self.figures["server_threads"]))
        if self.wanted("overload"):
            self.figures["overload"] = crowds.overload(self.binary, self.folder, 2 * self.effort.seconds)
            self.report.say(words.overload_line(self.figures["overload"]))

    def measure_growth(self, load):
        if not (self.has_time_for_much() and self.wanted("growth")):
            return
        self.report.say()
        self.report.say("Over HTTP, tables of a million items of about 100 bytes; beside tables of a thousand")
        self.figures["growth"] = []
        for row in growth.measure(self.binary, self.folder, load):
            self.figures["growth"].append(row)
            self.report.say(words.engine_line(row))

    def measure_in_process(self):
        if not self.wanted("in process"):
            return
        program = self.build / "tests" / "bench" / "bench_in_process"
        rounds, milliseconds = self.effort.in_process_rounds, self.effort.in_process_milliseconds
        self.report.say()
        self.report.say(f"In process, one thread; medians of {rounds} rounds of {milliseconds} ms")
        self.figures["in_process"] = measures.in_process(program, rounds, milliseconds)
        self.report.say(*map(words.in_process_line, self.figures["in_process"]))

    def measure_engine(self, what):
        if not self.wanted(what):
            return
        program = self.build / "tests" / "bench" / f"bench_{what}"
        rounds, milliseconds = self.effort.in_process_rounds, self.effort.in_process_milliseconds
        self.report.say()
        self.report.say(f"{what.title()}, straight into the engine; medians of {rounds} rounds of {milliseconds} ms")
        self.figures[what] = measures.in_process(program, rounds, milliseconds)
        self.report.say(*map(words.engine_line, self.figures[what]))

    def measure_emulator(self, what, heading):
        if not self.wanted(what):
            return
        program = self.build / "tests" / "bench" / f"bench_{what}"
        rounds, milliseconds = self.effort.in_process_rounds, self.effort.in_process_milliseconds
        self.report.say()
        self.report.say(f"{heading}; medians of {rounds} rounds")
        self.figures[what] = measures.in_process(program, rounds, milliseconds)
        self.report.say(*map(words.engine_line, self.figures[what]))


if __name__ == "__main__":
    Bench(parse_arguments()).run()
