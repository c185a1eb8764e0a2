"""A tomodachi application with its production settings, on the emulator: UNDERSTUDY_ENDPOINT names it, TOMODACHI the program that runs the application."""

import json
import os
import pathlib
import selectors
import subprocess
import time
import urllib.request
import uuid

import boto3
import pytest
from botocore.config import Config

ENDPOINT = os.environ["UNDERSTUDY_ENDPOINT"]
CREDENTIALS = {
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
}
VISIBILITY_TIMEOUT = 30
MAX_RECEIVE_COUNT = 3


def call(url, body=None):
    request = urllib.request.Request(
        url, data=None if body is None else json.dumps(body).encode(), headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.loads(answer.read() or b"null")


def advance(seconds):
    call(f"{ENDPOINT}/_understudy/clock/advance", {"by": f"{seconds}s"})


class Application:
    """The running application, and what it says on standard output."""

    def __init__(self, prefix):
        self.process = subprocess.Popen(
            [os.environ["TOMODACHI"], "run", "--production", "--logger", "python", "application.py"],
            cwd=pathlib.Path(__file__).parent,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                **CREDENTIALS,
                "AWS_ENDPOINT_URL": ENDPOINT,
                "NAME_PREFIX": prefix,
                "VISIBILITY_TIMEOUT": str(VISIBILITY_TIMEOUT),
                "MAX_RECEIVE_COUNT": str(MAX_RECEIVE_COUNT),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
        )
        os.set_blocking(self.process.stdout.fileno(), False)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)
        self.said = ""
        self.read = 0

    def says(self, beginning, within=60):
        """Waits for the next line that begins so, and returns what follows in it."""
        deadline = time.monotonic() + within
        while True:
            while "\n" in self.said[self.read :]:
                line, _, _ = self.said[self.read :].partition("\n")
                self.read += len(line) + 1
                if line.startswith(beginning):
                    return line[len(beginning) :].strip()
            left = deadline - time.monotonic()
            ready = left > 0 and self.selector.select(left)
            chunk = self.process.stdout.read() if ready else None
            if not chunk:
                pytest.fail(f"the application did not say {beginning!r}; it said:\n{self.said}")
            self.said += chunk.decode()

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.selector.close()
        self.process.stdout.close()


@pytest.fixture(scope="module")
def prefix():
    return f"t{uuid.uuid4().hex[:12]}-"


@pytest.fixture(scope="module")
def application(prefix):
    application = Application(prefix)
    try:
        application.url = f"http://127.0.0.1:{application.says('listening')}"
        yield application
    finally:
        application.stop()


def client_of(service):
    return boto3.client(
        service,
        endpoint_url=ENDPOINT,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )


@pytest.fixture(scope="module")
def sqs():
    return client_of("sqs")


@pytest.fixture(scope="module")
def stock_changes(sqs, prefix):
    """A queue of the test's own, subscribed to what the application publishes."""
    sns = client_of("sns")
    url = sqs.create_queue(QueueName=f"{prefix}test")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = sns.create_topic(Name=f"{prefix}stock--changed")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn)
    return url


def receive(sqs, url, calls=5):
    """The one message of a queue; moving the clock ends long polls early, so it asks more than once."""
    for _ in range(calls):
        messages = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages", [])
        if messages:
            [message] = messages
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            return json.loads(json.loads(message["Body"])["Message"])
    pytest.fail("no message came")


def counts_of(sqs, url):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return tuple(int(attributes[name]) for name in names)


def test_the_application_makes_its_queues(application, sqs, prefix):
    queue = sqs.get_queue_url(QueueName=f"{prefix}order--placed")["QueueUrl"]
    attributes = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
    assert attributes["VisibilityTimeout"] == str(VISIBILITY_TIMEOUT)
    redrive = json.loads(attributes["RedrivePolicy"])
    assert redrive["maxReceiveCount"] == MAX_RECEIVE_COUNT
    assert redrive["deadLetterTargetArn"].endswith(f":{prefix}order--placed--dlq")


def test_an_order_goes_round_through_topic_and_queue(application, sqs, stock_changes):
    placed = call(f"{application.url}/order", {"article": "tea", "count": 2})
    assert placed == {"placed": {"article": "tea", "count": 2}}
    assert application.says("attempt tea") == "1"
    assert call(f"{application.url}/stock/tea/below/98") == {"tea": 98}
    message = receive(sqs, stock_changes)
    assert message["data"] == {"article": "tea", "left": 98}
    assert message["metadata"]["protocol_version"] == "tomodachi-json-base--1.0.0"
    assert message["metadata"]["topic"].endswith("stock--changed")


def test_an_order_that_cannot_be_taken_ends_in_the_dead_letter_queue(application, sqs, prefix):
    queue = sqs.get_queue_url(QueueName=f"{prefix}order--placed")["QueueUrl"]
    dead = sqs.get_queue_url(QueueName=f"{prefix}order--placed--dlq")["QueueUrl"]
    began = time.monotonic()
    call(f"{application.url}/order", {"article": "moonlight", "count": 1})
    for count in range(1, MAX_RECEIVE_COUNT + 1):
        assert application.says("attempt moonlight") == str(count)
        assert counts_of(sqs, dead) == (0, 0)
        advance(VISIBILITY_TIMEOUT)
    assert receive(sqs, dead)["data"] == {"article": "moonlight", "count": 1}
    assert counts_of(sqs, queue) == (0, 0)
    assert time.monotonic() - began < VISIBILITY_TIMEOUT    # three times as long, had it been waited for


def test_the_application_goes_on_after_a_failure(application):
    call(f"{application.url}/order", {"article": "tea", "count": 8})
    assert "tea" in call(f"{application.url}/stock/tea/below/90")
