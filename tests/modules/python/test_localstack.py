"""The LocalStack module of Testcontainers for Python starts the image: UNDERSTUDY_IMAGE names it."""

import json
import os
import urllib.request

import pytest
from testcontainers.community.localstack import LocalStackContainer

IMAGE = os.environ["UNDERSTUDY_IMAGE"]


@pytest.fixture(scope="module")
def localstack():
    with LocalStackContainer(IMAGE).with_services("sns", "sqs", "dynamodb") as container:
        yield container


def test_every_service_is_available(localstack):
    with urllib.request.urlopen(f"{localstack.get_url()}/health") as answer:
        services = json.load(answer)["services"]
    assert {services[name] for name in ("sns", "sqs", "dynamodb")} == {"available"}


def test_what_is_published_goes_through_a_queue_into_a_table(localstack):
    sns, sqs, dynamodb = (localstack.get_client(name) for name in ("sns", "sqs", "dynamodb"))
    queue = sqs.create_queue(QueueName="orders")["QueueUrl"]
    assert queue.startswith(localstack.get_url())
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = sns.create_topic(Name="order--placed")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    dynamodb.create_table(
        TableName="orders",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.get_waiter("table_exists").wait(TableName="orders")

    sns.publish(TopicArn=topic, Message=json.dumps({"id": "1", "article": "tea"}))
    [message] = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20)["Messages"]
    order = json.loads(message["Body"])
    dynamodb.put_item(TableName="orders", Item={name: {"S": value} for name, value in order.items()})
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])

    assert dynamodb.get_item(TableName="orders", Key={"id": {"S": "1"}})["Item"] == {"id": {"S": "1"}, "article": {"S": "tea"}}
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)


def test_each_container_begins_with_nothing():
    with LocalStackContainer(IMAGE, region_name="eu-west-1") as container:
        assert container.get_client("sqs").list_queues().get("QueueUrls", []) == []
