"""What time does to messages. These tests move the emulator's clock instead of waiting."""

import json

import pytest

from test_sqs_messages import counts_of, with_system_attributes


def dead_letter_pair(make_queue, arn_of, max_receive_count, **attributes):
    dead = make_queue("-dead")
    policy = json.dumps({"deadLetterTargetArn": arn_of(dead), "maxReceiveCount": max_receive_count})
    return make_queue("-source", RedrivePolicy=policy, **attributes), dead


def test_a_received_message_returns_when_its_visibility_timeout_ends(sqs, queue, receive, nothing_in, advance):
    sent = sqs.send_message(QueueUrl=queue, MessageBody="hello")
    receive(queue)
    advance("25s")
    nothing_in(queue)
    advance("5s")
    [message] = receive(queue, **with_system_attributes(sqs, "ApproximateReceiveCount"))
    assert message["MessageId"] == sent["MessageId"]
    assert message["Attributes"] == {"ApproximateReceiveCount": "2"}


def test_a_longer_visibility_counts_from_the_change(sqs, queue, receive, nothing_in, advance):
    sqs.send_message(QueueUrl=queue, MessageBody="hello")
    [message] = receive(queue)
    sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=600)
    advance("590s")
    nothing_in(queue)
    advance("10s")
    receive(queue)


def test_a_receive_may_name_its_own_visibility(sqs, queue, receive, nothing_in, advance):
    sqs.send_message(QueueUrl=queue, MessageBody="hello")
    receive(queue, VisibilityTimeout=300)
    advance("290s")
    nothing_in(queue)
    advance("10s")
    receive(queue)


def test_after_its_timeout_a_message_can_still_be_deleted_with_its_handle(sqs, queue, receive, nothing_in, advance):
    sqs.send_message(QueueUrl=queue, MessageBody="hello")
    [message] = receive(queue)
    advance("30s")
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    nothing_in(queue)


def test_a_delayed_message_appears_after_its_delay(sqs, queue, receive, nothing_in, advance):
    sqs.send_message(QueueUrl=queue, MessageBody="later", DelaySeconds=900)
    advance("890s")
    nothing_in(queue)
    assert counts_of(sqs, queue) == (0, 0, 1)
    advance("10s")
    assert counts_of(sqs, queue) == (1, 0, 0)
    receive(queue)


def test_the_delay_of_a_message_goes_before_that_of_the_queue(sqs, make_queue, receive, nothing_in, advance):
    url = make_queue(DelaySeconds=60)
    sqs.send_message(QueueUrl=url, MessageBody="now", DelaySeconds=0)
    sqs.send_message(QueueUrl=url, MessageBody="later")
    assert receive(url)[0]["Body"] == "now"
    nothing_in(url)
    advance("60s")
    assert {message["Body"] for message in receive(url, 2)} == {"now", "later"}


def test_a_message_expires_after_the_retention_period(sqs, make_queue, nothing_in, advance):
    url = make_queue(MessageRetentionPeriod=60)
    sqs.send_message(QueueUrl=url, MessageBody="hello")
    advance("61s")
    nothing_in(url)
    assert counts_of(sqs, url) == (0, 0, 0)


def test_a_purge_takes_messages_that_would_have_come_back(sqs, queue, receive, nothing_in, advance):
    sqs.send_message(QueueUrl=queue, MessageBody="received")
    receive(queue)
    sqs.send_message(QueueUrl=queue, MessageBody="delayed", DelaySeconds=60)
    sqs.purge_queue(QueueUrl=queue)
    advance("61s")    # on AWS the earliest time of another purge, too
    nothing_in(queue)
    sqs.send_message(QueueUrl=queue, MessageBody="new")
    sqs.purge_queue(QueueUrl=queue)
    nothing_in(queue)


@pytest.mark.parametrize("max_receive_count", [1, 3])
def test_a_message_received_too_often_goes_to_the_dead_letter_queue(
    sqs, make_queue, arn_of, receive, nothing_in, advance, max_receive_count
):
    source, dead = dead_letter_pair(make_queue, arn_of, max_receive_count, VisibilityTimeout=30)
    attributes = {"color": {"DataType": "String", "StringValue": "blue"}}
    sent = sqs.send_message(QueueUrl=source, MessageBody="poison", MessageAttributes=attributes)
    times = None
    for count in range(1, max_receive_count + 1):
        [message] = receive(source, **with_system_attributes(sqs, "All"))
        assert message["Attributes"]["ApproximateReceiveCount"] == str(count)
        times = times or (message["Attributes"]["SentTimestamp"], message["Attributes"]["ApproximateFirstReceiveTimestamp"])
        nothing_in(dead)
        advance("30s")
    nothing_in(source)    # this is the receive that moves it
    [message] = receive(dead, MessageAttributeNames=["All"], **with_system_attributes(sqs, "All"))
    assert message["MessageId"] == sent["MessageId"]
    assert message["Body"] == "poison"
    assert message["MessageAttributes"] == attributes
    assert message["Attributes"]["DeadLetterQueueSourceArn"] == arn_of(source)
    assert message["Attributes"]["ApproximateReceiveCount"] == str(max_receive_count + 1)
    assert (message["Attributes"]["SentTimestamp"], message["Attributes"]["ApproximateFirstReceiveTimestamp"]) == times
    assert counts_of(sqs, source) == (0, 0, 0)


def test_visibility_zero_alone_does_not_count_as_a_receive(sqs, make_queue, arn_of, receive, nothing_in):
    source, dead = dead_letter_pair(make_queue, arn_of, 2)
    sqs.send_message(QueueUrl=source, MessageBody="hello")
    for _ in range(2):
        [message] = receive(source)
        for timeout in (10, 20, 0):
            sqs.change_message_visibility(QueueUrl=source, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=timeout)
    nothing_in(dead)
    nothing_in(source)
    receive(dead)
