// The LocalStack module of Testcontainers for Node starts the image: UNDERSTUDY_IMAGE names it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
import { CreateTopicCommand, PublishCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, DeleteMessageCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { LocalstackContainer } from "@testcontainers/localstack";

let container;
before(async () => {
    // Podman tells of all ports that the image exposes, and the module waits until each of them is published.
    container = await new LocalstackContainer(process.env.UNDERSTUDY_IMAGE).withExposedPorts(8000, 9324).start();
});
after(() => container?.stop());

test("what is published goes through a queue into a table", async () => {
    const settings = {
        endpoint: container.getConnectionUri(),
        region: "us-east-1",
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
    };
    const sns = new SNSClient(settings);
    const sqs = new SQSClient(settings);
    const dynamodb = new DynamoDBClient(settings);

    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "orders" }));
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }));
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: "order--placed" }));
    await sns.send(
        new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: Attributes.QueueArn, Attributes: { RawMessageDelivery: "true" } }),
    );
    await dynamodb.send(
        new CreateTableCommand({
            TableName: "orders",
            KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
            AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
            BillingMode: "PAY_PER_REQUEST",
        }),
    );
    await waitUntilTableExists({ client: dynamodb, maxWaitTime: 60 }, { TableName: "orders" });

    await sns.send(new PublishCommand({ TopicArn, Message: JSON.stringify({ id: "1", article: "tea" }) }));
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
    assert.equal(Messages.length, 1);
    const { id, article } = JSON.parse(Messages[0].Body);
    await dynamodb.send(new PutItemCommand({ TableName: "orders", Item: { id: { S: id }, article: { S: article } } }));
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0].ReceiptHandle }));

    const { Item } = await dynamodb.send(new GetItemCommand({ TableName: "orders", Key: { id: { S: "1" } } }));
    assert.deepEqual(Item, { id: { S: "1" }, article: { S: "tea" } });
});

test("a queue's URL has the host and the port by which it was asked for", async () => {
    const sqs = new SQSClient({
        endpoint: container.getConnectionUri(),
        region: "us-east-1",
        credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "invoices" }));
    assert.ok(QueueUrl.startsWith(container.getConnectionUri()));
});
