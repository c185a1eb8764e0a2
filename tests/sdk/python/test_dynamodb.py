"""Tables, and items written and read under conditions."""

import re
import uuid
from decimal import Decimal

import boto3
import pytest
from botocore.exceptions import ClientError

from conftest import ENDPOINT, REGION, client_of


def error_of(raised):
    return raised.value.response["Error"]


def text_of(raised):
    """The text of a refusal. Most regions put some texts into an envelope, others do not."""
    return error_of(raised)["Message"].removeprefix("1 validation error detected: ")


def create(dynamodb, table, sort_key=False):
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}] + [{"AttributeName": "sk", "KeyType": "RANGE"}] * sort_key
    types = [{"AttributeName": "pk", "AttributeType": "S"}] + [{"AttributeName": "sk", "AttributeType": "N"}] * sort_key
    answer = dynamodb.create_table(
        TableName=table, KeySchema=keys, AttributeDefinitions=types, BillingMode="PAY_PER_REQUEST"
    )
    dynamodb.get_waiter("table_exists").wait(TableName=table, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    return answer["TableDescription"]


@pytest.fixture(scope="module")
def table():
    """One table for all items; each test has a partition of its own."""
    dynamodb, table = client_of("dynamodb"), f"items-{uuid.uuid4().hex[:12]}"
    create(dynamodb, table)
    yield table
    dynamodb.delete_table(TableName=table)


@pytest.fixture
def key(name):
    return {"pk": {"S": name}}


@pytest.fixture
def get(dynamodb, table):
    def get_item(key):
        return dynamodb.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")

    return get_item


@pytest.fixture
def put(dynamodb, table):
    def put_item(item, **options):
        return dynamodb.put_item(TableName=table, Item=item, **options)

    return put_item


@pytest.fixture
def update(dynamodb, table):
    def update_item(key, expression, names=None, values=None, **options):
        if names:
            options["ExpressionAttributeNames"] = names
        if values:
            options["ExpressionAttributeValues"] = values
        return dynamodb.update_item(TableName=table, Key=key, UpdateExpression=expression, **options)

    return update_item


# Tables


def test_a_table_is_created_described_listed_and_deleted(dynamodb, name, account):
    created = create(dynamodb, name, sort_key=True)
    assert created["TableStatus"] in ("CREATING", "ACTIVE")
    described = dynamodb.describe_table(TableName=name)["Table"]
    assert described["TableStatus"] == "ACTIVE"
    assert described["TableName"] == name
    assert described["TableArn"] == created["TableArn"] == f"arn:aws:dynamodb:us-east-1:{account}:table/{name}"
    assert uuid.UUID(described["TableId"])
    assert described["KeySchema"] == [
        {"AttributeName": "pk", "KeyType": "HASH"},
        {"AttributeName": "sk", "KeyType": "RANGE"},
    ]
    assert sorted(described["AttributeDefinitions"], key=lambda each: each["AttributeName"]) == [
        {"AttributeName": "pk", "AttributeType": "S"},
        {"AttributeName": "sk", "AttributeType": "N"},
    ]
    assert described["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert described["ProvisionedThroughput"]["ReadCapacityUnits"] == 0
    assert described["ItemCount"] == 0
    assert described["DeletionProtectionEnabled"] is False
    names = [each for page in dynamodb.get_paginator("list_tables").paginate() for each in page["TableNames"]]
    assert name in names and names == sorted(names)
    deleted = dynamodb.delete_table(TableName=name)["TableDescription"]
    assert deleted["TableStatus"] == "DELETING"
    assert not {"KeySchema", "AttributeDefinitions", "CreationDateTime"} & deleted.keys()
    dynamodb.get_waiter("table_not_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60})


def test_a_table_name_can_be_taken_only_once(dynamodb, table):
    with pytest.raises(dynamodb.exceptions.ResourceInUseException) as raised:
        create(dynamodb, table)
    assert text_of(raised) == f"Table already exists: {table}"


def test_list_tables_goes_page_by_page(dynamodb, table):
    page = dynamodb.list_tables(Limit=1, ExclusiveStartTableName=table[:-1])
    assert page["TableNames"] == [table]


@pytest.mark.parametrize("operation", ["describe_table", "delete_table"])
def test_a_missing_table_is_named(dynamodb, name, operation):
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException) as raised:
        getattr(dynamodb, operation)(TableName=name)
    assert error_of(raised)["Code"] == "ResourceNotFoundException"
    assert text_of(raised) == f"Requested resource not found: Table: {name} not found"
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


@pytest.mark.parametrize(
    ("operation", "parameters"),
    [
        ("get_item", {"Key": {"pk": {"S": "x"}}}),
        ("put_item", {"Item": {"pk": {"S": "x"}}}),
        ("delete_item", {"Key": {"pk": {"S": "x"}}}),
        ("update_item", {"Key": {"pk": {"S": "x"}}}),
    ],
)
def test_items_of_a_missing_table_are_not_found(dynamodb, name, operation, parameters):
    with pytest.raises(dynamodb.exceptions.ResourceNotFoundException) as raised:
        getattr(dynamodb, operation)(TableName=name, **parameters)
    assert text_of(raised) == "Requested resource not found"


def test_a_key_attribute_must_be_defined_and_a_defined_one_used(dynamodb, name):
    with pytest.raises(ClientError) as raised:
        dynamodb.create_table(
            TableName=name,
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[
                {"AttributeName": "pk", "AttributeType": "S"},
                {"AttributeName": "other", "AttributeType": "S"},
            ],
            BillingMode="PAY_PER_REQUEST",
        )
    assert error_of(raised)["Code"] == "ValidationException"


# Items

ALL_TYPES = {
    "string": {"S": "hello ☃ 😀 \x00 \"quoted\" \\ /"},
    "empty": {"S": ""},
    "number": {"N": "-12.5"},
    "binary": {"B": b"\x00\x01\xfe\xff"},
    "yes": {"BOOL": True},
    "no": {"BOOL": False},
    "nothing": {"NULL": True},
    "list": {"L": [{"S": "a"}, {"N": "1"}, {"L": []}, {"M": {}}]},
    "map": {"M": {"inner": {"M": {"deep": {"BOOL": True}}}, "with.dot": {"S": "x"}}},
}
SETS = {"strings": {"SS": ["a", "b", ""]}, "numbers": {"NS": ["1", "-2.5"]}, "binaries": {"BS": [b"x", b"y"]}}


def test_all_types_come_back_as_they_were_put(key, get, put):
    put(key | ALL_TYPES | SETS)
    item = get(key)
    assert {name: item[name] for name in ALL_TYPES} == ALL_TYPES
    for name, value in SETS.items():
        [(kind, members)] = value.items()
        assert item[name].keys() == {kind}
        assert sorted(item[name][kind]) == sorted(members)
    assert item.keys() == key.keys() | ALL_TYPES.keys() | SETS.keys()


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ("1e3", "1000"),
        ("-0", "0"),
        ("007", "7"),
        ("1.50", "1.5"),
        (".5", "0.5"),
        ("1e125", "1" + "0" * 125),
        ("1E-130", "0." + "0" * 129 + "1"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
        ("-0.12345678901234567890123456789012345678", "-0.12345678901234567890123456789012345678"),
        ("9.9999999999999999999999999999999999999E+125", "9" * 38 + "0" * 88),
    ],
)
def test_numbers_come_back_in_plain_form_with_all_their_digits(key, get, put, sent, stored):
    put(key | {"n": {"N": sent}, "ns": {"NS": [sent]}})
    assert get(key)["n"] == {"N": stored}
    assert get(key)["ns"] == {"NS": [stored]}


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("123456789012345678901234567890123456789", "Attempting to store more than 38 significant digits in a Number"),
        ("1e126", "Number overflow. Attempting to store a number with magnitude larger than supported range"),
        ("1e-131", "Number underflow. Attempting to store a number with magnitude smaller than supported range"),
        ("abc", "The parameter cannot be converted to a numeric value: abc"),
        ("", "The parameter cannot be converted to a numeric value"),
    ],
)
def test_a_bad_number_is_refused(key, get, put, number, text):
    with pytest.raises(ClientError) as raised:
        put(key | {"n": {"N": number}})
    assert error_of(raised)["Code"] == "ValidationException"
    assert text in text_of(raised)
    assert get(key) is None


def test_sums_are_exact(key, update):
    update(key, "SET n = :n", values={":n": {"N": "100"}})
    answer = update(key, "SET n = n - :less", values={":less": {"N": "88.3"}}, ReturnValues="UPDATED_NEW")
    assert answer["Attributes"] == {"n": {"N": "11.7"}}
    answer = update(key, "ADD n :more", values={":more": {"N": "25.41"}}, ReturnValues="UPDATED_NEW")
    assert answer["Attributes"] == {"n": {"N": "37.11"}}


def test_the_resource_interface_reads_what_it_wrote(table, name):
    resource = boto3.resource(
        "dynamodb", endpoint_url=ENDPOINT, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
    ).Table(table)
    item = {
        "pk": name,
        "price": Decimal("12345678901234567890.123456789012345678"),
        "tags": {"a", "b"},
        "nested": {"list": [Decimal(1), None, True]},
    }
    resource.put_item(Item=item)
    assert resource.get_item(Key={"pk": name})["Item"] == item


def test_an_item_that_is_not_there_is_left_out(dynamodb, table, key):
    answer = dynamodb.get_item(TableName=table, Key=key)
    assert "Item" not in answer
    assert dynamodb.delete_item(TableName=table, Key=key, ReturnValues="ALL_OLD").get("Attributes") is None


def test_a_put_replaces_the_whole_item(key, get, put):
    assert "Attributes" not in put(key | {"a": {"S": "1"}}, ReturnValues="ALL_OLD")
    answer = put(key | {"b": {"S": "2"}}, ReturnValues="ALL_OLD")
    assert answer["Attributes"] == key | {"a": {"S": "1"}}
    assert get(key) == key | {"b": {"S": "2"}}


def test_a_delete_returns_the_old_item(dynamodb, table, key, get, put):
    put(key | {"a": {"S": "1"}})
    answer = dynamodb.delete_item(TableName=table, Key=key, ReturnValues="ALL_OLD")
    assert answer["Attributes"] == key | {"a": {"S": "1"}}
    assert get(key) is None


def test_a_projection_picks_what_it_names(dynamodb, table, key, put):
    put(key | {"a": {"M": {"b": {"L": [{"N": "0"}, {"N": "1"}, {"N": "2"}]}, "c": {"S": "x"}}}, "status": {"S": "new"}})
    answer = dynamodb.get_item(
        TableName=table,
        Key=key,
        ProjectionExpression="a.b[2], a.b[0], #status, absent",
        ExpressionAttributeNames={"#status": "status"},
    )
    assert answer["Item"] == {"a": {"M": {"b": {"L": [{"N": "0"}, {"N": "2"}]}}}, "status": {"S": "new"}}


@pytest.mark.parametrize("bad", [{}, {"pk": {"N": "1"}}, {"other": {"S": "x"}}, {"pk": {"S": "x"}, "more": {"S": "x"}}])
def test_a_key_must_fit_the_table(dynamodb, table, bad):
    with pytest.raises(ClientError) as raised:
        dynamodb.get_item(TableName=table, Key=bad)
    assert error_of(raised)["Code"] == "ValidationException"
    assert text_of(raised) == "The provided key element does not match the schema"


def test_a_put_needs_its_key(put):
    with pytest.raises(ClientError) as raised:
        put({"other": {"S": "x"}})
    assert error_of(raised)["Code"] == "ValidationException"
    assert text_of(raised) == "One or more parameter values were invalid: Missing the key pk in the item"


def test_keys_with_equal_numbers_are_one_item(dynamodb, name):
    create(dynamodb, name, sort_key=True)
    item = {"pk": {"S": "x"}, "sk": {"N": "1000"}, "v": {"S": "one"}}
    dynamodb.put_item(TableName=name, Item=item)
    answer = dynamodb.get_item(TableName=name, Key={"pk": {"S": "x"}, "sk": {"N": "1.0e3"}})
    assert answer["Item"] == item
    dynamodb.delete_table(TableName=name)


# Updates


def test_an_update_creates_a_missing_item(key, get, update):
    update(key, "SET a = :a", values={":a": {"S": "1"}})
    assert get(key) == key | {"a": {"S": "1"}}


def test_an_update_that_only_removes_creates_nothing(key, get, update):
    assert "Attributes" not in update(key, "REMOVE a", ReturnValues="ALL_NEW")
    assert get(key) is None


def test_an_update_without_expression_makes_the_key_alone(dynamodb, table, key, get):
    dynamodb.update_item(TableName=table, Key=key)
    assert get(key) == key


def test_the_clauses_of_an_update_work_together(key, get, put, update):
    put(
        key
        | {
            "n": {"N": "1"},
            "l": {"L": [{"S": "a"}]},
            "s": {"SS": ["x", "y"]},
            "former": {"S": "old"},
            "m": {"M": {"k": {"S": "v"}}},
        }
    )
    update(
        key,
        "SET n = n + :one, l = list_append(l, :more), #n = if_not_exists(#n, former), m.#k = :one "
        "REMOVE former ADD visits :one DELETE s :gone",
        names={"#n": "name", "#k": "new key"},
        values={":one": {"N": "1"}, ":more": {"L": [{"S": "b"}]}, ":gone": {"SS": ["y", "z"]}},
    )
    assert get(key) == key | {
        "n": {"N": "2"},
        "l": {"L": [{"S": "a"}, {"S": "b"}]},
        "s": {"SS": ["x"]},
        "name": {"S": "old"},
        "m": {"M": {"k": {"S": "v"}, "new key": {"N": "1"}}},
        "visits": {"N": "1"},
    }


def test_an_update_reads_the_item_as_it_was(key, get, put, update):
    put(key | {"a": {"S": "old"}})
    update(key, "SET a = :new, b = a", values={":new": {"S": "new"}})
    assert get(key) == key | {"a": {"S": "new"}, "b": {"S": "old"}}


def test_an_emptied_set_is_removed(key, get, put, update):
    put(key | {"s": {"SS": ["x"]}})
    update(key, "DELETE s :x", values={":x": {"SS": ["x"]}})
    assert get(key) == key


def test_adding_to_a_set_keeps_each_member_once(key, get, update):
    for order in ("one", "two", "one"):
        update(key, "ADD Orders :orders", values={":orders": {"SS": [order]}})
    assert sorted(get(key)["Orders"]["SS"]) == ["one", "two"]


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        ("NONE", None),
        ("ALL_OLD", {"a": {"N": "1"}, "b": {"S": "x"}}),
        ("UPDATED_OLD", {"a": {"N": "1"}}),
        ("ALL_NEW", {"a": {"N": "2"}, "b": {"S": "x"}, "c": {"S": "new"}}),
        ("UPDATED_NEW", {"a": {"N": "2"}, "c": {"S": "new"}}),
    ],
)
def test_an_update_returns_what_is_asked(key, put, update, which, expected):
    put(key | {"a": {"N": "1"}, "b": {"S": "x"}})
    answer = update(key, "SET a = :two, c = :c", values={":two": {"N": "2"}, ":c": {"S": "new"}}, ReturnValues=which)
    if expected and which.startswith("ALL"):
        expected = key | expected
    assert answer.get("Attributes") == expected


@pytest.mark.parametrize(
    ("expression", "values", "text"),
    [
        ("SET a = absent", None, "The provided expression refers to an attribute that does not exist in the item"),
        ("SET a.b = :v", {":v": {"S": "x"}}, "The document path provided in the update expression is invalid for update"),
        ("SET words = words + :v", {":v": {"N": "1"}}, "An operand in the update expression has an incorrect data type"),
        ("SET pk = :v", {":v": {"S": "x"}}, "One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key"),
        ("SET a = :v", None, "Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :v"),
        ("SET a = :v, b = :v", {":v": {"S": "x"}, ":w": {"S": "y"}}, "Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}"),
        ("SET status = :v", {":v": {"S": "x"}}, "Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status"),
        ("SET a = :v, a = :v", {":v": {"S": "x"}}, "Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]"),
        ("SET a :v", {":v": {"S": "x"}}, 'Invalid UpdateExpression: Syntax error; token: ":v", near: "a :v"'),
        ("", None, "Invalid UpdateExpression: The expression can not be empty;"),
    ],
    ids=["missing", "path", "operand", "key", "undefined", "unused", "reserved", "overlap", "syntax", "empty"],
)
def test_a_bad_update_is_refused_and_changes_nothing(key, get, put, update, expression, values, text):
    item = key | {"words": {"S": "x"}}
    put(item)
    with pytest.raises(ClientError) as raised:
        update(key, expression, values=values)
    assert error_of(raised)["Code"] == "ValidationException"
    assert text_of(raised) == text
    assert get(key) == item


# Conditions


def test_a_put_under_a_condition_happens_once(dynamodb, key, get, put):
    put(key | {"v": {"N": "1"}}, ConditionExpression="attribute_not_exists(pk)")
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException) as raised:
        put(key | {"v": {"N": "2"}}, ConditionExpression="attribute_not_exists(pk)")
    assert error_of(raised)["Code"] == "ConditionalCheckFailedException"
    assert text_of(raised) == "The conditional request failed"
    assert "Item" not in raised.value.response
    assert get(key) == key | {"v": {"N": "1"}}


@pytest.mark.parametrize("operation", ["put_item", "update_item", "delete_item"])
def test_a_failed_condition_may_bring_the_item(dynamodb, table, key, get, put, operation):
    item = key | {"v": {"N": "1"}, "b": {"B": b"\x00\xff"}}
    put(item)
    target = {"Item": key} if operation == "put_item" else {"Key": key}
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException) as raised:
        getattr(dynamodb, operation)(
            TableName=table,
            ConditionExpression="v > :v",
            ExpressionAttributeValues={":v": {"N": "1"}},
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
            **target,
        )
    assert raised.value.response["Item"] == item
    assert get(key) == item


def test_a_failed_condition_brings_no_item_where_there_was_none(dynamodb, key, update):
    with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException) as raised:
        update(
            key,
            "ADD Orders :orders",
            values={":orders": {"SS": ["one"]}},
            ConditionExpression="attribute_exists(pk)",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
        )
    assert "Item" not in raised.value.response


CONDITION_ITEM = {
    "n": {"N": "10"},
    "s": {"S": "hello"},
    "l": {"L": [{"S": "a"}, {"N": "1"}]},
    "m": {"M": {"k": {"S": "v"}}},
    "ss": {"SS": ["x", "y"]},
    "nothing": {"NULL": True},
}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("n = :ten", True),
        ("n = :ten_point_zero", True),
        ("n <> :ten", False),
        ("absent <> :ten", True),
        ("absent = :ten", False),
        ("n < :eleven AND n >= :ten", True),
        ("n BETWEEN :ten AND :eleven", True),
        ("n IN (:eleven, :ten)", True),
        ("s < :z", True),
        ("n < :z", False),
        ("begins_with(s, :he)", True),
        ("contains(s, :ell)", True),
        ("contains(ss, :x)", True),
        ("contains(l, :one)", True),
        ("size(s) = :five", True),
        ("size(l) = :two AND size(ss) = :two", True),
        ("attribute_type(nothing, :null)", True),
        ("attribute_exists(m.k) AND attribute_not_exists(m.j)", True),
        ("attribute_exists(l[1]) AND NOT attribute_exists(l[2])", True),
        ("NOT (n = :ten OR s = :z)", False),
        ("n = :eleven OR n = :ten AND s = :z", False),
        ("l[0] = :a AND m.k = :v", True),
        (":ten = n", True),
    ],
)
def test_conditions(dynamodb, table, key, put, condition, holds):
    put(key | CONDITION_ITEM)
    every_value = {
        ":ten": {"N": "10"},
        ":ten_point_zero": {"N": "1.00e1"},
        ":eleven": {"N": "11"},
        ":five": {"N": "5"},
        ":two": {"N": "2"},
        ":one": {"N": "1"},
        ":z": {"S": "z"},
        ":he": {"S": "he"},
        ":ell": {"S": "ell"},
        ":x": {"S": "x"},
        ":a": {"S": "a"},
        ":v": {"S": "v"},
        ":null": {"S": "NULL"},
    }
    values = {name: every_value[name] for name in re.findall(r":\w+", condition)}
    options = {"ExpressionAttributeValues": values} if values else {}
    if holds:
        dynamodb.delete_item(TableName=table, Key=key, ConditionExpression=condition, **options)
    else:
        with pytest.raises(dynamodb.exceptions.ConditionalCheckFailedException):
            dynamodb.delete_item(TableName=table, Key=key, ConditionExpression=condition, **options)


@pytest.mark.parametrize(
    ("condition", "values", "text"),
    [
        ("a = ", None, 'Syntax error; token: "<EOF>", near: "="'),
        ("((a = :v))", {":v": {"S": "x"}}, "The expression has redundant parentheses;"),
        ("grow(a)", None, "Invalid function name; function: grow"),
        ("a = :v", None, "An expression attribute value used in expression is not defined; attribute value: :v"),
        ("#a = :v", {":v": {"S": "x"}}, "An expression attribute name used in the document path is not defined; attribute name: #a"),
        ("a > :v", {":v": {"BOOL": True}}, "Incorrect operand type for operator or function; operator or function: >, operand type: BOOL"),
    ],
    ids=["end", "parentheses", "function", "value", "name", "type"],
)
def test_a_bad_condition_is_refused(key, get, put, condition, values, text):
    options = {"ExpressionAttributeValues": values} if values else {}
    with pytest.raises(ClientError) as raised:
        put(key, ConditionExpression=condition, **options)
    assert error_of(raised)["Code"] == "ValidationException"
    assert text_of(raised) == f"Invalid ConditionExpression: {text}"
    assert get(key) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"SS": []}, "One or more parameter values were invalid: An string set  may not be empty"),
        ({"SS": ["a", "a"]}, "contains duplicates"),
        ({"NS": ["1", "1.0"]}, "Input collection contains duplicates"),
        ({"NULL": False}, "One or more parameter values were invalid: Null attribute value types must have the value of true"),
    ],
    ids=["empty", "strings", "numbers", "null"],
)
def test_a_bad_value_is_refused(key, get, put, value, text):
    with pytest.raises(ClientError) as raised:
        put(key | {"v": value})
    assert error_of(raised)["Code"] == "ValidationException"
    assert text in text_of(raised)
    assert get(key) is None


def test_an_item_has_a_greatest_size(key, get, put):
    room = 409600 - len("pk") - len(key["pk"]["S"]) - len("v")
    put(key | {"v": {"S": "x" * room}})
    with pytest.raises(ClientError) as raised:
        put(key | {"v": {"S": "x" * (room + 1)}})
    assert error_of(raised)["Code"] == "ValidationException"
    assert text_of(raised) == "Item size has exceeded the maximum allowed size"
    assert len(get(key)["v"]["S"]) == room


def test_answers_carry_a_request_id_and_a_checksum(dynamodb, table, key):
    headers = dynamodb.get_item(TableName=table, Key=key)["ResponseMetadata"]["HTTPHeaders"]
    assert re.fullmatch(r"[0-9A-Z]{52}", headers["x-amzn-requestid"])
    assert headers["x-amz-crc32"] == "2745614147"    # of {}
    assert headers["server"] == "Server"
