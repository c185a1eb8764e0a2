"""Requests that violate the model of botocore in exactly one place: each rule of each member that the emulated operations have,
also further in. AWS names the rule and the member in one form; where it says something else, OVERRIDES does too.
"""

import base64
import json
import re
import urllib.error
import urllib.request

import pytest

import dynamodb_models
from conftest import ENDPOINT, client_of

MODEL = client_of("dynamodb").meta.service_model
if "BulkOperationArn" not in MODEL.shape_names:
    pytest.skip("an older model knows less", allow_module_level=True)

LONG_MAX = 2**63 - 1


def lower(name):
    return name[0].lower() + name[1:]


def ask(operation, body):
    headers = {"X-Amz-Target": f"{MODEL.metadata['targetPrefix']}.{operation}", "Content-Type": "application/x-amz-json-1.0"}
    request = urllib.request.Request(ENDPOINT, data=json.dumps(body).encode(), headers=headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, "", "", answer.read()
    except urllib.error.HTTPError as error:
        told = json.loads(error.read())
        return error.code, told["__type"].rpartition("#")[2], told.get("message", told.get("Message")), b""


def plain(value):
    """The request as JSON has it."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def of_string(shape, path):
    limits = shape.metadata
    if shape.enum:
        yield path, "enum", "no such word"
        yield path, "enum", shape.enum[0].lower()
        return
    if limits.get("min", 0) > 0:
        yield path, f"length greater than or equal to {limits['min']}", ""
    if "max" in limits:
        yield path, f"length less than or equal to {limits['max']}", "x" * (limits["max"] + 1)
    if "pattern" in limits:
        yield path, f"regular expression pattern: {limits['pattern']}", "a!b" * 20


def of_number(shape, path):
    limits = shape.metadata
    if "min" in limits:
        yield path, f"value greater than or equal to {limits['min']}", limits["min"] - 1
    if limits.get("max", LONG_MAX) < LONG_MAX:
        yield path, f"value less than or equal to {limits['max']}", limits["max"] + 1


def of_list(shape, value, path):
    limits = shape.metadata
    if limits.get("min", 0) > 0:
        yield path, f"length greater than or equal to {limits['min']}", []
    if "max" in limits and value:
        yield path, f"length less than or equal to {limits['max']}", value[:1] * (limits["max"] + 1)
    if value:
        for where, rule, spoiled in violations(shape.member, value[0], f"{path}.1.member"):
            yield where, rule, [spoiled, *value[1:]]


def of_map(shape, value, path):
    limits = shape.metadata
    if limits.get("min", 0) > 0:
        yield path, f"length greater than or equal to {limits['min']}", {}
    for key in list(value)[:1]:
        for where, rule, spoiled in violations(shape.value, value[key], f"{path}.{key}.member"):
            yield where, rule, {**value, key: spoiled}


def of_structure(shape, value, path):
    for name, member in shape.members.items():
        inner = f"{path}.{lower(name)}" if path else lower(name)
        if name in shape.required_members and name in value:
            yield inner, "not be null", {key: each for key, each in value.items() if key != name}
        if name in value or member.type_name not in ("list", "map", "structure"):
            for where, rule, spoiled in violations(member, value.get(name), inner):
                yield where, rule, {**value, name: spoiled}


def violations(shape, value, path=""):
    """(path as it is told, rule, the value with that one rule violated)"""
    if shape.name == "AttributeValue":
        return  # which has rules of its own
    if shape.type_name in ("list", "map", "structure"):
        walk = {"list": of_list, "map": of_map, "structure": of_structure}[shape.type_name]
        yield from walk(shape, value, path)
    elif shape.type_name == "string":
        yield from of_string(shape, path)
    elif shape.type_name in ("integer", "long"):
        yield from of_number(shape, path)


IN_NAMES = "Attribute name"  # the words of it that are known
NEW_NAME = "1 validation error detected: Value at 'TableName' failed to satisfy constraint: Member must have length greater than or equal to 1"
BATCH = "1 validation error detected: Value '{<T>=.*}' at 'requestItems' failed to satisfy constraint: Map value must satisfy constraint: "
BATCH += re.escape("[Member must have length less than or equal to 25, Member must have length greater than or equal to 1]")
NOT_YET = None
EVERY_ARN = "One or more parameter values were invalid: ARNs must start with 'arn:': x*"

# What is said instead, by operation (or *), member and rule (or *), as a pattern; None: nothing, the member is not looked at.
# In brackets the section of the facts.
OVERRIDES = {
    # [1.8] The three writes word an empty name anew; UpdateItem shows its own list of ReturnValues.
    ("PutItem", "tableName", "length greater than or equal to 1"): NEW_NAME,
    ("UpdateItem", "tableName", "length greater than or equal to 1"): NEW_NAME,
    ("DeleteItem", "tableName", "length greater than or equal to 1"): NEW_NAME,
    ("UpdateItem", "returnValues", "enum"): r"1 validation error detected: Failed to satisfy constraint: Member must satisfy enum value set: \[.*\]",
    # [1.8] Query and the batches name the member as the request does.
    ("Query", "limit", "*"): "1 validation error detected: Value at 'Limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ("BatchGetItem", "requestItems", "length greater than or equal to 1"): "1 validation error detected: Value at 'RequestItems' failed .*: Member must have length greater than or equal to 1",
    ("BatchWriteItem", "requestItems", "length greater than or equal to 1"): "1 validation error detected: Value at 'RequestItems' failed .*: Member must have length greater than or equal to 1",
    ("BatchGetItem", "requestItems.<T>.member.keys", "length greater than or equal to 1"): r"1 .* Value at 'RequestItems\.<T>\.member\.Keys' failed .* 1",
    ("BatchGetItem", "requestItems.<T>.member.keys", "length less than or equal to 100"): r"1 .* Value at 'RequestItems\.<T>\.member\.Keys' failed .* 100",
    # [4.5] The batch of writes speaks of the values of the map.
    ("BatchWriteItem", "requestItems.<T>.member", "*"): BATCH,
    # [2.3] An empty name is told by its characters too.
    ("CreateTable", "tableName", "length greater than or equal to 1"): "2 .* at 'tableName' .*: Member must have length greater than or equal to 3",
    # [4.1, 2.3] A name has 3 to 255 characters, whatever the model says for the sake of ARNs.
    ("*", "tableName", "length less than or equal to 1024"): ".* at 'tableName' .*: Member must have length less than or equal to 255",
    # [2.3] The class of a table has a text of its own; beside another change it is the only operation that is told first [2.5].
    ("CreateTable", "tableClass", "enum"): "Invalid table-class parameter provided. .*",
    ("UpdateTable", "tableClass", "enum"): "Invalid table-class parameter provided. .*|.* must be the only operation in the request",
    # [2.8] Tags and ARNs have texts of their own.
    **{
        (operation, f"tags.1.member.{member}", "*"): f"The Tag {member.capitalize()} provided is invalid, {member.capitalize()}: .*"
        for operation in ("CreateTable", "TagResource")
        for member in ("key", "value")
    },
    ("TagResource", "tags", "*"): "Atleast one Tag needs to be provided as Input.",
    ("UntagResource", "tagKeys", "*"): "Atleast one Tag Key needs to be provided as Input.",
    ("UntagResource", "tagKeys.1.member", "*"): None,  # keys that are not there are ignored
    **{
        (operation, "resourceArn", rule): EVERY_ARN
        for operation in ("TagResource", "UntagResource", "ListTagsOfResource")
        for rule in ("length greater than or equal to 1", "length less than or equal to 1283")
    },
    # Members that are not there yet.
    ("CreateTable", "globalTableSourceArn", "*"): NOT_YET,
    ("CreateTable", "globalTableSettingsReplicationMode", "*"): NOT_YET,
    ("CreateTable", "resourcePolicy", "*"): NOT_YET,
    ("UpdateTable", "multiRegionConsistency", "*"): NOT_YET,
    ("UpdateTable", "globalTableSettingsReplicationMode", "*"): NOT_YET,
}


def expected(operation, path, rule):
    if rule == "length less than or equal to 65535":
        return f".*{IN_NAMES}.*"  # [3.1]
    for who in (operation, "*"):
        # [4.7] The members of an action are told by their whole path.
        for member in (path, path.rpartition(".")[2]) if "Transact" in operation else (path,):
            for what in (rule, "*"):
                if (who, member, what) in OVERRIDES:
                    return OVERRIDES[who, member, what].replace("'tableName'", re.escape(f"'{path}'")) if OVERRIDES[who, member, what] else None
    if rule == "enum":
        rule = r"satisfy enum value set: \[\w+(, \w+)*\]"
    else:
        rule = re.escape(rule if rule.startswith("not be") else f"have {rule}" if "than" in rule else f"satisfy {rule}")
    return rf"\d+ validation errors? detected: (.*; )?Value [^;]* at '{re.escape(path)}' failed to satisfy constraint: Member must {rule}(; .*)?"


def test_every_constraint_of_the_model_is_told(name):
    seen, otherwise = set(), []
    client = client_of("dynamodb")
    scenario, answer = dynamodb_models.scenario(name), None
    while True:
        try:
            operation, parameters = scenario.send(answer)
        except StopIteration:
            break
        for path, rule, spoiled in violations(MODEL.operation_model(operation).input_shape, parameters):
            what = (operation, path.replace(name, "<T>"), rule)
            pattern = None if what in seen else expected(*what)
            seen.add(what)
            if pattern is None:
                continue
            status, code, message, _ = ask(operation, plain(spoiled))
            is_told = re.fullmatch(pattern.replace("<T>", re.escape(name)), message, re.DOTALL)
            if (status, code) != (400, "ValidationException") or not is_told:
                otherwise.append(f"{what}: {status} {code} {message[:200]}")
            assert status != 200, otherwise[-1]
        answer = client._make_api_call(operation, parameters)
    assert len(seen) > 200
    assert not otherwise, "\n".join(otherwise)


# JSON of the wrong type [1.6]: what each kind of member says to each kind of JSON; {} stands for its shape.

STRUCTURE = "com.amazonaws.dynamodb.v20120810.{}"
SCALARS = {"string": "String", "integer": "Integer", "long": "Long", "boolean": "Boolean"}


def texts_of(shape, inside):
    """(JSON, text) for a shape; `inside` when it is an element of a list or a value of a map."""
    kind = shape.type_name
    not_here = "Start of structure or map found where not expected"
    scalar = "Unexpected value type in payload" if inside else "Unexpected field type"
    if kind in SCALARS:
        java = SCALARS[kind]
        yield {}, not_here
        yield [], f"Unrecognized collection type class java.lang.{java}"
        if kind == "string":
            yield True, "TRUE_VALUE cannot be converted to String"
            yield False, "FALSE_VALUE cannot be converted to String"
            yield 5, "NUMBER_VALUE cannot be converted to String"
            yield 1.5, "DECIMAL_VALUE cannot be converted to String"
        elif kind == "boolean":
            yield 5, "NUMBER_VALUE cannot be converted to Boolean"
            yield 1.5, "DECIMAL_VALUE cannot be converted to Boolean"
            yield "maybe", "Unexpected token received from parser"
        else:
            yield "x", f"STRING_VALUE cannot be converted to {java}"
            yield True, f"TRUE_VALUE cannot be converted to {java}"
    elif kind == "blob":
        yield {}, not_here
        yield [], "Unrecognized collection type class java.nio.ByteBuffer"
        yield 5, "only base-64-encoded strings are convertible to bytes"
        yield True, "only base-64-encoded strings are convertible to bytes"
        yield "abc", "Base64 encoded length is expected a multiple of 4 bytes but found: 3"
    elif kind == "list":
        yield {}, not_here
        if not inside:
            yield from ((value, scalar) for value in ("x", 5, True))
    elif kind == "map":
        value = shape.value
        java = "java.lang.String" if value.type_name == "string" else STRUCTURE.format(value.name)
        if value.type_name in ("string", "structure") and not inside:
            yield [], f"Unrecognized collection type java.util.Map<java.lang.String, {java}>"
        if not inside:
            yield from ((each, scalar) for each in ("x", 5, True))
    else:
        yield [], f"Unrecognized collection type class {STRUCTURE.format(shape.name)}"
        yield from ((value, scalar) for value in ("x", 5, True))


def wrong_types(shape, around, inside=False, above=()):
    """(body, text): `around` puts a value to where the shape is."""
    if above.count(shape.name) > 1:
        return
    above = (*above, shape.name)
    if above[1:]:
        yield from ((around(value), text) for value, text in texts_of(shape, inside))
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield from wrong_types(member, lambda value, name=name: around({name: value}), False, above)
    elif shape.type_name == "list":
        yield from wrong_types(shape.member, lambda value: around([value]), True, above)
    elif shape.type_name == "map":
        yield from wrong_types(shape.value, lambda value: around({"key": value}), True, above)


@pytest.mark.parametrize("operation", sorted(set(MODEL.operation_names) - dynamodb_models.NOT_EMULATED))
def test_every_member_tells_wrong_json(operation):
    otherwise = []
    later = "ReplicaUpdates GlobalTableWitnessUpdates VectorIndexes VectorIndexUpdates ResourcePolicy MultiRegionConsistency "
    later += "GlobalTableSourceArn GlobalTableSettingsReplicationMode DisassociationProtectionEnabled"
    for body, text in wrong_types(MODEL.operation_model(operation).input_shape, lambda value: value):
        if body and next(iter(body)) in later.split():
            continue
        status, code, message, _ = ask(operation, body)
        if (status, code, message) != (400, "SerializationException", text):
            otherwise.append(f"{json.dumps(body)}: {status} {code} {message}\n    and not {text}")
    assert not otherwise, "\n".join(otherwise)
