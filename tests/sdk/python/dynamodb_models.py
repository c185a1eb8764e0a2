"""What test_models.py has to know of DynamoDB: a scenario in which every member is told, and what is never told, and why."""

import uuid

from conftest import REGION, client_of

ALL_TYPES = {
    "s": {"S": "x"},
    "n": {"N": "1"},
    "b": {"B": b"x"},
    "yes": {"BOOL": True},
    "none": {"NULL": True},
    "ss": {"SS": ["a"]},
    "ns": {"NS": ["1"]},
    "bs": {"BS": [b"a"]},
    "list": {"L": [{"S": "x"}]},
    "m": {"M": {"a": {"S": "x"}}},
}


def schema(*names):
    return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"))]


def definitions(**types):
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in types.items()]


def projected(*names):
    return {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(names)}


UNITS = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
FEWER, MORE = {key: 4 for key in UNITS}, {key: 6 for key in UNITS}


def tables(name):
    """Tables with everything that a description can tell, their settings, and their ends."""
    arn = f"arn:aws:dynamodb:{REGION}:{client_of('sts').get_caller_identity()['Account']}:table/{name}"
    ceilings = {"MaxReadRequestUnits": 5, "MaxWriteRequestUnits": 5}
    yield "CreateTable", {
        "TableName": name,
        "KeySchema": schema("pk", "sk"),
        "AttributeDefinitions": definitions(pk="S", sk="N", g="S", l="N"),
        "LocalSecondaryIndexes": [{"IndexName": "loc", "KeySchema": schema("pk", "l"), "Projection": projected("a")}],
        "GlobalSecondaryIndexes": [
            {"IndexName": "glo", "KeySchema": schema("g", "sk"), "Projection": projected("a"), "OnDemandThroughput": ceilings}
        ],
        "BillingMode": "PAY_PER_REQUEST",
        "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        "SSESpecification": {"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": "alias/aws/dynamodb"},
        "TableClass": "STANDARD_INFREQUENT_ACCESS",
        "OnDemandThroughput": ceilings,
        "WarmThroughput": {"ReadUnitsPerSecond": 12000, "WriteUnitsPerSecond": 4000},
        "Tags": [{"Key": "a", "Value": "b"}],
    }
    yield "DescribeTable", {"TableName": name}
    index = {"IndexName": "more", "KeySchema": schema("g"), "Projection": {"ProjectionType": "ALL"}}
    updates = [{"Create": index}]
    yield "UpdateTable", {"TableName": name, "AttributeDefinitions": definitions(g="S"), "GlobalSecondaryIndexUpdates": updates}
    yield "DescribeTable", {"TableName": name}
    yield "UpdateTable", {"TableName": name, "TableClass": "STANDARD"}
    yield "DescribeTable", {"TableName": name}
    yield "UpdateTable", {"TableName": name, "WarmThroughput": {"ReadUnitsPerSecond": 13000, "WriteUnitsPerSecond": 5000}}
    yield "DescribeTable", {"TableName": name}
    yield "DescribeEndpoints", {}
    yield "DescribeLimits", {}
    yield "TagResource", {"ResourceArn": arn, "Tags": [{"Key": "c", "Value": "d"}]}
    yield "ListTagsOfResource", {"ResourceArn": arn}
    yield "UntagResource", {"ResourceArn": arn, "TagKeys": ["c"]}
    yield "UpdateTimeToLive", {"TableName": name, "TimeToLiveSpecification": {"Enabled": True, "AttributeName": "ttl"}}
    yield "DescribeTimeToLive", {"TableName": name}
    recovery = {"PointInTimeRecoveryEnabled": True, "RecoveryPeriodInDays": 7}
    yield "UpdateContinuousBackups", {"TableName": name, "PointInTimeRecoverySpecification": recovery}
    yield "DescribeContinuousBackups", {"TableName": name}

    paid = f"{name}-paid"
    yield "CreateTable", {
        "TableName": paid,
        "KeySchema": schema("pk"),
        "AttributeDefinitions": definitions(pk="S"),
        "GlobalSecondaryIndexes": [
            {"IndexName": "glo", "KeySchema": schema("pk"), "Projection": {"ProjectionType": "ALL"}, "ProvisionedThroughput": UNITS}
        ],
        "ProvisionedThroughput": UNITS,
    }
    yield "ListTables", {"ExclusiveStartTableName": name[:-1], "Limit": 1}
    for units in (MORE, FEWER):
        update = [{"Update": {"IndexName": "glo", "ProvisionedThroughput": units}}]
        yield "UpdateTable", {"TableName": paid, "ProvisionedThroughput": units, "GlobalSecondaryIndexUpdates": update}
        yield "DescribeTable", {"TableName": paid}
    yield "UpdateTable", {"TableName": paid, "BillingMode": "PAY_PER_REQUEST"}
    yield "DeleteTable", {"TableName": paid}


def items(name):
    """Every way to write and to read an item."""
    key = {"pk": {"S": "k"}, "sk": {"N": "1"}}
    indexed = {"g": {"S": "g"}, "l": {"N": "1"}, "a": {"S": "a"}}
    told = {"ReturnConsumedCapacity": "INDEXES", "ReturnItemCollectionMetrics": "SIZE"}
    read = {"ReturnConsumedCapacity": "INDEXES"}
    names, values = {"#a": "a"}, {":a": {"S": "z"}}
    place = {"TableName": name, "ExpressionAttributeNames": names}
    condition = {"ConditionExpression": "#a <> :a", "ExpressionAttributeValues": values}
    yield "PutItem", {**place, **condition, "Item": key | indexed | ALL_TYPES, "ReturnValues": "ALL_OLD", **told}
    yield "PutItem", {**place, **condition, "Item": key | indexed | ALL_TYPES, "ReturnValues": "ALL_OLD", **told}
    update = {"UpdateExpression": "SET c = :a", "ReturnValues": "ALL_NEW"}
    yield "UpdateItem", {**place, **condition, **update, "Key": key, **told}
    yield "UpdateItem", {**place, **condition, "UpdateExpression": "SET #a = :c, l = :l, g = :c", "Key": key, **told} | {
        "ExpressionAttributeValues": values | {":c": {"S": "c"}, ":l": {"N": "2"}}
    }
    yield "GetItem", {**place, "Key": key, "ProjectionExpression": "#a, pk", **read}
    page = {"Limit": 1, **read}
    for index in ("glo", "loc"):
        where = {"KeyConditionExpression": "g = :p" if index == "glo" else "pk = :p"}
        values = {":p": {"S": "c" if index == "glo" else "k"}}
        yield "Query", {"TableName": name, "IndexName": index, **where, "ExpressionAttributeValues": values, **page}
        yield "Scan", {"TableName": name, "IndexName": index, **page}

    big = {"x": {"S": "x" * 400_000}}
    for number in range(45):
        yield "PutItem", {"TableName": name, "Item": {"pk": {"S": "big"}, "sk": {"N": str(number)}} | big}
    keys = {"Keys": [{"pk": {"S": "big"}, "sk": {"N": str(number)}} for number in range(45)], "ConsistentRead": True}
    projection = {"ProjectionExpression": "#x", "ExpressionAttributeNames": {"#x": "x"}}
    yield "BatchGetItem", {"RequestItems": {name: keys | projection}, **read}
    yield "BatchGetItem", {"RequestItems": {name: keys | {"AttributesToGet": ["x"]}}, **read}
    put, delete = {"PutRequest": {"Item": key | indexed}}, {"DeleteRequest": {"Key": {"pk": {"S": "k"}, "sk": {"N": "9"}}}}
    yield "BatchWriteItem", {"RequestItems": {name: [put, delete]}, **told}

    get = {"TableName": name, "Key": key, "ProjectionExpression": "#a", "ExpressionAttributeNames": names}
    yield "TransactGetItems", {"TransactItems": [{"Get": get}], **read}
    other = [{"pk": {"S": "k"}, "sk": {"N": str(number)}} for number in range(10, 14)]
    guard = {"ConditionExpression": "#a <> :a", "ExpressionAttributeValues": {":a": {"S": "z"}}, **place}
    guard["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    actions = [
        {"Put": {"Item": other[0] | indexed, **guard}},
        {"Update": {"Key": other[1], "UpdateExpression": "SET c = :a", **guard}},
        {"Delete": {"Key": other[2], **guard}},
        {"ConditionCheck": {"Key": other[3], **guard}},
    ]
    # The second time it is replayed, and told as a read.
    token = uuid.uuid4().hex
    for _ in range(2):
        yield "TransactWriteItems", {"TransactItems": actions, "ClientRequestToken": token, **told}
    yield "DeleteItem", {**place, **condition, "Key": key, "ReturnValues": "ALL_OLD", **told}


def scenario(name):
    yield from tables(name)
    yield from items(name)
    yield "DeleteTable", {"TableName": name}


def missing(operation, member):
    """What is missing is told by test_dynamodb_constraints.py, with everything else that a request can violate."""
    return None


# Operations that are not there yet, and are answered as AWS answers an unknown one.
NOT_EMULATED = frozenset(
    """
    BatchExecuteStatement CancelBulkOperation CreateBackup CreateGlobalTable DeleteBackup DeleteResourcePolicy
    DescribeBackup DescribeBulkOperation DescribeContributorInsights DescribeExport DescribeGlobalTable
    DescribeGlobalTableSettings DescribeImport DescribeKinesisStreamingDestination DescribeTableReplicaAutoScaling
    DisableKinesisStreamingDestination EnableKinesisStreamingDestination ExecuteStatement ExecuteTransaction
    ExportTableToPointInTime GetResourcePolicy ImportTable ListBackups ListBulkOperations ListContributorInsights
    ListExports ListGlobalTables ListImports PutResourcePolicy RestoreTableFromBackup RestoreTableToPointInTime
    SearchVectors StartBulkPutItems UpdateContributorInsights UpdateGlobalTable UpdateGlobalTableSettings
    UpdateKinesisStreamingDestination UpdateTableReplicaAutoScaling
    """.split()
)

# Members of requests that are not there yet, and are read over.
IGNORED = frozenset(
    """
    CreateTable.GlobalTableSettingsReplicationMode CreateTable.GlobalTableSourceArn CreateTable.ResourcePolicy
    CreateTable.VectorIndexes
    UpdateTable.DisassociationProtectionEnabled UpdateTable.GlobalTableSettingsReplicationMode
    UpdateTable.GlobalTableWitnessUpdates UpdateTable.MultiRegionConsistency UpdateTable.ReplicaUpdates
    UpdateTable.VectorIndexUpdates
    """.split()
)

# Members of answers that belong to what is not there yet.
LATER = "ArchivalSummary DisassociationProtectionEnabled GlobalTableSettingsReplicationMode GlobalTableVersion GlobalTableWitnesses"
LATER += " MultiRegionConsistency Replicas RestoreSummary VectorIndexes"
DESCRIPTIONS = {f"{name}Table": "TableDescription" for name in ("Create", "Update", "Delete")} | {"DescribeTable": "Table"}
# What a table has only after a change of it.
CHANGES = "ProvisionedThroughput.LastIncreaseDateTime ProvisionedThroughput.LastDecreaseDateTime"
CHANGES += " GlobalSecondaryIndexes.ProvisionedThroughput.LastIncreaseDateTime"
CHANGES += " GlobalSecondaryIndexes.ProvisionedThroughput.LastDecreaseDateTime"
CHANGES += " BillingModeSummary.LastUpdateToPayPerRequestDateTime TableClassSummary.LastUpdateDateTime"
# What the answer to DeleteTable leaves out.
DROPPED = "AttributeDefinitions CreationDateTime GlobalSecondaryIndexes KeySchema LatestStreamArn LatestStreamLabel"
DROPPED += " LocalSecondaryIndexes OnDemandThroughput SSEDescription StreamSpecification TableClassSummary WarmThroughput"
DROPPED += " ProvisionedThroughput.LastIncreaseDateTime ProvisionedThroughput.LastDecreaseDateTime"


def told_of_tables():
    for operation, member in DESCRIPTIONS.items():
        never = LATER.split()
        if operation == "DeleteTable":
            never += DROPPED.split()
        else:
            # Indexes are filled at once, and keys of encryption are always there.
            never += ["GlobalSecondaryIndexes.Backfilling", "SSEDescription.InaccessibleEncryptionDateTime"]
        if operation == "CreateTable":
            never += [*CHANGES.split(), "GlobalSecondaryIndexes.WarmThroughput"]
        yield from (f"{operation}.{member}.{each}" for each in never)


def told_of_capacity():
    """Only transactions tell units of reads and of writes apart."""
    reads = ("GetItem", "BatchGetItem", "TransactGetItems")  # no index takes part
    writes = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")
    kinds = {"ReadCapacityUnits", "WriteCapacityUnits"}
    for operation in (*reads, *writes, "Query", "Scan"):
        capacity = f"{operation}.ConsumedCapacity"
        yield f"{capacity}.VectorIndexes"
        own = kinds - {"TransactGetItems": {"ReadCapacityUnits"}, "TransactWriteItems": kinds}.get(operation, set())
        yield from (f"{capacity}{place}.{kind}" for place in ("", ".Table") for kind in own)
        for indexes in (f"{capacity}.GlobalSecondaryIndexes", f"{capacity}.LocalSecondaryIndexes"):
            if operation in reads:
                yield indexes
            else:
                own = {"ReadCapacityUnits"} if operation == "TransactWriteItems" else kinds
                yield from (f"{indexes}.{kind}" for kind in own)


NEVER_TOLD = frozenset(told_of_tables()) | frozenset(told_of_capacity()) | {
    # Nothing is throttled, and all tags fit on a page.
    "BatchWriteItem.UnprocessedItems.PutRequest",
    "BatchWriteItem.UnprocessedItems.DeleteRequest",
    "ListTagsOfResource.NextToken",
}
