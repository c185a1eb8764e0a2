"""A consumer as applications have one: it polls a queue on a thread of its own, and deletes what it could handle."""

import threading

import pytest
from botocore.config import Config

pytest_plugins = ["pytester"]


class Consumer:
    def __init__(self, aws, url, handle):
        self._sqs = aws.client("sqs", config=Config(read_timeout=60, user_agent_extra="consumer"))
        self._url, self._handle = url, handle
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        try:
            while True:
                for message in self._sqs.receive_message(QueueUrl=self._url, WaitTimeSeconds=20).get("Messages", []):
                    if self._handle(message):
                        self._sqs.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])
        except self._sqs.exceptions.QueueDoesNotExist:
            pass

    def join(self):
        self._thread.join()


@pytest.fixture
def consume(aws):
    consumers = []
    yield lambda url, handle: consumers.append(Consumer(aws, url, handle))
    aws.reset()  # their queue is gone, and so they end
    for each in consumers:
        each.join()
