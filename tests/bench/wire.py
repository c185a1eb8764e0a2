"""Requests as an SDK writes them, signature and all, as the bytes that go over the wire; and one exchange of them."""

import dataclasses
import datetime
import hashlib
import hmac
import json
import socket
import urllib.parse

REGION = "us-east-1"
ACCOUNT = "000000000000"
ACCESS_KEY = "test"
SECRET_KEY = "test"
USER_AGENT = (
    "Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.2 "
    "md/pyimpl#CPython m/b,Z,D cfg/retry-mode#legacy Botocore/1.40.1"
)
JSON_TARGETS = {"dynamodb": "DynamoDB_20120810", "sqs": "AmazonSQS"}


@dataclasses.dataclass(frozen=True)
class Answer:
    status: int
    headers: dict  # names in lower case
    body: bytes

    def json(self):
        return json.loads(self.body)


def aws_request(host, service, operation, members):
    """A request of the service, in the protocol that today's SDKs use for it."""
    if service in JSON_TARGETS:
        target = f"{JSON_TARGETS[service]}.{operation}"
        headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.0"}
        body = json.dumps(members).encode()
    else:
        headers = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
        body = urllib.parse.urlencode({"Action": operation, "Version": "2010-03-31", **members}).encode()
    return _rendered(host, service, headers, body)


def get(host, path):
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()


def _rendered(host, service, headers, body):
    time = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    headers = {
        "Host": host,
        "Accept-Encoding": "identity",
        **headers,
        "User-Agent": USER_AGENT,
        "X-Amz-Date": time,
        "Authorization": _authorization(service, {"Host": host, **headers, "X-Amz-Date": time}, body, time),
        "amz-sdk-invocation-id": "6ff0b06c-6b1a-4c3b-8d3e-3a1c5f6f7a10",
        "amz-sdk-request": "attempt=1",
        "Content-Length": str(len(body)),
    }
    return b"POST / HTTP/1.1\r\n" + "".join(f"{n}: {v}\r\n" for n, v in headers.items()).encode() + b"\r\n" + body


def _authorization(service, headers, body, time):
    """Signature version 4 of a POST to /."""
    signed = {name.lower(): value for name, value in sorted(headers.items(), key=lambda header: header[0].lower())}
    names = ";".join(signed)
    canonical = "\n".join(
        ["POST", "/", "", *(f"{n}:{v}" for n, v in signed.items()), "", names, hashlib.sha256(body).hexdigest()]
    )
    scope = f"{time[:8]}/{REGION}/{service}/aws4_request"
    to_sign = "\n".join(["AWS4-HMAC-SHA256", time, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = f"AWS4{SECRET_KEY}".encode()
    for part in (*scope.split("/"), to_sign):
        key = hmac.digest(key, part.encode(), "sha256")
    return f"AWS4-HMAC-SHA256 Credential={ACCESS_KEY}/{scope}, SignedHeaders={names}, Signature={key.hex()}"


def connect(port, timeout=10):
    return socket.create_connection(("127.0.0.1", port), timeout=timeout)


def exchange(port, request, timeout=10):
    """Sends the bytes on a connection of their own and reads the answer."""
    with connect(port, timeout) as connection:
        return exchange_on(connection, request)


def exchange_on(connection, request):
    """Sends the bytes on the connection and reads the answer."""
    (answer,) = exchange_all(connection, [request])
    return answer


def exchange_all(connection, requests):
    """Sends the requests one behind another, and reads their answers."""
    connection.sendall(b"".join(requests))
    answers, received = [], b""
    for _ in requests:
        while b"\r\n\r\n" not in received:
            received += _some(connection)
        head, received = received.split(b"\r\n\r\n", 1)
        status, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        size = int(headers.get("content-length", 0))
        while len(received) < size:
            received += _some(connection)
        answers.append(Answer(int(status.split()[1]), headers, received[:size]))
        received = received[size:]
    return answers


def _some(connection):
    received = connection.recv(1 << 16)
    if not received:
        raise ConnectionError("the connection ended before the answer")
    return received
