import assert from "node:assert/strict";
import { after, test } from "node:test";

import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  InvalidParameterException,
  ListSubscriptionsByTopicCommand,
  ListSubscriptionsCommand,
  ListTagsForResourceCommand,
  NotFoundException,
  paginateListSubscriptions,
  paginateListTopics,
  PublishBatchCommand,
  PublishCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";

import { refused, settings, uniqueName } from "./support.mjs";

const sns = new SNSClient(settings);
const sqs = new SQSClient(settings);
const topics = [];
const queues = [];
after(async () => {
  for (const TopicArn of topics) await sns.send(new DeleteTopicCommand({ TopicArn }));
  for (const QueueUrl of queues) await sqs.send(new DeleteQueueCommand({ QueueUrl })).catch(() => {});
  sns.destroy();
  sqs.destroy();
});

async function makeTopic(Name = uniqueName("topic")) {
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name }));
  topics.push(TopicArn);
  return TopicArn;
}

async function makeQueue() {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: uniqueName("queue") }));
  queues.push(QueueUrl);
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
  return { url: QueueUrl, arn: Attributes.QueueArn };
}

const subscribe = async (TopicArn, queue, Attributes) =>
  (await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queue.arn, Attributes }))).SubscriptionArn;
const publish = (TopicArn, Message, more = {}) => sns.send(new PublishCommand({ TopicArn, Message, ...more }));
const receive = async (queue, WaitTimeSeconds = 5) =>
  (await sqs.send(new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds, MessageAttributeNames: ["All"] }))).Messages ?? [];

async function all(pages, key) {
  const entries = [];
  for await (const page of pages) entries.push(...page[key]);
  return entries;
}

test("a topic is made once, listed, configured and deleted", async () => {
  const name = uniqueName("topic");
  const arn = await makeTopic(name);
  assert.ok(arn.endsWith(`:${name}`));
  assert.equal(await makeTopic(name), arn);
  assert.ok((await all(paginateListTopics({ client: sns }, {}), "Topics")).some((each) => each.TopicArn === arn));
  await sns.send(new SetTopicAttributesCommand({ TopicArn: arn, AttributeName: "DisplayName", AttributeValue: "Name & <more>" }));
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn: arn }));
  assert.equal(Attributes.DisplayName, "Name & <more>");
  assert.equal(Attributes.SubscriptionsConfirmed, "0");
  await sns.send(new DeleteTopicCommand({ TopicArn: arn }));
  await sns.send(new DeleteTopicCommand({ TopicArn: arn }));
  const call = publish(arn, "hello");
  await assert.rejects(call, NotFoundException);
  await refused(() => call, { message: "Topic does not exist", status: 404 });
});

test("a bad topic name is an invalid parameter", async () => {
  const call = makeTopic("with blank");
  await assert.rejects(call, InvalidParameterException);
  await refused(() => call, { message: "Invalid parameter: Topic Name", status: 400 });
});

test("a subscription is made once, listed, configured and ended", async () => {
  const topic = await makeTopic();
  const queue = await makeQueue();
  const arn = await subscribe(topic, queue);
  assert.equal(await subscribe(topic, queue), arn);
  const entry = (await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }))).Subscriptions;
  assert.equal(entry.length, 1);
  assert.equal(entry[0].SubscriptionArn, arn);
  assert.equal(entry[0].Endpoint, queue.arn);
  assert.ok((await all(paginateListSubscriptions({ client: sns }, {}), "Subscriptions")).some((each) => each.SubscriptionArn === arn));
  await sns.send(
    new SetSubscriptionAttributesCommand({ SubscriptionArn: arn, AttributeName: "RawMessageDelivery", AttributeValue: "true" }),
  );
  const { Attributes } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn }));
  assert.equal(Attributes.RawMessageDelivery, "true");
  assert.equal(Attributes.PendingConfirmation, "false");
  await sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }));
  assert.deepEqual((await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topic }))).Subscriptions ?? [], []);
  await publish(topic, "hello");
  assert.deepEqual(await receive(queue, 0), []);
});

test("all subscriptions are listed", async () => {
  const { Subscriptions } = await sns.send(new ListSubscriptionsCommand({}));
  assert.ok(Array.isArray(Subscriptions));
});

test("an envelope carries message, subject and attributes", async () => {
  const topic = await makeTopic();
  const queue = await makeQueue();
  await subscribe(topic, queue);
  const sent = await publish(topic, "hello ☃", {
    Subject: "A subject",
    MessageAttributes: {
      color: { DataType: "String", StringValue: "blue" },
      blob: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2, 3]) },
    },
  });
  const [message] = await receive(queue);
  assert.equal(message.MessageAttributes, undefined);
  const envelope = JSON.parse(message.Body);
  assert.equal(envelope.Type, "Notification");
  assert.equal(envelope.MessageId, sent.MessageId);
  assert.equal(envelope.TopicArn, topic);
  assert.equal(envelope.Subject, "A subject");
  assert.equal(envelope.Message, "hello ☃");
  assert.deepEqual(envelope.MessageAttributes, {
    color: { Type: "String", Value: "blue" },
    blob: { Type: "Binary", Value: "AQID" },
  });
});

test("raw delivery is the message itself, with its attributes", async () => {
  const topic = await makeTopic();
  const queue = await makeQueue();
  await subscribe(topic, queue, { RawMessageDelivery: "true" });
  await publish(topic, '{"plain": true}', { MessageAttributes: { color: { DataType: "String", StringValue: "blue" } } });
  const [message] = await receive(queue);
  assert.equal(message.Body, '{"plain": true}');
  assert.equal(message.MessageAttributes.color.StringValue, "blue");
  assert.equal(message.MD5OfMessageAttributes, "da1b33cc3cbfe8b1630921e78e6b9880");
});

test("a publication reaches every subscriber once", async () => {
  const topic = await makeTopic();
  const both = [await makeQueue(), await makeQueue()];
  for (const queue of both) await subscribe(topic, queue);
  const sent = await publish(topic, "hello");
  for (const queue of both) {
    const [message] = await receive(queue);
    assert.equal(JSON.parse(message.Body).MessageId, sent.MessageId);
    assert.deepEqual(await receive(queue, 0), []);
  }
});

test("bad publications are refused", async () => {
  const topic = await makeTopic();
  await refused(() => publish(topic, "hello", { Subject: "two\nlines" }), {
    name: "InvalidParameterException",
    message: "Invalid parameter: Subject",
  });
  const attributes = { MessageAttributes: { attr1: { DataType: "Colour", StringValue: "blue" } } };
  await refused(() => publish(topic, "hello", attributes), { name: "InvalidParameterValueException" });
});

test("a batch tells what went and what did not", async () => {
  const TopicArn = await makeTopic();
  const PublishBatchRequestEntries = [
    { Id: "1", Message: "one" },
    { Id: "2", Message: "two", Subject: "two\nlines" },
  ];
  const { Successful, Failed } = await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
  assert.deepEqual(Successful.map((entry) => entry.Id), ["1"]);
  assert.deepEqual(Failed, [{ Id: "2", Code: "InvalidParameter", Message: "Invalid parameter: Subject", SenderFault: true }]);
  await refused(() => sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries: Array(11).fill({ Id: "1", Message: "m" }) })), {
    name: "TooManyEntriesInBatchRequestException",
  });
});

test("tags come and go", async () => {
  const ResourceArn = await makeTopic();
  await sns.send(new TagResourceCommand({ ResourceArn, Tags: [{ Key: "a", Value: "1" }, { Key: "b", Value: "" }] }));
  await sns.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["a"] }));
  assert.deepEqual((await sns.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags, [{ Key: "b", Value: "" }]);
  await refused(() => sns.send(new ListTagsForResourceCommand({ ResourceArn: `${ResourceArn}x` })), {
    name: "ResourceNotFoundException",
  });
});
