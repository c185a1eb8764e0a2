"""Messages: sending, receiving, hiding, deleting, and what comes back."""

import hashlib
import threading
import time
import uuid

import pytest
from botocore.exceptions import ClientError


def error_of(raised):
    return raised.value.response["Error"]


def counts_of(sqs, url):
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed"]
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return tuple(int(attributes[name]) for name in names)


def with_system_attributes(sqs, *names):
    """Older models know only the first of the two parameters that ask for system attributes."""
    members = sqs.meta.service_model.operation_model("ReceiveMessage").input_shape.members
    key = "MessageSystemAttributeNames" if "MessageSystemAttributeNames" in members else "AttributeNames"
    return {key: list(names)}


def test_a_message_comes_back_as_it_was_sent(sqs, queue, receive):
    sent = sqs.send_message(QueueUrl=queue, MessageBody="hello")
    assert uuid.UUID(sent["MessageId"])
    assert sent["MD5OfMessageBody"] == "5d41402abc4b2a76b9719d911017c592"
    assert "MD5OfMessageAttributes" not in sent and "SequenceNumber" not in sent
    [message] = receive(queue)
    assert message["MessageId"] == sent["MessageId"]
    assert message["Body"] == "hello"
    assert message["MD5OfBody"] == "5d41402abc4b2a76b9719d911017c592"
    assert message["ReceiptHandle"]
    assert not {"Attributes", "MessageAttributes", "MD5OfMessageAttributes"} & message.keys()


@pytest.mark.parametrize(
    "body",
    [
        " blanks around ",
        'quotes " and \' and <tags> & entities &quot; &amp;',
        "tab\tand\nnewline",
        "carriage\rreturn\r\nand both",
        "plus + percent % equals = ampersand & semicolon ;",
        "ünïcödé ☃ 漢字 😀",
        "\ufffd",
        '{"json": ["text", 1, null]}',
    ],
    ids=["blanks", "markup", "whitespace", "returns", "form", "unicode", "replacement", "json"],
)
def test_a_body_is_returned_exactly(sqs, queue, receive, body):
    sent = sqs.send_message(QueueUrl=queue, MessageBody=body)
    [message] = receive(queue)
    assert message["Body"] == body
    assert message["MD5OfBody"] == sent["MD5OfMessageBody"] == hashlib.md5(body.encode()).hexdigest()


def test_a_message_of_the_greatest_size_passes_and_one_byte_more_does_not(sqs, make_queue, receive):
    url = make_queue(MaximumMessageSize=1024)
    sqs.send_message(QueueUrl=url, MessageBody="x" * 1024)
    assert receive(url)[0]["Body"] == "x" * 1024
    with pytest.raises(ClientError) as raised:
        sqs.send_message(QueueUrl=url, MessageBody="x" * 1025)
    assert error_of(raised)["Code"] == "InvalidParameterValue"
    assert error_of(raised)["Message"] == "One or more parameters are invalid. Reason: Message must be shorter than 1024 bytes."


def test_attributes_count_towards_the_size(sqs, make_queue):
    url = make_queue(MaximumMessageSize=1024)
    attributes = {"k": {"DataType": "String", "StringValue": "x"}}    # 1 + 6 + 1 bytes
    sqs.send_message(QueueUrl=url, MessageBody="x" * 1016, MessageAttributes=attributes)
    with pytest.raises(ClientError) as raised:
        sqs.send_message(QueueUrl=url, MessageBody="x" * 1017, MessageAttributes=attributes)
    assert error_of(raised)["Code"] == "InvalidParameterValue"


def test_a_whole_mebibyte_passes(sqs, queue, receive):
    body = "x" * 1048576
    sqs.send_message(QueueUrl=queue, MessageBody=body)
    assert receive(queue)[0]["Body"] == body


def test_an_empty_body_is_refused(sqs, queue):
    with pytest.raises(ClientError) as raised:
        sqs.send_message(QueueUrl=queue, MessageBody="")
    assert error_of(raised)["Code"] == "MissingParameter"
    assert error_of(raised)["Message"] == "The request must contain the parameter MessageBody."


@pytest.mark.parametrize("bad", ["\x00", "\x0b", "\x1f", "\ufffe", "\uffff"])
def test_characters_outside_of_xml_are_refused(sqs, queue, nothing_in, bad):
    with pytest.raises(sqs.exceptions.InvalidMessageContents) as raised:
        sqs.send_message(QueueUrl=queue, MessageBody=f"a{bad}b")
    assert error_of(raised)["Code"] == "InvalidMessageContents"
    nothing_in(queue)


MD5_OF_ATTRIBUTES = [
    ({"color": ("String", "blue")}, "da1b33cc3cbfe8b1630921e78e6b9880"),
    ({"timestamp": ("Number", "1493147359900")}, "235c5c510d26fb653d073faed50ae77c"),
    ({"attr1": ("Number", "99.12")}, "d302007e9aa062660afc85fd0a482472"),
    (
        {"blob": ("Binary", b"\x01\x02\x03"), "color": ("String", "blue"), "count": ("Number", "3")},
        "d838729972a4b70e2d2acd9d59ac847c",
    ),
    (
        {"General": ("String", "Kenobi"), "Hello": ("String", "There"), "Help.Me": ("String", "Me")},
        "4c360f3fdafd970e05fae2f149d997f5",
    ),
    ({"color": ("String", "blue"), "tags": ("String.Array", '["a","b"]')}, "56a5bee3ed610a27fd04b2b195aee70b"),
]


def as_attributes(plain):
    return {
        key: {"DataType": kind, "BinaryValue" if kind.startswith("Binary") else "StringValue": value}
        for key, (kind, value) in plain.items()
    }


@pytest.mark.parametrize(("plain", "md5"), MD5_OF_ATTRIBUTES, ids=["string", "number", "fraction", "mixed", "sorted", "label"])
def test_message_attributes_come_back_with_their_md5(sqs, queue, receive, plain, md5):
    attributes = as_attributes(plain)
    sent = sqs.send_message(QueueUrl=queue, MessageBody="hello", MessageAttributes=attributes)
    assert sent["MD5OfMessageAttributes"] == md5
    [message] = receive(queue, MessageAttributeNames=["All"])
    assert message["MessageAttributes"] == attributes
    assert message["MD5OfMessageAttributes"] == md5


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ([".*"], {"General", "Hello", "Help.Me"}),
        (["Hel.*"], {"Hello", "Help.Me"}),
        (["Hello"], {"Hello"}),
        (["hello", "Unknown"], set()),
        ([], set()),
    ],
)
def test_message_attributes_are_selected_by_name_or_prefix(sqs, queue, receive, asked, expected):
    attributes = as_attributes(MD5_OF_ATTRIBUTES[4][0])
    sqs.send_message(QueueUrl=queue, MessageBody="hello", MessageAttributes=attributes)
    [message] = receive(queue, MessageAttributeNames=asked)
    assert message.get("MessageAttributes", {}).keys() == expected
    assert ("MD5OfMessageAttributes" in message) == bool(expected)


def test_the_md5_covers_only_what_is_returned(sqs, queue, receive):
    attributes = as_attributes({"test-key": ("String", "test-value"), "test-key-alt": ("String", "test-value-alt")})
    sent = sqs.send_message(QueueUrl=queue, MessageBody="hello", MessageAttributes=attributes)
    assert sent["MD5OfMessageAttributes"] == "2256c3b617e2b4b3ae4f2d455dcf54d0"
    [message] = receive(queue, MessageAttributeNames=["test-key"])
    assert message["MD5OfMessageAttributes"] == "befa18540a897f7d022bf07057754a03"


@pytest.mark.parametrize(
    ("attribute", "text"),
    [
        (
            {"DataType": "Colour", "StringValue": "blue"},
            "The type of message (user) attribute 'x' is invalid. "
            "You must use only the following supported type prefixes: Binary, Number, String.",
        ),
        (
            {"DataType": "String", "StringValue": ""},
            "Message (user) attribute 'x' must contain a non-empty value of type 'String'.",
        ),
    ],
    ids=["type", "empty"],
)
def test_a_bad_message_attribute_is_refused(sqs, queue, nothing_in, attribute, text):
    with pytest.raises(ClientError) as raised:
        sqs.send_message(QueueUrl=queue, MessageBody="hello", MessageAttributes={"x": attribute})
    assert error_of(raised)["Code"] == "InvalidParameterValue"
    assert error_of(raised)["Message"] == text
    nothing_in(queue)


def test_a_trace_header_is_a_system_attribute_of_its_own(sqs, queue, receive):
    header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
    sent = sqs.send_message(
        QueueUrl=queue,
        MessageBody="hello",
        MessageSystemAttributes={"AWSTraceHeader": {"DataType": "String", "StringValue": header}},
    )
    assert sent["MD5OfMessageSystemAttributes"] == "5ae4d5d7636402d80f4eb6d213245a88"
    assert "MD5OfMessageAttributes" not in sent
    [message] = receive(queue, **with_system_attributes(sqs, "AWSTraceHeader"))
    assert message["Attributes"] == {"AWSTraceHeader": header}


def test_system_attributes_tell_when_and_how_often(sqs, queue, receive):
    before = time.time()
    sqs.send_message(QueueUrl=queue, MessageBody="hello")
    [message] = receive(queue, **with_system_attributes(sqs, "All"))
    attributes = message["Attributes"]
    assert attributes.keys() == {"SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp"}
    assert attributes["ApproximateReceiveCount"] == "1"
    sent, first = int(attributes["SentTimestamp"]), int(attributes["ApproximateFirstReceiveTimestamp"])
    assert (before - 60) * 1000 < sent <= first
    [only] = receive_again(sqs, queue, message, **with_system_attributes(sqs, "ApproximateReceiveCount"))
    assert only["Attributes"] == {"ApproximateReceiveCount": "2"}


def receive_again(sqs, queue, message, **options):
    sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    return sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=5, **options)["Messages"]


def test_an_empty_queue_answers_at_once_without_messages(sqs, queue):
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)


@pytest.mark.parametrize(
    ("parameter", "value", "reason"),
    [
        ("MaxNumberOfMessages", 11, "Must be between 1 and 10, if provided."),
        ("MaxNumberOfMessages", 0, "Must be between 1 and 10, if provided."),
        ("WaitTimeSeconds", 21, "Must be >= 0 and <= 20, if provided."),
        ("WaitTimeSeconds", -1, "Must be >= 0 and <= 20, if provided."),
    ],
)
def test_receive_checks_its_numbers(sqs, queue, parameter, value, reason):
    with pytest.raises(ClientError) as raised:
        sqs.receive_message(QueueUrl=queue, **{parameter: value})
    assert error_of(raised)["Code"] == "InvalidParameterValue"
    assert error_of(raised)["Message"] == f"Value {value} for parameter {parameter} is invalid. Reason: {reason}"


def test_receive_brings_at_most_as_many_as_asked_and_none_twice(sqs, queue, receive):
    for number in range(25):
        sqs.send_message(QueueUrl=queue, MessageBody=str(number))
    first = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=3)["Messages"]
    assert 1 <= len(first) <= 3
    assert len(sqs.receive_message(QueueUrl=queue)["Messages"]) == 1
    rest = receive(queue, 25 - len(first) - 1, calls=50)
    assert len({message["MessageId"] for message in first + rest}) == 25 - 1


def test_a_long_poll_returns_as_soon_as_a_message_is_sent(sqs, queue):
    answers = []
    poll = threading.Thread(target=lambda: answers.append(sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20)))
    began = time.monotonic()
    poll.start()
    sqs.send_message(QueueUrl=queue, MessageBody="hello")
    poll.join(timeout=30)
    assert answers[0]["Messages"][0]["Body"] == "hello"
    assert time.monotonic() - began < 10


def test_a_long_poll_returns_when_a_delayed_message_appears(sqs, queue):
    sqs.send_message(QueueUrl=queue, MessageBody="later", DelaySeconds=1)
    assert counts_of(sqs, queue) == (0, 0, 1)
    answer = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20)
    assert [message["Body"] for message in answer["Messages"]] == ["later"]


def test_a_long_poll_on_an_empty_queue_ends_in_time(sqs, make_queue):
    url = make_queue(ReceiveMessageWaitTimeSeconds=1)
    began = time.monotonic()
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    assert 0.9 < time.monotonic() - began < 10
    began = time.monotonic()
    assert "Messages" not in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=0)
    assert time.monotonic() - began < 0.9


def test_a_received_message_is_hidden_and_counted_in_flight(sqs, queue, receive, nothing_in):
    sqs.send_message(QueueUrl=queue, MessageBody="hello")
    assert counts_of(sqs, queue) == (1, 0, 0)
    [message] = receive(queue)
    assert counts_of(sqs, queue) == (0, 1, 0)
    nothing_in(queue)
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    assert counts_of(sqs, queue) == (0, 0, 0)


def test_visibility_zero_brings_a_message_back_at_once(sqs, queue, receive):
    sqs.send_message(QueueUrl=queue, MessageBody="hello")
    [message] = receive(queue)
    [again] = receive_again(sqs, queue, message)
    assert again["MessageId"] == message["MessageId"]
    assert again["ReceiptHandle"] != message["ReceiptHandle"]


def test_visibility_is_checked(sqs, queue, receive):
    sqs.send_message(QueueUrl=queue, MessageBody="hello")
    [message] = receive(queue)
    with pytest.raises(ClientError) as raised:
        sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=43201)
    assert error_of(raised)["Code"] == "InvalidParameterValue"


def test_a_deleted_message_may_be_deleted_again_but_not_hidden(sqs, queue, receive):
    sqs.send_message(QueueUrl=queue, MessageBody="hello")
    handle = receive(queue)[0]["ReceiptHandle"]
    for _ in range(2):
        answer = sqs.delete_message(QueueUrl=queue, ReceiptHandle=handle)
        assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200
    with pytest.raises(ClientError) as raised:
        sqs.change_message_visibility(QueueUrl=queue, ReceiptHandle=handle, VisibilityTimeout=1)
    assert error_of(raised)["Code"] == "InvalidParameterValue"
    assert error_of(raised)["Message"] == (
        f"Value {handle} for parameter ReceiptHandle is invalid. "
        "Reason: Message does not exist or is not available for visibility timeout change."
    )


@pytest.mark.parametrize("operation", ["delete_message", "change_message_visibility"])
def test_a_garbage_handle_is_refused(sqs, queue, operation):
    extra = {"VisibilityTimeout": 1} if operation == "change_message_visibility" else {}
    with pytest.raises(sqs.exceptions.ReceiptHandleIsInvalid) as raised:
        getattr(sqs, operation)(QueueUrl=queue, ReceiptHandle="garbage", **extra)
    assert error_of(raised)["Code"] == "ReceiptHandleIsInvalid"
    assert error_of(raised)["Message"] == 'The input receipt handle "garbage" is not a valid receipt handle.'
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


def test_a_purge_takes_everything(sqs, queue, receive, nothing_in):
    for body in ("one", "two", "three"):
        sqs.send_message(QueueUrl=queue, MessageBody=body)
    sqs.send_message(QueueUrl=queue, MessageBody="delayed", DelaySeconds=60)
    receive(queue)
    assert counts_of(sqs, queue) == (2, 1, 1)
    sqs.purge_queue(QueueUrl=queue)
    assert counts_of(sqs, queue) == (0, 0, 0)
    nothing_in(queue)


@pytest.mark.parametrize("delay", [-1, 901])
def test_a_delay_is_checked(sqs, queue, delay):
    with pytest.raises(ClientError) as raised:
        sqs.send_message(QueueUrl=queue, MessageBody="hello", DelaySeconds=delay)
    assert error_of(raised)["Code"] == "InvalidParameterValue"
    assert error_of(raised)["Message"] == (
        f"Value {delay} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900."
    )


def test_a_deduplication_id_is_refused_and_a_group_id_kept_on_a_standard_queue(sqs, queue, receive):
    with pytest.raises(ClientError) as raised:
        sqs.send_message(QueueUrl=queue, MessageBody="hello", MessageDeduplicationId="one")
    assert error_of(raised)["Code"] == "InvalidParameterValue"
    sent = sqs.send_message(QueueUrl=queue, MessageBody="hello", MessageGroupId="tenant")
    assert "SequenceNumber" not in sent
    [message] = receive(queue, **with_system_attributes(sqs, "MessageGroupId"))
    assert message["Attributes"] == {"MessageGroupId": "tenant"}
