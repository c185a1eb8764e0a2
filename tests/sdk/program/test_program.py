"""The binary as a shell, a log reader and a container see it. UNDERSTUDY_BINARY names it; each test starts its own."""

import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import zlib

import pytest

BINARY = os.environ["UNDERSTUDY_BINARY"]
GIVE_UP = 30  # seconds for what takes milliseconds
AS_PROCESS_ONE = ["unshare", *(["--user", "--map-root-user"] if os.geteuid() else []), "--pid", "--fork", "--kill-child"]


def ask(*arguments, **environment):
    """Runs it to its end."""
    return subprocess.run(
        [BINARY, *arguments], capture_output=True, text=True, timeout=GIVE_UP, env={**os.environ, **environment}
    )


@contextlib.contextmanager
def serving(folder, *arguments, launcher=(), **environment):
    """A running emulator and the port it listens on, the first of several."""
    port_file = folder / "port"
    command = [*launcher, BINARY, "--listen", "127.0.0.1:0", "--port-file", str(port_file), *arguments]
    with open(folder / "log", "w") as log:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, **environment}
        )
    try:
        said = iter(process.stdout.readline, "")
        assert "Ready.\n" in said, (folder / "log").read_text()
        process.port = int(port_file.read_text().split()[0])
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(GIVE_UP)
        process.stdout.close()


def headers_of(operation):
    target = operation if "." in operation else f"AmazonSQS.{operation}"
    return {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.0"}


def send(port, operation, **members):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=GIVE_UP)
    connection.request("POST", "/", json.dumps(members), headers_of(operation))
    return connection


def call(port, operation, **members):
    with contextlib.closing(send(port, operation, **members)) as connection:
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or "{}")


def test_version_and_help_go_to_standard_output():
    version, help_text = ask("--version"), ask("--help")
    assert (version.returncode, help_text.returncode) == (0, 0)
    assert version.stdout.startswith("understudy ")
    for flag in ("--listen", "--account", "--region", "--clock", "--seed", "--log-level", "--log-format"):
        assert flag in help_text.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--no-such-flag"],
        ["--listen", "nowhere"],
        ["--listen", "127.0.0.1:70000"],
        ["--account", "12"],
        ["--region", "North Pole"],
        ["--clock", "sundial"],
        ["--seed", "many"],
        ["--log-level", "loud"],
        ["--log-format", "prose"],
        ["--threads", "0"],
        ["--wording", "modern"],
    ],
    ids=" ".join,
)
def test_a_bad_flag_or_value_is_one_clear_line_and_exit_code_2(arguments):
    refused = ask(*arguments)
    assert refused.returncode == 2
    assert refused.stdout == ""
    assert refused.stderr.startswith("understudy: ") and refused.stderr.count("\n") == 1
    assert arguments[-1] in refused.stderr or arguments[0] in refused.stderr


def test_a_bad_value_in_the_environment_is_refused_like_a_flag():
    refused = ask(UNDERSTUDY_ACCOUNT="12")
    assert refused.returncode == 2
    assert refused.stderr.startswith("understudy: ") and refused.stderr.count("\n") == 1


def test_a_busy_port_is_one_clear_line_and_exit_code_2():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = ask("serve", "--listen", f"127.0.0.1:{port}")
    assert refused.returncode == 2
    assert str(port) in refused.stderr and refused.stderr.count("\n") == 1
    assert "Ready." not in refused.stdout


def test_options_come_from_the_environment_too(tmp_path):
    with serving(tmp_path, UNDERSTUDY_ACCOUNT="123456789012", UNDERSTUDY_LOG_LEVEL="off") as emulator:
        status, answer = call(emulator.port, "CreateQueue", QueueName="orders")
    assert status == 200
    assert answer["QueueUrl"] == f"http://127.0.0.1:{emulator.port}/123456789012/orders"


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        ([], {}, "1 validation error detected: Invalid ConditionExpression: "),
        (["--wording", "current"], {}, "1 validation error detected: Invalid ConditionExpression: "),
        (["--wording", "classic"], {}, "Invalid ConditionExpression: "),
        ([], {"UNDERSTUDY_WORDING": "classic"}, "Invalid ConditionExpression: "),
        (["--wording", "current"], {"UNDERSTUDY_WORDING": "classic"}, "1 validation error detected: Invalid ConditionExpression: "),
    ],
)
def test_the_wording_of_refusals_is_chosen(tmp_path, arguments, environment, words):
    with serving(tmp_path, *arguments, **environment) as emulator:
        delete = {"TableName": "tbl", "Key": {"pk": {"S": "a"}}, "ConditionExpression": ""}
        status, answer = call(emulator.port, "DynamoDB_20120810.DeleteItem", **delete)
    assert (status, answer["message"]) == (400, words + "The expression can not be empty;")


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_long_answer_of_dynamodb_comes_compressed_to_those_who_ask(tmp_path, encoding):
    with serving(tmp_path) as emulator:
        call(emulator.port, "DynamoDB_20120810.CreateTable", TableName="tbl", BillingMode="PAY_PER_REQUEST",
             AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}], KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
        item = {"pk": {"S": "a"}, "body": {"S": "x" * 5000}}
        assert call(emulator.port, "DynamoDB_20120810.PutItem", TableName="tbl", Item=item)[0] == 200
        connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=GIVE_UP)
        headers = {**headers_of("DynamoDB_20120810.GetItem"), "Accept-Encoding": f"br, {encoding}"}
        connection.request("POST", "/", json.dumps({"TableName": "tbl", "Key": {"pk": {"S": "a"}}}), headers)
        answer = connection.getresponse()
        sent = answer.read()
    assert answer.headers["Content-Encoding"] == encoding
    assert len(sent) == int(answer.headers["Content-Length"]) < 500
    assert int(answer.headers["x-amz-crc32"]) == zlib.crc32(sent)
    assert json.loads(zlib.decompress(sent, 32 + zlib.MAX_WBITS)) == {"Item": item}  # either kind of head


def test_healthcheck_tells_a_running_emulator_from_none(tmp_path):
    with serving(tmp_path) as emulator:
        assert ask("healthcheck", "--listen", f"127.0.0.1:{emulator.port}").returncode == 0
    gone = ask("healthcheck", "--listen", f"127.0.0.1:{emulator.port}")
    assert gone.returncode == 1
    assert gone.stderr.count("\n") == 1


def lines_about(folder, operation):
    return [line for line in (folder / "log").read_text().splitlines() if operation in line]


def test_each_request_is_one_line_of_text_with_operation_status_time_and_resource(tmp_path):
    with serving(tmp_path, "--log-level", "info") as emulator:
        call(emulator.port, "CreateQueue", QueueName="orders")
        call(emulator.port, "GetQueueUrl", QueueName="absent")
        emulator.terminate()
        emulator.wait(GIVE_UP)
    (made,), (refused,) = lines_about(tmp_path, "sqs.CreateQueue"), lines_about(tmp_path, "sqs.GetQueueUrl")
    assert "200" in made and "queue=orders" in made and "ms" in made
    assert "400" in refused and "queue=absent" in refused


def test_of_many_requests_each_has_its_line_in_their_order(tmp_path):
    names = [f"queue-{number}" for number in range(2_000)]
    with serving(tmp_path, "--log-level", "info") as emulator:
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=GIVE_UP)) as connection:
            for name in names:
                connection.request("POST", "/", json.dumps({"QueueName": name}), headers_of("GetQueueUrl"))
                connection.getresponse().read()
        emulator.terminate()
        emulator.wait(GIVE_UP)
    assert [line.rpartition("queue=")[2] for line in lines_about(tmp_path, "sqs.GetQueueUrl")] == names


def test_each_line_of_a_json_log_is_a_json_object(tmp_path):
    with serving(tmp_path, "--log-format", "json", "--log-level", "info") as emulator:
        call(emulator.port, "CreateQueue", QueueName='a "quoted" name\n')
        call(emulator.port, "NoSuchOperation")
        emulator.terminate()
        emulator.wait(GIVE_UP)
    entries = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines()]
    assert entries and all({"time", "level"} <= entry.keys() for entry in entries)
    (made,) = [entry for entry in entries if entry.get("operation") == "sqs.CreateQueue"]
    assert made["status"] == 400 and made["ms"] >= 0 and "quoted" in made["resource"]
    assert any(entry["level"] == "warning" and "NoSuchOperation" in json.dumps(entry) for entry in entries)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT], ids=lambda s: s.name)
def test_a_signal_ends_it_cleanly_and_answers_the_polls_that_wait(tmp_path, ending):
    with serving(tmp_path) as emulator:
        queue = call(emulator.port, "CreateQueue", QueueName="orders")[1]["QueueUrl"]
        with contextlib.closing(send(emulator.port, "ReceiveMessage", QueueUrl=queue, WaitTimeSeconds=20)) as poll:
            call(emulator.port, "ListQueues")
            emulator.send_signal(ending)
            assert emulator.wait(GIVE_UP) == 0
            # It may have ended before it read the poll; then there is a clean close in place of an answer.
            with contextlib.suppress(http.client.RemoteDisconnected, ConnectionResetError):
                assert poll.getresponse().status == 200


def test_as_process_1_it_still_ends_on_a_signal(tmp_path):
    assert shutil.which("unshare"), "unshare, of util-linux, makes a process 1"
    if subprocess.run([*AS_PROCESS_ONE, "true"], capture_output=True).returncode:
        pytest.skip("a container without privileges makes no process 1")
    with serving(tmp_path, launcher=AS_PROCESS_ONE) as launcher:
        (child,) = pathlib.Path(f"/proc/{launcher.pid}/task/{launcher.pid}/children").read_text().split()
        inside = pathlib.Path(f"/proc/{child}/status").read_text().split("NSpid:")[1].splitlines()[0].split()
        assert inside[-1] == "1"
        os.kill(int(child), signal.SIGTERM)
        assert launcher.wait(GIVE_UP) == 0
