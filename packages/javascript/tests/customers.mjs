// The Customers application, on the AWS SDK: it makes customers, tells others of them, and adds the orders that it is told of.
import { randomUUID } from "node:crypto";

import { ConditionalCheckFailedException, CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";

export const createdTopic = "customer--created";
export const ordersTopic = "order--created";
export const ordersQueue = "customer--order-created";
export const deadLetters = "customer--order-created--dlq";
const TableName = "customers";

export const envelope = (data, topic) =>
  JSON.stringify({ metadata: { protocol_version: "tomodachi-json-base--1.0.0", topic }, data });
/** Lets the topic send. */
const policy = (queue, topic) => {
  const Condition = { ArnEquals: { "aws:SourceArn": topic } };
  const Principal = { Service: "sns.amazonaws.com" };
  const allowed = { Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: queue, Condition };
  return JSON.stringify({ Version: "2012-10-17", Statement: [allowed] });
};
/** What is in the envelope that SNS put into its notification. */
export const opened = (body) => JSON.parse(JSON.parse(body).Message).data;

const keyOf = (customer) => ({ PK: `CUSTOMER#${customer}` });

/** Made with the settings of clients, and otherwise with those of production. */
export async function startCustomers(settings, { visibilityTimeout = 30, maxReceiveCount = 3 } = {}) {
  const sns = new SNSClient(settings);
  const sqs = new SQSClient(settings);
  const dynamodb = new DynamoDBClient(settings);
  const documents = DynamoDBDocumentClient.from(dynamodb);

  const makeQueue = async (QueueName, Attributes = {}) => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    const told = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
    return { url: QueueUrl, arn: told.Attributes.QueueArn };
  };

  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: "PK", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "PK", AttributeType: "S" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  const created = (await sns.send(new CreateTopicCommand({ Name: createdTopic }))).TopicArn;
  const { arn: deadLetterTargetArn } = await makeQueue(deadLetters);
  const orders = await makeQueue(ordersQueue, {
    VisibilityTimeout: String(visibilityTimeout),
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
  });
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: ordersTopic }));
  const Attributes = { Policy: policy(orders.arn, TopicArn) };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: orders.url, Attributes }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: orders.arn }));

  /** False when there is no such customer: then the message comes back. */
  const add = async ({ order_id, customer_id }) => {
    const update = new UpdateCommand({
      TableName,
      Key: keyOf(customer_id),
      UpdateExpression: "ADD Orders :orders",
      ConditionExpression: "attribute_exists(PK)",
      ExpressionAttributeValues: { ":orders": new Set([order_id]) },
    });
    try {
      await documents.send(update);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };

  const takeOrders = async () => {
    while (true) {
      const poll = new ReceiveMessageCommand({ QueueUrl: orders.url, WaitTimeSeconds: 20 });
      const { Messages = [] } = await sqs.send(poll);
      for (const { Body, ReceiptHandle } of Messages) {
        if (await add(opened(Body))) await sqs.send(new DeleteMessageCommand({ QueueUrl: orders.url, ReceiptHandle }));
      }
    }
  };
  const running = takeOrders().catch((error) => {
    if (!(error instanceof QueueDoesNotExist)) throw error; // it ends when its queue is gone
  });

  return {
    create: async (name) => {
      const customer = randomUUID();
      const Item = { ...keyOf(customer), CustomerId: customer, Name: name };
      await documents.send(new PutCommand({ TableName, Item, ConditionExpression: "attribute_not_exists(PK)" }));
      const Message = envelope({ customer_id: customer, name }, createdTopic);
      await sns.send(new PublishCommand({ TopicArn: created, Message }));
      return customer;
    },
    /** Nothing when there is no such customer. */
    find: async (customer) => {
      const { Item } = await documents.send(new GetCommand({ TableName, Key: keyOf(customer) }));
      return Item && { customer_id: Item.CustomerId, name: Item.Name, orders: [...(Item.Orders ?? [])].sort() };
    },
    ended: async () => {
      await running;
      for (const client of [sns, sqs, dynamodb]) client.destroy();
    },
  };
}
