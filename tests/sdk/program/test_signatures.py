"""--verify-sigv4: SDKs that sign with the right pair of keys notice nothing, and the others get AWS's errors."""

import http.client
import urllib.parse

import boto3
import botocore.exceptions
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
import pytest

from test_program import GIVE_UP, ask, call, serving

PAIR = "AKIDEXAMPLE:wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"


@pytest.fixture(params=["flag", "environment"])
def emulator(request, tmp_path):
    if request.param == "flag":
        running = serving(tmp_path, "--verify-sigv4", PAIR)
    else:
        running = serving(tmp_path, UNDERSTUDY_VERIFY_SIGV4=PAIR)
    with running as started:
        yield started


def client(emulator, service, pair=PAIR):
    access_key, secret = pair.split(":")
    return boto3.client(
        service,
        endpoint_url=f"http://127.0.0.1:{emulator.port}",
        region_name="eu-west-1",
        aws_access_key_id=access_key,
        aws_secret_access_key=secret,
    )


CALLS = {
    "sqs": lambda sqs: sqs.send_message(QueueUrl=sqs.create_queue(QueueName="q")["QueueUrl"], MessageBody="häh?"),
    "sns": lambda sns: sns.publish(TopicArn=sns.create_topic(Name="t")["TopicArn"], Message="a & b + c = ü"),
    "dynamodb": lambda dynamodb: dynamodb.list_tables(),
    "sts": lambda sts: sts.get_caller_identity(),
}


@pytest.mark.parametrize("service", CALLS)
def test_what_is_signed_with_the_pair_is_served(emulator, service):
    assert CALLS[service](client(emulator, service))["ResponseMetadata"]["HTTPStatusCode"] == 200


@pytest.mark.parametrize(
    "service, pair, code, status",
    [
        ("sqs", "AKIDEXAMPLE:guess", "SignatureDoesNotMatch", 403),
        ("sqs", "OTHER:guess", "InvalidClientTokenId", 403),
        ("sns", "AKIDEXAMPLE:guess", "SignatureDoesNotMatch", 403),
        ("sns", "OTHER:guess", "InvalidClientTokenId", 403),
        ("sts", "OTHER:guess", "InvalidClientTokenId", 403),
        ("dynamodb", "AKIDEXAMPLE:guess", "InvalidSignatureException", 400),
        ("dynamodb", "OTHER:guess", "UnrecognizedClientException", 400),
    ],
)
def test_another_pair_is_refused_and_changes_nothing(emulator, service, pair, code, status):
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        CALLS[service](client(emulator, service, pair))
    assert refused.value.response["Error"]["Code"] == code
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert "QueueUrls" not in client(emulator, "sqs").list_queues()
    assert client(emulator, "sns").list_topics()["Topics"] == []


def ask_unsigned(port, method, fields):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=GIVE_UP)
    form = urllib.parse.urlencode({"Version": "2010-03-31", **fields})
    if method == "GET":
        connection.request("GET", f"/?{form}")
    else:
        connection.request("POST", "/", form, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def test_nobody_is_served_without_a_signature(emulator):
    status, error = call(emulator.port, "ListQueues")
    assert (status, error["__type"]) == (403, "com.amazon.coral.service#AccessDeniedException")
    status, error = call(emulator.port, "DynamoDB_20120810.ListTables")
    assert (status, error["__type"]) == (400, "com.amazon.coral.service#MissingAuthenticationTokenException")
    for method in ("GET", "POST"):
        status, text = ask_unsigned(emulator.port, method, {"Action": "CreateTopic", "Name": "t"})
        assert status == 403 and "<Code>MissingAuthenticationToken</Code>" in text


def test_links_in_messages_need_no_signature(emulator):
    """What they are answered comes from SNS itself then."""
    sns = client(emulator, "sns")
    topic = sns.create_topic(Name="t")["TopicArn"]
    client(emulator, "sqs").create_queue(QueueName="q")
    subscription = sns.subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint="arn:aws:sqs:eu-west-1:000000000000:q", ReturnSubscriptionArn=True
    )
    link = {"Action": "Unsubscribe", "SubscriptionArn": subscription["SubscriptionArn"]}
    status, text = ask_unsigned(emulator.port, "GET", link)
    assert status == 403 and "<Code>AuthorizationError</Code>" in text  # its owner has subscribed, signed
    link = {"Action": "ConfirmSubscription", "TopicArn": topic, "Token": "nonsense"}
    status, text = ask_unsigned(emulator.port, "GET", link)
    assert status == 400 and "<Code>InvalidParameter</Code>" in text


def presigned(emulator, service, pair=PAIR, expires=60, token=None, path="/", **parameters):
    """Old versions of boto3 presign SQS in this way too; newer ones speak JSON to it, which no URL carries."""
    request = AWSRequest("GET", f"http://127.0.0.1:{emulator.port}{path}", params=parameters)
    SigV4QueryAuth(Credentials(*pair.split(":"), token), service, "eu-west-1", expires).add_auth(request)
    return request.prepare().url


def get(url, method="GET"):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=GIVE_UP)
    connection.request(method, f"{parts.path}?{parts.query}")
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_urls_that_botocore_presigns_are_served(emulator, method):
    for service, operation, parameters, wanted in (
        ("sns", "create_topic", {"Name": "a"}, "arn:aws:sns:eu-west-1:000000000000:a"),
        ("sts", "get_caller_identity", {}, "<Account>000000000000</Account>"),
    ):
        url = client(emulator, service).generate_presigned_url(operation, Params=parameters, ExpiresIn=60, HttpMethod=method)
        status, text = get(url, method)
        assert status == 200 and wanted in text, text


def test_a_presigned_url_is_good_for_sqs_and_for_temporary_keys(emulator):
    queue = client(emulator, "sqs").create_queue(QueueName="q")["QueueUrl"]
    path = urllib.parse.urlsplit(queue).path
    body = "two words, a+b & ü"
    for token in (None, "a+b/c=="):
        url = presigned(emulator, "sqs", token=token, path=path, Action="SendMessage", Version="2012-11-05", MessageBody=body)
        status, text = get(url)
        assert status == 200, text
    received = client(emulator, "sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
    assert [message["Body"] for message in received["Messages"]] == [body, body]
    assert not any("MessageAttributes" in message for message in received["Messages"])


@pytest.mark.parametrize(
    "service, action, version",
    [("sqs", "ListQueues", "2012-11-05"), ("sns", "ListTopics", "2010-03-31"), ("sts", "GetCallerIdentity", "2011-06-15")],
)
def test_what_is_wrong_with_a_presigned_url_is_told(emulator, service, action, version):
    asked = {"Action": action, "Version": version}
    good = presigned(emulator, service, **asked)
    assert get(good)[0] == 200
    for url, code in (
        (good.replace("Expires=60", "Expires=61"), "SignatureDoesNotMatch"),
        (good + "&MaxResults=1", "SignatureDoesNotMatch"),
        (presigned(emulator, service, pair="AKIDEXAMPLE:guess", **asked), "SignatureDoesNotMatch"),
        (presigned(emulator, service, pair="OTHER:guess", **asked), "InvalidClientTokenId"),
    ):
        status, text = get(url)
        assert status == 403 and f"<Code>{code}</Code>" in text, text
    status, text = get(good.split("&X-Amz-Signature")[0])
    assert status == 400 and "must include 'X-Amz-Signature'" in text


@pytest.mark.parametrize("pair", ["nonsense", ":secret", "key:"])
def test_what_is_no_pair_is_refused(pair):
    refused = ask("--listen", "127.0.0.1:0", "--verify-sigv4", pair)
    assert refused.returncode == 2
    assert refused.stderr.startswith("understudy: ") and "ACCESS_KEY:SECRET_KEY" in refused.stderr
