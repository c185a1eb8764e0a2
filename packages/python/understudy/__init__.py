"""Tests of event-driven code that never sleep: an Understudy emulator, its clock, its events and its faults.

    with understudy.start(clock="manual") as aws:
        mark = aws.mark()
        publish_something()
        sent = aws.wait({"type": "sqs.message_sent", "resource": "orders"}, after=mark)

Durations are written "30s", "5m", "1500ms", or as numbers of milliseconds. Needs nothing but the standard library; client()
needs boto3.
"""

import contextlib
import json
import os
import select
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

START_SECONDS_MAX = 30
ANSWER_SECONDS_MAX = 660  # a wait may take ten minutes


class WaitFailed(AssertionError):
    """What was waited for did not happen, or what should not have happened did. The text ends with the timeline."""

    def __init__(self, answer):
        super().__init__("\n".join(answer[part] for part in ("error", "timeline") if part in answer))
        self.answer = answer


class Refused(RuntimeError):
    """The emulator does not understand what it was asked, or has no such thing."""

    def __init__(self, status, error):
        super().__init__(f"{status}: {error}")
        self.status = status


class Emulator:
    """An emulator that runs already, wherever it is."""

    def __init__(self, endpoint, account="000000000000", region="us-east-1"):
        self.endpoint = endpoint.rstrip("/")
        self.account = account
        self.region = region
        self._began = 0  # a wait looks no further back, unless it is told to

    # Clients

    def client(self, service, **extra):
        """A boto3 client for "sqs", "sns", "dynamodb" or "sts"."""
        import boto3

        known = {"endpoint_url": self.endpoint, "region_name": self.region}
        keys = {"aws_access_key_id": self.account, "aws_secret_access_key": "test"}
        return boto3.client(service, **{**known, **keys, **extra})

    # The clock

    def clock(self):
        return self._get("clock")

    def timers(self):
        return self._get("clock/timers")["timers"]

    def advance(self, by=None, to=None):
        """Moves the clock by a duration, or to an instant or "next". Returns when all that came due has settled."""
        return self._post("clock/advance", **_given(by=by, to=to))

    def pause(self):
        return self._post("clock/pause")

    def resume(self):
        return self._post("clock/resume")

    @contextlib.contextmanager
    def hold(self, reason, ttl="30s"):
        """The clock does not jump meanwhile."""
        held = self._post("clock/holds", reason=reason, ttl=ttl)["id"]
        try:
            yield
        finally:
            with contextlib.suppress(Refused):  # it has ended by itself
                self._ask("DELETE", f"clock/holds/{held}")

    # Events and waits

    def mark(self):
        """A place in the order of events: waits with after=mark miss nothing that happens from now on."""
        return self._get("mark")["mark"]

    def events(self, after=None, **match):
        return self._get("events?" + urllib.parse.urlencode({**match, "after": self._since(after)}))["events"]

    def wait(self, match, after=None, timeout="3s"):
        """The first event that matches, as soon as there is one."""
        return self._post("wait", match=match, after=self._since(after), timeout=timeout)["event"]

    def run_until(self, match, max="1h", after=None, timeout="5s"):
        """The same in the emulator's time: whenever all is settled, its clock jumps to the next timer."""
        return self._post("run-until", match=match, max=max, after=self._since(after), timeout=timeout)["event"]

    def handled(self, message_id, after=None, timeout="3s"):
        """Waits until a consumer is done with the message, whether SNS or SQS gave it the id."""
        return self.wait({"handled": message_id}, after, timeout)

    def settle(self, timeout="5s"):
        self._post("settle", timeout=timeout)

    def expect_none(self, match, after=None, timeout="5s"):
        """Proves that no such event happened, nor will. Returns what the proof relies on."""
        return self._post("expect-none", match=match, after=self._since(after), timeout=timeout)["relied_on"]

    def timeline(self):
        return self._ask("GET", "timeline").decode()

    def explain(self, message_id):
        """A message's life, line by line."""
        return self._get("explain/" + urllib.parse.quote(message_id, safe=""))["story"]

    # Faults, snapshots

    def fault(self, **rule):
        """fault(operation="SendMessage", code="ServiceUnavailable", status=503, times=2); returns its number. Not only errors:
        drop="before" or "after" the call's effect, latency="2s", entries=[1] of a batch,
        delivery="duplicate" or "reorder"."""
        return self._post("faults", **rule)["id"]

    def faults(self):
        return self._get("faults")["faults"]

    def remove_fault(self, number):
        self._ask("DELETE", f"faults/{number}")

    def save(self, name):
        self._post(f"snapshots/{urllib.parse.quote(name, safe='')}")

    def restore(self, name):
        self._post(f"snapshots/{urllib.parse.quote(name, safe='')}/restore")

    def reset(self, keep="nothing", account=None):
        """Empties the emulator, all of it or one account; "resources" can be kept. What happened before is of no concern to
        later waits."""
        self._post("reset", keep=keep, **_given(account=account))
        self._began = self.mark()

    @contextlib.contextmanager
    def world(self, name, clock="manual"):
        """An emulator of its own in the same process, gone at the end: for tests that run in parallel."""
        self._post("worlds", name=name, clock=clock)
        try:
            yield Emulator(f"{self.endpoint}/_world/{name}", self.account, self.region)
        finally:
            self._ask("DELETE", f"worlds/{name}")

    def _since(self, mark):
        return self._began if mark is None else mark

    # The wire

    def _get(self, path):
        return json.loads(self._ask("GET", path))

    def _post(self, path, **body):
        return json.loads(self._ask("POST", path, body))

    def _ask(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.endpoint}/_understudy/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=ANSWER_SECONDS_MAX) as response:
                return response.read()
        except urllib.error.HTTPError as refusal:
            answer = json.loads(refusal.read())
            if "timeline" in answer:
                raise WaitFailed(answer) from None
            raise Refused(refusal.code, answer.get("error", "")) from None


def _given(**arguments):
    return {name: value for name, value in arguments.items() if value is not None}


@contextlib.contextmanager
def start(binary=None, clock="real", arguments=()):
    """An emulator of its own on a free port, gone at the end. `binary` is UNDERSTUDY_BINARY of the environment, or on the path."""
    command = [binary or os.environ.get("UNDERSTUDY_BINARY", "understudy"), "serve", "--listen", "127.0.0.1:0"]
    with tempfile.TemporaryDirectory() as folder:
        port_file = os.path.join(folder, "port")
        command += ["--port-file", port_file, "--clock", clock, "--log-level", "warn", *arguments]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        try:
            _wait_until_ready(process)
            with open(port_file) as file:
                port = int(file.read())
            yield Emulator(f"http://127.0.0.1:{port}")
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()


def _wait_until_ready(process):
    """It says so on its standard output; nobody guesses how long it takes."""
    said, deadline = b"", time.monotonic() + START_SECONDS_MAX
    while b"Ready.\n" not in said:
        ready, _, _ = select.select([process.stdout], [], [], max(0, deadline - time.monotonic()))
        chunk = os.read(process.stdout.fileno(), 4096) if ready else b""
        if not chunk:
            raise RuntimeError("the emulator did not start")
        said += chunk
