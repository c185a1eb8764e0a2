"""PynamoDB as a user: models, queries, pages, conditional writes, versions, batches and transactions."""

import uuid
from datetime import datetime, timezone

import pytest
from pynamodb.attributes import (
    JSONAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    NumberSetAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
    UTCDateTimeAttribute,
    VersionAttribute,
)
from pynamodb.connection import Connection
from pynamodb.exceptions import DeleteError, PutError, TransactWriteError, UpdateError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex, KeysOnlyProjection, LocalSecondaryIndex
from pynamodb.models import Model
from pynamodb.transactions import TransactGet, TransactWrite

from conftest import ENDPOINT, REGION


class Address(MapAttribute):
    street = UnicodeAttribute()
    zip = NumberAttribute(null=True)


class ByStatus(GlobalSecondaryIndex):
    class Meta:
        index_name = "by-status"
        projection = AllProjection()

    status = UnicodeAttribute(hash_key=True)
    total = NumberAttribute(range_key=True)


class ByTotal(LocalSecondaryIndex):
    class Meta:
        index_name = "by-total"
        projection = KeysOnlyProjection()

    customer = UnicodeAttribute(hash_key=True)
    total = NumberAttribute(range_key=True)


class Order(Model):
    class Meta:
        table_name = f"orders-{uuid.uuid4().hex[:12]}"
        host = ENDPOINT
        region = REGION
        aws_access_key_id = "test"
        aws_secret_access_key = "test"
        billing_mode = "PAY_PER_REQUEST"

    customer = UnicodeAttribute(hash_key=True)
    number = NumberAttribute(range_key=True)
    status = UnicodeAttribute(default="new")
    total = NumberAttribute(default=0)
    address = Address(null=True)
    lines = ListAttribute(null=True)
    labels = UnicodeSetAttribute(null=True)
    points = NumberSetAttribute(null=True)
    extra = JSONAttribute(null=True)
    made = UTCDateTimeAttribute(null=True)
    by_status = ByStatus()
    by_total = ByTotal()


class Counted(Model):
    class Meta(Order.Meta):
        table_name = f"counted-{uuid.uuid4().hex[:12]}"

    name = UnicodeAttribute(hash_key=True)
    value = NumberAttribute(default=0)
    version = VersionAttribute()


@pytest.fixture(scope="module", autouse=True)
def tables():
    for model in (Order, Counted):
        model.create_table(wait=True)
        assert model.exists()
    yield
    for model in (Order, Counted):
        model.delete_table()


@pytest.fixture
def orders(name):
    """Seven orders of one customer, whom no other test knows."""
    with Order.batch_write() as batch:
        for number in range(7):
            batch.save(Order(name, number, status=f"{name}-{number % 2}", total=100 - number))
    return name


def numbers(found):
    return [order.number for order in found]


def test_a_model_comes_back_as_it_was_saved(name):
    saved = Order(
        name,
        1,
        address=Address(street="Main", zip=5),
        lines=["a", 1, {"b": [True, None]}],
        labels={"x", "y"},
        points={1, 2.5},
        extra={"free": ["form"]},
        made=datetime(2026, 10, 8, 12, tzinfo=timezone.utc),
    )
    saved.save()
    order = Order.get(name, 1, consistent_read=True)
    assert order.serialize() == saved.serialize()
    assert order.address.street == "Main" and order.labels == {"x", "y"} and order.made == saved.made
    with pytest.raises(Order.DoesNotExist):
        Order.get(name, 2)
    order.refresh()
    order.delete()
    assert Order.count(name) == 0


def test_queries_go_both_ways_in_pages(orders):
    assert numbers(Order.query(orders, page_size=2)) == list(range(7))
    assert numbers(Order.query(orders, Order.number.between(2, 5), scan_index_forward=False)) == [5, 4, 3, 2]
    assert numbers(Order.query(orders, Order.number > 2, Order.total < 97, limit=2)) == [4, 5]
    assert Order.count(orders, Order.number <= 3) == 4
    first = Order.query(orders, limit=3)
    assert numbers(first) == [0, 1, 2]
    assert numbers(Order.query(orders, last_evaluated_key=first.last_evaluated_key)) == [3, 4, 5, 6]


def test_indexes_are_queried(orders):
    assert numbers(Order.by_status.query(f"{orders}-1", Order.total >= 97)) == [3, 1]
    assert Order.by_status.count(f"{orders}-0") == 4
    assert numbers(Order.by_total.query(orders, Order.total.between(96, 98))) == [4, 3, 2]
    found = list(Order.by_status.query(f"{orders}-0", Order.total > 0, Order.number.is_in(0, 6), page_size=1))
    assert numbers(found) == [6, 0]


def test_scans_filter(orders):
    condition = (Order.customer == orders) & (Order.number.is_in(1, 5) | Order.status.startswith("never"))
    assert sorted(numbers(Order.scan(condition))) == [1, 5]
    assert sorted(numbers(Order.scan((Order.customer == orders) & ~Order.labels.exists(), segment=0, total_segments=1))) == list(range(7))


def test_conditions_guard_writes(name):
    Order(name, 1).save(Order.customer.does_not_exist())
    with pytest.raises(PutError) as raised:
        Order(name, 1).save(Order.customer.does_not_exist())
    assert raised.value.cause_response_code == "ConditionalCheckFailedException"
    order = Order.get(name, 1)
    with pytest.raises(UpdateError):
        order.update(actions=[Order.total.set(5)], condition=Order.total > 0)
    with pytest.raises(DeleteError):
        order.delete(condition=Order.status == "old")
    order.delete(condition=(Order.status == "new") & (Order.total.between(0, 1)))


def test_updates_of_every_kind(name):
    order = Order(name, 1, lines=["a"], labels={"x"}, points={1}, address=Address(street="Main", zip=5))
    order.save()
    order.update(actions=[Order.total.add(5), Order.lines.set(Order.lines.append(["b"]))])
    order.update(
        actions=[
            Order.total.set(Order.total - 2),
            Order.labels.add({"y"}),
            Order.points.delete({1}),
            Order.address.street.set("Side"),
            Order.address.zip.remove(),
            Order.lines[0].set("A"),
            Order.status.set(Order.status | "never"),
            Order.extra.set(Order.extra | {"made": 1}),
        ]
    )
    assert (order.total, order.lines, order.labels, order.points) == (3, ["A", "b"], {"x", "y"}, None)
    assert (order.address.street, order.address.zip, order.extra) == ("Side", None, {"made": 1})


def test_versions_detect_a_lost_race(name):
    Counted(name).save()
    one, other = Counted.get(name), Counted.get(name)
    one.update(actions=[Counted.value.add(1)])
    assert one.version == 2
    other.value = 7
    with pytest.raises(PutError) as raised:
        other.save()
    assert raised.value.cause_response_code == "ConditionalCheckFailedException"


def test_batches_are_cut_into_requests(name):
    with Order.batch_write() as batch:
        for number in range(60):
            batch.save(Order(name, number))
    with Order.batch_write() as batch:
        for number in range(0, 60, 2):
            batch.delete(Order(name, number))
    found = Order.batch_get([(name, number) for number in range(120)], consistent_read=True)
    assert sorted(numbers(found)) == list(range(1, 60, 2))


def test_transactions_happen_as_a_whole(name):
    connection = Connection(host=ENDPOINT, region=REGION)
    connection.session.set_credentials("test", "test")
    Counted(name, value=1).save()
    with TransactWrite(connection=connection, client_request_token=uuid.uuid4().hex) as transaction:
        transaction.save(Order(name, 1), condition=Order.customer.does_not_exist())
        transaction.update(Order(name, 2), actions=[Order.total.set(2)])
        transaction.condition_check(Counted, name, condition=Counted.value == 1)
    with pytest.raises(TransactWriteError) as raised:
        with TransactWrite(connection=connection) as transaction:
            transaction.delete(Order(name, 2))
            transaction.save(Order(name, 1), condition=Order.customer.does_not_exist())
    codes = [reason.code if reason else None for reason in raised.value.cancellation_reasons]
    assert codes == [None, "ConditionalCheckFailed"]
    with TransactGet(connection=connection) as transaction:
        futures = [transaction.get(Order, name, 1), transaction.get(Order, name, 2), transaction.get(Counted, name)]
    assert [future.get().serialize().keys() & {"number", "value"} for future in futures] == [{"number"}, {"number"}, {"value"}]
    assert futures[1].get().total == 2
