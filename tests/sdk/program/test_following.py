"""The commands that tell what goes on in a running emulator: tail and explain."""

import contextlib
import http.client
import json
import os
import subprocess

import pytest

from test_program import BINARY, GIVE_UP, ask, call, serving


@pytest.fixture
def emulator(tmp_path):
    with serving(tmp_path, "--log-level", "off") as emulator:
        emulator.endpoint = f"http://127.0.0.1:{emulator.port}"
        emulator.queue = call(emulator.port, "CreateQueue", QueueName="orders")[1]["QueueUrl"]
        yield emulator


def send(emulator, body):
    return call(emulator.port, "SendMessage", QueueUrl=emulator.queue, MessageBody=body)[1]["MessageId"]


def control(port, method, path, body=None):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=GIVE_UP)) as connection:
        connection.request(method, path, json.dumps(body or {}), {"Content-Type": "application/json"})
        return json.loads(connection.getresponse().read())


def test_tail_prints_a_line_for_each_event_that_is_meant(emulator):
    first, second = send(emulator, "a"), send(emulator, "b")
    call(emulator.port, "ReceiveMessage", QueueUrl=emulator.queue)
    told = ask("tail", "--endpoint", emulator.endpoint, "--type", "sqs.message_sent", "--after", "0", "--count", "2")
    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert lines[0].startswith("#1 ") and lines[0].endswith(f" sqs.message_sent orders {first}")
    assert lines[1].startswith("#2 ") and lines[1].endswith(f" sqs.message_sent orders {second}")


def test_tail_follows_what_happens_and_ends_with_its_emulator(emulator):
    command = [BINARY, "tail", "--resource", "orders", "--json", "--after", "0"]
    environment = {**os.environ, "UNDERSTUDY_ENDPOINT": emulator.endpoint}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment) as tail:
        for body in ("a", "b"):
            send(emulator, body)
            assert json.loads(tail.stdout.readline())["body"] == body
        emulator.terminate()
        assert tail.wait(GIVE_UP) == 1
        assert tail.stderr.read() == "understudy: the emulator has ended\n"


def test_tail_refuses_what_means_nothing(emulator):
    refused = ask("tail", "--endpoint", emulator.endpoint, "--type", "sqs.message_eaten")
    assert refused.returncode == 1
    assert refused.stderr.startswith('understudy: "type" must be') and refused.stderr.count("\n") == 1
    nobody = ask("tail", "--endpoint", "http://127.0.0.1:1")
    assert nobody.returncode == 1 and nobody.stderr.count("\n") == 1
    assert ask("tail", "--count", "some").returncode == 2


def test_explain_tells_the_life_of_a_message(emulator):
    message = send(emulator, "a")
    received = call(emulator.port, "ReceiveMessage", QueueUrl=emulator.queue)[1]["Messages"][0]
    call(emulator.port, "DeleteMessage", QueueUrl=emulator.queue, ReceiptHandle=received["ReceiptHandle"])
    told = ask("explain", message, UNDERSTUDY_ENDPOINT=emulator.endpoint)
    assert told.returncode == 0, told.stderr
    sent, got, deleted = told.stdout.splitlines()
    assert f"sent to queue orders as {message}" in sent
    assert "received from orders for the 1. time" in got
    assert "deleted from orders by its consumer" in deleted


def test_explain_says_that_it_knows_no_such_message(emulator):
    told = ask("explain", "nothing", "--endpoint", emulator.endpoint)
    assert told.returncode == 1
    assert told.stderr == "understudy: no event tells of a message with this id\n"
    assert ask("explain").returncode == 2


def test_both_look_into_a_world_too(emulator):
    control(emulator.port, "POST", "/_understudy/worlds", {"name": "one"})
    inside = f"{emulator.endpoint}/_world/one"
    send(emulator, "outside")
    told = ask("tail", "--endpoint", inside, "--after", "0", "--count", "0", "--type", "sqs.message_eaten")
    assert "type" in told.stderr
    assert ask("explain", "nothing", "--endpoint", inside).returncode == 1
    assert control(emulator.port, "GET", "/_world/one/_understudy/events")["events"] == []


@pytest.mark.parametrize("command", ["tail", "explain"])
def test_help_tells_of_the_endpoint(command):
    told = ask(command, "--help")
    assert told.returncode == 0
    assert "--endpoint" in told.stdout and "UNDERSTUDY_ENDPOINT" in told.stdout
    assert command in ask("--help").stdout
