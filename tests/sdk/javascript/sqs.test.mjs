import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, test } from "node:test";

import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  QueueDoesNotExist,
  QueueNameExists,
  ReceiptHandleIsInvalid,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

import { advance, endpoint, refused, settings, uniqueName } from "./support.mjs";

const sqs = new SQSClient(settings);
const made = [];
after(async () => {
  for (const QueueUrl of made) await sqs.send(new DeleteQueueCommand({ QueueUrl })).catch(() => {});
  sqs.destroy();
});

async function makeQueue(Attributes = {}, QueueName = uniqueName("queue")) {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
  made.push(QueueUrl);
  return QueueUrl;
}

const send = (QueueUrl, MessageBody, more = {}) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, ...more }));
const receive = async (QueueUrl, more = {}) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 5, ...more }))).Messages ?? [];
const receiveNow = (QueueUrl) => receive(QueueUrl, { WaitTimeSeconds: 0, MaxNumberOfMessages: 10 });
const attributesOf = async (QueueUrl, ...AttributeNames) =>
  (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames }))).Attributes ?? {};

// The digest of message attributes, as the SQS developer guide defines it.
function md5OfAttributes(attributes) {
  const hash = createHash("md5");
  const add = (bytes) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of Object.keys(attributes).sort()) {
    const { DataType, StringValue, BinaryValue } = attributes[name];
    add(Buffer.from(name));
    add(Buffer.from(DataType));
    hash.update(Buffer.from([DataType.startsWith("Binary") ? 2 : 1]));
    add(Buffer.from(DataType.startsWith("Binary") ? BinaryValue : StringValue));
  }
  return hash.digest("hex");
}

test("a queue is made, found, listed and deleted", async () => {
  const name = uniqueName("queue");
  const url = await makeQueue({}, name);
  assert.equal(new URL(url).host, new URL(endpoint).host);
  assert.equal((await sqs.send(new GetQueueUrlCommand({ QueueName: name }))).QueueUrl, url);
  assert.deepEqual((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: name }))).QueueUrls, [url]);
  await sqs.send(new DeleteQueueCommand({ QueueUrl: url }));
  assert.equal((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: name }))).QueueUrls, undefined);
});

test("a client without an endpoint of its own follows the queue URL", async () => {
  const url = await makeQueue();
  const { endpoint: _, ...rest } = settings;
  const follower = new SQSClient(rest);
  await follower.send(new SendMessageCommand({ QueueUrl: url, MessageBody: "hello" }));
  follower.destroy();
  assert.equal((await receive(url))[0].Body, "hello");
});

test("attributes are set and read back", async () => {
  const url = await makeQueue({ VisibilityTimeout: "7" });
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { DelaySeconds: "3" } }));
  assert.deepEqual(await attributesOf(url, "VisibilityTimeout", "DelaySeconds"), { VisibilityTimeout: "7", DelaySeconds: "3" });
  assert.deepEqual(await attributesOf(url, "Policy"), {});
});

test("a missing queue is an error of its own class with the code of old", async () => {
  const call = sqs.send(new GetQueueUrlCommand({ QueueName: uniqueName("missing") }));
  await assert.rejects(call, QueueDoesNotExist);
  await refused(() => call, {
    name: "QueueDoesNotExist",
    Code: "AWS.SimpleQueueService.NonExistentQueue",
    Type: "Sender",
    message: "The specified queue does not exist.",
    status: 400,
  });
});

test("a name that is taken with other attributes is refused", async () => {
  const name = uniqueName("queue");
  await makeQueue({}, name);
  const call = makeQueue({ VisibilityTimeout: "7" }, name);
  await assert.rejects(call, QueueNameExists);
  await refused(() => call, { Code: "QueueAlreadyExists" });
});

test("an unknown attribute is refused", async () => {
  await refused(() => makeQueue({ Colour: "blue" }), { Code: "InvalidAttributeName", message: "Unknown Attribute Colour." });
});

// The SDK compares the digest of every body, sent and received, with the one it computes.
for (const body of ["hello", ' blanks and "quotes" ', "returns\r\nand\ttabs", "ünïcödé ☃ 漢字 😀", "<tag>&amp;", "x".repeat(1048576)]) {
  test(`a body comes back as it was sent: ${JSON.stringify(body.slice(0, 20))}`, async () => {
    const url = await makeQueue();
    const sent = await send(url, body);
    const [message] = await receive(url);
    assert.equal(message.Body, body);
    assert.equal(message.MessageId, sent.MessageId);
    assert.equal(message.MD5OfBody, createHash("md5").update(body).digest("hex"));
  });
}

test("message attributes come back, digested over what is returned", async () => {
  const url = await makeQueue();
  const attributes = {
    color: { DataType: "String", StringValue: "blue" },
    count: { DataType: "Number", StringValue: "3" },
    blob: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2, 3]) },
    "label.led": { DataType: "String.custom", StringValue: "ünïcode ☃" },
  };
  const sent = await send(url, "hello", { MessageAttributes: attributes });
  assert.equal(sent.MD5OfMessageAttributes, md5OfAttributes(attributes));
  const [all] = await receive(url, { MessageAttributeNames: ["All"], VisibilityTimeout: 0 });
  assert.equal(all.MD5OfMessageAttributes, md5OfAttributes(attributes));
  assert.deepEqual(Object.keys(all.MessageAttributes).sort(), Object.keys(attributes).sort());
  assert.equal(all.MessageAttributes.color.StringValue, "blue");
  assert.equal(all.MessageAttributes.color.DataType, "String");
  assert.deepEqual([...all.MessageAttributes.blob.BinaryValue], [1, 2, 3]);
  const [some] = await receive(url, { MessageAttributeNames: ["co.*"], VisibilityTimeout: 0 });
  assert.equal(some.MD5OfMessageAttributes, md5OfAttributes({ color: attributes.color, count: attributes.count }));
  const [none] = await receive(url);
  assert.equal(none.MessageAttributes, undefined);
  assert.equal(none.MD5OfMessageAttributes, undefined);
});

test("system attributes tell how often a message was received", async () => {
  const url = await makeQueue();
  await send(url, "hello");
  for (const count of ["1", "2"]) {
    const [message] = await receive(url, { MessageSystemAttributeNames: ["ApproximateReceiveCount"], VisibilityTimeout: 0 });
    assert.deepEqual(message.Attributes, { ApproximateReceiveCount: count });
  }
});

test("an empty queue has no messages", async () => {
  assert.equal((await sqs.send(new ReceiveMessageCommand({ QueueUrl: await makeQueue() }))).Messages, undefined);
});

test("a long poll ends with the message that is sent meanwhile", async () => {
  const url = await makeQueue();
  const began = performance.now();
  const [[message]] = await Promise.all([receive(url, { WaitTimeSeconds: 20 }), send(url, "hello")]);
  assert.equal(message.Body, "hello");
  assert.ok(performance.now() - began < 10_000);
});

test("several long polls on one queue get a message each", async () => {
  const url = await makeQueue();
  const polls = [1, 2, 3].map(() => receive(url, { WaitTimeSeconds: 20 }));
  for (const body of ["a", "b", "c"]) await send(url, body);
  const bodies = (await Promise.all(polls)).map(([message]) => message.Body);
  assert.deepEqual(bodies.sort(), ["a", "b", "c"]);
});

test("a client that gave up its long poll swallows no message", async () => {
  const url = await makeQueue();
  const gone = new AbortController();
  const poll = sqs.send(new ReceiveMessageCommand({ QueueUrl: url, WaitTimeSeconds: 20 }), { abortSignal: gone.signal });
  await attributesOf(url, "All"); // a round trip: the poll is on its way
  gone.abort();
  await assert.rejects(poll, { name: "AbortError" });
  await attributesOf(url, "All");
  await send(url, "hello");
  assert.equal((await receive(url, { WaitTimeSeconds: 20 }))[0].Body, "hello");
});

test("a received message is hidden until its visibility changes or it is deleted", async () => {
  const url = await makeQueue();
  await send(url, "hello");
  const [first] = await receive(url);
  assert.deepEqual(await receiveNow(url), []);
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle: first.ReceiptHandle, VisibilityTimeout: 0 }));
  const [second] = await receive(url);
  assert.equal(second.MessageId, first.MessageId);
  for (let times = 0; times < 2; times++) {
    await sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: second.ReceiptHandle }));
  }
  assert.deepEqual(await attributesOf(url, "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"), {
    ApproximateNumberOfMessages: "0",
    ApproximateNumberOfMessagesNotVisible: "0",
  });
});

test("a garbage receipt handle is refused", async () => {
  const url = await makeQueue();
  const call = sqs.send(new DeleteMessageCommand({ QueueUrl: url, ReceiptHandle: "garbage" }));
  await assert.rejects(call, ReceiptHandleIsInvalid);
  await refused(() => call, { Code: "ReceiptHandleIsInvalid", status: 404 });
});

test("a purge empties the queue", async () => {
  const url = await makeQueue();
  await send(url, "hello");
  await sqs.send(new PurgeQueueCommand({ QueueUrl: url }));
  assert.deepEqual(await receiveNow(url), []);
});

test("parameters out of range are refused", async () => {
  const url = await makeQueue();
  await refused(() => receive(url, { MaxNumberOfMessages: 11 }), {
    Code: "InvalidParameterValue",
    message: "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.",
  });
  await refused(() => send(url, ""), { Code: "MissingParameter", message: "The request must contain the parameter MessageBody." });
});

test("a message received three times goes to the dead-letter queue", async () => {
  const dead = await makeQueue();
  const { QueueArn: deadLetterTargetArn } = await attributesOf(dead, "QueueArn");
  const source = await makeQueue({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }) });
  const { QueueArn: sourceArn } = await attributesOf(source, "QueueArn");
  const sent = await send(source, "poison");
  for (let count = 1; count <= 3; count++) {
    assert.equal((await receive(source)).length, 1);
    assert.deepEqual(await receiveNow(source), []);
    await advance("30s");
  }
  const waiting = receive(dead, { WaitTimeSeconds: 20, MessageSystemAttributeNames: ["All"] });
  assert.deepEqual(await receiveNow(source), []); // this is the receive that moves it
  const [message] = await waiting;
  assert.equal(message.MessageId, sent.MessageId);
  assert.equal(message.Body, "poison");
  assert.equal(message.Attributes.DeadLetterQueueSourceArn, sourceArn);
  assert.equal(message.Attributes.ApproximateReceiveCount, "4");
});

test("the move to the dead-letter queue happens under an open long poll", async () => {
  const dead = await makeQueue();
  const { QueueArn: deadLetterTargetArn } = await attributesOf(dead, "QueueArn");
  const source = await makeQueue({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 1 }), VisibilityTimeout: "1" });
  await send(source, "poison");
  assert.equal((await receive(source)).length, 1);
  const [fromSource, fromDead] = await Promise.all([
    receive(source, { WaitTimeSeconds: 3 }),
    receive(dead, { WaitTimeSeconds: 20 }),
  ]);
  assert.deepEqual(fromSource, []);
  assert.equal(fromDead[0].Body, "poison");
});
