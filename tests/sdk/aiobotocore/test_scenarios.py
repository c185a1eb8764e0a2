"""The scenarios of SCENARIOS.md with aiobotocore."""

import asyncio
import gzip
import json
import re

import pytest
from aiobotocore.config import AioConfig
from aiobotocore.session import get_session

from world import ATTRIBUTES, ATTRIBUTES_MD5, CUSTOMERS, HELLO_MD5, World


@pytest.fixture
def world():
    own = World()
    yield own
    own.remove()


def client_of(service):
    @pytest.fixture(name=service)
    async def client(world):
        async with get_session().create_client(
            service,
            endpoint_url=world.endpoint,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=AioConfig(retries={"mode": "standard", "total_max_attempts": 3}),
        ) as made:
            yield made

    return client


sqs, sns, dynamodb, sts = map(client_of, ["sqs", "sns", "dynamodb", "sts"])


@pytest.fixture
async def orders(sqs):
    return (await sqs.create_queue(QueueName="orders"))["QueueUrl"]


@pytest.fixture
async def customers(dynamodb):
    await dynamodb.create_table(**CUSTOMERS)
    return "customers"


async def attribute_of(sqs, queue, name):
    return (await sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=[name]))["Attributes"][name]


async def received(sqs, queue, **options):
    return (await sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, **options)).get("Messages", [])


def key(pk, sk):
    return {"pk": {"S": pk}, "sk": {"N": str(sk)}}


# SQS


async def test_a_queue_is_made_found_listed_and_deleted(sqs):
    url = (await sqs.create_queue(QueueName="orders"))["QueueUrl"]
    assert (await sqs.get_queue_url(QueueName="orders"))["QueueUrl"] == url
    assert (await sqs.list_queues(QueueNamePrefix="ord"))["QueueUrls"] == [url]
    await sqs.delete_queue(QueueUrl=url)
    assert "QueueUrls" not in await sqs.list_queues()


async def test_attributes_of_a_queue_are_set_and_read(sqs):
    url = (await sqs.create_queue(QueueName="orders", Attributes={"VisibilityTimeout": "7"}))["QueueUrl"]
    await sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "3"})
    attributes = (await sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout", "DelaySeconds"]))["Attributes"]
    assert attributes == {"VisibilityTimeout": "7", "DelaySeconds": "3"}


async def test_a_message_with_attributes_comes_back_with_its_digests(sqs, orders):
    sent = await sqs.send_message(QueueUrl=orders, MessageBody="hello", MessageAttributes=ATTRIBUTES)
    [message] = await received(sqs, orders, MessageAttributeNames=["All"])
    assert (message["Body"], message["MessageAttributes"]) == ("hello", ATTRIBUTES)
    assert message["MD5OfBody"] == sent["MD5OfMessageBody"] == HELLO_MD5
    assert message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"] == ATTRIBUTES_MD5
    await sqs.delete_message(QueueUrl=orders, ReceiptHandle=message["ReceiptHandle"])
    assert await attribute_of(sqs, orders, "ApproximateNumberOfMessagesNotVisible") == "0"


async def test_a_batch_with_a_bad_entry_fails_in_part(sqs, orders):
    entries = [{"Id": "good", "MessageBody": "hello"}, {"Id": "bad", "MessageBody": "\x01"}]
    answer = await sqs.send_message_batch(QueueUrl=orders, Entries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
    assert [(entry["Id"], entry["Code"], entry["SenderFault"]) for entry in answer["Failed"]] == [("bad", "InvalidMessageContents", True)]


async def test_a_long_poll_is_woken_by_a_send(world, sqs, orders):
    poll = asyncio.create_task(received(sqs, orders, WaitTimeSeconds=20))
    await asyncio.to_thread(world.until_polled)
    await sqs.send_message(QueueUrl=orders, MessageBody="hello")
    assert [message["Body"] for message in await poll] == ["hello"]


async def test_a_fifo_queue_keeps_order_and_drops_duplicates(sqs):
    url = (await sqs.create_queue(QueueName="orders.fifo", Attributes={"FifoQueue": "true"}))["QueueUrl"]
    sent = [
        await sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="group", MessageDeduplicationId=body)
        for body in ["one", "two", "two", "three"]
    ]
    assert sent[1]["SequenceNumber"] == sent[2]["SequenceNumber"]
    assert [message["Body"] for message in await received(sqs, url)] == ["one", "two", "three"]


async def test_a_message_received_too_often_goes_to_the_dead_letter_queue(world, sqs, orders):
    dead = (await sqs.create_queue(QueueName="dead"))["QueueUrl"]
    policy = {"deadLetterTargetArn": await attribute_of(sqs, dead, "QueueArn"), "maxReceiveCount": 2}
    await sqs.set_queue_attributes(QueueUrl=orders, Attributes={"RedrivePolicy": json.dumps(policy)})
    sent = await sqs.send_message(QueueUrl=orders, MessageBody="poison")
    for _ in range(2):
        assert len(await received(sqs, orders)) == 1
        world.advance("30s")
    assert await received(sqs, orders) == []
    assert [message["MessageId"] for message in await received(sqs, dead)] == [sent["MessageId"]]


async def test_a_message_of_a_mebibyte_comes_back_whole(sqs, orders):
    def expect_continue(params, **_):
        params["headers"]["Expect"] = "100-continue"

    body = "x" * 1048576
    sqs.meta.events.register("before-call.sqs.SendMessage", expect_continue)
    await sqs.send_message(QueueUrl=orders, MessageBody=body)
    [message] = await received(sqs, orders)
    assert message["Body"] == body


async def test_queues_are_listed_page_by_page(sqs):
    made = sorted([(await sqs.create_queue(QueueName=f"queue-{n}"))["QueueUrl"] for n in range(5)])
    pages = [page async for page in sqs.get_paginator("list_queues").paginate(PaginationConfig={"PageSize": 2})]
    assert [len(page["QueueUrls"]) for page in pages] == [2, 2, 1]
    assert sorted(url for page in pages for url in page["QueueUrls"]) == made


async def test_a_missing_queue_is_an_error_of_its_own_type(sqs):
    with pytest.raises(sqs.exceptions.QueueDoesNotExist) as raised:
        await sqs.get_queue_url(QueueName="none")
    assert raised.value.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue"


async def test_a_call_whose_connection_is_dropped_is_tried_again(world, sqs, orders):
    world.fault(service="sqs", operation="SendMessage", drop="before", times=1)
    await sqs.send_message(QueueUrl=orders, MessageBody="hello")
    assert world.strikes() == 1
    assert len(await received(sqs, orders)) == 1


# SNS


async def test_a_topic_sends_what_a_filter_lets_through_raw(sqs, sns, orders):
    topic = (await sns.create_topic(Name="events"))["TopicArn"]
    settings = {"RawMessageDelivery": "true", "FilterPolicy": json.dumps({"kind": ["order"]})}
    await sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=await attribute_of(sqs, orders, "QueueArn"), Attributes=settings)
    for kind in ["invoice", "order"]:
        attributes = {"kind": {"DataType": "String", "StringValue": kind}}
        await sns.publish(TopicArn=topic, Message=f"an {kind}", MessageAttributes=attributes)
    [message] = await received(sqs, orders, MessageAttributeNames=["All"])
    assert message["Body"] == "an order"
    assert message["MessageAttributes"] == attributes


async def test_a_batch_of_publications_fails_in_part(sns):
    topic = (await sns.create_topic(Name="events"))["TopicArn"]
    entries = [{"Id": "good", "Message": "hello"}, {"Id": "bad", "Message": "hello", "Subject": "\n"}]
    answer = await sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
    assert [(entry["Id"], entry["Code"], entry["SenderFault"]) for entry in answer["Failed"]] == [("bad", "InvalidParameter", True)]


async def test_topics_are_listed_page_by_page(world, sns):
    world.make_topics(101)
    pages = [page["Topics"] async for page in sns.get_paginator("list_topics").paginate()]
    assert [len(page) for page in pages] == [100, 1]
    assert len({topic["TopicArn"] for page in pages for topic in page}) == 101


async def test_a_missing_topic_is_an_error_of_its_own_type(sns):
    with pytest.raises(sns.exceptions.NotFoundException):
        await sns.publish(TopicArn="arn:aws:sns:us-east-1:000000000000:none", Message="hello")


async def test_a_call_that_fails_in_the_server_is_tried_again(world, sns):
    topic = (await sns.create_topic(Name="events"))["TopicArn"]
    world.fault(service="sns", operation="Publish", code="InternalError", status=500, times=1)
    assert (await sns.publish(TopicArn=topic, Message="hello"))["MessageId"]
    assert world.strikes() == 1


# DynamoDB


async def test_a_waiter_sees_a_table_come_and_go(world, dynamodb):
    quickly = {"Delay": 0}
    await dynamodb.create_table(**CUSTOMERS)
    world.fault(service="dynamodb", operation="DescribeTable", code="ResourceNotFoundException", status=400, times=2)
    await dynamodb.get_waiter("table_exists").wait(TableName="customers", WaiterConfig=quickly)
    assert world.strikes() == 2
    await dynamodb.delete_table(TableName="customers")
    await dynamodb.get_waiter("table_not_exists").wait(TableName="customers", WaiterConfig=quickly)


async def test_an_item_is_put_read_changed_and_deleted(dynamodb, customers):
    item = {
        **key("a", 1),
        "name": {"S": "Jörg ☃"},
        "blob": {"B": b"\x00\xff"},
        "tags": {"SS": ["a", "b"]},
        "deep": {"M": {"list": {"L": [{"BOOL": True}, {"NULL": True}, {"N": "1.5"}]}}},
    }
    await dynamodb.put_item(TableName=customers, Item=item)
    assert (await dynamodb.get_item(TableName=customers, Key=key("a", 1)))["Item"] == item
    changed = await dynamodb.update_item(
        TableName=customers,
        Key=key("a", 1),
        UpdateExpression="SET visits = if_not_exists(visits, :zero) + :one",
        ExpressionAttributeValues={":zero": {"N": "0"}, ":one": {"N": "1"}},
        ReturnValues="UPDATED_NEW",
    )
    assert changed["Attributes"] == {"visits": {"N": "1"}}
    await dynamodb.delete_item(TableName=customers, Key=key("a", 1))
    assert "Item" not in await dynamodb.get_item(TableName=customers, Key=key("a", 1))


async def test_a_condition_that_fails_is_an_error_of_its_own_type(dynamodb, customers):
    await dynamodb.put_item(TableName=customers, Item=key("a", 1))
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException) as raised:
        await dynamodb.put_item(TableName=customers, Item=key("a", 1), ConditionExpression="attribute_not_exists(pk)")
    assert raised.value.response["Error"]["Message"] == "The conditional request failed"


async def test_a_query_goes_through_all_its_pages(dynamodb, customers):
    for n in range(5):
        await dynamodb.put_item(TableName=customers, Item=key("a", n))
    pages = [
        page
        async for page in dynamodb.get_paginator("query").paginate(
            TableName=customers,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": "a"}},
            PaginationConfig={"PageSize": 2},
        )
    ]
    assert [page["Count"] for page in pages] == [2, 2, 1]
    assert [item["sk"]["N"] for page in pages for item in page["Items"]] == ["0", "1", "2", "3", "4"]


async def test_batches_write_and_read_items(dynamodb, customers):
    written = await dynamodb.batch_write_item(RequestItems={customers: [{"PutRequest": {"Item": key("a", n)}} for n in range(25)]})
    assert written["UnprocessedItems"] == {}
    read = await dynamodb.batch_get_item(RequestItems={customers: {"Keys": [key("a", n) for n in range(25)]}})
    assert read["UnprocessedKeys"] == {}
    assert sorted(int(item["sk"]["N"]) for item in read["Responses"][customers]) == list(range(25))


async def test_a_cancelled_transaction_tells_its_reasons(dynamodb, customers):
    await dynamodb.put_item(TableName=customers, Item=key("a", 1))
    put = {"TableName": customers, "Item": key("a", 2)}
    repeated = {"TableName": customers, "Item": key("a", 1), "ConditionExpression": "attribute_not_exists(pk)"}
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as raised:
        await dynamodb.transact_write_items(TransactItems=[{"Put": put}, {"Put": repeated}])
    assert [reason["Code"] for reason in raised.value.response["CancellationReasons"]] == ["None", "ConditionalCheckFailed"]
    assert "Item" not in await dynamodb.get_item(TableName=customers, Key=key("a", 2))


async def test_an_item_of_300_kb_comes_back_with_its_checksum(dynamodb, customers):
    item = {**key("a", 1), "body": {"S": "x" * 300 * 1024}}
    await dynamodb.put_item(TableName=customers, Item=item)
    answer = await dynamodb.get_item(TableName=customers, Key=key("a", 1))
    assert answer["Item"] == item
    assert answer["ResponseMetadata"]["HTTPHeaders"]["x-amz-crc32"].isdigit()    # the SDK has compared it


async def test_a_compressed_request_is_understood(dynamodb, customers):
    def compress(params, **_):
        params["headers"]["Content-Encoding"] = "gzip"
        body = params["body"]
        params["body"] = gzip.compress(body if isinstance(body, bytes) else body.encode())

    dynamodb.meta.events.register("before-call.dynamodb.PutItem", compress)
    await dynamodb.put_item(TableName=customers, Item=key("a", 1))
    assert (await dynamodb.get_item(TableName=customers, Key=key("a", 1)))["Item"] == key("a", 1)


async def test_a_throttled_call_is_tried_again(world, dynamodb, customers):
    world.fault(service="dynamodb", operation="PutItem", code="ProvisionedThroughputExceededException", status=400, times=2)
    await dynamodb.put_item(TableName=customers, Item=key("a", 1))
    assert world.strikes() == 2


async def test_a_missing_table_is_an_error_of_its_own_type(dynamodb):
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException):
        await dynamodb.get_item(TableName="none", Key=key("a", 1))


# STS


async def test_the_caller_has_an_account_and_an_arn(sts):
    identity = await sts.get_caller_identity()
    assert re.fullmatch(r"\d{12}", identity["Account"])
    assert f":{identity['Account']}:" in identity["Arn"]
