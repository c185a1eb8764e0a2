"""A world of a test's own: an emulator on a port of its own, whose clock stands still. Needs nothing but the standard library."""

import json
import os
import urllib.request
import uuid

ENDPOINT = os.environ["UNDERSTUDY_ENDPOINT"]

# The known digest of two attributes, as SDKs' own tests have it.
ATTRIBUTES = {
    "test-key": {"DataType": "String", "StringValue": "test-value"},
    "test-key-alt": {"DataType": "String", "StringValue": "test-value-alt"},
}
ATTRIBUTES_MD5 = "2256c3b617e2b4b3ae4f2d455dcf54d0"
HELLO_MD5 = "5d41402abc4b2a76b9719d911017c592"

CUSTOMERS = {
    "TableName": "customers",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "N"}],
    "BillingMode": "PAY_PER_REQUEST",
}


class World:
    def __init__(self):
        self.name = f"python-{uuid.uuid4().hex}"
        port = ask("POST", f"{ENDPOINT}/_understudy/worlds", {"name": self.name, "clock": "manual", "port": 0})["port"]
        self.endpoint = f"http://127.0.0.1:{port}"

    def remove(self):
        ask("DELETE", f"{ENDPOINT}/_understudy/worlds/{self.name}")

    def advance(self, by):
        self.control("POST", "clock/advance", {"by": by})

    def fault(self, **rule):
        self.control("POST", "faults", rule)

    def strikes(self):
        """How many calls the only fault struck."""
        [fault] = self.control("GET", "faults")["faults"]
        return fault["strikes"]

    def make_topics(self, count):
        self.declare(*({"Type": "AWS::SNS::Topic", "Properties": {"TopicName": f"topic-{n}"}} for n in range(count)))

    def declare(self, *resources):
        """Makes what a template would."""
        self.control("PUT", "bootstrap", {"Resources": {f"Resource{n}": resource for n, resource in enumerate(resources)}})

    def until_polled(self):
        """Returns when a long poll waits."""
        while b"\nunderstudy_sqs_parked_polls 1\n" not in fetch("GET", f"{self.endpoint}/metrics"):
            pass

    def control(self, method, path, body=None):
        return ask(method, f"{self.endpoint}/_understudy/{path}", body)


def ask(method, url, body=None):
    return json.loads(fetch(method, url, body))


def fetch(method, url, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, method=method, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()
