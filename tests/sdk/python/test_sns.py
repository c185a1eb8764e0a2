"""Topics, subscriptions, and what a publication becomes in the queues behind them."""

import json
import re
import uuid

import pytest
from botocore.exceptions import ClientError

TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


def error_of(raised):
    return raised.value.response["Error"]


def status_of(raised):
    return raised.value.response["ResponseMetadata"]["HTTPStatusCode"]


@pytest.fixture
def subscribe(sns, arn_of):
    def subscribe_queue(topic, queue, **attributes):
        answer = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn_of(queue), Attributes=attributes)
        return answer["SubscriptionArn"]

    return subscribe_queue


def listed(pages, key):
    return [entry for page in pages for entry in page[key]]


def test_a_topic_arn_is_made_of_region_account_and_name(topic, name, account):
    assert topic == f"arn:aws:sns:us-east-1:{account}:{name}"


def test_creating_a_topic_again_returns_the_same(sns, topic, name):
    assert sns.create_topic(Name=name)["TopicArn"] == topic


def test_creating_a_topic_again_with_other_attributes_is_refused(sns, topic, name):
    with pytest.raises(ClientError) as raised:
        sns.create_topic(Name=name, Attributes={"DisplayName": "Other"})
    assert error_of(raised)["Code"] == "InvalidParameter"
    assert error_of(raised)["Message"] == "Invalid parameter: Attributes Reason: Topic already exists with different attributes"


@pytest.mark.parametrize("bad", ["with blank", "dot.ted", "ünïcode", "x" * 257, "ends.fifo"])
def test_a_bad_topic_name_is_refused(sns, bad):
    with pytest.raises(ClientError) as raised:
        sns.create_topic(Name=bad)
    assert error_of(raised)["Code"] == "InvalidParameter"
    assert error_of(raised)["Message"] == "Invalid parameter: Topic Name"


def test_a_topic_is_listed_until_it_is_deleted(sns, topic):
    assert {"TopicArn": topic} in listed(sns.get_paginator("list_topics").paginate(), "Topics")
    sns.delete_topic(TopicArn=topic)
    assert {"TopicArn": topic} not in listed(sns.get_paginator("list_topics").paginate(), "Topics")
    sns.delete_topic(TopicArn=topic)


def test_topic_attributes_have_their_defaults(sns, topic, account):
    attributes = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
    policy = json.loads(attributes.pop("Policy"))
    delivery = json.loads(attributes.pop("EffectiveDeliveryPolicy"))
    assert attributes == {
        "TopicArn": topic,
        "Owner": account,
        "DisplayName": "",
        "SubscriptionsConfirmed": "0",
        "SubscriptionsPending": "0",
        "SubscriptionsDeleted": "0",
    }
    assert policy["Id"] == "__default_policy_ID"
    assert policy["Statement"][0]["Resource"] == topic
    assert delivery["http"]["defaultHealthyRetryPolicy"]["numRetries"] == 3


def test_topic_attributes_can_be_set(sns, topic):
    sns.set_topic_attributes(TopicArn=topic, AttributeName="DisplayName", AttributeValue="Büro & <Co>")
    assert sns.get_topic_attributes(TopicArn=topic)["Attributes"]["DisplayName"] == "Büro & <Co>"
    with pytest.raises(ClientError) as raised:
        sns.set_topic_attributes(TopicArn=topic, AttributeName="Colour", AttributeValue="blue")
    assert error_of(raised)["Code"] == "InvalidParameter"
    assert error_of(raised)["Message"] == "Invalid parameter: AttributeName"


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("get_topic_attributes", {}),
        ("set_topic_attributes", {"AttributeName": "DisplayName", "AttributeValue": "x"}),
        ("publish", {"Message": "hello"}),
        ("subscribe", {"Protocol": "sqs", "Endpoint": "arn:aws:sqs:us-east-1:000000000000:any"}),
        ("list_subscriptions_by_topic", {}),
    ],
)
def test_operations_on_a_missing_topic_tell_so(sns, name, account, operation, parameters):
    with pytest.raises(sns.exceptions.NotFoundException) as raised:
        getattr(sns, operation)(TopicArn=f"arn:aws:sns:us-east-1:{account}:{name}", **parameters)
    assert error_of(raised)["Type"] == "Sender"
    assert error_of(raised)["Code"] == "NotFound"
    assert error_of(raised)["Message"] == "Topic does not exist"
    assert status_of(raised) == 404


def test_an_arn_that_is_none_is_refused(sns):
    with pytest.raises(ClientError) as raised:
        sns.get_topic_attributes(TopicArn="not-an-arn")
    assert error_of(raised)["Code"] == "InvalidParameter"
    assert error_of(raised)["Message"] == "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1"


def test_an_arn_of_another_region_is_refused(sns, account):
    with pytest.raises(ClientError) as raised:
        sns.get_topic_attributes(TopicArn=f"arn:aws:sns:eu-west-1:{account}:any")
    assert error_of(raised)["Code"] == "InvalidParameter"
    assert error_of(raised)["Message"] == "Invalid parameter: TopicArn"


def test_subscribing_a_queue_is_confirmed_at_once_and_idempotent(sns, topic, queue, subscribe, arn_of, account):
    subscription = subscribe(topic, queue)
    prefix, identifier = subscription.rsplit(":", 1)
    assert prefix == topic and str(uuid.UUID(identifier)) == identifier
    assert subscribe(topic, queue) == subscription
    attributes = sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
    assert attributes.pop("SubscriptionPrincipal").startswith("arn:aws:")
    assert attributes == {
        "SubscriptionArn": subscription,
        "TopicArn": topic,
        "Protocol": "sqs",
        "Endpoint": arn_of(queue),
        "Owner": account,
        "PendingConfirmation": "false",
        "ConfirmationWasAuthenticated": "true",
        "RawMessageDelivery": "false",
    }
    assert sns.get_topic_attributes(TopicArn=topic)["Attributes"]["SubscriptionsConfirmed"] == "1"


def test_subscribing_again_with_other_attributes_is_refused(topic, queue, subscribe):
    subscribe(topic, queue)
    with pytest.raises(ClientError) as raised:
        subscribe(topic, queue, RawMessageDelivery="true")
    assert error_of(raised)["Code"] == "InvalidParameter"
    assert error_of(raised)["Message"] == (
        "Invalid parameter: Attributes Reason: Subscription already exists with different attributes"
    )


def test_subscriptions_are_listed_until_they_end(sns, topic, queue, subscribe, arn_of, account):
    subscription = subscribe(topic, queue)
    entry = {
        "SubscriptionArn": subscription,
        "Owner": account,
        "Protocol": "sqs",
        "Endpoint": arn_of(queue),
        "TopicArn": topic,
    }
    everywhere = sns.get_paginator("list_subscriptions")
    of_topic = sns.get_paginator("list_subscriptions_by_topic")
    assert entry in listed(everywhere.paginate(), "Subscriptions")
    assert listed(of_topic.paginate(TopicArn=topic), "Subscriptions") == [entry]
    sns.unsubscribe(SubscriptionArn=subscription)
    assert entry not in listed(everywhere.paginate(), "Subscriptions")
    assert listed(of_topic.paginate(TopicArn=topic), "Subscriptions") == []
    sns.unsubscribe(SubscriptionArn=subscription)
    with pytest.raises(sns.exceptions.NotFoundException) as raised:
        sns.set_subscription_attributes(
            SubscriptionArn=subscription, AttributeName="RawMessageDelivery", AttributeValue="true"
        )
    assert error_of(raised)["Message"] == "Subscription does not exist"


@pytest.mark.parametrize(
    ("protocol", "endpoint", "text"),
    [
        ("pigeon", "arn:aws:sqs:us-east-1:000000000000:any", "Invalid parameter: Amazon SNS does not support this protocol string: pigeon"),
        ("sqs", "http://localhost/000000000000/any", "Invalid parameter: SQS endpoint ARN"),
        (
            "sqs",
            "arn:aws:sqs:us-east-1:000000000000:any.fifo",
            "Invalid parameter: Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics",
        ),
    ],
    ids=["protocol", "endpoint", "fifo"],
)
def test_a_bad_subscription_is_refused(sns, topic, protocol, endpoint, text):
    with pytest.raises(ClientError) as raised:
        sns.subscribe(TopicArn=topic, Protocol=protocol, Endpoint=endpoint)
    assert error_of(raised)["Code"] == "InvalidParameter"
    assert error_of(raised)["Message"] == text


def test_subscription_attributes_are_checked(sns, topic, queue, subscribe):
    subscription = subscribe(topic, queue)
    for attribute, value, text in [
        ("Colour", "blue", "Invalid parameter: AttributeName"),
        ("RawMessageDelivery", "maybe", "Invalid parameter: RawMessageDelivery: Invalid value [maybe]. Must be true or false."),
    ]:
        with pytest.raises(ClientError) as raised:
            sns.set_subscription_attributes(SubscriptionArn=subscription, AttributeName=attribute, AttributeValue=value)
        assert error_of(raised)["Code"] == "InvalidParameter"
        assert error_of(raised)["Message"] == text


def test_an_envelope_carries_the_message(sns, topic, queue, subscribe, receive):
    subscription = subscribe(topic, queue)
    published = sns.publish(
        TopicArn=topic,
        Subject="A subject",
        Message='{"text": "hello ☃ & <you>"}',
        MessageAttributes={
            "color": {"DataType": "String", "StringValue": "blue"},
            "count": {"DataType": "Number", "StringValue": "3"},
            "blob": {"DataType": "Binary", "BinaryValue": b"\x01\x02\x03"},
            "tags": {"DataType": "String.Array", "StringValue": '["a","b"]'},
        },
    )
    assert uuid.UUID(published["MessageId"]) and "SequenceNumber" not in published
    [message] = receive(queue, MessageAttributeNames=["All"])
    assert "MessageAttributes" not in message
    assert message["MessageId"] != published["MessageId"]
    envelope = json.loads(message["Body"])
    assert list(envelope) == [
        "Type",
        "MessageId",
        "TopicArn",
        "Subject",
        "Message",
        "Timestamp",
        "SignatureVersion",
        "Signature",
        "SigningCertURL",
        "UnsubscribeURL",
        "MessageAttributes",
    ]
    assert envelope["Type"] == "Notification"
    assert envelope["MessageId"] == published["MessageId"]
    assert envelope["TopicArn"] == topic
    assert envelope["Subject"] == "A subject"
    assert envelope["Message"] == '{"text": "hello ☃ & <you>"}'
    assert TIMESTAMP.fullmatch(envelope["Timestamp"])
    assert envelope["SignatureVersion"] == "1"
    assert envelope["UnsubscribeURL"].endswith(f"/?Action=Unsubscribe&SubscriptionArn={subscription}")
    assert envelope["MessageAttributes"] == {
        "color": {"Type": "String", "Value": "blue"},
        "count": {"Type": "Number", "Value": "3"},
        "blob": {"Type": "Binary", "Value": "AQID"},
        "tags": {"Type": "String.Array", "Value": '["a","b"]'},
    }


def test_an_envelope_leaves_out_what_there_is_not(sns, topic, queue, subscribe, receive):
    subscribe(topic, queue)
    sns.publish(TopicArn=topic, Message="hello")
    envelope = json.loads(receive(queue)[0]["Body"])
    assert not {"Subject", "MessageAttributes", "SequenceNumber"} & envelope.keys()


def test_raw_delivery_is_the_message_itself(sns, topic, queue, subscribe, receive):
    subscribe(topic, queue, RawMessageDelivery="true")
    attributes = {
        "color": {"DataType": "String", "StringValue": "blue"},
        "tags": {"DataType": "String.Array", "StringValue": '["a","b"]'},
    }
    body = 'hello\r\n "quoted" ☃'
    sns.publish(TopicArn=topic, Subject="lost", Message=body, MessageAttributes=attributes)
    [message] = receive(queue, MessageAttributeNames=["All"])
    assert message["Body"] == body
    assert message["MessageAttributes"] == attributes
    assert message["MD5OfMessageAttributes"] == "56a5bee3ed610a27fd04b2b195aee70b"


def test_raw_delivery_may_be_switched_on_later(sns, topic, queue, subscribe, receive):
    subscription = subscribe(topic, queue)
    sns.set_subscription_attributes(
        SubscriptionArn=subscription, AttributeName="RawMessageDelivery", AttributeValue="TRUE"
    )
    attributes = sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
    assert attributes["RawMessageDelivery"] == "true"
    sns.publish(TopicArn=topic, Message="hello")
    assert receive(queue)[0]["Body"] == "hello"


def test_a_publication_reaches_every_subscribed_queue(sns, topic, make_queue, subscribe, receive):
    queues = [make_queue(f"-{number}") for number in range(3)]
    for queue in queues:
        subscribe(topic, queue)
    published = sns.publish(TopicArn=topic, Message="hello")
    for queue in queues:
        assert json.loads(receive(queue)[0]["Body"])["MessageId"] == published["MessageId"]


def test_nothing_is_delivered_before_or_after_a_subscription(sns, topic, queue, subscribe, receive, nothing_in):
    sns.publish(TopicArn=topic, Message="too early")
    subscription = subscribe(topic, queue)
    nothing_in(queue)
    sns.publish(TopicArn=topic, Message="in time")
    assert json.loads(receive(queue)[0]["Body"])["Message"] == "in time"
    sns.unsubscribe(SubscriptionArn=subscription)
    sns.publish(TopicArn=topic, Message="too late")
    nothing_in(queue)


def test_publishing_to_a_deleted_queue_still_succeeds(sns, sqs, topic, queue, subscribe):
    subscribe(topic, queue)
    sqs.delete_queue(QueueUrl=queue)
    assert sns.publish(TopicArn=topic, Message="hello")["MessageId"]


@pytest.mark.parametrize(
    ("parameters", "code", "text"),
    [
        ({"Message": ""}, "InvalidParameter", "Invalid parameter: Empty message"),
        ({"Message": "x" * 262145}, "InvalidParameter", "Invalid parameter: Message too long"),
        ({"Message": "hello", "Subject": "x" * 101}, "InvalidParameter", "Invalid parameter: Subject"),
        ({"Message": "hello", "Subject": "two\nlines"}, "InvalidParameter", "Invalid parameter: Subject"),
        (
            {"Message": "hello", "MessageAttributes": {"attr1": {"DataType": "Colour", "StringValue": "blue"}}},
            "ParameterValueInvalid",
            "The message attribute 'attr1' has an invalid message attribute type, "
            "the set of supported type prefixes is Binary, Number, and String.",
        ),
        (
            {"Message": "hello", "MessageAttributes": {".attr1": {"DataType": "String", "StringValue": "blue"}}},
            "ParameterValueInvalid",
            "Invalid message attribute name starting with character '.' was found.",
        ),
    ],
    ids=["empty", "long", "subject", "lines", "type", "name"],
)
def test_a_bad_publication_is_refused_and_delivers_nothing(
    sns, topic, queue, subscribe, nothing_in, parameters, code, text
):
    subscribe(topic, queue)
    with pytest.raises(ClientError) as raised:
        sns.publish(TopicArn=topic, **parameters)
    assert error_of(raised)["Code"] == code
    assert error_of(raised)["Message"] == text
    assert status_of(raised) == 400
    nothing_in(queue)


def test_the_greatest_message_passes(sns, topic):
    assert sns.publish(TopicArn=topic, Message="x" * 262144)["MessageId"]
