"""Queries, scans, batches and transactions, as boto3 asks for them."""

import uuid

import boto3
import pytest
from boto3.dynamodb.conditions import Attr, Key

from conftest import ENDPOINT, REGION, client_of


@pytest.fixture(scope="module")
def table_name():
    """A table with an index, and ten items in one partition."""
    dynamodb, table = client_of("dynamodb"), f"queries-{uuid.uuid4().hex[:12]}"
    dynamodb.create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": n, "AttributeType": t} for n, t in (("pk", "S"), ("sk", "N"), ("g", "S"))],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-g",
                "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.get_waiter("table_exists").wait(TableName=table, WaiterConfig={"Delay": 1, "MaxAttempts": 60})
    yield table
    dynamodb.delete_table(TableName=table)


@pytest.fixture(scope="module")
def table(table_name):
    resource = boto3.resource(
        "dynamodb", endpoint_url=ENDPOINT, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
    )
    table = resource.Table(table_name)
    with table.batch_writer() as batch:
        for number in range(10):
            batch.put_item(Item={"pk": "a", "sk": number, "g": "even" if number % 2 == 0 else "odd", "v": "x" * number})
    return table


def test_a_query_pages_through_a_partition(dynamodb, table, table_name):
    pages = dynamodb.get_paginator("query").paginate(
        TableName=table_name,
        KeyConditionExpression="pk = :p AND sk > :n",
        ExpressionAttributeValues={":p": {"S": "a"}, ":n": {"N": "2"}},
        PaginationConfig={"PageSize": 3},
    )
    assert [item["sk"]["N"] for page in pages for item in page["Items"]] == ["3", "4", "5", "6", "7", "8", "9"]


def test_conditions_of_the_resource_interface_read_an_index(table):
    found = table.query(IndexName="by-g", KeyConditionExpression=Key("g").eq("odd") & Key("sk").between(2, 8), ScanIndexForward=False)
    assert [(item["sk"], sorted(item)) for item in found["Items"]] == [(n, ["g", "pk", "sk"]) for n in (7, 5, 3)]


def test_a_filter_of_the_resource_interface_scans(table):
    found = table.scan(FilterExpression=Attr("v").begins_with("xxxxxxxx"), ProjectionExpression="sk")
    assert sorted(item["sk"] for item in found["Items"]) == [8, 9]
    assert found["ScannedCount"] == 10


def test_a_batch_of_reads(dynamodb, table, table_name):
    keys = [{"pk": {"S": "a"}, "sk": {"N": str(number)}} for number in (1, 99)]
    answer = dynamodb.batch_get_item(RequestItems={table_name: {"Keys": keys, "ProjectionExpression": "sk"}})
    assert answer["Responses"] == {table_name: [{"sk": {"N": "1"}}]}
    assert answer["UnprocessedKeys"] == {}


def test_a_cancelled_transaction_tells_its_reasons(dynamodb, table, table_name):
    def put(number, **options):
        return {"Put": {"TableName": table_name, "Item": {"pk": {"S": "t"}, "sk": {"N": str(number)}}, **options}}

    dynamodb.transact_write_items(TransactItems=[put(1)])
    with pytest.raises(dynamodb.exceptions.TransactionCanceledException) as raised:
        dynamodb.transact_write_items(
            TransactItems=[
                put(2),
                put(1, ConditionExpression="attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure="ALL_OLD"),
            ]
        )
    none, failed = raised.value.response["CancellationReasons"]
    assert none == {"Code": "None"}
    assert failed["Code"] == "ConditionalCheckFailed"
    assert failed["Item"] == {"pk": {"S": "t"}, "sk": {"N": "1"}}
    key = {"pk": {"S": "t"}, "sk": {"N": "2"}}
    assert dynamodb.transact_get_items(TransactItems=[{"Get": {"TableName": table_name, "Key": key}}])["Responses"] == [{}]


def test_tags_and_settings_as_terraform_asks_for_them(dynamodb, table, table_name):
    arn = dynamodb.describe_table(TableName=table_name)["Table"]["TableArn"]
    dynamodb.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "a"}])
    assert dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "a"}]
    dynamodb.untag_resource(ResourceArn=arn, TagKeys=["team"])
    assert dynamodb.list_tags_of_resource(ResourceArn=arn)["Tags"] == []
    assert dynamodb.describe_time_to_live(TableName=table_name)["TimeToLiveDescription"] == {"TimeToLiveStatus": "DISABLED"}
    backups = dynamodb.describe_continuous_backups(TableName=table_name)["ContinuousBackupsDescription"]
    assert backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "DISABLED"
