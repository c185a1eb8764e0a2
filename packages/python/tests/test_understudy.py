"""The hard cases of testing event-driven code, each without a sleep: with production timeouts, in milliseconds."""

import json

import pytest

import understudy

DEAD = "arn:aws:sqs:us-east-1:000000000000:orders--dlq"


@pytest.fixture
def sqs(aws):
    return aws.client("sqs")


@pytest.fixture
def orders(sqs):
    """A queue with the settings of production."""
    sqs.create_queue(QueueName="orders--dlq")
    redrive = json.dumps({"deadLetterTargetArn": DEAD, "maxReceiveCount": 3})
    attributes = {"VisibilityTimeout": "30", "RedrivePolicy": redrive}
    return sqs.create_queue(QueueName="orders", Attributes=attributes)["QueueUrl"]


@pytest.fixture
def topic(aws, orders):
    sns = aws.client("sns")
    arn = sns.create_topic(Name="order--created")["TopicArn"]
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:000000000000:orders")
    return lambda event: sns.publish(TopicArn=arn, Message=json.dumps(event))["MessageId"]


def test_a_wait_sees_what_happened_after_its_mark_and_takes_nothing_from_the_queue(aws, sqs, orders, topic):
    mark = aws.mark()
    topic({"order_id": "o1"})
    sent = aws.wait({"type": "sqs.message_sent", "resource": "orders", "json": {"Message.order_id": "o1"}}, after=mark)
    assert json.loads(json.loads(sent["body"])["Message"]) == {"order_id": "o1"}
    assert len(sqs.receive_message(QueueUrl=orders)["Messages"]) == 1


def test_a_message_reaches_the_dead_letter_queue_with_the_timeouts_of_production(aws, consume, orders, topic):
    attempts = []
    consume(orders, lambda message: attempts.append(message))  # never says that it is done
    published = topic({"order_id": "unknown"})
    aws.wait({"type": "sqs.message_received", "concerning": published})  # there is a consumer
    dead = aws.run_until({"type": "sqs.message_dead_lettered", "concerning": published}, max="10m")
    assert dead["receive_count"] == 3 == len(attempts)
    story = "\n".join(aws.explain(published))
    assert "published to topic order--created" in story
    assert "visible in orders after 30.000 s" in story
    assert "received 3 times" in story


def test_a_consumer_is_idempotent(aws, sqs, consume, orders, topic):
    confirmed = sqs.create_queue(QueueName="confirmed")["QueueUrl"]
    seen = set()

    def confirm_once(message):
        order = json.loads(message["Body"])["Message"]
        if order not in seen:
            seen.add(order)
            sqs.send_message(QueueUrl=confirmed, MessageBody=order)
        return True

    consume(orders, confirm_once)
    aws.handled(topic({"order_id": "o1"}))
    mark = aws.mark()
    aws.handled(topic({"order_id": "o1"}))
    assert aws.expect_none({"type": "sqs.message_sent", "resource": "confirmed"}, after=mark)


def test_nothing_happens_is_proven_and_a_held_message_is_no_proof(aws, sqs, orders):
    sqs.send_message(QueueUrl=orders, MessageBody="hi")
    message = sqs.receive_message(QueueUrl=orders)["Messages"][0]
    with pytest.raises(understudy.WaitFailed, match="a consumer holds message"):
        aws.expect_none({"type": "sqs.message_deleted"}, timeout="1ms")
    sqs.delete_message(QueueUrl=orders, ReceiptHandle=message["ReceiptHandle"])
    with pytest.raises(understudy.WaitFailed, match="was not expected, but happened"):
        aws.expect_none({"type": "sqs.message_deleted"})


def test_run_until_says_at_once_what_is_missing(aws, orders, topic):
    topic({"order_id": "o1"})
    with pytest.raises(understudy.WaitFailed, match="which no consumer polls"):
        aws.run_until({"type": "sqs.message_dead_lettered"}, timeout="10m")


def test_a_fault_strikes_as_often_as_it_was_asked_to(aws, orders):
    sqs = aws.client("sqs", aws_access_key_id="000000000000")
    aws.fault(service="sqs", operation="SendMessage", code="ServiceUnavailable", status=503, times=2)
    sqs.send_message(QueueUrl=orders, MessageBody="hi")  # the SDK tries again
    assert aws.faults()[0]["strikes"] == 2
    aws.reset()
    assert aws.faults() == []


def test_an_answer_that_is_lost_is_found_by_the_retry(aws, orders):
    sqs = aws.client("sqs")
    aws.fault(operation="SendMessage", drop="after", times=1)
    sqs.send_message(QueueUrl=orders, MessageBody="hi")  # the SDK tries again, and so there are two
    assert len(aws.events(type="sqs.message_sent")) == 2


def test_an_entry_of_a_batch_fails_and_the_others_do_not(aws, sqs, orders):
    aws.fault(operation="SendMessageBatch", code="InternalError", entries=[1])
    entries = [{"Id": name, "MessageBody": name} for name in "ab"]
    answer = sqs.send_message_batch(QueueUrl=orders, Entries=entries)
    assert [each["Id"] for each in answer["Successful"]] == ["a"]
    assert [(each["Id"], each["Code"], each["SenderFault"]) for each in answer["Failed"]] == [("b", "InternalError", False)]


def test_a_reset_may_keep_resources_or_be_of_one_account(aws, sqs, orders):
    other = aws.client("sqs", aws_access_key_id="111111111111")
    other.create_queue(QueueName="orders")
    sqs.send_message(QueueUrl=orders, MessageBody="hi")
    aws.reset(account="111111111111")
    assert "QueueUrls" not in other.list_queues()
    assert "Messages" in sqs.receive_message(QueueUrl=orders, VisibilityTimeout=0)
    aws.reset(keep="resources")
    assert "Messages" not in sqs.receive_message(QueueUrl=orders)


def test_worlds_share_a_process_and_nothing_else(aws, orders):
    before = aws.clock()["now"]
    with aws.world("one") as one, aws.world("other") as other:
        queue = one.client("sqs").create_queue(QueueName="orders")["QueueUrl"]
        assert queue.startswith(one.endpoint)
        before_there = other.clock()["now"]
        one.client("sqs").send_message(QueueUrl=queue, MessageBody="hi", DelaySeconds=900)
        assert one.advance(to="next")["fired"]
        assert "QueueUrls" not in other.client("sqs").list_queues()
        assert other.clock()["now"] == before_there and aws.clock()["now"] == before
    assert aws.events(type="sqs.message_sent") == []


def test_the_clock_is_held_and_moved(aws, sqs, orders):
    sqs.send_message(QueueUrl=orders, MessageBody="later", DelaySeconds=900)
    assert aws.timers()[0]["kind"] == "sqs.message_visible"
    with aws.hold("a breakpoint"):
        assert aws.clock()["holds"][0]["reason"] == "a breakpoint"
    assert aws.advance(to="next")["fired"][0]["type"] == "sqs.message_visible"
    with pytest.raises(understudy.Refused, match="400"):
        aws.advance(by="soon")


def test_snapshots_come_back(aws, sqs, orders):
    aws.save("clean")
    sqs.send_message(QueueUrl=orders, MessageBody="hi")
    aws.restore("clean")
    assert "Messages" not in sqs.receive_message(QueueUrl=orders)


def test_a_failing_test_prints_the_timeline(pytester):
    pytester.makepyfile("def test_fails(aws):\n    aws.client('sqs').create_queue(QueueName='q')\n    assert False")
    result = pytester.runpytest_subprocess("-p", "understudy.pytest_plugin")
    result.stdout.fnmatch_lines(["*understudy timeline*", "queues:", "*000000000000:q: 0 visible*"])
