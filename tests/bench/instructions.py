#!/usr/bin/env python3
"""Counts the instructions of each operation, from its bytes to those of its answer, and compares them with what was recorded: a change
that makes one dearer by more than a twentieth fails. The counts belong to a compiler and a kind of processor; with others there is nothing to compare with.
Counts them once more among a hundred thousand other items or messages: cost must not grow with the data, by more than a tree does.

    tests/bench/instructions.py [--build DIR] [--results DIR]    compares
    tests/bench/instructions.py [--build DIR] --record           writes down what is counted now
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import platform
import re
import subprocess
import sys
import xml.etree.ElementTree as xml

HERE = pathlib.Path(__file__).resolve().parent
RECORD = HERE / "instructions.json"
TIMES = 1000  # as in instructions.cpp
MAY_GROW_BY = 0.05
MANY = 100_000
MAY_GROW_AMONG_MANY_BY = 0.15


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True)


def count(program, operation, *crowd):
    """Instructions of one request."""
    counting = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=serve_measured"]
    told = output_of(*counting, program, operation, *crowd).stderr
    return int(re.search(r"Collected : (\d+)", told).group(1)) // TIMES


def place(build):
    """What the counts depend on."""
    cache = (build / "CMakeCache.txt").read_text()
    path = re.search(r"^CMAKE_CXX_COMPILER:\w+=(.*)$", cache, re.MULTILINE).group(1)
    version = output_of(path, "-dumpfullversion").stdout.strip()
    can = set(pathlib.Path("/proc/cpuinfo").read_text().split())
    libraries_use = [each for each in ("avx2", "erms", "pclmulqdq") if each in can]  # to copy, search and add up
    return f"{platform.machine()} {' '.join(libraries_use)}, GCC {version}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=pathlib.Path("build/release"), help="where the program is")
    parser.add_argument("--results", type=pathlib.Path, help="where the JUnit report goes")
    parser.add_argument("--record", action="store_true", help="write the counts down")
    arguments = parser.parse_args()
    program = arguments.build / "tests" / "bench" / "bench_instructions"
    here = place(arguments.build)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as counting:
        operations = [line.split() for line in output_of(program).stdout.splitlines()]
        counted = {name: counting.submit(count, program, name) for name, *_ in operations}
        among_many = {name: counting.submit(count, program, name, str(MANY)) for name, *many in operations if many}
    counts = {name: each.result() for name, each in counted.items()}
    recorded = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    if arguments.record:
        recorded[here] = counts
        RECORD.write_text(json.dumps(recorded, indent=2, sort_keys=True) + "\n")
    before = recorded.get(here)
    suite = xml.Element("testsuite", name="instructions")
    failed = False
    for name, now in counts.items():
        case = xml.SubElement(suite, "testcase", name=name, classname="instructions")
        if before is None or name not in before:
            xml.SubElement(case, "skipped", message=f"nothing is recorded for {here}")
            print(f"{name:20}{now:9}   nothing is recorded for {here}")
            continue
        change = now / before[name] - 1
        print(f"{name:20}{now:9}   recorded {before[name]}: {change:+.1%}")
        if change > MAY_GROW_BY:
            failed = True
            xml.SubElement(case, "failure", message=f"{now} instructions and not {before[name]}")
        elif change < -MAY_GROW_BY:
            print(f"{'':20}         less than recorded; --record keeps it")
    for name, each in among_many.items():
        growth = each.result() / counts[name] - 1
        case = xml.SubElement(suite, "testcase", name=f"{name} among many", classname="instructions")
        print(f"{name:20}{each.result():9}   among {MANY:,}: {growth:+.1%}")
        if growth > MAY_GROW_AMONG_MANY_BY:
            failed = True
            xml.SubElement(case, "failure", message=f"{each.result()} instructions among {MANY:,} and not {counts[name]}")
    if arguments.results:
        xml.ElementTree(suite).write(arguments.results / "instructions.xml")
    return failed


if __name__ == "__main__":
    sys.exit(main())
