"""Whether the rates of a table depend on what is in it: over HTTP, among a thousand items and among a million, in turn."""

import contextlib
import statistics

import crowds
import measures
import wire
import workloads

TURNS = 1000  # different requests that a row asks by turns, spread over all items
MANY = 1_000_000
WRITES = 25  # of a batch
AT_ONCE = 40  # batches on their way
NUMBER_PLACE = "#" * 9  # for the number of an item


class Items(workloads.Workload):
    """Small items with a sort key: of one partition key, or each of a key of its own."""

    name = "Items"
    script = "requests_in_turn.lua"

    def __init__(self, emulator, are_together, count):
        super().__init__(emulator)
        self.are_together = are_together
        self.count = count
        self.ask(
            "dynamodb",
            "CreateTable",
            TableName="orders",
            AttributeDefinitions=[{"AttributeName": n, "AttributeType": "S"} for n in ("id", "order")],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "order", "KeyType": "RANGE"}],
            BillingMode="PAY_PER_REQUEST",
        )
        while self.ask("dynamodb", "DescribeTable", TableName="orders").json()["Table"]["TableStatus"] != "ACTIVE":
            pass

    def key(self, number):
        return {"id": {"S": self.partition(number)}, "order": {"S": number}}

    def partition(self, number):
        return "customer" if self.are_together else f"customer-{number}"

    def item(self, number):
        """About a hundred bytes, as DynamoDB counts."""
        return {**self.key(number), "status": {"S": "active"}, "visits": {"N": "42"}, "notes": {"S": "n" * 30}}

    def fill(self):
        """In order, with batches that are the same but for their numbers."""
        writes = [{"PutRequest": {"Item": self.item(NUMBER_PLACE)}}] * WRITES
        batch = self.of("BatchWriteItem", RequestItems={"orders": writes})
        batch = batch.replace(b"%", b"%%").replace(NUMBER_PLACE.encode(), b"%09d")
        places = batch.count(b"%09d") // WRITES
        with contextlib.closing(wire.connect(self.emulator.port)) as connection:
            for first in range(0, self.count, AT_ONCE * WRITES):
                numbers = [number for number in range(first, first + AT_ONCE * WRITES) for _ in range(places)]
                steps = range(0, len(numbers), places * WRITES)
                requests = [batch % tuple(numbers[at : at + places * WRITES]) for at in steps]
                for answer in wire.exchange_all(connection, requests):
                    if answer.status != 200 or answer.json().get("UnprocessedItems"):
                        raise RuntimeError(f"a batch was answered {answer.status}: {answer.body.decode()}")

    def of(self, operation, **members):
        return self.request("dynamodb", operation, **members).bytes

    def get(self, number):
        return self.of("GetItem", TableName="orders", Key=self.key(number))

    def put(self, number):
        return self.of("PutItem", TableName="orders", Item=self.item(number))

    def query_of_ten(self, number):
        return self.of(
            "Query",
            TableName="orders",
            Limit=10,
            KeyConditionExpression="id = :id AND #order >= :first",
            ExpressionAttributeNames={"#order": "order"},
            ExpressionAttributeValues={":id": {"S": self.partition(number)}, ":first": {"S": number}},
        )

    def write_requests(self, kind, file):
        """A thousand of them, each of which is asked once before: nothing but good answers is ever measured."""
        numbers = range(0, self.count, self.count // TURNS)
        requests = [getattr(self, kind)(f"{number:09}") for number in numbers]
        with contextlib.closing(wire.connect(self.emulator.port)) as connection:
            for request in requests:
                if wire.exchange_on(connection, request).status != 200:
                    raise RuntimeError(f"{kind} was refused")
        file.write_bytes(b"".join(b"%d\n%s" % (len(request), request) for request in requests))


OPERATIONS = {"GetItem": "get", "PutItem": "put", "Query of ten": "query_of_ten"}
SPREADS = {"one partition of many items": True, "many partitions": False}


def measure(binary, folder, load):
    """A row for each operation and spread, as it comes."""
    for where, are_together in SPREADS.items():
        with contextlib.ExitStack() as held:
            tables = [Items(crowds.started(binary, folder, held), are_together, count) for count in (TURNS, MANY)]
            for table in tables:
                table.fill()
            for operation, kind in OPERATIONS.items():
                small, large = rates(tables, kind, folder, load)
                yield {"name": f"{operation}, {where}", "per_second": large, "small_per_second": small}


def rates(tables, kind, folder, load):
    """Of the small table and of the large one. The first round warms both up."""
    files = [folder / f"requests-{place}" for place in range(len(tables))]
    for table, file in zip(tables, files, strict=True):
        table.write_requests(kind, file)
    taken = [[] for _ in tables]
    for number in range(load.rounds + 1):
        places = range(len(tables))
        for place in places if number % 2 else reversed(places):
            taken[place].append(measures.run_wrk(tables[place].emulator, tables[place], [files[place]], load).rate)
    return [statistics.median(each[1:]) for each in taken]
