"""The Customers application, on boto3: it makes customers, tells others of them, and adds the orders that it is told of."""

import json
import threading
import uuid

CREATED_TOPIC = "customer--created"
ORDERS_TOPIC = "order--created"
ORDERS_QUEUE = "customer--order-created"
DEAD_LETTERS = "customer--order-created--dlq"
TABLE = "customers"


def envelope(data, topic):
    return json.dumps({"metadata": {"protocol_version": "tomodachi-json-base--1.0.0", "topic": topic}, "data": data})


def policy(queue, topic):
    """Lets the topic send."""
    condition = {"ArnEquals": {"aws:SourceArn": topic}}
    principal = {"Service": "sns.amazonaws.com"}
    allowed = {"Effect": "Allow", "Principal": principal, "Action": "sqs:SendMessage", "Resource": queue, "Condition": condition}
    return json.dumps({"Version": "2012-10-17", "Statement": [allowed]})


def opened(body):
    """What is in the envelope that SNS put into its notification."""
    return json.loads(json.loads(body)["Message"])["data"]


class Customers:
    """Made with clients of boto3 and the settings of production."""

    def __init__(self, sns, sqs, dynamodb, visibility_timeout=30, max_receive_count=3):
        self._sns, self._sqs, self._dynamodb = sns, sqs, dynamodb
        dynamodb.create_table(
            TableName=TABLE,
            KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
        )
        self._created = sns.create_topic(Name=CREATED_TOPIC)["TopicArn"]
        redrive = {"deadLetterTargetArn": self._make_queue(DEAD_LETTERS)[1], "maxReceiveCount": max_receive_count}
        settings = {"VisibilityTimeout": str(visibility_timeout), "RedrivePolicy": json.dumps(redrive)}
        self._orders, orders_arn = self._make_queue(ORDERS_QUEUE, settings)
        topic = sns.create_topic(Name=ORDERS_TOPIC)["TopicArn"]
        sqs.set_queue_attributes(QueueUrl=self._orders, Attributes={"Policy": policy(orders_arn, topic)})
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=orders_arn)

    def create(self, name):
        customer = str(uuid.uuid4())
        self._dynamodb.put_item(
            TableName=TABLE,
            Item={"PK": {"S": f"CUSTOMER#{customer}"}, "CustomerId": {"S": customer}, "Name": {"S": name}},
            ConditionExpression="attribute_not_exists(PK)",
        )
        event = envelope({"customer_id": customer, "name": name}, CREATED_TOPIC)
        self._sns.publish(TopicArn=self._created, Message=event)
        return customer

    def find(self, customer):
        """Nothing when there is no such customer."""
        item = self._dynamodb.get_item(TableName=TABLE, Key={"PK": {"S": f"CUSTOMER#{customer}"}}).get("Item")
        return item and {
            "customer_id": item["CustomerId"]["S"],
            "name": item["Name"]["S"],
            "orders": sorted(item.get("Orders", {}).get("SS", [])),
        }

    def start(self):
        """Takes orders on a thread of its own, until their queue is gone."""
        self._thread = threading.Thread(target=self._take_orders, daemon=True)
        self._thread.start()

    def join(self):
        self._thread.join()

    def _take_orders(self):
        try:
            while True:
                for message in self._sqs.receive_message(QueueUrl=self._orders, WaitTimeSeconds=20).get("Messages", []):
                    if self._add(opened(message["Body"])):
                        self._sqs.delete_message(QueueUrl=self._orders, ReceiptHandle=message["ReceiptHandle"])
        except self._sqs.exceptions.QueueDoesNotExist:
            pass

    def _add(self, order):
        """False when there is no such customer: then the message comes back."""
        try:
            self._dynamodb.update_item(
                TableName=TABLE,
                Key={"PK": {"S": f"CUSTOMER#{order['customer_id']}"}},
                UpdateExpression="ADD Orders :orders",
                ConditionExpression="attribute_exists(PK)",
                ExpressionAttributeValues={":orders": {"SS": [order["order_id"]]}},
            )
            return True
        except self._dynamodb.exceptions.ConditionalCheckFailedException:
            return False

    def _make_queue(self, name, settings=None):
        url = self._sqs.create_queue(QueueName=name, Attributes=settings or {})["QueueUrl"]
        attributes = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]
        return url, attributes["QueueArn"]
