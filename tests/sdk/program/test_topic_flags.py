"""The flags that concern what topics send, each given as a flag and by its environment variable."""

import contextlib
import http.client
import http.server
import json
import queue
import re
import shutil
import ssl
import subprocess
import threading
import urllib.parse

import pytest

from test_program import GIVE_UP, ask, call, serving

ACCOUNT = "000000000000"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:t"


@pytest.fixture(params=["flag", "environment"])
def started(request, tmp_path):
    """Starts an emulator with the flag, or with the variable that stands for it."""

    def start(flag, variable):
        if request.param == "flag":
            return serving(tmp_path, "--clock", "manual", *flag)
        return serving(tmp_path, "--clock", "manual", **variable)

    return start


def sns(port, action, **fields):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=GIVE_UP)
    with contextlib.closing(connection):
        form = urllib.parse.urlencode({"Action": action, "Version": "2010-03-31", **fields})
        connection.request("POST", "/", form, {"Content-Type": "application/x-www-form-urlencoded"})
        answer = connection.getresponse()
        text = answer.read().decode()
        assert answer.status == 200, text
        return text


def topic_with_queue(port):
    call(port, "CreateQueue", QueueName="q")
    sns(port, "CreateTopic", Name="t")
    sns(port, "Subscribe", TopicArn=TOPIC, Protocol="sqs", Endpoint=f"arn:aws:sqs:us-east-1:{ACCOUNT}:q")


def published(port):
    """The envelopes of one message, as the queue has them."""
    sns(port, "Publish", TopicArn=TOPIC, Message="hi")
    messages = call(port, "ReceiveMessage", QueueUrl="q")[1].get("Messages", [])
    return [json.loads(message["Body"]) for message in messages]


def test_messages_are_signed_unless_told_otherwise(tmp_path):
    with serving(tmp_path) as emulator:
        topic_with_queue(emulator.port)
        (envelope,) = published(emulator.port)
    assert re.fullmatch(r"[A-Za-z0-9+/]{342}==", envelope["Signature"])


def test_messages_need_not_be_signed(started):
    with started(["--no-sign-messages"], {"UNDERSTUDY_SIGN_MESSAGES": "false"}) as emulator:
        topic_with_queue(emulator.port)
        (envelope,) = published(emulator.port)
    assert not re.fullmatch(r"[A-Za-z0-9+/]{342}==", envelope["Signature"])
    assert envelope["Message"] == "hi"


def test_policies_of_queues_are_warned_of_once(tmp_path):
    with serving(tmp_path, "--log-level", "warn") as emulator:
        topic_with_queue(emulator.port)
        assert len(published(emulator.port)) == len(published(emulator.port)) == 1
        emulator.terminate()    # and so writes down what it has to say
        assert emulator.wait(GIVE_UP) == 0
    assert (tmp_path / "log").read_text().count("does not let") == 1


def test_policies_of_queues_can_hold_as_on_aws(started):
    with started(["--strict-policies"], {"UNDERSTUDY_STRICT_POLICIES": "true"}) as emulator:
        topic_with_queue(emulator.port)
        assert published(emulator.port) == []
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": f"arn:aws:sqs:us-east-1:{ACCOUNT}:q",
            "Condition": {"ArnEquals": {"aws:SourceArn": TOPIC}},
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        assert call(emulator.port, "SetQueueAttributes", QueueUrl="q", Attributes={"Policy": policy})[0] == 200
        assert len(published(emulator.port)) == 1


class SecureHook:
    """A web server under a certificate of its own making."""

    def __init__(self, folder):
        assert shutil.which("openssl"), "openssl makes the certificate"
        folder.mkdir()
        self.certificate, key = folder / "certificate.pem", folder / "key.pem"
        make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=test"]
        files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", self.certificate]
        subprocess.run([*make, *files], check=True, capture_output=True, timeout=GIVE_UP)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, key)
        self.requests = queue.Queue()
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                hook.requests.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.server.handle_error = lambda *_: None
        self.url = f"https://127.0.0.1:{self.server.server_port}/"
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


def wait_for(port, kind):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=GIVE_UP)
    with contextlib.closing(connection):
        body = json.dumps({"match": {"type": kind}, "timeout": "20s"})
        connection.request("POST", "/_understudy/wait", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        text = answer.read().decode()
        assert answer.status == 200, text
        return json.loads(text)["event"]


def test_https_endpoints_are_vouched_for_when_there_is_a_file(started, tmp_path):
    with SecureHook(tmp_path / "hook") as hook, SecureHook(tmp_path / "other") as other:
        trusted = str(hook.certificate)
        with started(["--delivery-ca", trusted], {"UNDERSTUDY_DELIVERY_CA": trusted}) as emulator:
            sns(emulator.port, "CreateTopic", Name="t")
            sns(emulator.port, "Subscribe", TopicArn=TOPIC, Protocol="https", Endpoint=hook.url)
            assert hook.requests.get(timeout=GIVE_UP)["Type"] == "SubscriptionConfirmation"
            sns(emulator.port, "Subscribe", TopicArn=TOPIC, Protocol="https", Endpoint=other.url)
            assert "TLS" in wait_for(emulator.port, "sns.delivery_attempt_failed")["detail"]
            assert other.requests.empty()


def test_a_file_that_vouches_for_nobody_is_refused(tmp_path):
    (tmp_path / "nonsense.pem").write_text("nonsense")
    for path in (tmp_path / "nonsense.pem", tmp_path / "missing.pem"):
        refused = ask("--listen", "127.0.0.1:0", "--delivery-ca", str(path))
        assert refused.returncode == 2
        assert refused.stderr.startswith("understudy: ") and refused.stderr.count("\n") == 1
        assert str(path) in refused.stderr
