"""The flags that make queues strict or unkind, each given as a flag and by its environment variable."""

import contextlib
import http.client
import json

import pytest

from test_program import GIVE_UP, ask, call, serving

FLAGS = {
    "--strict-timers": "UNDERSTUDY_STRICT_TIMERS",
    "--sqs-delivery-delay": "UNDERSTUDY_SQS_DELIVERY_DELAY",
    "--sqs-duplicates": "UNDERSTUDY_SQS_DUPLICATES",
    "--sqs-reordering": "UNDERSTUDY_SQS_REORDERING",
    "--sqs-partial-polls": "UNDERSTUDY_SQS_PARTIAL_POLLS",
    "--sqs-short-receives": "UNDERSTUDY_SQS_SHORT_RECEIVES",
}
SENT = [str(number) for number in range(10)]


@pytest.fixture(params=["flag", "environment"])
def with_option(request, tmp_path):
    @contextlib.contextmanager
    def started(flag, value=None):
        flags, environment = [flag, *([value] if value else [])], {}
        if request.param == "environment":
            flags, environment = [], {FLAGS[flag]: value or "true"}
        with serving(tmp_path, "--clock", "manual", *flags, **environment) as emulator:
            assert call(emulator.port, "CreateQueue", QueueName="q")[0] == 200
            yield emulator.port

    return started


def send_ten(port):
    entries = [{"Id": body, "MessageBody": body} for body in SENT]
    assert len(call(port, "SendMessageBatch", QueueUrl="q", Entries=entries)[1]["Successful"]) == len(SENT)


def receive(port, **members):
    return call(port, "ReceiveMessage", QueueUrl="q", MaxNumberOfMessages=10, **members)[1].get("Messages", [])


def advance(port, by):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=GIVE_UP)
    with contextlib.closing(connection):
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/_understudy/clock/advance", json.dumps({"by": by}), headers)
        assert connection.getresponse().status == 200


def count(port, name):
    answer = call(port, "GetQueueAttributes", QueueUrl="q", AttributeNames=[name])[1]
    return int(answer["Attributes"][name])


def test_without_flags_queues_are_kind_and_lenient(tmp_path):
    with serving(tmp_path, "--clock", "manual") as emulator:
        call(emulator.port, "CreateQueue", QueueName="q")
        send_ten(emulator.port)
        assert [message["Body"] for message in receive(emulator.port)] == SENT
        assert [call(emulator.port, "PurgeQueue", QueueUrl="q")[0] for _ in range(2)] == [200, 200]


def test_strict_timers_refuse_a_second_purge(with_option):
    with with_option("--strict-timers") as port:
        assert call(port, "PurgeQueue", QueueUrl="q")[0] == 200
        assert call(port, "PurgeQueue", QueueUrl="q")[0] == 403


def test_messages_may_arrive_later(with_option):
    with with_option("--sqs-delivery-delay", "60000") as port:
        send_ten(port)
        assert count(port, "ApproximateNumberOfMessagesDelayed") > 0
        advance(port, "60s")
        assert count(port, "ApproximateNumberOfMessages") == len(SENT)


def test_messages_may_be_delivered_twice(with_option):
    with with_option("--sqs-duplicates", "100") as port:
        call(port, "SendMessage", QueueUrl="q", MessageBody="x")
        first, second = receive(port)
        assert first["MessageId"] == second["MessageId"] and first["ReceiptHandle"] != second["ReceiptHandle"]


def test_messages_may_come_out_of_turn(with_option):
    with with_option("--sqs-reordering", "100") as port:
        send_ten(port)
        bodies = [message["Body"] for message in receive(port)]
        assert sorted(bodies) == SENT and bodies != SENT


def test_a_short_poll_may_see_nothing_of_what_is_there(with_option):
    with with_option("--sqs-partial-polls", "100") as port:
        call(port, "SendMessage", QueueUrl="q", MessageBody="x")
        assert receive(port) == []
        assert len(receive(port, WaitTimeSeconds=20)) == 1


def test_a_receive_may_bring_fewer_than_asked(with_option):
    with with_option("--sqs-short-receives", "100") as port:
        send_ten(port)
        assert 0 < len(receive(port)) < len(SENT)


@pytest.mark.parametrize("flag", [flag for flag in FLAGS if flag.startswith("--sqs-")])
@pytest.mark.parametrize("value", ["-1", "many", "86400001"])
def test_a_value_out_of_range_is_refused(flag, value):
    refused = ask(flag, value)
    assert refused.returncode == 2 and refused.stdout == "" and flag in refused.stderr
