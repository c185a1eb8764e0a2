// The document client: items as plain JavaScript.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  TransactionCanceledException,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  NumberValue,
  PutCommand,
  QueryCommand,
  ScanCommand,
  TransactGetCommand,
  TransactWriteCommand,
  UpdateCommand,
  paginateQuery,
  paginateScan,
} from "@aws-sdk/lib-dynamodb";

import { refused, settings, uniqueName } from "./support.mjs";

const dynamodb = new DynamoDBClient(settings);
const documents = DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } });
const TableName = uniqueName("documents");

before(async () => {
  const key = (name, KeyType) => ({ AttributeName: name, KeyType });
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [key("pk", "HASH"), key("sk", "RANGE")],
      AttributeDefinitions: [
        { AttributeName: "pk", AttributeType: "S" },
        { AttributeName: "sk", AttributeType: "N" },
        { AttributeName: "kind", AttributeType: "S" },
      ],
      GlobalSecondaryIndexes: [
        { IndexName: "by-kind", KeySchema: [key("kind", "HASH"), key("sk", "RANGE")], Projection: { ProjectionType: "ALL" } },
      ],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { TableName });
});
after(async () => {
  await dynamodb.send(new DeleteTableCommand({ TableName }));
  dynamodb.destroy();
});

const put = (Item, more = {}) => documents.send(new PutCommand({ TableName, Item, ...more }));
const get = async (Key) => (await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;

async function fill(pk, count, kind) {
  const requests = Array.from({ length: count }, (_, sk) => ({ PutRequest: { Item: { pk, sk, kind, even: sk % 2 === 0 } } }));
  const { UnprocessedItems } = await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  assert.deepEqual(UnprocessedItems, {});
}

test("documents come back as they were put", async () => {
  const item = {
    pk: uniqueName("item"),
    sk: -1.5,
    text: "☃",
    yes: true,
    nothing: null,
    list: [1, "two", [], {}],
    map: { deep: { er: [0.25] } },
    strings: new Set(["a", "b"]),
    numbers: new Set([1, 2]),
    raw: new Uint8Array([0, 255]),
  };
  await put({ ...item, gone: undefined });
  const back = await get({ pk: item.pk, sk: item.sk });
  assert.deepEqual([...back.raw], [0, 255]);
  assert.deepEqual({ ...back, raw: item.raw }, item);
});

test("numbers that JavaScript cannot hold are kept to the digit", async () => {
  const key = { pk: uniqueName("item"), sk: 1 };
  const digits = "12345678901234567890.123456789012345678";
  await put({ ...key, n: NumberValue.from(digits), big: 12345678901234567890n });
  const precise = DynamoDBDocumentClient.from(new DynamoDBClient(settings), { unmarshallOptions: { wrapNumbers: true } });
  const { Item } = await precise.send(new GetCommand({ TableName, Key: key }));
  precise.destroy();
  assert.equal(Item.n.value, digits);
  assert.equal(Item.big.value, "12345678901234567890");
});

test("an update returns documents, and a failed condition is an error of its own class", async () => {
  const key = { pk: uniqueName("item"), sk: 1 };
  const update = (more) =>
    documents.send(
      new UpdateCommand({
        TableName,
        Key: key,
        UpdateExpression: "SET #n = if_not_exists(#n, :zero) + :one, seen = list_append(if_not_exists(seen, :none), :now)",
        ExpressionAttributeNames: { "#n": "count" },
        ExpressionAttributeValues: { ":zero": 0, ":one": 1, ":none": [], ":now": ["now"] },
        ReturnValues: "ALL_NEW",
        ...more,
      }),
    );
  await update();
  assert.deepEqual((await update()).Attributes, { ...key, count: 2, seen: ["now", "now"] });
  const failed = update({ ConditionExpression: "attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" });
  await assert.rejects(failed, ConditionalCheckFailedException);
  const { Attributes } = await documents.send(new DeleteCommand({ TableName, Key: key, ReturnValues: "ALL_OLD" }));
  assert.equal(Attributes.count, 2);
});

test("queries and scans go page by page", async () => {
  const pk = uniqueName("pages");
  await fill(pk, 11, pk);
  const found = [];
  const query = {
    TableName,
    KeyConditionExpression: "pk = :p AND sk BETWEEN :a AND :b",
    ExpressionAttributeValues: { ":p": pk, ":a": 2, ":b": 9 },
    ScanIndexForward: false,
  };
  for await (const page of paginateQuery({ client: documents, pageSize: 3 }, query)) found.push(...page.Items.map((item) => item.sk));
  assert.deepEqual(found, [9, 8, 7, 6, 5, 4, 3, 2]);

  const ofIndex = await documents.send(
    new QueryCommand({
      TableName,
      IndexName: "by-kind",
      KeyConditionExpression: "kind = :k",
      FilterExpression: "even = :yes",
      ExpressionAttributeValues: { ":k": pk, ":yes": true },
      ProjectionExpression: "sk",
      Limit: 5,
    }),
  );
  assert.deepEqual(ofIndex.Items, [{ sk: 0 }, { sk: 2 }, { sk: 4 }]);
  assert.equal(ofIndex.ScannedCount, 5);
  assert.deepEqual(ofIndex.LastEvaluatedKey, { pk, sk: 4, kind: pk });

  let count = 0;
  const scan = { TableName, FilterExpression: "pk = :p", ExpressionAttributeValues: { ":p": pk } };
  for await (const page of paginateScan({ client: documents, pageSize: 4 }, scan)) count += page.Count;
  assert.equal(count, 11);
  assert.equal((await documents.send(new ScanCommand({ ...scan, Select: "COUNT" }))).Items, undefined);
});

test("a batch reads what there is", async () => {
  const pk = uniqueName("batch");
  await fill(pk, 3);
  const Keys = [0, 1, 2, 99].map((sk) => ({ pk, sk }));
  const { Responses, UnprocessedKeys } = await documents.send(new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } }));
  assert.deepEqual(Responses[TableName].map((item) => item.sk).sort(), [0, 1, 2]);
  assert.deepEqual(UnprocessedKeys, {});
});

test("a transaction happens as a whole or tells why not", async () => {
  const pk = uniqueName("transaction");
  const Put = (sk, more = {}) => ({ Put: { TableName, Item: { pk, sk }, ...more } });
  const write = (...TransactItems) => documents.send(new TransactWriteCommand({ TransactItems }));
  await write(Put(1), Put(2));
  const again = write(
    Put(3),
    Put(1, { ConditionExpression: "attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
  );
  await assert.rejects(again, (error) => {
    assert.ok(error instanceof TransactionCanceledException);
    assert.equal(
      error.message,
      "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]",
    );
    assert.deepEqual(error.CancellationReasons, [
      { Code: "None" },
      { Code: "ConditionalCheckFailed", Message: "The conditional request failed", Item: { pk: { S: pk }, sk: { N: "1" } } }, // errors are not unmarshalled
    ]);
    return true;
  });
  const Get = (sk) => ({ Get: { TableName, Key: { pk, sk } } });
  const { Responses } = await documents.send(new TransactGetCommand({ TransactItems: [Get(2), Get(3)] }));
  assert.deepEqual(Responses, [{ Item: { pk, sk: 2 } }, {}]);
});

test("what AWS refuses is refused in its words", async () => {
  await refused(() => put({ pk: "", sk: 1 }), {
    name: "ValidationException",
    message:
      "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk",
    status: 400,
  });
});
