"""The binary as those start it who come from LocalStack, ElasticMQ or DynamoDB's download, without a container. Each starts its own."""

import contextlib
import http.client
import os
import pathlib
import subprocess

import pytest

from test_program import BINARY, GIVE_UP, ask, call, serving


def get(port, path="/", method="GET", **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=GIVE_UP)
    with contextlib.closing(connection):
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


@contextlib.contextmanager
def started(command, **environment):
    """Any command line, and what it says on standard output up to "Ready."."""
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, **environment}
    )
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            if "Ready" in line:
                break
        yield process, said
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(GIVE_UP)
        process.stdout.close()


def test_it_listens_where_gateway_listen_says_at_all_of_its_doors(tmp_path):
    ports = tmp_path / "ports"
    listen = {"GATEWAY_LISTEN": "127.0.0.1:0,127.0.0.1:0"}
    with started([BINARY, "--port-file", ports], **listen):
        one, other = map(int, ports.read_text().split())
        url = call(one, "CreateQueue", QueueName="q")[1]["QueueUrl"]
        assert url == f"http://127.0.0.1:{one}/000000000000/q"
        assert call(other, "ListQueues")[1]["QueueUrls"] == [f"http://127.0.0.1:{other}/000000000000/q"]


def test_our_own_variable_and_a_flag_go_before_those_of_others(tmp_path):
    others = {"GATEWAY_LISTEN": "192.0.2.1:1", "LS_LOG": "error"}
    with serving(tmp_path, **others) as emulator:  # with --listen
        assert call(emulator.port, "ListQueues")[0] == 200
    ports = tmp_path / "ports"
    with started([BINARY, "--port-file", ports], UNDERSTUDY_LISTEN="127.0.0.1:0", **others):
        assert call(int(ports.read_text()), "ListQueues")[0] == 200


def test_what_cannot_be_done_is_one_line_in_the_log_and_no_failure(tmp_path):
    wishes = {"PERSISTENCE": "1", "LAMBDA_DOCKER_NETWORK": "bridge", "LOCALSTACK_AUTH_TOKEN": "x", "SQS_ENDPOINT_STRATEGY": "domain"}
    with serving(tmp_path, **wishes) as emulator:
        emulator.terminate()
        assert emulator.wait(GIVE_UP) == 0
    log = (tmp_path / "log").read_text()
    assert [log.count(name) for name in wishes] == [1, 0, 0, 1]


def test_errors_come_with_the_probability_that_the_environment_says(tmp_path):
    with serving(tmp_path, DYNAMODB_READ_ERROR_PROBABILITY="1") as emulator:
        status, answer = call(emulator.port, "DynamoDB_20120810.GetItem", TableName="t", Key={"pk": {"S": "a"}})
        assert status == 400 and "ProvisionedThroughputExceeded" in answer["__type"]
        assert call(emulator.port, "DynamoDB_20120810.ListTables")[0] == 200


@pytest.mark.parametrize(
    "command", [[BINARY, "dynamodb-local"], [BINARY, "-jar", "DynamoDBLocal.jar"]], ids=["dynamodb-local", "-jar"]
)
def test_the_command_line_of_dynamodbs_download_starts_it(command):
    with started([*command, "-sharedDb", "-inMemory", "-port", "0"]) as (_, said):
        assert said == ["Initializing DynamoDB Local with the following configuration:\n", "Ready.\n"]


def test_a_wrong_flag_of_dynamodbs_download_is_one_clear_line_and_exit_code_2():
    refused = ask("dynamodb-local", "-port", "many")
    assert refused.returncode == 2
    assert refused.stderr.startswith("understudy: ") and refused.stderr.count("\n") == 1
    assert "-sharedDb" in ask("dynamodb-local", "-help").stdout


def test_where_dynamodb_alone_is_expected_a_probe_gets_what_it_waits_for():
    # Port 8000 may be taken on this machine; the command makes any port one of DynamoDB's, and the log tells which it is.
    pipe = subprocess.PIPE
    with subprocess.Popen([BINARY, "dynamodb-local", "-port", "0"], stdout=pipe, stderr=pipe, text=True) as process:
        try:
            told = next(line for line in process.stderr if "listening on " in line)
            port = int(told.rpartition(":")[2])
            status, body = get(port)
            assert status == 400 and "MissingAuthenticationTokenException" in body
            assert call(port, "DynamoDB_20120810.ListTables") == (200, {"TableNames": []})
            assert call(port, "ListQueues")[0] == 200
            assert get(port, "/_understudy/clock")[0] == 200
        finally:
            process.kill()


def test_wait_returns_when_it_is_up_and_says_so_when_it_is_not(tmp_path):
    with serving(tmp_path) as emulator:
        assert ask("wait", "--listen", f"127.0.0.1:{emulator.port}").returncode == 0
    gone = ask("wait", "--timeout", "1", "--listen", f"127.0.0.1:{emulator.port}")
    assert gone.returncode == 1 and gone.stderr.count("\n") == 1
    assert ask("wait", "--timeout", "0").returncode == 2


def script(folder, text, executable=True):
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text(text)
    folder.chmod(0o755 if executable else 0o644)


def test_init_scripts_run_in_order_before_it_is_ready_and_one_that_fails_stops_no_other(tmp_path):
    init, seen = tmp_path / "init", tmp_path / "seen"
    script(init / "boot.d" / "a.sh", f"#!/bin/sh\necho boot >>{seen}\n")
    script(init / "ready.d" / "2.sh", f"#!/bin/sh\necho 2 >>{seen}\nexit 3\n")
    script(init / "ready.d" / "10" / "a.sh", f"echo 10/a $AWS_ENDPOINT_URL >>{seen}\n", executable=False)
    script(init / "ready.d" / "3.sh", f"echo 3 >>{seen}\necho Ready.\n")  # executable, and with no line that names a shell
    script(init / "ready.d" / "notes.txt", "not a script")
    script(init / "shutdown.d" / "z.sh", f"#!/bin/sh\necho shutdown >>{seen}\n")
    with serving(tmp_path, "--init-dir", str(init)) as emulator:
        assert seen.read_text().split("\n")[:4] == ["boot", f"10/a http://127.0.0.1:{emulator.port}", "2", "3"]
        body = get(emulator.port, "/_localstack/init")[1]
        assert '"completed": {"BOOT": true, "START": true, "READY": true, "SHUTDOWN": false}' in body
        assert '{"stage": "READY", "name": "2.sh", "state": "ERROR"}' in body
        assert '{"stage": "READY", "name": "3.sh", "state": "SUCCESSFUL"}' in body
        assert '"completed": true' in get(emulator.port, "/_localstack/init/ready")[1]
        emulator.terminate()
        assert emulator.wait(GIVE_UP) == 0
        assert emulator.stdout.read() == ""  # what scripts say is not mistaken for our "Ready."
    assert seen.read_text().endswith("shutdown\n")


def test_templates_beside_init_scripts_are_applied_and_listed_with_them(tmp_path):
    init = tmp_path / "init"
    script(init / "ready.d" / "queues.yaml", "Resources:\n  Orders:\n    Type: AWS::SQS::Queue\n    Properties: {QueueName: orders}\n")
    script(init / "ready.d" / "a.sh", "#!/bin/sh\ntrue\n")
    with serving(tmp_path, "--init-dir", str(init)) as emulator:
        assert call(emulator.port, "GetQueueUrl", QueueName="orders")[0] == 200
        assert get(emulator.port, "/_understudy/reset", "POST", **{"Content-Type": "application/json"})[0] == 200
        assert call(emulator.port, "GetQueueUrl", QueueName="orders")[0] == 200
        ready = get(emulator.port, "/_localstack/init")[1]
        assert ready.count('"stage"') == 2    # what is made anew is not told again
        for name in ("queues.yaml", "a.sh"):
            assert f'{{"stage": "READY", "name": "{name}", "state": "SUCCESSFUL"}}' in ready


def test_until_its_init_scripts_are_done_it_serves_and_is_not_healthy(tmp_path):
    init, gate = tmp_path / "init", tmp_path / "gate"
    os.mkfifo(gate)
    script(init / "ready.d" / "a.sh", f"#!/bin/sh\nread line <{gate}\n")
    command = [BINARY, "--listen", "127.0.0.1:0", "--port-file", tmp_path / "port", "--init-dir", init]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        with open(gate, "w") as door:  # opens when the script reads
            port = int((tmp_path / "port").read_text())
            assert get(port, "/_localstack/health")[0] == 503
            assert get(port, "/_understudy/health")[0] == 503
            assert ask("healthcheck", "--listen", f"127.0.0.1:{port}").returncode == 1
            assert '"state": "RUNNING"' in get(port, "/_localstack/init/ready")[1]
            assert call(port, "CreateQueue", QueueName="q")[0] == 200
            door.write("go\n")
        assert "Ready.\n" in iter(process.stdout.readline, "")
        assert get(port, "/_localstack/health")[0] == 200
        assert get(port, "/_localstack/health", "HEAD") == (200, "")
    finally:
        process.kill()
        process.wait(GIVE_UP)
        process.stdout.close()


def test_a_signal_ends_it_while_a_script_runs(tmp_path):
    init, gate = tmp_path / "init", tmp_path / "gate"
    os.mkfifo(gate)
    script(init / "ready.d" / "a.sh", f"#!/bin/sh\nread line <{gate}\n")
    process = subprocess.Popen([BINARY, "--listen", "127.0.0.1:0", "--init-dir", init], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    with open(gate, "w"):
        process.terminate()
        assert process.wait(GIVE_UP) == 0
    assert process.stdout.read() == b""
    process.stdout.close()


def test_the_start_protocol_of_testcontainers_for_java_works(tmp_path):
    """A shell waits for a script to be copied in, which begins with #!/bin/bash and starts the entry point without arguments."""
    folder = tmp_path / "image"
    busybox = tmp_path / "busybox"
    busybox.write_text("#!/bin/sh\n")
    layout = pathlib.Path(__file__).resolve().parents[3] / "scripts" / "image-files"
    subprocess.run([layout, busybox, folder], check=True)
    assert (folder / "bin" / "bash").read_text().startswith("#!/bin/sh\n")  # a link to busybox would find no such applet
    entry = folder / "usr" / "local" / "bin" / "docker-entrypoint.sh"
    entry.write_text(entry.read_text().replace("/usr/local/bin/understudy", BINARY))
    start = tmp_path / "testcontainers_start.sh"
    waiting = f"while [ ! -f {start} ]; do sleep 0.1; done; {start}"
    ports = tmp_path / "ports"
    environment = {"GATEWAY_LISTEN": "127.0.0.1:0", "UNDERSTUDY_PORT_FILE": str(ports)}
    process = subprocess.Popen(
        ["sh", "-c", waiting], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, **environment}, start_new_session=True
    )
    try:
        copied = tmp_path / "copied"
        copied.write_text(f"#!{folder}/bin/bash\nexport LAMBDA_DOCKER_FLAGS=-x\n{entry}\n")
        copied.chmod(0o777)
        copied.rename(start)
        assert os.read(process.stdout.fileno(), 100) == b"Ready.\n"  # in one piece
        assert get(int(ports.read_text()), "/_localstack/health")[0] == 200
    finally:
        os.killpg(process.pid, 9)
        process.wait(GIVE_UP)
        process.stdout.close()
