"""The scenarios of the Customers application, with its production settings: 30 seconds of visibility, three receives. Nothing
here sleeps, and nothing asks again and again."""

import time

import pytest
from botocore.config import Config

import understudy
from customers import CREATED_TOPIC, DEAD_LETTERS, ORDERS_QUEUE, ORDERS_TOPIC, Customers, envelope, opened

CREATED_QUEUE = "customer--created"  # of the tests


class Stage:
    """The application, and what a test does around it: it reads customer--created and publishes orders."""

    def __init__(self, aws):
        self.aws = aws
        self.sns, self.sqs = aws.client("sns"), aws.client("sqs")
        its_own = {"config": Config(user_agent_extra="customers", read_timeout=60)}
        self.application = Customers(*(aws.client(name, **its_own) for name in ("sns", "sqs", "dynamodb")))
        self.created = self.sqs.create_queue(QueueName=CREATED_QUEUE)["QueueUrl"]
        endpoint = f"arn:aws:sqs:us-east-1:{aws.account}:{CREATED_QUEUE}"
        self.sns.subscribe(TopicArn=self._topic(CREATED_TOPIC), Protocol="sqs", Endpoint=endpoint)

    def place_order(self, order, customer):
        event = envelope({"order_id": order, "customer_id": customer}, ORDERS_TOPIC)
        return self.sns.publish(TopicArn=self._topic(ORDERS_TOPIC), Message=event)["MessageId"]

    def read(self, queue):
        """What is there at once."""
        url = self.sqs.get_queue_url(QueueName=queue)["QueueUrl"]
        answer = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [opened(message["Body"]) for message in answer.get("Messages", [])]

    def _topic(self, name):
        return f"arn:aws:sns:us-east-1:{self.aws.account}:{name}"


@pytest.fixture
def stage(aws):
    stage = Stage(aws)
    stage.application.start()
    yield stage
    aws.reset()  # its queue is gone, and so it ends
    stage.application.join()


def test_1_reading_the_queue_at_once_is_a_race_and_waiting_for_the_event_is_none():
    with understudy.start(clock="manual", arguments=["--seed", "1", "--sqs-delivery-delay", "500"]) as aws:
        stage = Stage(aws)
        mark = aws.mark()
        customer = stage.application.create("John Doe")
        assert stage.read(CREATED_QUEUE) == []  # it is on its way: with another seed the test would pass
        aws.run_until({"type": "sqs.message_visible", "resource": CREATED_QUEUE}, max="1s", after=mark)
        assert stage.read(CREATED_QUEUE) == [{"customer_id": customer, "name": "John Doe"}]


def test_3_a_customer_is_told_of_exactly_once(stage):
    mark = stage.aws.mark()
    customer = stage.application.create("John Doe")
    told = {"type": "sqs.message_sent", "resource": CREATED_QUEUE, "json": {"Message.data.customer_id": customer}}
    sent = stage.aws.wait(told, after=mark)
    assert opened(sent["body"]) == {"customer_id": customer, "name": "John Doe"}
    stage.aws.expect_none({"type": "sqs.message_sent", "resource": CREATED_QUEUE}, after=sent["sequence"])


def test_4_two_orders_are_the_orders_of_their_customer(stage):
    customer, other = stage.application.create("John Doe"), stage.application.create("Jane Doe")
    for order in ("order-2", "order-1"):
        stage.aws.handled(stage.place_order(order, customer))
    assert stage.application.find(customer)["orders"] == ["order-1", "order-2"]
    assert stage.application.find(other)["orders"] == []


def test_5_an_order_of_nobody_reaches_the_dead_letter_queue_after_three_receives(stage):
    real, began = time.monotonic(), stage.aws.clock()["now_ms"]
    published = stage.place_order("order-1", "nobody")
    stage.aws.wait({"type": "sqs.message_received", "concerning": published})
    dead = stage.aws.run_until({"type": "sqs.message_dead_lettered", "concerning": published}, max="10m")
    assert dead["receive_count"] == 3
    assert stage.aws.clock()["now_ms"] - began == 90_000
    assert time.monotonic() - real < 30
    assert stage.read(DEAD_LETTERS) == [{"order_id": "order-1", "customer_id": "nobody"}]
    story = "\n".join(stage.aws.explain(published))
    assert story.count("received from customer--order-created for") == 3 and "received 3 times" in story


def test_6_an_unknown_customer_is_not_found_and_a_made_one_is(stage):
    assert stage.application.find("nobody") is None
    customer = stage.application.create("John Doe")
    assert stage.application.find(customer) == {"customer_id": customer, "name": "John Doe", "orders": []}


def test_7_a_duplicate_of_an_order_changes_nothing_and_nothing_comes_of_it(stage):
    customer = stage.application.create("John Doe")
    stage.aws.handled(stage.place_order("order-1", customer))
    before, mark = stage.application.find(customer), stage.aws.mark()
    duplicate = stage.place_order("order-1", customer)
    stage.aws.handled(duplicate)
    assert stage.aws.expect_none({"type": "sqs.message_sent", "resource": CREATED_QUEUE}, after=mark)
    assert stage.aws.expect_none({"type": "sqs.message_dead_lettered"}, after=mark)
    assert stage.application.find(customer) == before


def test_7_that_nothing_happens_is_not_proven_while_the_order_is_being_worked_on(aws):
    stage = Stage(aws)  # whose application does not run: the test takes the order in its place
    mark = aws.mark()
    stage.place_order("order-1", stage.application.create("John Doe"))
    assert len(stage.read(ORDERS_QUEUE)) == 1
    with pytest.raises(understudy.WaitFailed, match="a consumer holds message"):
        aws.expect_none({"type": "sqs.message_deleted"}, after=mark, timeout="1ms")


def test_8_what_was_saved_knows_nothing_of_the_test_before(stage):
    kept = stage.application.create("John Doe")
    stage.aws.save("clean")
    for _ in range(2):
        later = stage.application.create("Jane Doe")
        stage.aws.handled(stage.place_order("order-1", kept))
        assert stage.application.find(kept)["orders"] == ["order-1"]
        stage.aws.settle()
        stage.aws.restore("clean")
        assert stage.application.find(kept)["orders"] == []
        assert stage.application.find(later) is None
