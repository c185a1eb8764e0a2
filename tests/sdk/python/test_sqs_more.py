"""SQS: batches, tags, permissions and move tasks."""

import json

import pytest
from botocore.exceptions import ClientError


def error_of(raised):
    return raised.value.response["Error"]


def dead_letter_queue_of(make_queue, arn_of, suffix=""):
    dead = make_queue("-dead")
    policy = json.dumps({"deadLetterTargetArn": arn_of(dead), "maxReceiveCount": 1})
    return make_queue(suffix, RedrivePolicy=policy), dead


def test_a_batch_answers_for_each_entry(sqs, queue, receive):
    entries = [{"Id": str(n), "MessageBody": f"body {n}"} for n in range(9)] + [{"Id": "bad", "MessageBody": "\x01"}]
    answer = sqs.send_message_batch(QueueUrl=queue, Entries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == [str(n) for n in range(9)]
    (failed,) = answer["Failed"]
    assert (failed["Id"], failed["Code"], failed["SenderFault"]) == ("bad", "InvalidMessageContents", True)
    messages = receive(queue, 9)
    assert sorted(message["Body"] for message in messages) == [f"body {n}" for n in range(9)]

    entries = [{"Id": str(n), "ReceiptHandle": m["ReceiptHandle"], "VisibilityTimeout": 0} for n, m in enumerate(messages)]
    assert len(sqs.change_message_visibility_batch(QueueUrl=queue, Entries=entries)["Successful"]) == 9
    entries = [{"Id": str(n), "ReceiptHandle": m["ReceiptHandle"]} for n, m in enumerate(receive(queue, 9))]
    entries.append({"Id": "bad", "ReceiptHandle": "garbage"})
    answer = sqs.delete_message_batch(QueueUrl=queue, Entries=entries)
    assert len(answer["Successful"]) == 9
    assert answer["Failed"][0]["Code"] == "ReceiptHandleIsInvalid"


def test_a_batch_without_failures_has_no_failed(sqs, queue):
    assert "Failed" not in sqs.send_message_batch(QueueUrl=queue, Entries=[{"Id": "1", "MessageBody": "x"}])


def test_an_attribute_in_a_batch_has_its_digest(sqs, queue):
    attributes = {"color": {"DataType": "String", "StringValue": "blue"}}
    entries = [{"Id": "1", "MessageBody": "x", "MessageAttributes": attributes}]
    (sent,) = sqs.send_message_batch(QueueUrl=queue, Entries=entries)["Successful"]
    assert sent["MD5OfMessageAttributes"] == "da1b33cc3cbfe8b1630921e78e6b9880"


@pytest.mark.parametrize(
    "entries, code",
    [
        ([], "EmptyBatchRequest"),
        ([{"Id": str(n), "MessageBody": "x"} for n in range(11)], "TooManyEntriesInBatchRequest"),
        ([{"Id": "a", "MessageBody": "x"}, {"Id": "a", "MessageBody": "x"}], "BatchEntryIdsNotDistinct"),
        ([{"Id": "a b", "MessageBody": "x"}], "InvalidBatchEntryId"),
        ([{"Id": "a", "MessageBody": "x" * 1048577}], "BatchRequestTooLong"),
    ],
)
def test_a_bad_batch_is_refused_as_a_whole(sqs, queue, entries, code):
    with pytest.raises(ClientError) as raised:
        sqs.send_message_batch(QueueUrl=queue, Entries=entries)
    assert error_of(raised)["Code"] == f"AWS.SimpleQueueService.{code}"


def test_a_group_is_missing_in_a_batch_with_another_code_than_alone(sqs, make_queue):
    fifo = make_queue(".fifo", FifoQueue="true", ContentBasedDeduplication="true")
    with pytest.raises(ClientError) as raised:
        sqs.send_message(QueueUrl=fifo, MessageBody="x")
    assert error_of(raised)["Code"] == "MissingParameter"
    with pytest.raises(ClientError) as raised:
        sqs.send_message_batch(QueueUrl=fifo, Entries=[{"Id": "1", "MessageBody": "x"}])
    assert error_of(raised)["Code"] == "InvalidParameterValue"


def test_tags_are_added_overwritten_and_removed(sqs, queue):
    assert "Tags" not in sqs.list_queue_tags(QueueUrl=queue)
    sqs.tag_queue(QueueUrl=queue, Tags={"a": "1", "b": ""})
    sqs.tag_queue(QueueUrl=queue, Tags={"a": "2"})
    assert sqs.list_queue_tags(QueueUrl=queue)["Tags"] == {"a": "2", "b": ""}
    sqs.untag_queue(QueueUrl=queue, TagKeys=["a", "unknown", "b"])
    assert "Tags" not in sqs.list_queue_tags(QueueUrl=queue)


def test_a_queue_is_made_with_tags(sqs, name):
    url = sqs.create_queue(QueueName=name, tags={"team": "red"})["QueueUrl"]
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"team": "red"}
    sqs.delete_queue(QueueUrl=url)


def test_permissions_are_statements_of_the_policy(sqs, queue, arn_of):
    sqs.add_permission(QueueUrl=queue, Label="one", AWSAccountIds=["111111111111"], Actions=["SendMessage"])
    policy = json.loads(sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["Policy"])["Attributes"]["Policy"])
    assert policy == {
        "Version": "2008-10-17",
        "Id": f"{arn_of(queue)}/SQSDefaultPolicy",
        "Statement": [
            {
                "Sid": "one",
                "Effect": "Allow",
                "Principal": {"AWS": "arn:aws:iam::111111111111:root"},
                "Action": "SQS:SendMessage",
                "Resource": arn_of(queue),
            }
        ],
    }
    with pytest.raises(ClientError) as raised:
        sqs.add_permission(QueueUrl=queue, Label="one", AWSAccountIds=["111111111111"], Actions=["*"])
    assert error_of(raised)["Message"] == "Value one for parameter Label is invalid. Reason: Already exists."
    sqs.remove_permission(QueueUrl=queue, Label="one")
    assert "Attributes" not in sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["Policy"])


def test_the_sources_of_a_dead_letter_queue_are_listed(sqs, make_queue, arn_of):
    source, dead = dead_letter_queue_of(make_queue, arn_of)
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [source]
    assert sqs.list_dead_letter_source_queues(QueueUrl=source).get("queueUrls", []) == []


def test_a_move_task_brings_dead_letters_home(sqs, make_queue, arn_of, receive):
    source, dead = dead_letter_queue_of(make_queue, arn_of)
    sqs.send_message(QueueUrl=source, MessageBody="x")
    sqs.receive_message(QueueUrl=source, VisibilityTimeout=0)
    sqs.receive_message(QueueUrl=source)
    assert sqs.start_message_move_task(SourceArn=arn_of(dead))["TaskHandle"]
    assert receive(source)[0]["Body"] == "x"
    (task,) = sqs.list_message_move_tasks(SourceArn=arn_of(dead))["Results"]
    assert (task["Status"], task["ApproximateNumberOfMessagesMoved"]) == ("COMPLETED", 1)
    assert "TaskHandle" not in task and "DestinationArn" not in task


def test_a_move_task_can_be_cancelled(sqs, make_queue, arn_of):
    source, dead = dead_letter_queue_of(make_queue, arn_of)
    entries = [{"Id": str(n), "MessageBody": "x"} for n in range(10)]
    sqs.send_message_batch(QueueUrl=dead, Entries=entries)
    start = {"SourceArn": arn_of(dead), "DestinationArn": arn_of(source), "MaxNumberOfMessagesPerSecond": 1}
    handle = sqs.start_message_move_task(**start)["TaskHandle"]
    with pytest.raises(ClientError) as raised:
        sqs.start_message_move_task(**start)
    assert error_of(raised)["Message"].startswith("There is already a task running.")
    assert 1 <= sqs.cancel_message_move_task(TaskHandle=handle)["ApproximateNumberOfMessagesMoved"] < 10
    assert sqs.list_message_move_tasks(SourceArn=arn_of(dead))["Results"][0]["Status"] == "CANCELLED"
    with pytest.raises(ClientError) as raised:
        sqs.cancel_message_move_task(TaskHandle=handle)
    assert error_of(raised)["Code"] == "ResourceNotFoundException"
