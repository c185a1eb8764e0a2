"""Queues: making, finding, configuring and deleting them."""

import json
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError

from conftest import ENDPOINT, client_of


def error_of(raised):
    return raised.value.response["Error"]


def attributes_of(sqs, url, *names):
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(names) or ["All"]).get("Attributes", {})


def test_queue_url_follows_the_host_and_ends_in_account_and_name(sqs, name, make_queue, account):
    url = make_queue()
    assert urlsplit(url).netloc == urlsplit(ENDPOINT).netloc
    assert urlsplit(url).path == f"/{account}/{name}"
    assert sqs.get_queue_url(QueueName=name)["QueueUrl"] == url


def test_two_hosts_see_the_same_queue_each_under_its_own_name(name, make_queue):
    parts = urlsplit(ENDPOINT)
    if parts.hostname != "127.0.0.1":
        pytest.skip("needs an endpoint with a second name")
    make_queue()
    other = client_of("sqs", endpoint=f"http://localhost:{parts.port}")
    url = other.get_queue_url(QueueName=name)["QueueUrl"]
    assert urlsplit(url).netloc == f"localhost:{parts.port}"
    other.send_message(QueueUrl=url, MessageBody="hello")


def test_a_queue_url_with_a_foreign_host_or_a_bare_name_is_accepted(sqs, name, make_queue, account):
    make_queue()
    sqs.send_message(QueueUrl=f"https://sqs.us-east-1.amazonaws.com/{account}/{name}", MessageBody="one")
    assert sqs.receive_message(QueueUrl=name)["Messages"][0]["Body"] == "one"


def test_queue_is_listed_by_prefix(sqs, name, make_queue):
    urls = sorted(make_queue(suffix) for suffix in ("-a", "-b", "-c"))
    assert sorted(sqs.list_queues(QueueNamePrefix=name)["QueueUrls"]) == urls
    assert "QueueUrls" not in sqs.list_queues(QueueNamePrefix=f"{name}-d")


def test_list_goes_page_by_page_and_the_last_page_has_no_token(sqs, name, make_queue):
    urls = sorted(make_queue(f"-{number}") for number in range(5))
    seen, token, pages = [], {}, 0
    while True:
        page = sqs.list_queues(QueueNamePrefix=name, MaxResults=2, **token)
        seen += page["QueueUrls"]
        pages += 1
        if "NextToken" not in page:
            break
        token = {"NextToken": page["NextToken"]}
    assert sorted(seen) == urls
    assert pages == 3


def test_a_fresh_queue_has_the_default_attributes(sqs, name, make_queue, account):
    attributes = attributes_of(sqs, make_queue())
    created, modified = attributes.pop("CreatedTimestamp"), attributes.pop("LastModifiedTimestamp")
    assert created.isdigit() and len(created) == 10 and modified.isdigit()
    assert attributes == {
        "ApproximateNumberOfMessages": "0",
        "ApproximateNumberOfMessagesDelayed": "0",
        "ApproximateNumberOfMessagesNotVisible": "0",
        "DelaySeconds": "0",
        "MaximumMessageSize": "1048576",
        "MessageRetentionPeriod": "345600",
        "QueueArn": f"arn:aws:sqs:us-east-1:{account}:{name}",
        "ReceiveMessageWaitTimeSeconds": "0",
        "SqsManagedSseEnabled": "true",
        "VisibilityTimeout": "30",
    }


def test_attributes_are_returned_as_asked(sqs, make_queue):
    url = make_queue(VisibilityTimeout=7)
    assert attributes_of(sqs, url, "VisibilityTimeout") == {"VisibilityTimeout": "7"}
    assert attributes_of(sqs, url, "VisibilityTimeout", "DelaySeconds") == {"VisibilityTimeout": "7", "DelaySeconds": "0"}
    assert attributes_of(sqs, url, "Policy", "RedrivePolicy") == {}
    assert "Attributes" not in sqs.get_queue_attributes(QueueUrl=url)


def test_set_attributes_take_effect(sqs, queue):
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"VisibilityTimeout": "90", "DelaySeconds": "3"})
    assert attributes_of(sqs, queue, "VisibilityTimeout", "DelaySeconds") == {"VisibilityTimeout": "90", "DelaySeconds": "3"}


def test_a_policy_is_kept_and_an_empty_one_removes_it(sqs, queue, arn_of):
    policy = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "sns.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": arn_of(queue),
            }
        ],
    }
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": json.dumps(policy)})
    assert json.loads(attributes_of(sqs, queue, "Policy")["Policy"]) == policy
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": ""})
    assert attributes_of(sqs, queue, "Policy") == {}


@pytest.mark.parametrize("count", [5, "5"])
def test_a_redrive_policy_reads_back_compact_with_a_number(sqs, make_queue, arn_of, count):
    dead = arn_of(make_queue("-dead"))
    url = make_queue("-source", RedrivePolicy=json.dumps({"maxReceiveCount": count, "deadLetterTargetArn": dead}))
    assert attributes_of(sqs, url, "RedrivePolicy") == {
        "RedrivePolicy": f'{{"deadLetterTargetArn":"{dead}","maxReceiveCount":5}}'
    }
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": ""})
    assert attributes_of(sqs, url, "RedrivePolicy") == {}


def test_a_redrive_policy_without_its_target_queue_is_refused(sqs, name, account):
    policy = json.dumps({"deadLetterTargetArn": f"arn:aws:sqs:us-east-1:{account}:{name}-missing", "maxReceiveCount": 3})
    with pytest.raises(ClientError) as raised:
        sqs.create_queue(QueueName=name, Attributes={"RedrivePolicy": policy})
    assert error_of(raised)["Code"] == "InvalidParameterValue"
    assert error_of(raised)["Message"].endswith("Reason: Dead letter target does not exist.")


@pytest.mark.parametrize("count", [0, 1001])
def test_max_receive_count_has_limits(sqs, queue, arn_of, count):
    policy = json.dumps({"deadLetterTargetArn": arn_of(queue), "maxReceiveCount": count})
    with pytest.raises(ClientError) as raised:
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedrivePolicy": policy})
    assert error_of(raised)["Code"] == "InvalidParameterValue"
    assert f"Invalid value for maxReceiveCount: {count}, valid values are from 1 to 1000 both inclusive." in error_of(raised)["Message"]


def test_creating_again_with_equal_or_no_attributes_returns_the_same_queue(sqs, name, make_queue):
    url = make_queue(VisibilityTimeout=7)
    assert sqs.create_queue(QueueName=name)["QueueUrl"] == url
    assert sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "7"})["QueueUrl"] == url


def test_creating_again_compares_with_the_current_attributes(sqs, name, make_queue):
    url = make_queue(VisibilityTimeout=7)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "8"})
    assert sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "8"})["QueueUrl"] == url
    with pytest.raises(sqs.exceptions.QueueNameExists) as raised:
        sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "7"})
    assert error_of(raised)["Code"] == "QueueAlreadyExists"
    assert error_of(raised)["Message"] == (
        "A queue already exists with the same name and a different value for attribute VisibilityTimeout"
    )


@pytest.mark.parametrize("bad", ["with blank", "with.dot", "ünïcode", "x" * 81, "slash/slash"])
def test_a_bad_queue_name_is_refused(sqs, bad):
    with pytest.raises(ClientError) as raised:
        sqs.create_queue(QueueName=bad)
    assert error_of(raised)["Code"] == "InvalidParameterValue"
    assert error_of(raised)["Message"] == "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("VisibilityTimeout", "43201"),
        ("VisibilityTimeout", "-1"),
        ("DelaySeconds", "901"),
        ("DelaySeconds", "soon"),
        ("MaximumMessageSize", "1023"),
        ("MaximumMessageSize", "1048577"),
        ("MessageRetentionPeriod", "59"),
        ("MessageRetentionPeriod", "1209601"),
        ("ReceiveMessageWaitTimeSeconds", "21"),
        ("Policy", "not JSON"),
    ],
)
def test_an_attribute_out_of_range_is_refused_and_changes_nothing(sqs, queue, attribute, value):
    before = attributes_of(sqs, queue)
    with pytest.raises(ClientError) as raised:
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={attribute: value})
    assert error_of(raised)["Code"] == "InvalidAttributeValue"
    assert error_of(raised)["Message"] == f"Invalid value for the parameter {attribute}."
    assert attributes_of(sqs, queue) == before


@pytest.mark.parametrize("unknown", ["Colour", "FifoQueue"])
def test_an_unknown_attribute_is_refused(sqs, name, queue, unknown):
    with pytest.raises(sqs.exceptions.InvalidAttributeName) as raised:
        sqs.create_queue(QueueName=f"{name}-other", Attributes={unknown: "false"})
    assert error_of(raised)["Code"] == "InvalidAttributeName"
    assert error_of(raised)["Message"] == f"Unknown Attribute {unknown}."
    with pytest.raises(sqs.exceptions.InvalidAttributeName):
        sqs.set_queue_attributes(QueueUrl=queue, Attributes={unknown: "false"})


def test_asking_for_an_unknown_attribute_is_refused(sqs, queue):
    with pytest.raises(sqs.exceptions.InvalidAttributeName) as raised:
        sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["Colour"])
    assert error_of(raised)["Message"] == "Unknown Attribute Colour."


def test_a_deleted_queue_is_gone(sqs, name, queue):
    assert sqs.delete_queue(QueueUrl=queue)["ResponseMetadata"]["HTTPStatusCode"] == 200
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.get_queue_url(QueueName=name)
    assert "QueueUrls" not in sqs.list_queues(QueueNamePrefix=name)


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("delete_queue", {}),
        ("get_queue_attributes", {"AttributeNames": ["All"]}),
        ("set_queue_attributes", {"Attributes": {"DelaySeconds": "1"}}),
        ("send_message", {"MessageBody": "hello"}),
        ("receive_message", {}),
        ("delete_message", {"ReceiptHandle": "garbage"}),
        ("change_message_visibility", {"ReceiptHandle": "garbage", "VisibilityTimeout": 1}),
        ("purge_queue", {}),
    ],
)
def test_every_operation_on_a_missing_queue_tells_so(sqs, name, account, speaks_json, operation, parameters):
    with pytest.raises(sqs.exceptions.QueueDoesNotExist) as raised:
        getattr(sqs, operation)(QueueUrl=f"{ENDPOINT}/{account}/{name}", **parameters)
    assert error_of(raised)["Code"] == "AWS.SimpleQueueService.NonExistentQueue"
    assert error_of(raised)["Type"] == "Sender"
    assert error_of(raised)["Message"] == (
        "The specified queue does not exist."
        if speaks_json
        else "The specified queue does not exist for this wsdl version."
    )
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    if speaks_json:
        assert error_of(raised)["QueryErrorCode"] == "QueueDoesNotExist"


def test_every_answer_has_a_request_id(sqs, name, queue):
    metadata = sqs.get_queue_url(QueueName=name)["ResponseMetadata"]
    assert metadata["RequestId"] == metadata["HTTPHeaders"]["x-amzn-requestid"]
    other = sqs.get_queue_url(QueueName=name)["ResponseMetadata"]
    assert other["RequestId"] != metadata["RequestId"]


def test_accounts_and_regions_do_not_see_each_other(name, make_queue):
    make_queue()
    for stranger in (client_of("sqs", region="eu-west-1"), client_of("sqs", access_key="111122223333")):
        with pytest.raises(stranger.exceptions.QueueDoesNotExist):
            stranger.get_queue_url(QueueName=name)
