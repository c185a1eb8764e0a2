"""The flags that make tables slow, late or short of capacity, each given as a flag and by its environment variable."""

import contextlib

import pytest

from test_program import ask, call, serving
from test_queue_flags import advance

FLAGS = {
    "--dynamodb-table-delay": "UNDERSTUDY_DYNAMODB_TABLE_DELAY",
    "--dynamodb-read-lag": "UNDERSTUDY_DYNAMODB_READ_LAG",
    "--dynamodb-transaction-time": "UNDERSTUDY_DYNAMODB_TRANSACTION_TIME",
    "--dynamodb-throttling": "UNDERSTUDY_DYNAMODB_THROTTLING",
    "--dynamodb-collection-limit": "UNDERSTUDY_DYNAMODB_COLLECTION_LIMIT",
}
ITEM = {"pk": {"S": "a"}, "sk": {"S": "b"}}
LOCAL = {
    "IndexName": "local",
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "l", "KeyType": "RANGE"}],
    "Projection": {"ProjectionType": "KEYS_ONLY"},
}
UNITS = {"ProvisionedThroughput": {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}}
ON_DEMAND = {"BillingMode": "PAY_PER_REQUEST"}


def ask_tables(port, operation, **members):
    return call(port, f"DynamoDB_20120810.{operation}", TableName="tbl", **members)


def create_table(port, **members):
    schema = [{"AttributeName": name, "KeyType": kind} for name, kind in (("pk", "HASH"), ("sk", "RANGE"))]
    names = ["pk", "sk", *(["l"] if "LocalSecondaryIndexes" in members else [])]
    definitions = [{"AttributeName": name, "AttributeType": "S"} for name in names]
    created = ask_tables(port, "CreateTable", KeySchema=schema, AttributeDefinitions=definitions, **members)
    assert created[0] == 200


def kind_of(answer):
    return answer["__type"].rpartition("#")[2]


@pytest.fixture(params=["flag", "environment", "neither"])
def with_option(request, tmp_path):
    """Starts an emulator, and tells whether it has the option."""

    @contextlib.contextmanager
    def started(flag, value=None):
        flags, environment = [], {}
        if request.param == "flag":
            flags = [flag, *([value] if value else [])]
        elif request.param == "environment":
            environment = {FLAGS[flag]: value or "true"}
        with serving(tmp_path, "--clock", "manual", *flags, **environment) as emulator:
            yield emulator.port, request.param != "neither"

    return started


def test_tables_may_take_time_to_become_active(with_option):
    with with_option("--dynamodb-table-delay", "5000") as (port, is_on):
        create_table(port, **ON_DEMAND)
        assert ask_tables(port, "DescribeTable")[1]["Table"]["TableStatus"] == ("CREATING" if is_on else "ACTIVE")
        advance(port, "5s")
        assert ask_tables(port, "DescribeTable")[1]["Table"]["TableStatus"] == "ACTIVE"


def test_reads_may_lag_behind(with_option):
    with with_option("--dynamodb-read-lag", "60000") as (port, is_on):
        create_table(port, **ON_DEMAND)
        assert ask_tables(port, "PutItem", Item=ITEM)[0] == 200
        assert ask_tables(port, "GetItem", Key=ITEM, ConsistentRead=True)[1] == {"Item": ITEM}
        assert ask_tables(port, "GetItem", Key=ITEM)[1] == ({} if is_on else {"Item": ITEM})
        advance(port, "60s")
        assert ask_tables(port, "GetItem", Key=ITEM)[1] == {"Item": ITEM}


def test_a_transaction_may_take_time(with_option):
    with with_option("--dynamodb-transaction-time", "5000") as (port, is_on):
        create_table(port, **ON_DEMAND)
        put = {"Put": {"TableName": "tbl", "Item": ITEM}}
        assert call(port, "DynamoDB_20120810.TransactWriteItems", TransactItems=[put])[0] == 200
        status, answer = ask_tables(port, "PutItem", Item=ITEM)
        assert status == (400 if is_on else 200)
        assert not is_on or kind_of(answer) == "TransactionConflictException"
        advance(port, "5s")
        assert ask_tables(port, "PutItem", Item=ITEM)[0] == 200


def test_tables_may_be_throttled(with_option):
    with with_option("--dynamodb-throttling") as (port, is_on):
        create_table(port, **UNITS)
        answers = [ask_tables(port, "PutItem", Item=ITEM) for _ in range(400)]
        refused = [answer for status, answer in answers if status != 200]
        assert bool(refused) == is_on
        assert {kind_of(answer) for answer in refused} <= {"ProvisionedThroughputExceededException"}


def test_collections_may_be_kept_small(with_option):
    with with_option("--dynamodb-collection-limit", "100") as (port, is_on):
        create_table(port, LocalSecondaryIndexes=[LOCAL], **ON_DEMAND)
        status, answer = ask_tables(port, "PutItem", Item=ITEM | {"text": {"S": "x" * 100}})
        assert status == (400 if is_on else 200)
        assert not is_on or kind_of(answer) == "ItemCollectionSizeLimitExceededException"


@pytest.mark.parametrize("flag", sorted(set(FLAGS) - {"--dynamodb-throttling"}))
@pytest.mark.parametrize("value", ["-1", "many"])
def test_a_value_out_of_range_is_refused(flag, value):
    refused = ask(flag, value)
    assert refused.returncode == 2 and refused.stdout == "" and flag in refused.stderr
