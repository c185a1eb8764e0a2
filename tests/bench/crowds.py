"""What it costs when there is much of something: connections, parked polls, queues, tables, load."""

import contextlib
import json
import socket
import subprocess
import time

import measures
import processes
import wire
import workloads

MANY = 10_000


class Crowd:
    """Two emulators of the same binary: one as it is after its first answer, and one with a crowd in it."""

    name = ""
    workload = workloads.SendMessage  # what is asked of both, in turn

    def gather(self, emulator, held):
        """Brings the crowd into the emulator. What has to live as long as the measurement goes to `held`, an ExitStack."""
        raise NotImplementedError

    def measure(self, binary, folder, load):
        """The memory that one more of the crowd takes, and the rates with the crowd and without."""
        with contextlib.ExitStack() as held:
            small = started(binary, folder, held)
            large = started(binary, folder, held)
            before = large.memory()[0]
            self.gather(large, held)
            taken = large.memory()[0] - before
            rates = {small: [], large: []}
            for number in range(load.rounds + 1):
                pair = [small, large] if number % 2 else [large, small]
                for program in pair:
                    rates[program].append(_round(self.workload(program), number, folder, load))
        with_crowd, without = (measures.middle(rates[program][1:]) for program in (large, small))
        return {
            "name": self.name,
            "bytes": taken / MANY,
            "per_second": with_crowd.rate,
            "small_per_second": without.rate,
        }


def started(binary, folder, held):
    program, _ = processes.start_emulator(binary, folder)
    held.callback(program.stop)
    return program


def _round(workload, number, folder, load):
    (request,) = workload.begin(number)
    file = folder / "request-0"
    file.write_bytes(request.bytes)
    workload.answers([request])
    taken = measures.run_wrk(workload.emulator, workload, [file], load)
    workload.end()
    return taken


def _connected(emulator, held):
    return held.enter_context(socket.create_connection(("127.0.0.1", emulator.port), timeout=30))


class IdleConnections(Crowd):
    name = "10,000 idle connections"

    def gather(self, emulator, held):
        for _ in range(MANY):
            wire.exchange_on(_connected(emulator, held), wire.get(emulator.host, "/_understudy/health"))


class ParkedPolls(Crowd):
    """Each on a connection of its own. They stay for 20 seconds; the rates of a queue with polls are those of bench_queues."""

    name = "10,000 parked polls"

    def measure(self, binary, folder, load):
        with contextlib.ExitStack() as held:
            emulator = started(binary, folder, held)
            before = emulator.memory()[0]
            self.gather(emulator, held)
            return {"name": self.name, "bytes": (emulator.memory()[0] - before) / MANY}

    def gather(self, emulator, held):
        asking = workloads.Queue(emulator)
        queue = asking.ask("sqs", "CreateQueue", QueueName="waiting").json()["QueueUrl"]
        poll = asking.request("sqs", "ReceiveMessage", QueueUrl=queue, WaitTimeSeconds=20).bytes
        for _ in range(MANY):
            _connected(emulator, held).sendall(poll)
        asking.ask("sqs", "ListQueues")  # served after the polls, but for the last few of another thread


class Queues(Crowd):
    name = "10,000 queues"

    def gather(self, emulator, held):
        connection = _connected(emulator, held)
        asking = workloads.Queue(emulator)
        for number in range(MANY):
            wire.exchange_on(connection, asking.request("sqs", "CreateQueue", QueueName=f"other-{number}").bytes)


class Tables(Crowd):
    name = "10,000 tables"
    workload = workloads.GetItem

    def gather(self, emulator, held):
        connection = _connected(emulator, held)
        asking = workloads.Table(emulator)
        for number in range(MANY):
            request = asking.request(
                "dynamodb",
                "CreateTable",
                TableName=f"other-{number}",
                AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
                BillingMode="PAY_PER_REQUEST",
            )
            wire.exchange_on(connection, request.bytes)


ALL = [IdleConnections, ParkedPolls, Queues, Tables]


def threads(binary, folder, load):
    """GetItem with one thread that serves connections, and with two."""
    rates = {1: [], 2: []}
    for number in range(load.rounds + 1):
        for count in rates if number % 2 else reversed(rates):
            with contextlib.ExitStack() as held:
                program, _ = processes.start_emulator(binary, folder, options=["--threads", str(count)])
                held.callback(program.stop)
                rates[count].append(_round(workloads.GetItem(program), number, folder, load).rate)
    one, two = (sorted(taken[1:])[load.rounds // 2] for taken in rates.values())
    return {"name": "GetItem with two threads, of one thread", "per_second": two, "small_per_second": one}


def overload(binary, folder, seconds):
    """A thousand connections that all ask at once: memory while they do, and how long a stop takes then."""
    program, _ = processes.start_emulator(binary, folder)
    workload = workloads.GetItem(program)
    (request,) = workload.begin(0)
    file = folder / "request-0"
    file.write_bytes(request.bytes)
    before = program.memory()[0]
    command = ["wrk", "-c", "1000", "-t", "2", "-d", str(seconds), "-s", workload.script]
    load = subprocess.Popen(
        [*command, f"http://{program.host}", "--", str(file)], cwd=measures.HERE, stdout=subprocess.PIPE, text=True
    )
    try:
        with contextlib.suppress(subprocess.TimeoutExpired):
            load.wait(seconds / 2)  # half of what it takes
        taken = program.memory()[0] - before
        began = time.perf_counter()
        program.stop()
        stopped = time.perf_counter() - began
    finally:
        counted = json.loads(load.communicate()[0].splitlines()[-1])
    return {"connections": 1000, "bytes": taken, "stop_seconds": stopped, "p50": counted["p50"], "p99": counted["p99"]}
