// The scenarios of SCENARIOS.md with the AWS SDK for JavaScript v3.

import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { crc32, gzipSync } from "node:zlib";

import * as DynamoDB from "@aws-sdk/client-dynamodb";
import * as SNS from "@aws-sdk/client-sns";
import * as SQS from "@aws-sdk/client-sqs";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";

import { World } from "./world.mjs";

const scenario = (name, body) => test(name, World.test(body));

async function makeQueue({ sqs }, QueueName = "orders", Attributes = {}) {
  return (await sqs.send(new SQS.CreateQueueCommand({ QueueName, Attributes }))).QueueUrl;
}

async function attributes({ sqs }, QueueUrl, ...AttributeNames) {
  return (await sqs.send(new SQS.GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes;
}

const send = ({ sqs }, QueueUrl, MessageBody, more = {}) => sqs.send(new SQS.SendMessageCommand({ QueueUrl, MessageBody, ...more }));

async function receive({ sqs }, QueueUrl, more = {}) {
  const wanted = { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"], ...more };
  return (await sqs.send(new SQS.ReceiveMessageCommand(wanted))).Messages ?? [];
}

const bodies = (messages) => messages.map((message) => message.Body);

async function pagesOf(paginator) {
  const pages = [];
  for await (const page of paginator) pages.push(page);
  return pages;
}

// Has a client change its requests.
const change = (client, how) =>
  client.middlewareStack.add((next) => (args) => (how(args.request), next(args)), { step: "build", priority: "low" });

// SQS

scenario("a queue is made, found, listed and deleted", async (world) => {
  const url = await makeQueue(world);
  assert.equal((await world.sqs.send(new SQS.GetQueueUrlCommand({ QueueName: "orders" }))).QueueUrl, url);
  assert.deepEqual((await world.sqs.send(new SQS.ListQueuesCommand({ QueueNamePrefix: "ord" }))).QueueUrls, [url]);
  await world.sqs.send(new SQS.DeleteQueueCommand({ QueueUrl: url }));
  assert.equal((await world.sqs.send(new SQS.ListQueuesCommand({}))).QueueUrls, undefined);
});

scenario("attributes of a queue are set and read", async (world) => {
  const url = await makeQueue(world, "orders", { VisibilityTimeout: "7" });
  await world.sqs.send(new SQS.SetQueueAttributesCommand({ QueueUrl: url, Attributes: { DelaySeconds: "3" } }));
  assert.deepEqual(await attributes(world, url, "VisibilityTimeout", "DelaySeconds"), { VisibilityTimeout: "7", DelaySeconds: "3" });
});

scenario("a message with attributes comes back with its digests", async (world) => {
  const orders = await makeQueue(world);
  const text = (StringValue) => ({ DataType: "String", StringValue });
  const MessageAttributes = { "test-key": text("test-value"), "test-key-alt": text("test-value-alt") };
  const sent = await send(world, orders, "hello", { MessageAttributes }); // the SDK compares digests of bodies
  const [message] = await receive(world, orders);
  assert.equal(message.Body, "hello");
  assert.deepEqual(message.MessageAttributes, MessageAttributes);
  for (const { MD5OfMessageAttributes } of [sent, message]) assert.equal(MD5OfMessageAttributes, "2256c3b617e2b4b3ae4f2d455dcf54d0");
  await world.sqs.send(new SQS.DeleteMessageCommand({ QueueUrl: orders, ReceiptHandle: message.ReceiptHandle }));
  const name = "ApproximateNumberOfMessagesNotVisible";
  assert.deepEqual(await attributes(world, orders, name), { [name]: "0" });
});

scenario("a batch with a bad entry fails in part", async (world) => {
  const Entries = [
    { Id: "good", MessageBody: "hello" },
    { Id: "bad", MessageBody: "\u0001" },
  ];
  const answer = await world.sqs.send(new SQS.SendMessageBatchCommand({ QueueUrl: await makeQueue(world), Entries }));
  assert.deepEqual(answer.Successful.map(({ Id }) => Id), ["good"]);
  assert.deepEqual(answer.Failed.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]), [["bad", "InvalidMessageContents", true]]);
});

scenario("a long poll is woken by a send", async (world) => {
  const orders = await makeQueue(world);
  const poll = receive(world, orders, { WaitTimeSeconds: 20 });
  await world.untilPolled();
  await send(world, orders, "hello");
  assert.deepEqual(bodies(await poll), ["hello"]);
});

scenario("a FIFO queue keeps order and drops duplicates", async (world) => {
  const url = await makeQueue(world, "orders.fifo", { FifoQueue: "true" });
  const numbers = [];
  for (const body of ["one", "two", "two", "three"]) {
    numbers.push((await send(world, url, body, { MessageGroupId: "group", MessageDeduplicationId: body })).SequenceNumber);
  }
  assert.equal(numbers[1], numbers[2]);
  assert.deepEqual(bodies(await receive(world, url)), ["one", "two", "three"]);
});

scenario("a message received too often goes to the dead-letter queue", async (world) => {
  const dead = await makeQueue(world, "dead");
  const { QueueArn: deadLetterTargetArn } = await attributes(world, dead, "QueueArn");
  const orders = await makeQueue(world, "orders", { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 }) });
  const sent = await send(world, orders, "poison");
  for (let count = 0; count < 2; count++) {
    assert.equal((await receive(world, orders)).length, 1);
    await world.advance("30s");
  }
  assert.deepEqual(await receive(world, orders), []);
  assert.deepEqual((await receive(world, dead)).map(({ MessageId }) => MessageId), [sent.MessageId]);
});

scenario("a message of a mebibyte comes back whole", async (world) => {
  const orders = await makeQueue(world);
  const body = "x".repeat(2 ** 20);
  change(world.sqs, (request) => (request.headers.Expect = "100-continue"));
  await send(world, orders, body);
  assert.ok((await receive(world, orders))[0].Body === body);
});

scenario("queues are listed page by page", async (world) => {
  const made = [];
  for (let n = 0; n < 5; n++) made.push(await makeQueue(world, `queue-${n}`));
  const pages = (await pagesOf(SQS.paginateListQueues({ client: world.sqs, pageSize: 2 }, {}))).map(({ QueueUrls }) => QueueUrls);
  assert.deepEqual(pages.map((page) => page.length), [2, 2, 1]);
  assert.deepEqual(pages.flat().sort(), made);
});

scenario("a missing queue is an error of its own type", async (world) => {
  await assert.rejects(world.sqs.send(new SQS.GetQueueUrlCommand({ QueueName: "none" })), SQS.QueueDoesNotExist);
});

scenario("a call whose connection is dropped is tried again", async (world) => {
  const orders = await makeQueue(world);
  await world.fault({ service: "sqs", operation: "SendMessage", drop: "before", times: 1 });
  await send(world, orders, "hello");
  assert.equal(await world.strikes(), 1);
  assert.deepEqual(bodies(await receive(world, orders)), ["hello"]);
});

// SNS

const makeTopic = async ({ sns }) => (await sns.send(new SNS.CreateTopicCommand({ Name: "events" }))).TopicArn;
const publish = ({ sns }, TopicArn, Message, more = {}) => sns.send(new SNS.PublishCommand({ TopicArn, Message, ...more }));

scenario("a topic sends what a filter lets through, raw", async (world) => {
  const [orders, TopicArn] = [await makeQueue(world), await makeTopic(world)];
  const { QueueArn: Endpoint } = await attributes(world, orders, "QueueArn");
  const Attributes = { RawMessageDelivery: "true", FilterPolicy: JSON.stringify({ kind: ["order"] }) };
  await world.sns.send(new SNS.SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint, Attributes }));
  for (const kind of ["invoice", "order"]) {
    await publish(world, TopicArn, `an ${kind}`, { MessageAttributes: { kind: { DataType: "String", StringValue: kind } } });
  }
  const messages = await receive(world, orders);
  assert.deepEqual(bodies(messages), ["an order"]);
  assert.equal(messages[0].MessageAttributes.kind.StringValue, "order");
});

scenario("a batch of publications fails in part", async (world) => {
  const PublishBatchRequestEntries = [
    { Id: "good", Message: "hello" },
    { Id: "bad", Message: "hello", Subject: "\n" },
  ];
  const answer = await world.sns.send(new SNS.PublishBatchCommand({ TopicArn: await makeTopic(world), PublishBatchRequestEntries }));
  assert.deepEqual(answer.Successful.map(({ Id }) => Id), ["good"]);
  assert.deepEqual(answer.Failed.map(({ Id, Code, SenderFault }) => [Id, Code, SenderFault]), [["bad", "InvalidParameter", true]]);
});

scenario("topics are listed page by page", async (world) => {
  await world.makeTopics(101);
  const pages = await pagesOf(SNS.paginateListTopics({ client: world.sns }, {}));
  assert.deepEqual(pages.map(({ Topics }) => Topics.length), [100, 1]);
});

scenario("a missing topic is an error of its own type", async (world) => {
  await assert.rejects(publish(world, "arn:aws:sns:us-east-1:000000000000:none", "hello"), SNS.NotFoundException);
});

scenario("a call that fails in the server is tried again", async (world) => {
  const topic = await makeTopic(world);
  await world.fault({ service: "sns", operation: "Publish", code: "InternalError", status: 500, times: 1 });
  assert.ok((await publish(world, topic, "hello")).MessageId);
  assert.equal(await world.strikes(), 1);
});

// DynamoDB

const TableName = "customers";
const key = (pk, sk) => ({ pk: { S: pk }, sk: { N: `${sk}` } });

function makeTable({ dynamodb }) {
  const KeySchema = [
    { AttributeName: "pk", KeyType: "HASH" },
    { AttributeName: "sk", KeyType: "RANGE" },
  ];
  const AttributeDefinitions = [
    { AttributeName: "pk", AttributeType: "S" },
    { AttributeName: "sk", AttributeType: "N" },
  ];
  return dynamodb.send(new DynamoDB.CreateTableCommand({ TableName, KeySchema, AttributeDefinitions, BillingMode: "PAY_PER_REQUEST" }));
}

const put = ({ dynamodb }, Item, more = {}) => dynamodb.send(new DynamoDB.PutItemCommand({ TableName, Item, ...more }));
const get = async ({ dynamodb }, Key) => (await dynamodb.send(new DynamoDB.GetItemCommand({ TableName, Key }))).Item;

scenario("a waiter sees a table come and go", async (world) => {
  const waiting = { client: world.dynamodb, maxWaitTime: 60, minDelay: 0.001, maxDelay: 0.001 };
  await makeTable(world);
  await world.fault({ service: "dynamodb", operation: "DescribeTable", code: "ResourceNotFoundException", status: 400, times: 2 });
  await DynamoDB.waitUntilTableExists(waiting, { TableName });
  assert.equal(await world.strikes(), 2);
  await world.dynamodb.send(new DynamoDB.DeleteTableCommand({ TableName }));
  await DynamoDB.waitUntilTableNotExists(waiting, { TableName });
});

scenario("an item is put, read, changed and deleted", async (world) => {
  await makeTable(world);
  const item = {
    ...key("a", 1),
    name: { S: "Jörg ☃" },
    blob: { B: new Uint8Array([0, 255]) },
    tags: { SS: ["a", "b"] },
    deep: { M: { list: { L: [{ BOOL: true }, { NULL: true }, { N: "1.5" }] } } },
  };
  await put(world, item);
  assert.deepEqual(await get(world, key("a", 1)), item);
  const changed = await world.dynamodb.send(
    new DynamoDB.UpdateItemCommand({
      TableName,
      Key: key("a", 1),
      UpdateExpression: "SET visits = if_not_exists(visits, :zero) + :one",
      ExpressionAttributeValues: { ":zero": { N: "0" }, ":one": { N: "1" } },
      ReturnValues: "UPDATED_NEW",
    }),
  );
  assert.deepEqual(changed.Attributes, { visits: { N: "1" } });
  await world.dynamodb.send(new DynamoDB.DeleteItemCommand({ TableName, Key: key("a", 1) }));
  assert.equal(await get(world, key("a", 1)), undefined);
});

scenario("a condition that fails is an error of its own type", async (world) => {
  await makeTable(world);
  await put(world, key("a", 1));
  const condition = { ConditionExpression: "attribute_not_exists(pk)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" };
  await assert.rejects(put(world, key("a", 1), condition), (error) => {
    assert.ok(error instanceof DynamoDB.ConditionalCheckFailedException);
    assert.equal(error.message, "The conditional request failed");
    assert.deepEqual(error.Item, key("a", 1));
    return true;
  });
});

scenario("a query goes through all its pages", async (world) => {
  await makeTable(world);
  for (let n = 0; n < 5; n++) await put(world, key("a", n));
  const condition = { KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": { S: "a" } } };
  const pages = await pagesOf(DynamoDB.paginateQuery({ client: world.dynamodb, pageSize: 2 }, { TableName, ...condition }));
  assert.deepEqual(pages.map(({ Items }) => Items.map(({ sk }) => sk.N)), [["0", "1"], ["2", "3"], ["4"]]);
});

scenario("batches write and read items", async (world) => {
  await makeTable(world);
  const Keys = Array.from({ length: 25 }, (_, n) => key("a", n));
  const RequestItems = { [TableName]: Keys.map((Item) => ({ PutRequest: { Item } })) };
  const written = await world.dynamodb.send(new DynamoDB.BatchWriteItemCommand({ RequestItems }));
  assert.deepEqual(written.UnprocessedItems, {});
  const read = await world.dynamodb.send(new DynamoDB.BatchGetItemCommand({ RequestItems: { [TableName]: { Keys } } }));
  assert.deepEqual(read.UnprocessedKeys, {});
  const found = read.Responses[TableName].map(({ sk }) => Number(sk.N));
  assert.deepEqual(found.sort((a, b) => a - b), Keys.map((_, n) => n));
});

scenario("a cancelled transaction tells its reasons", async (world) => {
  await makeTable(world);
  await put(world, key("a", 1));
  const TransactItems = [
    { Put: { TableName, Item: key("a", 2) } },
    { Put: { TableName, Item: key("a", 1), ConditionExpression: "attribute_not_exists(pk)" } },
  ];
  await assert.rejects(world.dynamodb.send(new DynamoDB.TransactWriteItemsCommand({ TransactItems })), (error) => {
    assert.ok(error instanceof DynamoDB.TransactionCanceledException);
    assert.deepEqual(error.CancellationReasons.map(({ Code }) => Code), ["None", "ConditionalCheckFailed"]);
    return true;
  });
  assert.equal(await get(world, key("a", 2)), undefined);
});

scenario("an item of 300 KB comes back with its checksum", async (world) => {
  await makeTable(world);
  const item = { ...key("a", 1), body: { S: "x".repeat(300 * 1024) } };
  await put(world, item);
  const checksums = [];
  // This SDK does not compare it.
  const checksum = (next) => async (args) => {
    const result = await next(args);
    const bytes = Buffer.concat(await result.response.body.toArray());
    checksums.push([result.response.headers["x-amz-crc32"], `${crc32(bytes)}`]);
    result.response.body = Readable.from([bytes]);
    return result;
  };
  world.dynamodb.middlewareStack.addRelativeTo(checksum, { relation: "after", toMiddleware: "deserializerMiddleware" });
  assert.ok((await get(world, key("a", 1))).body.S === item.body.S);
  assert.equal(checksums.length, 1);
  assert.equal(checksums[0][0], checksums[0][1]);
});

scenario("a compressed request is understood", async (world) => {
  await makeTable(world);
  change(world.dynamodb, (request) => {
    request.body = gzipSync(request.body);
    request.headers["content-encoding"] = "gzip";
    request.headers["content-length"] = `${request.body.length}`;
  });
  await put(world, key("a", 1));
  assert.deepEqual(await get(world, key("a", 1)), key("a", 1));
});

scenario("a throttled call is tried again", async (world) => {
  await makeTable(world);
  await world.fault({ service: "dynamodb", operation: "PutItem", code: "ProvisionedThroughputExceededException", status: 400, times: 2 });
  await put(world, key("a", 1));
  assert.equal(await world.strikes(), 2);
});

scenario("a missing table is an error of its own type", async (world) => {
  await assert.rejects(get(world, key("a", 1)), DynamoDB.ResourceNotFoundException);
});

// STS

scenario("the caller has an account and an ARN", async (world) => {
  const identity = await world.sts.send(new GetCallerIdentityCommand({}));
  assert.match(identity.Account, /^\d{12}$/);
  assert.ok(identity.Arn.includes(`:${identity.Account}:`));
});
