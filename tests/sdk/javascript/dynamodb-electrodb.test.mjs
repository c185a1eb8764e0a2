// ElectroDB as a user: two entities in one table, found by their own keys, by an index and as a collection.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { Entity, Service } from "electrodb";

import { settings, uniqueName } from "./support.mjs";

const client = new DynamoDBClient(settings);
const table = uniqueName("electro");

before(async () => {
  const key = (hash, range) => [
    { AttributeName: hash, KeyType: "HASH" },
    { AttributeName: range, KeyType: "RANGE" },
  ];
  await client.send(
    new CreateTableCommand({
      TableName: table,
      KeySchema: key("pk", "sk"),
      AttributeDefinitions: ["pk", "sk", "gsi1pk", "gsi1sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      GlobalSecondaryIndexes: [{ IndexName: "gsi1", KeySchema: key("gsi1pk", "gsi1sk"), Projection: { ProjectionType: "ALL" } }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1, maxDelay: 1 }, { TableName: table });
});
after(async () => {
  await client.send(new DeleteTableCommand({ TableName: table }));
  client.destroy();
});

const Customer = new Entity(
  {
    model: { entity: "customer", version: "1", service: "shop" },
    attributes: {
      id: { type: "string", required: true },
      name: { type: "string" },
      visits: { type: "number", default: 0 },
      labels: { type: "set", items: "string" },
      address: { type: "map", properties: { street: { type: "string" }, city: { type: "string" } } },
    },
    indexes: {
      primary: { collection: "account", pk: { field: "pk", composite: ["id"] }, sk: { field: "sk", composite: [] } },
    },
  },
  { client, table },
);

const Order = new Entity(
  {
    model: { entity: "order", version: "1", service: "shop" },
    attributes: {
      id: { type: "string", required: true },
      number: { type: "number", required: true, padding: { length: 6, char: "0" } },
      status: { type: ["open", "paid", "sent"], required: true, default: "open" },
      total: { type: "number" },
      lines: { type: "list", items: { type: "map", properties: { what: { type: "string" }, count: { type: "number" } } } },
    },
    indexes: {
      primary: { collection: "account", pk: { field: "pk", composite: ["id"] }, sk: { field: "sk", composite: ["number"] } },
      status: { index: "gsi1", pk: { field: "gsi1pk", composite: ["status"] }, sk: { field: "gsi1sk", composite: ["id", "number"] } },
    },
  },
  { client, table },
);

const shop = new Service({ Customer, Order });

const fill = (id, count) =>
  Order.put(Array.from({ length: count }, (_, number) => ({ id, number, total: number * 10 }))).go();
const numbers = (answer) => answer.data.map((order) => order.number);

test("an entity is created once, read, patched and deleted", async () => {
  const id = uniqueName("customer");
  const address = { street: "Main", city: "Here" };
  const { data } = await Customer.create({ id, name: "John", labels: ["a"], address }).go();
  assert.equal(data.visits, 0);
  await assert.rejects(Customer.create({ id }).go(), /The conditional request failed/);
  const patched = await Customer.patch({ id })
    .set({ name: "Jim" })
    .add({ visits: 2, labels: ["b"] })
    .data(({ address }, { set }) => set(address.city, "There"))
    .go({ response: "all_new" });
  assert.deepEqual(patched.data, { id, name: "Jim", visits: 2, labels: ["a", "b"], address: { street: "Main", city: "There" } });
  await assert.rejects(Customer.patch({ id: uniqueName("nobody") }).set({ name: "x" }).go(), /The conditional request failed/);
  await Customer.remove({ id }).go();
  assert.equal((await Customer.get({ id }).go()).data, null);
});

test("orders of a customer are queried in ranges, filters and pages", async () => {
  const id = uniqueName("customer");
  await fill(id, 60);
  assert.deepEqual(numbers(await Order.query.primary({ id }).between({ number: 8 }, { number: 11 }).go()), [8, 9, 10, 11]);
  assert.deepEqual(numbers(await Order.query.primary({ id }).gte({ number: 57 }).go({ order: "desc" })), [59, 58, 57]);
  const expensive = ({ total, status }, { gt, eq }) => `${gt(total, 560)} AND ${eq(status, "open")}`;
  assert.deepEqual(numbers(await Order.query.primary({ id }).where(expensive).go()), [57, 58, 59]);

  const found = [];
  let cursor = null;
  do {
    const page = await Order.query.primary({ id }).go({ cursor, limit: 25 });
    found.push(...numbers(page));
    cursor = page.cursor;
  } while (cursor);
  assert.deepEqual(found, Array.from({ length: 60 }, (_, number) => number));
});

test("an index follows its entity", async () => {
  const id = uniqueName("customer");
  await fill(id, 3);
  await Order.patch({ id, number: 1 }).set({ status: "paid" }).append({ lines: [{ what: "pen", count: 2 }] }).go();
  const open = await Order.query.status({ status: "open", id }).go();
  assert.deepEqual(numbers(open), [0, 2]);
  const paid = await Order.query.status({ status: "paid", id }).go();
  assert.deepEqual(paid.data, [{ id, number: 1, status: "paid", total: 10, lines: [{ what: "pen", count: 2 }] }]);
});

test("a collection holds both entities", async () => {
  const id = uniqueName("customer");
  await Customer.put({ id, name: "John" }).go();
  await fill(id, 2);
  const { data } = await shop.collections.account({ id }).go();
  assert.equal(data.Customer[0].name, "John");
  assert.deepEqual(data.Order.map((order) => order.number), [0, 1]);
});

test("a batch reads many entities", async () => {
  const id = uniqueName("customer");
  await fill(id, 5);
  const { data, unprocessed } = await Order.get([0, 3, 4, 77].map((number) => ({ id, number }))).go();
  assert.deepEqual(data.map((order) => order.number).sort(), [0, 3, 4]);
  assert.deepEqual(unprocessed, []);
});

test("a transaction over entities happens as a whole or says which one was against it", async () => {
  const id = uniqueName("customer");
  const write = () =>
    shop.transaction
      .write(({ Customer, Order }) => [
        Customer.create({ id, name: "John" }).commit({ response: "all_old" }),
        Order.upsert({ id, number: 1 }).set({ total: 7 }).commit(),
      ])
      .go();
  assert.equal((await write()).canceled, false);
  const again = await write();
  assert.equal(again.canceled, true);
  assert.deepEqual(again.data.map((each) => [each.rejected, each.code]), [[true, "ConditionalCheckFailed"], [false, "None"]]);
  const { data } = await shop.transaction
    .get(({ Customer, Order }) => [Customer.get({ id }).commit(), Order.get({ id, number: 2 }).commit()])
    .go();
  assert.deepEqual(data.map((each) => each.item?.name ?? null), ["John", null]);
});
