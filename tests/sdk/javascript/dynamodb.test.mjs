import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateItemCommand,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";

import { refused, settings, uniqueName } from "./support.mjs";

const dynamodb = new DynamoDBClient(settings);
const table = uniqueName("table");

const createTable = (TableName) =>
  dynamodb.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );

before(async () => {
  await createTable(table);
  await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { TableName: table });
});
after(async () => {
  await dynamodb.send(new DeleteTableCommand({ TableName: table }));
  dynamodb.destroy();
});

const uniqueKey = () => ({ pk: { S: uniqueName("item") } });
const put = (Item, more = {}) => dynamodb.send(new PutItemCommand({ TableName: table, Item, ...more }));
const get = async (Key) => (await dynamodb.send(new GetItemCommand({ TableName: table, Key }))).Item;
const update = (Key, UpdateExpression, ExpressionAttributeValues, more = {}) =>
  dynamodb.send(new UpdateItemCommand({ TableName: table, Key, UpdateExpression, ExpressionAttributeValues, ...more }));
const remove = (Key, more = {}) => dynamodb.send(new DeleteItemCommand({ TableName: table, Key, ...more }));

test("a table is described and listed", async () => {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: table }));
  assert.equal(Table.TableStatus, "ACTIVE");
  assert.deepEqual(Table.KeySchema, [{ AttributeName: "pk", KeyType: "HASH" }]);
  assert.ok(Table.CreationDateTime instanceof Date);
  assert.ok(Math.abs(Table.CreationDateTime - new Date()) < 3_600_000);
  const { TableNames } = await dynamodb.send(new ListTablesCommand({}));
  assert.ok(TableNames.includes(table));
});

test("a table name that is taken or missing is an error of its own class", async () => {
  await assert.rejects(createTable(table), ResourceInUseException);
  const call = dynamodb.send(new GetItemCommand({ TableName: uniqueName("missing"), Key: { pk: { S: "x" } } }));
  await assert.rejects(call, ResourceNotFoundException);
  await refused(() => call, { message: "Requested resource not found", status: 400 });
});

test("every type comes back as it was put", async () => {
  const item = {
    ...uniqueKey(),
    string: { S: "hello ☃ 😀 \u0000" },
    number: { N: "-12345678901234567890.123456789012345678" },
    binary: { B: new Uint8Array([0, 1, 254, 255]) },
    bool: { BOOL: false },
    nothing: { NULL: true },
    list: { L: [{ S: "a" }, { L: [] }, { M: { deep: { N: "1" } } }] },
    map: { M: { "with.dot": { S: "" } } },
    strings: { SS: ["a"] },
    numbers: { NS: ["1.5"] },
    binaries: { BS: [new Uint8Array([1])] },
  };
  await put(item);
  const back = await get({ pk: item.pk });
  assert.deepEqual(Object.keys(back).sort(), Object.keys(item).sort());
  for (const [name, value] of Object.entries(item)) {
    if (name === "binary") assert.deepEqual([...back.binary.B], [...value.B]);
    else if (name === "binaries") assert.deepEqual([...back.binaries.BS[0]], [1]);
    else assert.deepEqual(back[name], value);
  }
});

test("a number keeps 38 digits and refuses a 39th", async () => {
  const key = uniqueKey();
  const digits = "12345678901234567890123456789012345678";
  await put({ ...key, n: { N: digits } });
  assert.equal((await get(key)).n.N, digits);
  await refused(() => put({ ...key, n: { N: `${digits}9` } }), { name: "ValidationException", status: 400 });
  assert.equal((await get(key)).n.N, digits);
});

test("an update returns what it wrote", async () => {
  const key = uniqueKey();
  const { Attributes } = await update(
    key,
    "SET #n = :n ADD visits :one, tags :tags",
    { ":n": { S: "John" }, ":one": { N: "1" }, ":tags": { SS: ["a"] } },
    { ExpressionAttributeNames: { "#n": "name" }, ReturnValues: "ALL_NEW" },
  );
  assert.deepEqual(Attributes, { ...key, name: { S: "John" }, visits: { N: "1" }, tags: { SS: ["a"] } });
});

test("a failed condition is an error of its own class and may bring the item", async () => {
  const key = uniqueKey();
  const item = { ...key, v: { N: "1" } };
  const once = { ConditionExpression: "attribute_not_exists(pk)" };
  await put(item, once);
  const bare = put(item, once);
  await assert.rejects(bare, ConditionalCheckFailedException);
  await assert.rejects(bare, (error) => error.Item === undefined && error.message === "The conditional request failed");
  const withItem = put(item, { ...once, ReturnValuesOnConditionCheckFailure: "ALL_OLD" });
  await assert.rejects(withItem, (error) => {
    assert.deepEqual(error.Item, item);
    return true;
  });
});

test("an update under a condition does not make a missing item", async () => {
  const key = uniqueKey();
  const call = update(key, "ADD Orders :orders", { ":orders": { SS: ["one"] } }, { ConditionExpression: "attribute_exists(pk)" });
  await assert.rejects(call, ConditionalCheckFailedException);
  assert.equal(await get(key), undefined);
});

test("a delete returns the old item", async () => {
  const key = uniqueKey();
  const item = { ...key, v: { N: "1" } };
  await put(item);
  assert.deepEqual((await remove(key, { ReturnValues: "ALL_OLD" })).Attributes, item);
  assert.equal(await get(key), undefined);
  assert.equal((await remove(key, { ReturnValues: "ALL_OLD" })).Attributes, undefined);
});

test("a bad expression is a validation error", async () => {
  await refused(() => update(uniqueKey(), "SET status = :v", { ":v": { S: "x" } }), { name: "ValidationException", status: 400 });
});
