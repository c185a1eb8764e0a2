"""The service models of botocore as an oracle: every operation is known, every answer parses, no member is missing or extra, and
what the model requires is required.

A service takes part by one line in CASES and a scenario: a generator that yields (operation, parameters) and is sent the answer.
Before each call the same request is sent once without each of its required members, and must be refused.
"""

import copy
import dataclasses
import json
import typing
import urllib.error
import urllib.request
from xml.etree import ElementTree

import botocore.serialize
import pytest
from botocore.exceptions import ClientError

import dynamodb_models
import sns_models
from conftest import ENDPOINT, REGION, client_of


@dataclasses.dataclass(frozen=True)
class Case:
    scenario: typing.Callable  # of (name) -> generator
    missing: typing.Callable  # of (operation, member) -> (code, message, or None for any); None: nothing is refused
    not_emulated: frozenset = frozenset()  # operations
    never_told: frozenset = frozenset()  # "Operation.Member.Member" of answers
    extra: frozenset = frozenset()  # members that AWS tells though its model does not have them
    malformed: str = "SerializationException"
    ignored: frozenset = frozenset()  # members of requests that are read over
    leaves: frozenset = frozenset()  # shapes whose members need not all be told everywhere



def sqs_scenario(name):
    account = client_of("sts").get_caller_identity()["Account"]
    arn = f"arn:aws:sqs:{REGION}:{account}:{name}"
    attribute = {"color": {"DataType": "String", "StringValue": "blue"}, "blob": {"DataType": "Binary", "BinaryValue": b"x"}}
    trace = {"AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1"}}
    dead = (yield "CreateQueue", {"QueueName": f"{name}-dead"})["QueueUrl"]
    redrive = json.dumps({"deadLetterTargetArn": f"{arn}-dead", "maxReceiveCount": 1})
    queue = (yield "CreateQueue", {"QueueName": name, "Attributes": {"RedrivePolicy": redrive}, "tags": {"a": "b"}})["QueueUrl"]
    yield "CreateQueue", {"QueueName": f"{name}-other", "Attributes": {"RedrivePolicy": redrive}}
    fifo = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
    fifo = (yield "CreateQueue", {"QueueName": f"{name}.fifo", "Attributes": fifo})["QueueUrl"]
    yield "GetQueueUrl", {"QueueName": name}
    yield "ListQueues", {"QueueNamePrefix": name, "MaxResults": 1}
    yield "GetQueueAttributes", {"QueueUrl": queue, "AttributeNames": ["All"]}
    yield "SetQueueAttributes", {"QueueUrl": queue, "Attributes": {"VisibilityTimeout": "20"}}
    yield "TagQueue", {"QueueUrl": queue, "Tags": {"c": "d"}}
    yield "ListQueueTags", {"QueueUrl": queue}
    yield "UntagQueue", {"QueueUrl": queue, "TagKeys": ["c"]}
    yield "AddPermission", {"QueueUrl": queue, "Label": "l", "AWSAccountIds": [account], "Actions": ["*"]}
    yield "RemovePermission", {"QueueUrl": queue, "Label": "l"}
    yield "ListDeadLetterSourceQueues", {"QueueUrl": dead, "MaxResults": 1}

    message = {"MessageBody": "x", "MessageAttributes": attribute, "MessageSystemAttributes": trace}
    yield "SendMessage", {"QueueUrl": queue, **message}
    yield "SendMessage", {"QueueUrl": fifo, "MessageBody": "x", "MessageGroupId": "g"}
    entries = [{"Id": "1", **message}, {"Id": "2", "MessageBody": "\x01"}]
    yield "SendMessageBatch", {"QueueUrl": queue, "Entries": entries}
    entries = [{"Id": "1", "MessageBody": "y", "MessageGroupId": "g"}]
    yield "SendMessageBatch", {"QueueUrl": fifo, "Entries": entries}
    wanted = {"MaxNumberOfMessages": 10, "MessageAttributeNames": ["All"], "MessageSystemAttributeNames": ["All"]}
    handles = [m["ReceiptHandle"] for m in (yield "ReceiveMessage", {"QueueUrl": queue, **wanted})["Messages"]]
    yield "ChangeMessageVisibility", {"QueueUrl": queue, "ReceiptHandle": handles[0], "VisibilityTimeout": 10}
    entries = [{"Id": str(n), "ReceiptHandle": handle, "VisibilityTimeout": 0} for n, handle in enumerate([*handles, "garbage"])]
    yield "ChangeMessageVisibilityBatch", {"QueueUrl": queue, "Entries": entries}
    yield "ReceiveMessage", {"QueueUrl": queue, "MaxNumberOfMessages": 10}  # moves them all to the dead-letter queue

    start = {"SourceArn": f"{arn}-dead", "DestinationArn": arn, "MaxNumberOfMessagesPerSecond": 1}
    task = (yield "StartMessageMoveTask", start)["TaskHandle"]
    yield "ListMessageMoveTasks", {"SourceArn": f"{arn}-dead"}
    yield "CancelMessageMoveTask", {"TaskHandle": task}
    yield "SendMessage", {"QueueUrl": dead, "MessageBody": "of nobody"}
    yield "StartMessageMoveTask", {"SourceArn": f"{arn}-dead"}  # fails at the message that came from nowhere
    yield "ListMessageMoveTasks", {"SourceArn": f"{arn}-dead", "MaxResults": 10}

    (message,) = (yield "ReceiveMessage", {"QueueUrl": queue})["Messages"]
    yield "DeleteMessage", {"QueueUrl": queue, "ReceiptHandle": message["ReceiptHandle"]}
    entries = [{"Id": "1", "ReceiptHandle": message["ReceiptHandle"]}, {"Id": "2", "ReceiptHandle": "garbage"}]
    yield "DeleteMessageBatch", {"QueueUrl": queue, "Entries": entries}
    yield "PurgeQueue", {"QueueUrl": queue}
    for url in (queue, dead, fifo, queue + "-other"):
        yield "DeleteQueue", {"QueueUrl": url}


SQS_MISSING = {
    "GetQueueUrl.QueueName": ("InvalidParameterValue", "Value  for parameter QueueName is invalid. Reason: Must specify a queue name."),
    "SetQueueAttributes.Attributes": ("MissingParameter", "The request must contain the parameter Attribute.Name."),
    "AddPermission.Actions": ("MissingParameter", "The request must contain the parameter ActionName."),
    # The entry fails and not the call.
    "SendMessageBatch.Entries.MessageBody": None,
    "DeleteMessageBatch.Entries.ReceiptHandle": None,
    "ChangeMessageVisibilityBatch.Entries.ReceiptHandle": None,
    "SendMessageBatch.Entries.MessageAttributes.DataType": None,
    "SendMessageBatch.Entries.MessageSystemAttributes.DataType": None,
    "SendMessage.MessageAttributes.DataType": ("InvalidParameterValue", "Missing required parameter DataType"),
    "SendMessage.MessageSystemAttributes.DataType": ("InvalidParameterValue", None),
}


def sqs_missing(operation, member):
    path = f"{operation}.{member}"
    if path in SQS_MISSING:
        return SQS_MISSING[path]
    if member == "QueueUrl":
        return "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist."
    if member == "Entries.Id":
        member = f"{operation}RequestEntry.1.Id"
    return "MissingParameter", f"The request must contain the parameter {member}."


CASES = {
    "dynamodb": Case(
        dynamodb_models.scenario,
        dynamodb_models.missing,
        not_emulated=dynamodb_models.NOT_EMULATED,
        never_told=dynamodb_models.NEVER_TOLD,
        ignored=dynamodb_models.IGNORED,
        leaves=frozenset({"AttributeValue"}),
    ),
    "sns": Case(sns_models.scenario, sns_models.missing, never_told=sns_models.NEVER_TOLD),
    "sqs": Case(
        sqs_scenario,
        sqs_missing,
        never_told=frozenset(f"ReceiveMessage.Messages.MessageAttributes.{kind}ListValues" for kind in ("String", "Binary")),
        malformed="MalformedInput",
    ),
}


class Witness:
    """Looks at the raw answers as they come, before any parser makes something of them."""

    def __init__(self, service, case):
        self.case = case
        self.seen, self.told, self.raw = set(), set(), None
        self.client = client_of(service)
        # What parameter_validation=False would do, in every version.
        self.client._serializer = botocore.serialize.create_serializer(self.protocol, include_validation=False)
        self.client.meta.events.register("before-parse", self.look)

    @property
    def model(self):
        return self.client.meta.service_model

    @property
    def protocol(self):
        return getattr(self.model, "resolved_protocol", self.model.metadata["protocol"])

    def look(self, operation_model, response_dict, **_):
        shape, body = operation_model.output_shape, response_dict["body"]
        if response_dict["status_code"] != 200:
            return
        operation = operation_model.name
        self.seen.add(operation)
        if shape is None:
            if self.protocol == "json":
                assert body == b"", f"{operation} has no output, and so no body"
        elif self.protocol == "json":
            self.walk(json.loads(body), shape, operation)
        else:
            self.walk_xml(body, shape, operation)

    def walk(self, value, shape, path):
        self.told.add(path)
        if shape.type_name == "structure":
            assert isinstance(value, dict), path
            for name, inner in value.items():
                if f"{path}.{name}" in self.case.extra:
                    continue
                assert name in shape.members, f"{path}.{name} is not in the model"
                assert inner is not None, f"{path}.{name} is null"
                self.walk(inner, shape.members[name], f"{path}.{name}")
        elif shape.type_name == "list":
            assert isinstance(value, list), path
            for inner in value:
                self.walk(inner, shape.member, path)
        elif shape.type_name == "map":
            assert isinstance(value, dict), path
            for inner in value.values():
                self.walk(inner, shape.value, path)
        else:
            kinds = {"string": str, "blob": str, "boolean": bool, "integer": int, "long": int, "timestamp": (int, float)}
            assert isinstance(value, kinds.get(shape.type_name, (int, float))), f"{path}: {value!r} is no {shape.type_name}"

    def walk_xml(self, body, shape, path):
        def plain(element):
            return element.tag.rpartition("}")[2]

        def walk(element, shape, path):
            self.told.add(path)
            if shape.type_name == "structure":
                for child in element:
                    name = plain(child)
                    assert name in shape.members, f"{path}.{name} is not in the model"
                    walk(child, shape.members[name], f"{path}.{name}")
            elif shape.type_name == "list":
                for child in element:
                    assert plain(child) == "member", path
                    walk(child, shape.member, path)
            elif shape.type_name == "map":
                for child in element:
                    assert [plain(part) for part in child] == ["key", "value"], path
                    walk(child[1], shape.value, path)

        response = ElementTree.fromstring(body)
        assert plain(response) == f"{path}Response"
        result = [child for child in response if plain(child) == f"{path}Result"]
        assert len(result) == 1, f"{path} has one result element"
        walk(result[0], shape, path)

    def all_told(self, shape, path, inside=()):
        """Every path that the answers of an operation can have; a shape inside itself is not followed."""
        if shape is None or shape.name in inside or shape.name in self.case.leaves:
            return
        if shape.type_name == "structure":
            for name, member in shape.members.items():
                yield f"{path}.{name}"
                yield from self.all_told(member, f"{path}.{name}", (*inside, shape.name))
        elif shape.type_name in ("list", "map"):
            yield from self.all_told(shape.member if shape.type_name == "list" else shape.value, path, (*inside, shape.name))


def call(witness, operation, parameters):
    return witness.client._make_api_call(operation, parameters)


def without_required(shape, parameters, path=""):
    """(member, the parameters without it) for all that the model requires and that is there, also further in."""
    if shape is None:
        return
    for name in shape.required_members:
        if name in parameters:
            yield f"{path}{name}", {key: value for key, value in parameters.items() if key != name}
    for name, value in parameters.items():
        member = shape.members[name]
        inner = {"list": "member", "map": "value"}.get(member.type_name)
        if inner is None or getattr(member, inner).type_name != "structure":
            continue
        place = next(iter(value)) if member.type_name == "map" else 0
        for spoiled, rest in without_required(getattr(member, inner), value[place], f"{path}{name}."):
            whole = copy.copy(value)
            whole[place] = rest
            yield spoiled, {**parameters, name: whole}


def refused(witness, operation, parameters, expected, what):
    code, message = expected
    with pytest.raises(ClientError) as raised:
        call(witness, operation, parameters)
    error = raised.value.response["Error"]
    assert error["Code"] == code, f"{operation} without {what}"
    assert message is None or error["Message"] == message, f"{operation} without {what}"


@pytest.fixture(params=CASES)
def case(request):
    if client_of("sqs").meta.service_model.metadata["protocol"] != "json":
        pytest.skip("the models of the newest client are the oracle")
    return request.param, CASES[request.param]


def play(witness, case, name, before=lambda operation, parameters: None):
    scenario, answer = case.scenario(name), None
    while True:
        try:
            operation, parameters = scenario.send(answer)
        except StopIteration:
            return
        before(operation, parameters)
        answer = call(witness, operation, parameters)


def test_every_operation_answers_as_the_model_says(case, name):
    service, rules = case
    witness = Witness(service, rules)
    play(witness, rules, name)
    assert witness.seen == set(witness.model.operation_names) - rules.not_emulated
    possible = set()
    for operation in witness.seen:
        possible |= set(witness.all_told(witness.model.operation_model(operation).output_shape, operation))
    untold = possible - witness.told
    # What is not told has no members that are.
    assert {path for path in untold if path.rpartition(".")[0] not in untold} == rules.never_told


def test_what_the_model_requires_is_required(case, name):
    service, rules = case
    witness = Witness(service, rules)

    def spoil(operation, parameters):
        for member, rest in without_required(witness.model.operation_model(operation).input_shape, parameters):
            expected = rules.missing(operation, member)
            if expected:
                refused(witness, operation, rest, expected, member)

    play(witness, rules, name, spoil)


def ask_raw(witness, operation, body):
    target = f"{witness.model.metadata['targetPrefix']}.{operation}"
    headers = {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.0"}
    request = urllib.request.Request(ENDPOINT, data=json.dumps(body).encode(), headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, "", answer.read()
    except urllib.error.HTTPError as error:
        kind = json.loads(error.read())["__type"].rpartition("#")[2]
        return error.code, error.headers.get("x-amzn-query-error", kind).partition(";")[0], b""


WRONG = {"string": {}, "integer": "x", "long": "x", "boolean": {}, "list": {}, "map": [], "structure": "x", "blob": {}}


def with_one_of_the_wrong_type(shape, inside=()):
    """(path, value): of the shape, but for one place in it, however deep; a shape inside itself is not followed."""
    if shape is None or shape.name in inside:
        return
    if shape.type_name == "structure":
        parts = [(name, member, lambda value, name=name: {name: value}) for name, member in shape.members.items()]
    elif shape.type_name == "list":
        parts = [("0", shape.member, lambda value: [value])]
    elif shape.type_name == "map":
        parts = [("k", shape.value, lambda value: {"k": value})]
    else:
        return
    for name, member, wrapped in parts:
        if member.type_name in WRONG:
            yield name, wrapped(WRONG[member.type_name])
        for path, value in with_one_of_the_wrong_type(member, (*inside, shape.name)):
            yield f"{name}.{path}", wrapped(value)


def test_a_value_of_the_wrong_type_is_refused_wherever_it_stands(case):
    service, rules = case
    witness = Witness(service, rules)
    if witness.protocol != "json":
        pytest.skip("text has no types")
    for operation in set(witness.model.operation_names) - rules.not_emulated:
        for path, body in with_one_of_the_wrong_type(witness.model.operation_model(operation).input_shape):
            if f"{operation}.{path.partition('.')[0]}" in rules.ignored:
                continue
            status, code, _ = ask_raw(witness, operation, body)
            assert (status, code) == (400, rules.malformed), f"{operation}.{path}: {body}"
