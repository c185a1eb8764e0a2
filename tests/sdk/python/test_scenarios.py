"""The scenarios of SCENARIOS.md with boto3, new and old."""

import gzip
import json
import re
from concurrent.futures import ThreadPoolExecutor

import boto3
import pytest
from botocore.config import Config

from world import ATTRIBUTES, ATTRIBUTES_MD5, CUSTOMERS, HELLO_MD5, World


@pytest.fixture
def world():
    own = World()
    yield own
    own.remove()


@pytest.fixture
def client(world):
    def client_of(service):
        return boto3.client(
            service,
            endpoint_url=world.endpoint,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(retries={"mode": "standard", "total_max_attempts": 3}),
        )

    return client_of


@pytest.fixture
def sqs(client):
    return client("sqs")


@pytest.fixture
def sns(client):
    return client("sns")


@pytest.fixture
def dynamodb(client):
    return client("dynamodb")


@pytest.fixture
def orders(sqs):
    return sqs.create_queue(QueueName="orders")["QueueUrl"]


@pytest.fixture
def customers(dynamodb):
    dynamodb.create_table(**CUSTOMERS)
    return "customers"


def attribute_of(sqs, queue, name):
    return sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=[name])["Attributes"][name]


def received(sqs, queue, **options):
    return sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, **options).get("Messages", [])


def key(pk, sk):
    return {"pk": {"S": pk}, "sk": {"N": str(sk)}}


# SQS


def test_a_queue_is_made_found_listed_and_deleted(sqs):
    url = sqs.create_queue(QueueName="orders")["QueueUrl"]
    assert sqs.get_queue_url(QueueName="orders")["QueueUrl"] == url
    assert sqs.list_queues(QueueNamePrefix="ord")["QueueUrls"] == [url]
    sqs.delete_queue(QueueUrl=url)
    assert "QueueUrls" not in sqs.list_queues()


def test_attributes_of_a_queue_are_set_and_read(sqs):
    url = sqs.create_queue(QueueName="orders", Attributes={"VisibilityTimeout": "7"})["QueueUrl"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "3"})
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout", "DelaySeconds"])["Attributes"]
    assert attributes == {"VisibilityTimeout": "7", "DelaySeconds": "3"}


def test_a_message_with_attributes_comes_back_with_its_digests(sqs, orders):
    sent = sqs.send_message(QueueUrl=orders, MessageBody="hello", MessageAttributes=ATTRIBUTES)
    [message] = received(sqs, orders, MessageAttributeNames=["All"])
    assert (message["Body"], message["MessageAttributes"]) == ("hello", ATTRIBUTES)
    assert message["MD5OfBody"] == sent["MD5OfMessageBody"] == HELLO_MD5
    assert message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"] == ATTRIBUTES_MD5
    sqs.delete_message(QueueUrl=orders, ReceiptHandle=message["ReceiptHandle"])
    assert attribute_of(sqs, orders, "ApproximateNumberOfMessagesNotVisible") == "0"


def test_a_batch_with_a_bad_entry_fails_in_part(sqs, orders):
    entries = [{"Id": "good", "MessageBody": "hello"}, {"Id": "bad", "MessageBody": "\x01"}]
    answer = sqs.send_message_batch(QueueUrl=orders, Entries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
    assert [(entry["Id"], entry["Code"], entry["SenderFault"]) for entry in answer["Failed"]] == [("bad", "InvalidMessageContents", True)]


def test_a_long_poll_is_woken_by_a_send(world, sqs, orders):
    with ThreadPoolExecutor() as threads:
        poll = threads.submit(received, sqs, orders, WaitTimeSeconds=20)
        world.until_polled()
        sqs.send_message(QueueUrl=orders, MessageBody="hello")
        assert [message["Body"] for message in poll.result()] == ["hello"]


def test_a_fifo_queue_keeps_order_and_drops_duplicates(sqs):
    url = sqs.create_queue(QueueName="orders.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    sent = [
        sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="group", MessageDeduplicationId=body)
        for body in ["one", "two", "two", "three"]
    ]
    assert sent[1]["SequenceNumber"] == sent[2]["SequenceNumber"]
    assert [message["Body"] for message in received(sqs, url)] == ["one", "two", "three"]


def test_a_message_received_too_often_goes_to_the_dead_letter_queue(world, sqs, orders):
    dead = sqs.create_queue(QueueName="dead")["QueueUrl"]
    policy = {"deadLetterTargetArn": attribute_of(sqs, dead, "QueueArn"), "maxReceiveCount": 2}
    sqs.set_queue_attributes(QueueUrl=orders, Attributes={"RedrivePolicy": json.dumps(policy)})
    sent = sqs.send_message(QueueUrl=orders, MessageBody="poison")
    for _ in range(2):
        assert len(received(sqs, orders)) == 1
        world.advance("30s")
    assert received(sqs, orders) == []
    assert [message["MessageId"] for message in received(sqs, dead)] == [sent["MessageId"]]


def test_a_message_of_a_mebibyte_comes_back_whole(sqs, orders):
    def expect_continue(params, **_):
        params["headers"]["Expect"] = "100-continue"

    body = "x" * 1048576
    sqs.meta.events.register("before-call.sqs.SendMessage", expect_continue)
    sqs.send_message(QueueUrl=orders, MessageBody=body)
    [message] = received(sqs, orders)
    assert message["Body"] == body


def test_queues_are_listed_page_by_page(sqs):
    made = sorted(sqs.create_queue(QueueName=f"queue-{n}")["QueueUrl"] for n in range(5))
    pages = list(sqs.get_paginator("list_queues").paginate(PaginationConfig={"PageSize": 2}))
    assert [len(page["QueueUrls"]) for page in pages] == [2, 2, 1]
    assert sorted(url for page in pages for url in page["QueueUrls"]) == made


def test_a_missing_queue_is_an_error_of_its_own_type(sqs):
    with pytest.raises(sqs.exceptions.QueueDoesNotExist) as raised:
        sqs.get_queue_url(QueueName="none")
    assert raised.value.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue"


def test_a_call_whose_connection_is_dropped_is_tried_again(world, sqs, orders):
    world.fault(service="sqs", operation="SendMessage", drop="before", times=1)
    sqs.send_message(QueueUrl=orders, MessageBody="hello")
    assert world.strikes() == 1
    assert len(received(sqs, orders)) == 1


# SNS


def test_a_topic_sends_what_a_filter_lets_through_raw(sqs, sns, orders):
    topic = sns.create_topic(Name="events")["TopicArn"]
    settings = {"RawMessageDelivery": "true", "FilterPolicy": json.dumps({"kind": ["order"]})}
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=attribute_of(sqs, orders, "QueueArn"), Attributes=settings)
    for kind in ["invoice", "order"]:
        attributes = {"kind": {"DataType": "String", "StringValue": kind}}
        sns.publish(TopicArn=topic, Message=f"an {kind}", MessageAttributes=attributes)
    [message] = received(sqs, orders, MessageAttributeNames=["All"])
    assert message["Body"] == "an order"
    assert message["MessageAttributes"] == attributes


def test_a_batch_of_publications_fails_in_part(sns):
    topic = sns.create_topic(Name="events")["TopicArn"]
    entries = [{"Id": "good", "Message": "hello"}, {"Id": "bad", "Message": "hello", "Subject": "\n"}]
    answer = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
    assert [(entry["Id"], entry["Code"], entry["SenderFault"]) for entry in answer["Failed"]] == [("bad", "InvalidParameter", True)]


def test_topics_are_listed_page_by_page(world, sns):
    world.make_topics(101)
    pages = [page["Topics"] for page in sns.get_paginator("list_topics").paginate()]
    assert [len(page) for page in pages] == [100, 1]
    assert len({topic["TopicArn"] for page in pages for topic in page}) == 101


def test_a_missing_topic_is_an_error_of_its_own_type(sns):
    with pytest.raises(sns.exceptions.NotFoundException):
        sns.publish(TopicArn="arn:aws:sns:us-east-1:000000000000:none", Message="hello")


def test_a_call_that_fails_in_the_server_is_tried_again(world, sns):
    topic = sns.create_topic(Name="events")["TopicArn"]
    world.fault(service="sns", operation="Publish", code="InternalError", status=500, times=1)
    assert sns.publish(TopicArn=topic, Message="hello")["MessageId"]
    assert world.strikes() == 1


# DynamoDB


def test_a_waiter_sees_a_table_come_and_go(world, dynamodb):
    quickly = {"Delay": 0}
    dynamodb.create_table(**CUSTOMERS)
    world.fault(service="dynamodb", operation="DescribeTable", code="ResourceNotFoundException", status=400, times=2)
    dynamodb.get_waiter("table_exists").wait(TableName="customers", WaiterConfig=quickly)
    assert world.strikes() == 2
    dynamodb.delete_table(TableName="customers")
    dynamodb.get_waiter("table_not_exists").wait(TableName="customers", WaiterConfig=quickly)


def test_an_item_is_put_read_changed_and_deleted(dynamodb, customers):
    item = {
        **key("a", 1),
        "name": {"S": "Jörg ☃"},
        "blob": {"B": b"\x00\xff"},
        "tags": {"SS": ["a", "b"]},
        "deep": {"M": {"list": {"L": [{"BOOL": True}, {"NULL": True}, {"N": "1.5"}]}}},
    }
    dynamodb.put_item(TableName=customers, Item=item)
    assert dynamodb.get_item(TableName=customers, Key=key("a", 1))["Item"] == item
    changed = dynamodb.update_item(
        TableName=customers,
        Key=key("a", 1),
        UpdateExpression="SET visits = if_not_exists(visits, :zero) + :one",
        ExpressionAttributeValues={":zero": {"N": "0"}, ":one": {"N": "1"}},
        ReturnValues="UPDATED_NEW",
    )
    assert changed["Attributes"] == {"visits": {"N": "1"}}
    dynamodb.delete_item(TableName=customers, Key=key("a", 1))
    assert "Item" not in dynamodb.get_item(TableName=customers, Key=key("a", 1))


def test_a_condition_that_fails_is_an_error_of_its_own_type(dynamodb, customers):
    dynamodb.put_item(TableName=customers, Item=key("a", 1))
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException) as raised:
        dynamodb.put_item(TableName=customers, Item=key("a", 1), ConditionExpression="attribute_not_exists(pk)")
    assert raised.value.response["Error"]["Message"] == "The conditional request failed"


def test_a_query_goes_through_all_its_pages(dynamodb, customers):
    for n in range(5):
        dynamodb.put_item(TableName=customers, Item=key("a", n))
    pages = list(
        dynamodb.get_paginator("query").paginate(
            TableName=customers,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": "a"}},
            PaginationConfig={"PageSize": 2},
        )
    )
    assert [page["Count"] for page in pages] == [2, 2, 1]
    assert [item["sk"]["N"] for page in pages for item in page["Items"]] == ["0", "1", "2", "3", "4"]


def test_batches_write_and_read_items(dynamodb, customers):
    written = dynamodb.batch_write_item(RequestItems={customers: [{"PutRequest": {"Item": key("a", n)}} for n in range(25)]})
    assert written["UnprocessedItems"] == {}
    read = dynamodb.batch_get_item(RequestItems={customers: {"Keys": [key("a", n) for n in range(25)]}})
    assert read["UnprocessedKeys"] == {}
    assert sorted(int(item["sk"]["N"]) for item in read["Responses"][customers]) == list(range(25))


def test_a_cancelled_transaction_tells_its_reasons(dynamodb, customers):
    dynamodb.put_item(TableName=customers, Item=key("a", 1))
    put = {"TableName": customers, "Item": key("a", 2)}
    repeated = {"TableName": customers, "Item": key("a", 1), "ConditionExpression": "attribute_not_exists(pk)"}
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as raised:
        dynamodb.transact_write_items(TransactItems=[{"Put": put}, {"Put": repeated}])
    assert [reason["Code"] for reason in raised.value.response["CancellationReasons"]] == ["None", "ConditionalCheckFailed"]
    assert "Item" not in dynamodb.get_item(TableName=customers, Key=key("a", 2))


def test_an_item_of_300_kb_comes_back_with_its_checksum(dynamodb, customers):
    item = {**key("a", 1), "body": {"S": "x" * 300 * 1024}}
    dynamodb.put_item(TableName=customers, Item=item)
    answer = dynamodb.get_item(TableName=customers, Key=key("a", 1))
    assert answer["Item"] == item
    assert answer["ResponseMetadata"]["HTTPHeaders"]["x-amz-crc32"].isdigit()    # the SDK has compared it


def test_a_compressed_request_is_understood(dynamodb, customers):
    def compress(params, **_):
        params["headers"]["Content-Encoding"] = "gzip"
        body = params["body"]
        params["body"] = gzip.compress(body if isinstance(body, bytes) else body.encode())

    dynamodb.meta.events.register("before-call.dynamodb.PutItem", compress)
    dynamodb.put_item(TableName=customers, Item=key("a", 1))
    assert dynamodb.get_item(TableName=customers, Key=key("a", 1))["Item"] == key("a", 1)


def test_a_throttled_call_is_tried_again(world, dynamodb, customers):
    world.fault(service="dynamodb", operation="PutItem", code="ProvisionedThroughputExceededException", status=400, times=2)
    dynamodb.put_item(TableName=customers, Item=key("a", 1))
    assert world.strikes() == 2


def test_a_missing_table_is_an_error_of_its_own_type(dynamodb):
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException):
        dynamodb.get_item(TableName="none", Key=key("a", 1))


# STS


def test_the_caller_has_an_account_and_an_arn(client):
    identity = client("sts").get_caller_identity()
    assert re.fullmatch(r"\d{12}", identity["Account"])
    assert f":{identity['Account']}:" in identity["Arn"]
