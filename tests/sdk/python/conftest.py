"""Conformance as a Python program sees it. The tests know an endpoint, and nothing of what answers there.

UNDERSTUDY_ENDPOINT names it. The same files run with the newest boto3 (JSON to SQS) and with an old one (Query). Each test makes
what it needs under names of its own. Only what asks for `advance` needs more than the AWS API: a clock that can be moved.
"""

import json
import os
import re
import urllib.request
import uuid

import boto3
import pytest
from botocore.config import Config

ENDPOINT = os.environ["UNDERSTUDY_ENDPOINT"]
REGION = os.environ.get("AWS_REGION", "us-east-1")


def client_of(service, region=REGION, access_key=None, endpoint=ENDPOINT):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=access_key or os.environ.get("AWS_ACCESS_KEY_ID", "test"),
        aws_secret_access_key=os.environ.get("AWS_SECRET_ACCESS_KEY", "test"),
        # One attempt: an answer that only a retry makes good is not a good answer.
        config=Config(retries={"total_max_attempts": 1}, read_timeout=60),
    )


@pytest.fixture(scope="session")
def sqs():
    return client_of("sqs")


@pytest.fixture(scope="session")
def sns():
    return client_of("sns")


@pytest.fixture(scope="session")
def dynamodb():
    return client_of("dynamodb")


@pytest.fixture(scope="session")
def account():
    return client_of("sts").get_caller_identity()["Account"]


@pytest.fixture(scope="session")
def speaks_json(sqs):
    """Whether this boto3 speaks JSON to SQS; a few texts differ between the protocols."""
    return sqs.meta.service_model.metadata["protocol"] == "json"


@pytest.fixture
def name(request):
    """A name that no other test has."""
    words = re.sub(r"[^a-z0-9]+", "-", request.node.originalname.lower()).strip("-")
    return f"{words[:40]}-{uuid.uuid4().hex[:12]}"


@pytest.fixture
def make_queue(sqs, name):
    made = []

    def make(suffix="", **attributes):
        attributes = {key: str(value) for key, value in attributes.items()}
        url = sqs.create_queue(QueueName=f"{name}{suffix}", Attributes=attributes)["QueueUrl"]
        made.append(url)
        return url

    yield make
    for url in made:
        try:
            sqs.delete_queue(QueueUrl=url)
        except sqs.exceptions.QueueDoesNotExist:
            pass


@pytest.fixture
def queue(make_queue):
    return make_queue()


@pytest.fixture
def arn_of(sqs):
    def arn_of_queue(url):
        return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    return arn_of_queue


@pytest.fixture
def make_topic(sns, name):
    made = []

    def make(suffix="", **attributes):
        arn = sns.create_topic(Name=f"{name}{suffix}", Attributes=attributes)["TopicArn"]
        made.append(arn)
        return arn

    yield make
    for arn in made:
        sns.delete_topic(TopicArn=arn)


@pytest.fixture
def topic(make_topic):
    return make_topic()


@pytest.fixture
def advance():
    """Moves the emulator's time: advance("30s")."""

    def move(by):
        request = urllib.request.Request(
            f"{ENDPOINT}/_understudy/clock/advance",
            data=json.dumps({"by": by}).encode(),
            headers={"Content-Type": "application/json"},
            method="POST",
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            assert answer.status == 200

    return move


@pytest.fixture
def receive(sqs):
    """Receives until so many messages have come, as a program has to: one call may bring fewer than there are."""

    def receive_all(url, count=1, calls=5, **options):
        messages = []
        while len(messages) < count and calls:
            answer = sqs.receive_message(
                QueueUrl=url, MaxNumberOfMessages=min(10, count - len(messages)), WaitTimeSeconds=5, **options
            )
            messages += answer.get("Messages", [])
            calls -= 1
        assert len(messages) == count
        return messages

    return receive_all


@pytest.fixture
def nothing_in(sqs):
    def check(url):
        assert "Messages" not in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)

    return check
