// The hard cases of testing event-driven code, each without a sleep: with production timeouts, in milliseconds.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";

import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

import { Refused, start, WaitFailed } from "./understudy.mjs";

const arn = (queue) => `arn:aws:sqs:us-east-1:000000000000:${queue}`;

let aws, sqs, sns, orders, topic;

before(async () => {
  aws = await start({ clock: "manual" });
  sqs = new SQSClient(aws.settings());
  sns = new SNSClient(aws.settings());
});
after(async () => {
  sqs.destroy();
  sns.destroy();
  await aws.stop();
});
beforeEach(async () => {
  await aws.reset();
  await sqs.send(new CreateQueueCommand({ QueueName: "orders--dlq" }));
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: arn("orders--dlq"), maxReceiveCount: 3 });
  const Attributes = { VisibilityTimeout: "30", RedrivePolicy };
  orders = (await sqs.send(new CreateQueueCommand({ QueueName: "orders", Attributes }))).QueueUrl;
  topic = (await sns.send(new CreateTopicCommand({ Name: "order--created" }))).TopicArn;
  await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: "sqs", Endpoint: arn("orders") }));
});

const publish = async (event) =>
  (await sns.send(new PublishCommand({ TopicArn: topic, Message: JSON.stringify(event) }))).MessageId;

/** Polls as applications do, until its queue is gone, and deletes what `handle` says it is done with. */
async function consuming(handle, body) {
  const client = new SQSClient(aws.settings());
  const run = async () => {
    while (true) {
      const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl: orders, WaitTimeSeconds: 20 }));
      for (const { Body, ReceiptHandle } of Messages) {
        if (await handle(Body)) await client.send(new DeleteMessageCommand({ QueueUrl: orders, ReceiptHandle }));
      }
    }
  };
  const running = assert.rejects(run(), QueueDoesNotExist);
  try {
    await body();
  } finally {
    await aws.reset();
    await running;
    client.destroy();
  }
}

test("A wait sees what happened after its mark and takes nothing from the queue", async () => {
  const mark = await aws.mark();
  await publish({ order_id: "o1" });
  const match = { type: "sqs.message_sent", resource: "orders", json: { "Message.order_id": "o1" } };
  const sent = await aws.wait(match, { after: mark });
  assert.deepEqual(JSON.parse(JSON.parse(sent.body).Message), { order_id: "o1" });
  assert.equal((await sqs.send(new ReceiveMessageCommand({ QueueUrl: orders }))).Messages.length, 1);
});

test("A message reaches the dead-letter queue with the timeouts of production", async () => {
  let attempts = 0;
  const failing = () => {
    ++attempts;
    return false;
  };
  await consuming(failing, async () => {
    const published = await publish({ order_id: "unknown" });
    await aws.wait({ type: "sqs.message_received", concerning: published }); // there is a consumer
    const dead = await aws.runUntil({ type: "sqs.message_dead_lettered", concerning: published }, { max: "10m" });
    assert.equal(dead.receive_count, 3);
    assert.equal(attempts, 3);
    assert.match((await aws.explain(published)).join("\n"), /visible in orders after 30\.000 s/);
  });
});

test("A consumer is idempotent", async () => {
  const confirmed = (await sqs.send(new CreateQueueCommand({ QueueName: "confirmed" }))).QueueUrl;
  const seen = new Set();
  const confirmOnce = async (body) => {
    const order = JSON.parse(body).Message;
    if (!seen.has(order)) {
      seen.add(order);
      await sqs.send(new SendMessageCommand({ QueueUrl: confirmed, MessageBody: order }));
    }
    return true;
  };
  await consuming(confirmOnce, async () => {
    await aws.handled(await publish({ order_id: "o1" }));
    const mark = await aws.mark();
    await aws.handled(await publish({ order_id: "o1" }));
    assert.ok((await aws.expectNone({ type: "sqs.message_sent", resource: "confirmed" }, { after: mark })).length);
  });
});

test("That nothing happens is proven, and a held message is no proof", async () => {
  await sqs.send(new SendMessageCommand({ QueueUrl: orders, MessageBody: "hi" }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: orders }));
  const deleted = { type: "sqs.message_deleted" };
  await assert.rejects(aws.expectNone(deleted, { timeout: "1ms" }), /a consumer holds message/);
  await sqs.send(new DeleteMessageCommand({ QueueUrl: orders, ReceiptHandle: Messages[0].ReceiptHandle }));
  await assert.rejects(aws.expectNone(deleted), WaitFailed);
});

test("runUntil says at once what is missing, and a bad question is refused", async () => {
  await publish({ order_id: "o1" });
  const dead = { type: "sqs.message_dead_lettered" };
  await assert.rejects(aws.runUntil(dead, { timeout: "10m" }), /which no consumer polls/);
  await assert.rejects(aws.advance({ by: "soon" }), Refused);
});

test("A fault strikes as often as it was asked to", async () => {
  await aws.fault({ service: "sqs", operation: "SendMessage", code: "ServiceUnavailable", status: 503, times: 2 });
  await sqs.send(new SendMessageCommand({ QueueUrl: orders, MessageBody: "hi" })); // the SDK tries again
  assert.equal((await aws.faults())[0].strikes, 2);
});

test("Entries of a batch fail, and the others do not", async () => {
  await aws.fault({ operation: "SendMessageBatch", code: "InternalError", entries: [1] });
  const Entries = ["a", "b"].map((Id) => ({ Id, MessageBody: Id }));
  const { Successful, Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: orders, Entries }));
  assert.deepEqual(Successful.map(({ Id }) => Id), ["a"]);
  assert.deepEqual(Failed.map(({ Id, Code }) => [Id, Code]), [["b", "InternalError"]]);
});

test("A connection that is dropped after the effect is found by the retry", async () => {
  await aws.fault({ operation: "SendMessage", drop: "after", times: 1 });
  await sqs.send(new SendMessageCommand({ QueueUrl: orders, MessageBody: "hi" }));
  assert.equal((await aws.events({ type: "sqs.message_sent" })).length, 2);
});

test("Worlds share a process and nothing else", async () => {
  const world = await aws.world("one");
  const inside = new SQSClient(world.settings());
  const { QueueUrl } = await inside.send(new CreateQueueCommand({ QueueName: "orders" }));
  assert.ok(QueueUrl.startsWith(world.endpoint));
  await inside.send(new SendMessageCommand({ QueueUrl, MessageBody: "hi" }));
  assert.equal((await world.wait({ type: "sqs.message_sent" })).body, "hi");
  assert.deepEqual(await aws.events({ type: "sqs.message_sent" }), []);
  inside.destroy();
  await world.remove();
});
