"""https on the port of http: with a certificate that the emulator makes, and with one that it is given."""

import contextlib
import http.client
import json
import pathlib
import socket
import ssl
import subprocess

import boto3
import pytest

from test_program import GIVE_UP, ask, call, headers_of, serving


@pytest.fixture
def emulator(tmp_path):
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def trusted(emulator, tmp_path):
    """A file with the certificate that the emulator has made."""
    file = tmp_path / "certificate.pem"
    file.write_text(ssl.get_server_certificate(("127.0.0.1", emulator.port), timeout=GIVE_UP))
    return str(file)


def secure_call(port, trusted, operation, host="127.0.0.1", **members):
    connection = http.client.HTTPSConnection(
        host, port, timeout=GIVE_UP, context=ssl.create_default_context(cafile=trusted)
    )
    with contextlib.closing(connection):
        connection.request("POST", "/", json.dumps(members), headers_of(operation))
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or "{}")


def make_certificate(folder, name):
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", f"/CN={name}"]
    files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]
    subprocess.run([*make, *files], check=True, capture_output=True, timeout=GIVE_UP)
    return str(certificate), str(key)


def test_one_port_answers_http_and_https(emulator, trusted):
    status, queue = secure_call(emulator.port, trusted, "CreateQueue", QueueName="q")
    assert (status, queue["QueueUrl"]) == (200, f"https://127.0.0.1:{emulator.port}/000000000000/q")
    assert call(emulator.port, "GetQueueUrl", QueueName="q")[1]["QueueUrl"].startswith("http://")


def test_the_certificate_holds_for_the_names_of_this_machine(emulator, trusted):
    for host in ("127.0.0.1", "localhost"):
        assert secure_call(emulator.port, trusted, "ListQueues", host=host)[0] == 200


def test_an_sdk_sends_and_receives_large_messages(emulator, trusted):
    sqs = boto3.client(
        "sqs",
        endpoint_url=f"https://127.0.0.1:{emulator.port}",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        verify=trusted,
    )
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    body = "x" * 1_000_000
    sqs.send_message(QueueUrl=url, MessageBody=body)
    (message,) = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]
    assert message["Body"] == body


def test_a_poll_over_tls_whose_client_leaves_takes_nothing(emulator, trusted):
    secure_call(emulator.port, trusted, "CreateQueue", QueueName="q")
    context = ssl.create_default_context(cafile=trusted)
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=GIVE_UP) as plain:
        with context.wrap_socket(plain, server_hostname="127.0.0.1") as connection:
            body = json.dumps({"QueueUrl": "q", "WaitTimeSeconds": 20})
            lines = [f"{name}: {value}" for name, value in headers_of("ReceiveMessage").items()]
            head = "\r\n".join(["POST / HTTP/1.1", "Host: localhost", *lines, f"Content-Length: {len(body)}"])
            connection.sendall(f"{head}\r\n\r\n{body}".encode())
    # The poll has come and gone, in whatever order: what is sent now is there for the next who asks.
    secure_call(emulator.port, trusted, "SendMessage", QueueUrl="q", MessageBody="hi")
    answer = secure_call(emulator.port, trusted, "ReceiveMessage", QueueUrl="q", WaitTimeSeconds=5)[1]
    assert [message["Body"] for message in answer["Messages"]] == ["hi"]


def test_what_is_no_tls_is_told_so(emulator):
    with socket.create_connection(("127.0.0.1", emulator.port), timeout=GIVE_UP) as connection:
        connection.sendall(b"\x16\x03\x01garbage garbage garbage")
        alert = 0x15
        assert connection.recv(100)[0] == alert
        assert connection.recv(100) == b""


@pytest.mark.parametrize("way", ["flag", "environment"])
def test_a_certificate_of_ones_own_is_shown(tmp_path, way):
    certificate, key = make_certificate(tmp_path, "own")
    arguments = ["--tls-cert", certificate, "--tls-key", key] if way == "flag" else []
    variables = {} if way == "flag" else {"UNDERSTUDY_TLS_CERT": certificate, "UNDERSTUDY_TLS_KEY": key}
    with serving(tmp_path, *arguments, **variables) as running:
        assert secure_call(running.port, certificate, "ListQueues")[0] == 200
        shown = ssl.get_server_certificate(("127.0.0.1", running.port), timeout=GIVE_UP)
        assert shown.split() == pathlib.Path(certificate).read_text().split()


def test_files_that_do_not_go_together_are_refused(tmp_path):
    certificate, key = make_certificate(tmp_path, "own")
    _, other = make_certificate(tmp_path, "other")
    nonsense = tmp_path / "nonsense.pem"
    nonsense.write_text("nonsense")
    for files, at_fault in (
        (["--tls-cert", str(nonsense), "--tls-key", key], str(nonsense)),
        (["--tls-cert", certificate, "--tls-key", other], other),
        (["--tls-cert", certificate], "--tls-key"),
        (["--tls-key", key], "--tls-cert"),
    ):
        refused = ask("--listen", "127.0.0.1:0", *files)
        assert refused.returncode == 2
        assert refused.stderr.startswith("understudy: ") and refused.stderr.count("\n") == 1
        assert at_fault in refused.stderr
