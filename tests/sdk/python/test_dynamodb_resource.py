"""Every condition that boto3's resource interface can build, asked of items it wrote; its updates, batches and pages."""

import uuid
from decimal import Decimal

import boto3
import pytest
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from botocore.exceptions import ClientError

from conftest import ENDPOINT, REGION

ITEMS = [
    {"pk": "p", "sk": "a1", "n": Decimal("1.5"), "s": "hello", "tags": {"x", "y"}, "l": [1, "two"], "m": {"in": {"deep": True}}},
    {"pk": "p", "sk": "a2", "n": Decimal(10), "s": "help", "none": None},
    {"pk": "p", "sk": "b1", "n": Decimal(-3), "s": "other", "raw": Binary(b"\x00\xff"), "size": "reserved"},
    {"pk": "q", "sk": "a1", "s": "", "flag": False},
]


@pytest.fixture(scope="module")
def resource():
    return boto3.resource(
        "dynamodb", endpoint_url=ENDPOINT, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
    )


@pytest.fixture(scope="module")
def table(resource):
    table = resource.create_table(
        TableName=f"resource-{uuid.uuid4().hex[:12]}",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": t} for n, t in (("pk", "S"), ("sk", "S"), ("n", "N"))],
        LocalSecondaryIndexes=[
            {
                "IndexName": "by-n",
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "n", "KeyType": "RANGE"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    table.wait_until_exists()
    with table.batch_writer() as batch:
        for item in ITEMS:
            batch.put_item(Item=item)
    yield table
    table.delete()
    table.wait_until_not_exists()


def names(items):
    return [item["pk"] + item["sk"] for item in items]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (Key("sk").eq("a2"), ["pa2"]),
        (Key("sk").lt("a2"), ["pa1"]),
        (Key("sk").lte("a2"), ["pa1", "pa2"]),
        (Key("sk").gt("a2"), ["pb1"]),
        (Key("sk").gte("a2"), ["pa2", "pb1"]),
        (Key("sk").between("a2", "b"), ["pa2"]),
        (Key("sk").begins_with("a"), ["pa1", "pa2"]),
    ],
)
def test_every_condition_on_a_sort_key(table, condition, found):
    assert names(table.query(KeyConditionExpression=Key("pk").eq("p") & condition)["Items"]) == found
    backwards = table.query(KeyConditionExpression=Key("pk").eq("p") & condition, ScanIndexForward=False)
    assert names(backwards["Items"]) == found[::-1]


def test_numbers_order_a_local_index(table):
    query = {"IndexName": "by-n", "KeyConditionExpression": Key("pk").eq("p") & Key("n").gte(Decimal("-3.0"))}
    assert names(table.query(**query)["Items"]) == ["pb1", "pa1", "pa2"]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (Attr("n").eq(10), ["pa2"]),
        (Attr("n").ne(10), ["pa1", "pb1", "qa1"]),
        (Attr("n").lt(2), ["pa1", "pb1"]),
        (Attr("n").lte(Decimal("1.50")), ["pa1", "pb1"]),
        (Attr("n").gt(1), ["pa1", "pa2"]),
        (Attr("n").gte(10), ["pa2"]),
        (Attr("n").between(0, 10), ["pa1", "pa2"]),
        (Attr("n").is_in([-3, 10]), ["pa2", "pb1"]),
        (Attr("s").begins_with("hel"), ["pa1", "pa2"]),
        (Attr("s").contains("the"), ["pb1"]),
        (Attr("tags").contains("x"), ["pa1"]),
        (Attr("l").contains("two"), ["pa1"]),
        (Attr("l[0]").eq(1), ["pa1"]),
        (Attr("m.in.deep").eq(True), ["pa1"]),
        (Attr("n").exists(), ["pa1", "pa2", "pb1"]),
        (Attr("n").not_exists(), ["qa1"]),
        (Attr("s").size().eq(0), ["qa1"]),
        (Attr("s").size().between(4, 5), ["pa1", "pa2", "pb1"]),
        (Attr("none").attribute_type("NULL"), ["pa2"]),
        (Attr("flag").eq(False), ["qa1"]),
        (Attr("size").eq("reserved"), ["pb1"]),
        (Attr("raw").eq(Binary(b"\x00\xff")), ["pb1"]),
        (Attr("tags").eq({"y", "x"}), ["pa1"]),
        (~Attr("n").exists() | Attr("n").lt(0), ["pb1", "qa1"]),
        (Attr("n").gt(0) & Attr("s").eq("help"), ["pa2"]),
        (~(Attr("n").gt(0) & Attr("s").eq("help")), ["pa1", "pb1", "qa1"]),
    ],
)
def test_every_condition_on_an_attribute(table, condition, found):
    assert sorted(names(table.scan(FilterExpression=condition)["Items"])) == found


def test_a_condition_guards_a_write(table, name):
    key = {"pk": name, "sk": "k"}
    table.put_item(Item=key | {"v": 1}, ConditionExpression=Attr("pk").not_exists())
    with pytest.raises(table.meta.client.exceptions.ConditionalCheckFailedException) as raised:
        table.put_item(
            Item=key, ConditionExpression=Attr("v").eq(2), ReturnValuesOnConditionCheckFailure="ALL_OLD"
        )
    assert raised.value.response["Item"] == {"pk": {"S": name}, "sk": {"S": "k"}, "v": {"N": "1"}}
    answer = table.update_item(
        Key=key,
        UpdateExpression="SET v = v + :one, seen = list_append(if_not_exists(seen, :none), :now)",
        ConditionExpression=Attr("v").eq(1),
        ExpressionAttributeValues={":one": 1, ":none": [], ":now": ["now"]},
        ReturnValues="ALL_NEW",
    )
    assert answer["Attributes"] == key | {"v": 2, "seen": ["now"]}
    assert table.delete_item(Key=key, ReturnValues="ALL_OLD")["Attributes"]["v"] == 2


def test_a_condition_of_keys_is_no_filter(table):
    with pytest.raises(ClientError) as raised:
        table.query(KeyConditionExpression=Key("pk").eq("p"), FilterExpression=Attr("sk").eq("a1"))
    text = "Filter Expression can only contain non-primary key attributes: Primary key attribute: sk"
    assert raised.value.response["Error"]["Message"] == text


def test_pages_follow_each_other(table):
    found, start = [], {}
    while start is not None:
        page = table.scan(Limit=1, Select="ALL_ATTRIBUTES", FilterExpression=Attr("pk").is_in(["p", "q"]), **start)
        assert page["ScannedCount"] <= 1
        found += page["Items"]
        start = {"ExclusiveStartKey": page["LastEvaluatedKey"]} if "LastEvaluatedKey" in page else None
    assert sorted(names(found)) == ["pa1", "pa2", "pb1", "qa1"]


def test_a_batch_reads_many_items(resource, table):
    keys = [{"pk": item["pk"], "sk": item["sk"]} for item in ITEMS] + [{"pk": "p", "sk": "none"}]
    answer = resource.batch_get_item(RequestItems={table.name: {"Keys": keys, "ConsistentRead": True}})
    assert sorted(names(answer["Responses"][table.name])) == ["pa1", "pa2", "pb1", "qa1"]
    by_name = {item["pk"] + item["sk"]: item for item in answer["Responses"][table.name]}
    assert by_name == {item["pk"] + item["sk"]: item for item in ITEMS}
