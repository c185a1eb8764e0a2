"""What test_models.py has to know of SNS: a scenario in which every member is told, and what is never told, and why."""

import json
import re
import urllib.request

from conftest import ENDPOINT, REGION, client_of

PAGE = 100


def opt_out(number):
    """As if the owner of the phone had answered STOP."""
    body = json.dumps({"phoneNumber": number}).encode()
    urllib.request.urlopen(
        urllib.request.Request(f"{ENDPOINT}/_understudy/opt-outs", body, {"Content-Type": "application/json"}, method="POST")
    ).close()


def scenario(name):
    account = client_of("sts").get_caller_identity()["Account"]
    yield from topics(name, account)
    yield from messages(name)
    yield from apps(name)
    yield from phones()


def topics(name, account):
    topic = (yield "CreateTopic", {"Name": name, "Tags": [{"Key": "a", "Value": "b"}]})["TopicArn"]
    yield "GetTopicAttributes", {"TopicArn": topic}
    yield "SetTopicAttributes", {"TopicArn": topic, "AttributeName": "DisplayName", "AttributeValue": "d"}
    yield "AddPermission", {"TopicArn": topic, "Label": "l", "AWSAccountId": [account], "ActionName": ["Publish"]}
    yield "RemovePermission", {"TopicArn": topic, "Label": "l"}
    yield "TagResource", {"ResourceArn": topic, "Tags": [{"Key": "c", "Value": "d"}]}
    yield "ListTagsForResource", {"ResourceArn": topic}
    yield "UntagResource", {"ResourceArn": topic, "TagKeys": ["c"]}
    policy = json.dumps({"Statement": [{"DataDirection": "Inbound"}]})
    yield "PutDataProtectionPolicy", {"ResourceArn": topic, "DataProtectionPolicy": policy}
    yield "GetDataProtectionPolicy", {"ResourceArn": topic}
    arn = f"arn:aws:sqs:{REGION}:{account}:{name}"
    made = (yield "Subscribe", {"TopicArn": topic, "Protocol": "sqs", "Endpoint": arn})["SubscriptionArn"]
    yield "GetSubscriptionAttributes", {"SubscriptionArn": made}
    yield "SetSubscriptionAttributes", {"SubscriptionArn": made, "AttributeName": "RawMessageDelivery", "AttributeValue": "true"}
    for number in range(PAGE):
        yield "Subscribe", {"TopicArn": topic, "Protocol": "sqs", "Endpoint": f"{arn}-{number}"}
        yield "CreateTopic", {"Name": f"{name}-{number}"}
    yield "ListSubscriptions", {}
    yield "ListSubscriptionsByTopic", {"TopicArn": topic}
    yield "ListTopics", {}
    yield "Unsubscribe", {"SubscriptionArn": made}
    mail = {"TopicArn": topic, "Protocol": "email", "Endpoint": f"{name}@example.com"}
    yield "Subscribe", mail
    with urllib.request.urlopen(f"{ENDPOINT}/_understudy/outbox?protocol=email&endpoint={name}@example.com") as outbox:
        token = re.search(r"Token=([0-9a-f]+)", outbox.read().decode())[1]
    yield "ConfirmSubscription", {"TopicArn": topic, "Token": token}
    for number in range(PAGE):
        yield "DeleteTopic", {"TopicArn": f"{topic}-{number}"}
    yield "DeleteTopic", {"TopicArn": topic}


def messages(name):
    fifo = {"FifoTopic": "true", "ContentBasedDeduplication": "true"}
    topic = (yield "CreateTopic", {"Name": f"{name}.fifo", "Attributes": fifo})["TopicArn"]
    attributes = {"color": {"DataType": "String", "StringValue": "blue"}, "blob": {"DataType": "Binary", "BinaryValue": b"x"}}
    message = {"Message": "hi", "MessageGroupId": "g", "MessageAttributes": attributes}
    yield "Publish", {"TopicArn": topic, **message}
    entries = [{"Id": "1", **message, "Message": "one"}, {"Id": "2", **message, "Subject": "a\nb"}]
    yield "PublishBatch", {"TopicArn": topic, "PublishBatchRequestEntries": entries}
    yield "DeleteTopic", {"TopicArn": topic}


def apps(name):
    secrets = {"PlatformCredential": "c", "PlatformPrincipal": "p"}
    app = (yield "CreatePlatformApplication", {"Name": name, "Platform": "GCM", "Attributes": secrets})["PlatformApplicationArn"]
    yield "GetPlatformApplicationAttributes", {"PlatformApplicationArn": app}
    yield "SetPlatformApplicationAttributes", {"PlatformApplicationArn": app, "Attributes": {"SuccessFeedbackSampleRate": "5"}}
    for number in range(PAGE):
        yield "CreatePlatformApplication", {"Name": f"{name}-{number}", "Platform": "GCM", "Attributes": secrets}
    yield "ListPlatformApplications", {}
    endpoint = (yield "CreatePlatformEndpoint", {"PlatformApplicationArn": app, "Token": "t"})["EndpointArn"]
    yield "GetEndpointAttributes", {"EndpointArn": endpoint}
    yield "SetEndpointAttributes", {"EndpointArn": endpoint, "Attributes": {"CustomUserData": "u"}}
    for number in range(PAGE):
        yield "CreatePlatformEndpoint", {"PlatformApplicationArn": app, "Token": f"t{number}"}
    yield "ListEndpointsByPlatformApplication", {"PlatformApplicationArn": app}
    yield "DeleteEndpoint", {"EndpointArn": endpoint}
    for each in (app, *(f"{app}-{number}" for number in range(PAGE))):
        yield "DeletePlatformApplication", {"PlatformApplicationArn": each}


def phones():
    numbers = [f"+1555123{number:04}" for number in range(PAGE + 1)]
    number = numbers[0]
    yield "SetSMSAttributes", {"attributes": {"DefaultSMSType": "Transactional"}}
    yield "GetSMSAttributes", {"attributes": ["DefaultSMSType"]}
    for each in numbers:
        opt_out(each)
    yield "CheckIfPhoneNumberIsOptedOut", {"phoneNumber": number}
    yield "ListPhoneNumbersOptedOut", {}
    for each in numbers:
        yield "OptInPhoneNumber", {"phoneNumber": each}
    yield "GetSMSSandboxAccountStatus", {}
    for each in numbers[:2]:
        yield "CreateSMSSandboxPhoneNumber", {"PhoneNumber": each}
    yield "ListSMSSandboxPhoneNumbers", {"MaxResults": 1}
    yield "VerifySMSSandboxPhoneNumber", {"PhoneNumber": number, "OneTimePassword": "123456"}
    for each in numbers[:2]:
        yield "DeleteSMSSandboxPhoneNumber", {"PhoneNumber": each}
    yield "ListOriginationNumbers", {}


MISSING = {
    "Unsubscribe.SubscriptionArn": ("InvalidParameter", "Invalid parameter: SubscriptionArn Reason: no value for required parameter"),
}


def missing(operation, member):
    """The key of an attribute stands where the model has none: messageAttributes.color.member.dataType."""
    path = [part[0].lower() + part[1:] for part in member.split(".")]
    for place, part in enumerate(path[:-1]):
        path[place] = f"{part}.{'color' if part == 'messageAttributes' else '1'}.member"
    where = ".".join(path)
    refusal = f"1 validation error detected: Value null at '{where}' failed to satisfy constraint: Member must not be null"
    return MISSING.get(f"{operation}.{member}", ("ValidationError", refusal))


# Nobody has bought a number.
ORIGINATION = "CreatedAt Iso2CountryCode NumberCapabilities PhoneNumber RouteType Status".split()
NEVER_TOLD = frozenset({"ListOriginationNumbers.NextToken", *(f"ListOriginationNumbers.PhoneNumbers.{name}" for name in ORIGINATION)})
