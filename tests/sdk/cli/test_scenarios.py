"""The scenarios of SCENARIOS.md with the AWS CLI, a process for each call."""

import json
import os
import re
import shutil
import subprocess

import pytest

from world import ATTRIBUTES, ATTRIBUTES_MD5, CUSTOMERS, HELLO_MD5, World

ORDERS = {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "orders"}}
EVENTS = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "events"}}
TABLE = {"Type": "AWS::DynamoDB::Table", "Properties": CUSTOMERS}
TOPIC = "arn:aws:sns:us-east-1:000000000000:events"


class Refused(Exception):
    """The CLI ended with an error."""


@pytest.fixture
def world():
    own = World()
    yield own
    own.remove()


@pytest.fixture
def environment(world, tmp_path):
    settings = {
        "ENDPOINT": world.endpoint,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_RETRY_MODE": "standard",
        "AWS_MAX_ATTEMPTS": "3",
        "AWS_CONFIG_FILE": str(tmp_path / "none"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "none"),
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**others, **settings}


@pytest.fixture
def aws(environment):
    """aws("sqs", "send-message", ...) is what the CLI prints; what is no text is written as JSON."""

    def run(*words):
        process = start(environment, *words)
        printed, complained = process.communicate()
        if process.returncode:
            raise Refused(process.returncode, complained)
        return json.loads(printed) if printed.strip() else None

    return run


def start(environment, *words):
    # For SQS this CLI takes its endpoint from no variable.
    command = [shutil.which("aws"), "--endpoint-url", environment["ENDPOINT"], *(word if isinstance(word, str) else json.dumps(word) for word in words)]
    return subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


@pytest.fixture
def orders(world):
    world.declare(ORDERS)
    return f"{world.endpoint}/000000000000/orders"


@pytest.fixture
def customers(world):
    world.declare(TABLE)
    return "customers"


def attribute_of(aws, queue, name):
    return aws("sqs", "get-queue-attributes", "--queue-url", queue, "--attribute-names", name)["Attributes"][name]


def received(aws, queue, *options):
    answer = aws("sqs", "receive-message", "--queue-url", queue, "--max-number-of-messages", "10", *options)
    return answer["Messages"] if answer else []


def key(pk, sk):
    return {"pk": {"S": pk}, "sk": {"N": str(sk)}}


def calls(world, operation):
    """How often an operation was asked for."""
    asked = world.control("GET", "usage")["operations"]
    return sum(entry["calls"] for entry in asked if entry["operation"] == operation)


# SQS


def test_a_queue_is_made_found_listed_and_deleted(aws):
    url = aws("sqs", "create-queue", "--queue-name", "orders")["QueueUrl"]
    assert aws("sqs", "get-queue-url", "--queue-name", "orders")["QueueUrl"] == url
    assert aws("sqs", "list-queues", "--queue-name-prefix", "ord")["QueueUrls"] == [url]
    aws("sqs", "delete-queue", "--queue-url", url)
    assert aws("sqs", "list-queues") is None


def test_attributes_of_a_queue_are_set_and_read(aws):
    url = aws("sqs", "create-queue", "--queue-name", "orders", "--attributes", "VisibilityTimeout=7")["QueueUrl"]
    aws("sqs", "set-queue-attributes", "--queue-url", url, "--attributes", "DelaySeconds=3")
    answer = aws("sqs", "get-queue-attributes", "--queue-url", url, "--attribute-names", "VisibilityTimeout", "DelaySeconds")
    assert answer == {"Attributes": {"VisibilityTimeout": "7", "DelaySeconds": "3"}}


def test_a_message_with_attributes_comes_back_with_its_digests(aws, orders):
    sent = aws("sqs", "send-message", "--queue-url", orders, "--message-body", "hello", "--message-attributes", ATTRIBUTES)
    [message] = received(aws, orders, "--message-attribute-names", "All")
    assert (message["Body"], message["MessageAttributes"]) == ("hello", ATTRIBUTES)
    assert message["MD5OfBody"] == sent["MD5OfMessageBody"] == HELLO_MD5
    assert message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"] == ATTRIBUTES_MD5
    aws("sqs", "delete-message", "--queue-url", orders, "--receipt-handle", message["ReceiptHandle"])
    assert attribute_of(aws, orders, "ApproximateNumberOfMessagesNotVisible") == "0"


def test_a_batch_with_a_bad_entry_fails_in_part(aws, orders):
    entries = [{"Id": "good", "MessageBody": "hello"}, {"Id": "bad", "MessageBody": "\x01"}]
    answer = aws("sqs", "send-message-batch", "--queue-url", orders, "--entries", entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
    assert [(entry["Id"], entry["Code"], entry["SenderFault"]) for entry in answer["Failed"]] == [("bad", "InvalidMessageContents", True)]


def test_a_long_poll_is_woken_by_a_send(world, aws, environment, orders):
    poll = start(environment, "sqs", "receive-message", "--queue-url", orders, "--wait-time-seconds", "20")
    world.until_polled()
    aws("sqs", "send-message", "--queue-url", orders, "--message-body", "hello")
    printed, _ = poll.communicate()
    assert [message["Body"] for message in json.loads(printed)["Messages"]] == ["hello"]


def test_a_fifo_queue_keeps_order_and_drops_duplicates(aws):
    url = aws("sqs", "create-queue", "--queue-name", "orders.fifo", "--attributes", "FifoQueue=true")["QueueUrl"]
    entries = [
        {"Id": str(n), "MessageBody": body, "MessageGroupId": "group", "MessageDeduplicationId": body}
        for n, body in enumerate(["one", "two", "two", "three"])
    ]
    sent = aws("sqs", "send-message-batch", "--queue-url", url, "--entries", entries)["Successful"]
    assert sent[1]["SequenceNumber"] == sent[2]["SequenceNumber"]
    assert [message["Body"] for message in received(aws, url)] == ["one", "two", "three"]


def test_a_message_received_too_often_goes_to_the_dead_letter_queue(world, aws, orders):
    dead = aws("sqs", "create-queue", "--queue-name", "dead")["QueueUrl"]
    policy = {"deadLetterTargetArn": attribute_of(aws, dead, "QueueArn"), "maxReceiveCount": 2}
    aws("sqs", "set-queue-attributes", "--queue-url", orders, "--attributes", {"RedrivePolicy": json.dumps(policy)})
    sent = aws("sqs", "send-message", "--queue-url", orders, "--message-body", "poison")
    for _ in range(2):
        assert len(received(aws, orders)) == 1
        world.advance("30s")
    assert received(aws, orders) == []
    assert [message["MessageId"] for message in received(aws, dead)] == [sent["MessageId"]]


def test_a_message_of_a_mebibyte_comes_back_whole(aws, orders, tmp_path):
    body = tmp_path / "body"
    body.write_text("x" * 1048576)
    aws("sqs", "send-message", "--queue-url", orders, "--message-body", f"file://{body}")
    [message] = received(aws, orders)
    assert message["Body"] == body.read_text()


def test_queues_are_listed_page_by_page(world, aws):
    world.declare(*({"Type": "AWS::SQS::Queue", "Properties": {"QueueName": f"queue-{n}"}} for n in range(5)))
    urls = aws("sqs", "list-queues", "--page-size", "2")["QueueUrls"]
    assert sorted(urls) == [f"{world.endpoint}/000000000000/queue-{n}" for n in range(5)]
    assert calls(world, "ListQueues") == 3


def test_a_missing_queue_is_an_error_of_its_own_type(aws):
    with pytest.raises(Refused, match=r"\(AWS.SimpleQueueService.NonExistentQueue\).*The specified queue does not exist\."):
        aws("sqs", "get-queue-url", "--queue-name", "none")


def test_a_call_whose_connection_is_dropped_is_tried_again(world, aws, orders):
    world.fault(service="sqs", operation="SendMessage", drop="before", times=1)
    aws("sqs", "send-message", "--queue-url", orders, "--message-body", "hello")
    assert world.strikes() == 1
    assert len(received(aws, orders)) == 1


# SNS


def test_a_topic_sends_what_a_filter_lets_through_raw(world, aws, orders):
    world.declare(EVENTS)
    settings = {"RawMessageDelivery": "true", "FilterPolicy": json.dumps({"kind": ["order"]})}
    arn = "arn:aws:sqs:us-east-1:000000000000:orders"
    aws("sns", "subscribe", "--topic-arn", TOPIC, "--protocol", "sqs", "--notification-endpoint", arn, "--attributes", settings)
    for kind in ["invoice", "order"]:
        attributes = {"kind": {"DataType": "String", "StringValue": kind}}
        aws("sns", "publish", "--topic-arn", TOPIC, "--message", f"an {kind}", "--message-attributes", attributes)
    [message] = received(aws, orders, "--message-attribute-names", "All")
    assert message["Body"] == "an order"
    assert message["MessageAttributes"] == attributes


def test_a_batch_of_publications_fails_in_part(world, aws):
    world.declare(EVENTS)
    entries = [{"Id": "good", "Message": "hello"}, {"Id": "bad", "Message": "hello", "Subject": "\n"}]
    answer = aws("sns", "publish-batch", "--topic-arn", TOPIC, "--publish-batch-request-entries", entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
    assert [(entry["Id"], entry["Code"], entry["SenderFault"]) for entry in answer["Failed"]] == [("bad", "InvalidParameter", True)]


def test_topics_are_listed_page_by_page(world, aws):
    world.make_topics(101)
    assert len({topic["TopicArn"] for topic in aws("sns", "list-topics")["Topics"]}) == 101
    assert calls(world, "ListTopics") == 2


def test_a_missing_topic_is_an_error_of_its_own_type(aws):
    with pytest.raises(Refused, match=r"\(NotFound\)"):
        aws("sns", "publish", "--topic-arn", TOPIC, "--message", "hello")


def test_a_call_that_fails_in_the_server_is_tried_again(world, aws):
    world.declare(EVENTS)
    world.fault(service="sns", operation="Publish", code="InternalError", status=500, times=1)
    assert aws("sns", "publish", "--topic-arn", TOPIC, "--message", "hello")["MessageId"]
    assert world.strikes() == 1


# DynamoDB


def test_a_waiter_sees_a_table_come_and_go(aws):
    aws("dynamodb", "create-table", "--cli-input-json", CUSTOMERS)
    aws("dynamodb", "wait", "table-exists", "--table-name", "customers")    # it looks every 20 seconds, and so had better see it at once
    aws("dynamodb", "delete-table", "--table-name", "customers")
    aws("dynamodb", "wait", "table-not-exists", "--table-name", "customers")


def test_an_item_is_put_read_changed_and_deleted(aws, customers):
    item = {
        **key("a", 1),
        "name": {"S": "Jörg ☃"},
        "tags": {"SS": ["a", "b"]},
        "deep": {"M": {"list": {"L": [{"BOOL": True}, {"NULL": True}, {"N": "1.5"}]}}},
    }
    this = ["--table-name", customers, "--key", key("a", 1)]
    aws("dynamodb", "put-item", "--table-name", customers, "--item", item)
    assert aws("dynamodb", "get-item", *this)["Item"] == item
    values = {":zero": {"N": "0"}, ":one": {"N": "1"}}
    change = ["--update-expression", "SET visits = if_not_exists(visits, :zero) + :one", "--expression-attribute-values", values]
    changed = aws("dynamodb", "update-item", *this, *change, "--return-values", "UPDATED_NEW")
    assert changed["Attributes"] == {"visits": {"N": "1"}}
    aws("dynamodb", "delete-item", *this)
    assert aws("dynamodb", "get-item", *this) is None


def test_a_condition_that_fails_is_an_error_of_its_own_type(aws, customers):
    put = ["put-item", "--table-name", customers, "--item", key("a", 1)]
    aws("dynamodb", *put)
    with pytest.raises(Refused, match=r"\(ConditionalCheckFailedException\).*The conditional request failed"):
        aws("dynamodb", *put, "--condition-expression", "attribute_not_exists(pk)")


def test_a_query_goes_through_all_its_pages(world, aws, customers):
    aws("dynamodb", "batch-write-item", "--request-items", {customers: [{"PutRequest": {"Item": key("a", n)}} for n in range(5)]})
    condition = ["--key-condition-expression", "pk = :pk", "--expression-attribute-values", {":pk": {"S": "a"}}]
    found = aws("dynamodb", "query", "--table-name", customers, *condition, "--page-size", "2")
    assert [item["sk"]["N"] for item in found["Items"]] == ["0", "1", "2", "3", "4"]
    assert calls(world, "Query") == 3


def test_batches_write_and_read_items(aws, customers):
    writes = {customers: [{"PutRequest": {"Item": key("a", n)}} for n in range(25)]}
    assert aws("dynamodb", "batch-write-item", "--request-items", writes)["UnprocessedItems"] == {}
    read = aws("dynamodb", "batch-get-item", "--request-items", {customers: {"Keys": [key("a", n) for n in range(25)]}})
    assert read["UnprocessedKeys"] == {}
    assert sorted(int(item["sk"]["N"]) for item in read["Responses"][customers]) == list(range(25))


def test_a_cancelled_transaction_tells_its_reasons(aws, customers):
    aws("dynamodb", "put-item", "--table-name", customers, "--item", key("a", 1))
    put = {"TableName": customers, "Item": key("a", 2)}
    repeated = {"TableName": customers, "Item": key("a", 1), "ConditionExpression": "attribute_not_exists(pk)"}
    with pytest.raises(Refused, match=r"\(TransactionCanceledException\).*\[None, ConditionalCheckFailed\]"):
        aws("dynamodb", "transact-write-items", "--transact-items", [{"Put": put}, {"Put": repeated}])
    assert aws("dynamodb", "get-item", "--table-name", customers, "--key", key("a", 2)) is None


def test_an_item_of_300_kb_comes_back_with_its_checksum(aws, customers, tmp_path):
    item = {**key("a", 1), "body": {"S": "x" * 300 * 1024}}
    file = tmp_path / "item"
    file.write_text(json.dumps(item))
    aws("dynamodb", "put-item", "--table-name", customers, "--item", f"file://{file}")
    assert aws("dynamodb", "get-item", "--table-name", customers, "--key", key("a", 1))["Item"] == item


def test_a_throttled_call_is_tried_again(world, aws, customers):
    world.fault(service="dynamodb", operation="PutItem", code="ProvisionedThroughputExceededException", status=400, times=2)
    aws("dynamodb", "put-item", "--table-name", customers, "--item", key("a", 1))
    assert world.strikes() == 2


def test_a_missing_table_is_an_error_of_its_own_type(aws):
    with pytest.raises(Refused, match=r"\(ResourceNotFoundException\)"):
        aws("dynamodb", "get-item", "--table-name", "none", "--key", key("a", 1))


# STS


def test_the_caller_has_an_account_and_an_arn(aws):
    identity = aws("sts", "get-caller-identity")
    assert re.fullmatch(r"\d{12}", identity["Account"])
    assert f":{identity['Account']}:" in identity["Arn"]
