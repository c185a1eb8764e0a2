// The scenarios of the Customers application, with its production settings: 30 seconds of visibility, three receives. Nothing
// here sleeps, and nothing asks again and again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

import { createdTopic, deadLetters, envelope, opened, ordersTopic, startCustomers } from "./customers.mjs";
import { start, WaitFailed } from "./understudy.mjs";

const createdQueue = "customer--created"; // of the tests
const arn = (service, name) => `arn:aws:${service}:us-east-1:000000000000:${name}`;
const sentToTests = { type: "sqs.message_sent", resource: createdQueue };

let shared;

before(async () => (shared = await start({ clock: "manual" })));
after(() => shared.stop());

/** The application on an emulator that is empty, and what a test does around it. */
async function staged(aws, play) {
  await aws.reset();
  const settings = aws.settings();
  const sns = new SNSClient(settings);
  const sqs = new SQSClient(settings);
  const application = await startCustomers({ ...settings, customUserAgent: "customers" });
  await sqs.send(new CreateQueueCommand({ QueueName: createdQueue }));
  const subscription = { TopicArn: arn("sns", createdTopic), Protocol: "sqs", Endpoint: arn("sqs", createdQueue) };
  await sns.send(new SubscribeCommand(subscription));
  const placeOrder = async (order_id, customer_id) => {
    const Message = envelope({ order_id, customer_id }, ordersTopic);
    return (await sns.send(new PublishCommand({ TopicArn: arn("sns", ordersTopic), Message }))).MessageId;
  };
  /** What is there at once. */
  const read = async (QueueName) => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    return Messages.map(({ Body }) => opened(Body));
  };
  try {
    await play({ aws, application, placeOrder, read });
  } finally {
    await aws.reset(); // its queue is gone, and so it ends
    await application.ended();
    for (const client of [sns, sqs]) client.destroy();
  }
}

const scenario = (name, play) => test(name, () => staged(shared, play));

test("1. Reading the queue at once is a race, and waiting for the event is none", async () => {
  const late = await start({ clock: "manual", args: ["--seed", "1", "--sqs-delivery-delay", "500"] });
  try {
    await staged(late, async ({ aws, application, read }) => {
      const mark = await aws.mark();
      const customer = await application.create("John Doe");
      assert.deepEqual(await read(createdQueue), []); // it is on its way: with another seed the test would pass
      await aws.runUntil({ type: "sqs.message_visible", resource: createdQueue }, { max: "1s", after: mark });
      assert.deepEqual(await read(createdQueue), [{ customer_id: customer, name: "John Doe" }]);
    });
  } finally {
    await late.stop();
  }
});

scenario("3. A customer is told of exactly once", async ({ aws, application }) => {
  const mark = await aws.mark();
  const customer = await application.create("John Doe");
  const told = { ...sentToTests, json: { "Message.data.customer_id": customer } };
  const sent = await aws.wait(told, { after: mark });
  assert.deepEqual(opened(sent.body), { customer_id: customer, name: "John Doe" });
  await aws.expectNone(sentToTests, { after: sent.sequence });
});

scenario("4. Two orders are the orders of their customer", async ({ aws, application, placeOrder }) => {
  const customer = await application.create("John Doe");
  const other = await application.create("Jane Doe");
  for (const order of ["order-2", "order-1"]) await aws.handled(await placeOrder(order, customer));
  assert.deepEqual((await application.find(customer)).orders, ["order-1", "order-2"]);
  assert.deepEqual((await application.find(other)).orders, []);
});

scenario("5. An order of nobody reaches the dead-letter queue after three receives", async ({ aws, placeOrder, read }) => {
  const began = (await aws.clock()).now_ms;
  const published = await placeOrder("order-1", "nobody");
  await aws.wait({ type: "sqs.message_received", concerning: published });
  const dead = await aws.runUntil({ type: "sqs.message_dead_lettered", concerning: published }, { max: "10m" });
  assert.equal(dead.receive_count, 3);
  assert.equal((await aws.clock()).now_ms - began, 90_000);
  assert.deepEqual(await read(deadLetters), [{ order_id: "order-1", customer_id: "nobody" }]);
  assert.match((await aws.explain(published)).join("\n"), /received 3 times/);
});

scenario("6. An unknown customer is not found, and a made one is", async ({ application }) => {
  assert.equal(await application.find("nobody"), undefined);
  const customer = await application.create("John Doe");
  assert.deepEqual(await application.find(customer), { customer_id: customer, name: "John Doe", orders: [] });
});

scenario("7. A duplicate of an order changes nothing, and nothing comes of it", async ({ aws, application, placeOrder }) => {
  const customer = await application.create("John Doe");
  await aws.handled(await placeOrder("order-1", customer));
  const before = await application.find(customer);
  const mark = await aws.mark();
  await aws.handled(await placeOrder("order-1", customer));
  assert.ok((await aws.expectNone(sentToTests, { after: mark })).length);
  assert.ok((await aws.expectNone({ type: "sqs.message_dead_lettered" }, { after: mark })).length);
  assert.deepEqual(await application.find(customer), before);
});

scenario("7. What did happen is no nothing", async ({ aws, application }) => {
  const mark = await aws.mark();
  await application.create("John Doe");
  await assert.rejects(aws.expectNone(sentToTests, { after: mark }), WaitFailed);
});

scenario("8. What was saved knows nothing of the test before", async ({ aws, application, placeOrder }) => {
  const kept = await application.create("John Doe");
  await aws.save("clean");
  for (let each = 0; each < 2; ++each) {
    const later = await application.create("Jane Doe");
    await aws.handled(await placeOrder("order-1", kept));
    assert.deepEqual((await application.find(kept)).orders, ["order-1"]);
    await aws.settle();
    await aws.restore("clean");
    assert.deepEqual((await application.find(kept)).orders, []);
    assert.equal(await application.find(later), undefined);
  }
});
