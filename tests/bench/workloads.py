"""What is asked over HTTP, row by row. A workload makes what it needs, says what to send, and clears up."""

import dataclasses
import json

import wire
from wire import ACCOUNT, REGION

KILOBYTE = 1024
HANDLE_PLACE = "##"  # send_receive_delete.lua puts a receipt handle in place of these, as many as a handle is long


class Workload:
    """One row. begin() makes what a round needs and returns its requests; end() leaves nothing behind."""

    name = ""
    script = "constant_request.lua"

    def __init__(self, emulator):
        self.emulator = emulator

    def begin(self, number):
        raise NotImplementedError

    def end(self):
        pass

    def answers(self, requests):
        """The answers by target. Each request is asked once, so that nothing but good answers is ever measured."""
        return {request.target: checked(self.emulator, request) for request in requests}

    def request(self, service, operation, **members):
        return Request(operation, wire.aws_request(self.emulator.host, service, operation, members))

    def ask(self, service, operation, **members):
        """For what is made and cleared up around the measurement."""
        return checked(self.emulator, self.request(service, operation, **members))


@dataclasses.dataclass(frozen=True)
class Request:
    operation: str
    bytes: bytes

    @property
    def target(self):
        """X-Amz-Target, by which nginx tells requests apart."""
        for line in self.bytes.split(b"\r\n"):
            if line.startswith(b"X-Amz-Target: "):
                return line.split(b": ")[1].decode()
        return self.operation


def checked(program, request):
    answer = program.ask(request.bytes)
    if answer.status != 200:
        raise RuntimeError(f"{request.operation} was answered {answer.status}: {answer.body.decode()}")
    return answer


def text_of(size):
    """Plain words, `size` bytes of them."""
    words = "the quick brown fox jumps over the lazy dog and naps "
    return (words * (size // len(words) + 1))[:size]


def event_of(size):
    """What an application sends: a JSON document, `size` bytes of it."""
    event = {"event": "customer--created", "customer": {"id": "2a6c6f6e-3c3f", "name": "John Doe"}, "notes": ""}
    return json.dumps({**event, "notes": text_of(size - len(json.dumps(event)))})


def item_of(key, size):
    """An item of nine attributes that DynamoDB counts as `size` bytes."""
    item = {
        "id": {"S": key},
        "status": {"S": "active"},
        "name": {"S": "John Doe"},
        "email": {"S": "john.doe@example.com"},
        "visits": {"N": "42"},
        "verified": {"BOOL": True},
        "address": {"M": {"street": {"S": "1 Long Road"}, "city": {"S": "Stockholm"}}},
        "labels": {"L": [{"S": "first"}, {"S": "second"}]},
    }
    # Names, and values by type: two digits 2, a truth value 1, a map or list 3 and 1 for each entry.
    texts = "".join([*item, key, "active", "John Doe", "john.doe@example.com", "street", "1 Long Road", "city"])
    taken = len(texts + "Stockholm" + "first" + "second") + 2 + 1 + (3 + 2) + (3 + 2) + len("notes")
    return {**item, "notes": {"S": text_of(size - taken)}}


class Table(Workload):
    """Workloads that work on one item of a kilobyte."""

    key = {"id": {"S": "customer-000001"}}
    keys_of_table = [("id", "S", "HASH")]

    def begin(self, number):
        self.table = f"bench-{number:06}"
        self.ask(
            "dynamodb",
            "CreateTable",
            TableName=self.table,
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": t} for n, t, _ in self.keys_of_table],
            KeySchema=[{"AttributeName": n, "KeyType": k} for n, _, k in self.keys_of_table],
            BillingMode="PAY_PER_REQUEST",
        )
        while self.ask("dynamodb", "DescribeTable", TableName=self.table).json()["Table"]["TableStatus"] != "ACTIVE":
            pass
        self.fill()
        return [self.measured()]

    def fill(self):
        checked(self.emulator, self.put())

    def end(self):
        self.ask("dynamodb", "DeleteTable", TableName=self.table)

    def put(self):
        return self.request("dynamodb", "PutItem", TableName=self.table, Item=item_of("customer-000001", KILOBYTE))

    def measured(self):
        raise NotImplementedError


class GetItem(Table):
    name = "GetItem of 1 KB"

    def measured(self):
        return self.request("dynamodb", "GetItem", TableName=self.table, Key=self.key)


class PutItem(Table):
    name = "PutItem of 1 KB"

    def measured(self):
        return self.put()


class UpdateItem(Table):
    name = "UpdateItem with a condition"

    def measured(self):
        return self.request(
            "dynamodb",
            "UpdateItem",
            TableName=self.table,
            Key=self.key,
            UpdateExpression="SET visits = visits + :one, email = :email",
            ConditionExpression="attribute_exists(id) AND #status = :active",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={
                ":one": {"N": "1"},
                ":email": {"S": "doe.john@example.com"},
                ":active": {"S": "active"},
            },
        )


class QueryTen(Table):
    """Ten items behind one partition key."""

    name = "Query of ten of 400 B"
    keys_of_table = [("id", "S", "HASH"), ("order", "N", "RANGE")]

    def fill(self):
        for place in range(10):
            item = {**item_of("customer-000001", 400), "order": {"N": str(place)}}
            self.ask("dynamodb", "PutItem", TableName=self.table, Item=item)

    def measured(self):
        return self.request(
            "dynamodb",
            "Query",
            TableName=self.table,
            KeyConditionExpression="id = :id AND #order >= :zero",
            ExpressionAttributeNames={"#order": "order"},
            ExpressionAttributeValues={":id": self.key["id"], ":zero": {"N": "0"}},
        )


class BatchWriteItem(Table):
    name = "BatchWriteItem of 25 x 1 KB"

    def measured(self):
        return self.request("dynamodb", "BatchWriteItem", RequestItems={self.table: self.writes()})

    def writes(self):
        return [{"PutRequest": {"Item": item_of(key, KILOBYTE)}} for key in self.keys()]

    def keys(self):
        return [f"customer-{number:06}" for number in range(25)]


class BatchGetItem(BatchWriteItem):
    name = "BatchGetItem of 25 x 1 KB"

    def fill(self):
        checked(self.emulator, super().measured())

    def measured(self):
        keys = [{"id": {"S": key}} for key in self.keys()]
        return self.request("dynamodb", "BatchGetItem", RequestItems={self.table: {"Keys": keys}})


class TransactWriteItems(Table):
    name = "TransactWriteItems of 4 x 1 KB"

    def measured(self):
        keys = [f"customer-{number:06}" for number in range(4)]
        puts = [{"Put": {"TableName": self.table, "Item": item_of(key, KILOBYTE)}} for key in keys]
        return self.request("dynamodb", "TransactWriteItems", TransactItems=puts)


class Queue(Workload):
    """Workloads on a queue of their own in each round, so that what one round sends does not weigh on the next."""

    messages = 0  # that wait in it from the start

    def begin(self, number):
        self.queue_name = f"bench-{number:06}"
        self.queue = self.ask("sqs", "CreateQueue", QueueName=self.queue_name).json()["QueueUrl"]
        for _ in range(self.messages):
            checked(self.emulator, self.send())
        return self.measured()

    def end(self):
        self.ask("sqs", "DeleteQueue", QueueUrl=self.queue)

    def send(self):
        return self.request("sqs", "SendMessage", QueueUrl=self.queue, MessageBody=event_of(KILOBYTE))

    def measured(self):
        raise NotImplementedError


class SendMessage(Queue):
    name = "SendMessage of 1 KB"

    def measured(self):
        return [self.send()]


class SendTen(Queue):
    name = "SendMessageBatch of 10 x 1 KB"

    def measured(self):
        entries = [{"Id": str(number), "MessageBody": event_of(KILOBYTE)} for number in range(10)]
        return [self.request("sqs", "SendMessageBatch", QueueUrl=self.queue, Entries=entries)]


class DeleteTen(Queue):
    """The same ten again and again: deleting what is gone takes reading ten handles and looking for ten messages."""

    name = "DeleteMessageBatch of 10"
    messages = 10

    def measured(self):
        received = self.ask("sqs", "ReceiveMessage", QueueUrl=self.queue, MaxNumberOfMessages=10).json()["Messages"]
        entries = [{"Id": str(n), "ReceiptHandle": m["ReceiptHandle"]} for n, m in enumerate(received)]
        return [self.request("sqs", "DeleteMessageBatch", QueueUrl=self.queue, Entries=entries)]


class ReceiveTen(Queue):
    """The messages are visible again at once, so that there are always ten."""

    name = "ReceiveMessage of 10 x 1 KB"
    messages = 1000

    def measured(self):
        return [
            self.request("sqs", "ReceiveMessage", QueueUrl=self.queue, MaxNumberOfMessages=10, VisibilityTimeout=0)
        ]


class SendReceiveDelete(Queue):
    name = "Send, receive, delete of 1 KB"
    script = "send_receive_delete.lua"
    messages = 1000  # enough that a receive never finds nothing

    def measured(self):
        receive = self.request("sqs", "ReceiveMessage", QueueUrl=self.queue)
        (message,) = checked(self.emulator, receive).json()["Messages"]
        place = HANDLE_PLACE.ljust(len(message["ReceiptHandle"]), HANDLE_PLACE[0])
        return [self.send(), receive, self.request("sqs", "DeleteMessage", QueueUrl=self.queue, ReceiptHandle=place)]

    def answers(self, requests):
        *others, delete = requests
        answers = super().answers(others)
        (message,) = answers["AmazonSQS.ReceiveMessage"].json()["Messages"]
        handle = message["ReceiptHandle"].encode()
        real = Request(delete.operation, delete.bytes.replace(HANDLE_PLACE[0].encode() * len(handle), handle))
        return {**answers, delete.target: checked(self.emulator, real)}


class Publish(Queue):
    name = "Publish of 1 KB to one queue"

    def measured(self):
        self.topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:{self.queue_name}"
        queue = f"arn:aws:sqs:{REGION}:{ACCOUNT}:{self.queue_name}"
        self.ask("sns", "CreateTopic", Name=self.queue_name)
        self.ask("sns", "Subscribe", TopicArn=self.topic, Protocol="sqs", Endpoint=queue)
        return [self.request("sns", "Publish", TopicArn=self.topic, Message=event_of(KILOBYTE))]

    def end(self):
        self.ask("sns", "DeleteTopic", TopicArn=self.topic)
        super().end()


WITH_GOALS = [GetItem, PutItem, UpdateItem, QueryTen, BatchGetItem, SendMessage, ReceiveTen, Publish]
OTHERS = [BatchWriteItem, TransactWriteItems, SendTen, DeleteTen, SendReceiveDelete]
