import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The LocalStack modules of Testcontainers for Java, today's and the one before it, start the image: UNDERSTUDY_IMAGE names it. */
class LocalStackTest {
    static final DockerImageName IMAGE =
        DockerImageName.parse(System.getenv("UNDERSTUDY_IMAGE")).asCompatibleSubstituteFor("localstack/localstack");

    @Test
    void theClassOfTodayStartsIt() {
        try (var container = new org.testcontainers.localstack.LocalStackContainer(IMAGE).withServices("sns", "sqs", "dynamodb")) {
            container.start();
            orderGoesRound(container.getEndpoint(), container.getRegion(), container.getAccessKey(), container.getSecretKey());
        }
    }

    @Test
    @SuppressWarnings("deprecation")
    void theClassBeforeItStartsIt() {
        try (
            var container = new org.testcontainers.containers.localstack.LocalStackContainer(IMAGE).withServices(
                org.testcontainers.containers.localstack.LocalStackContainer.Service.SNS,
                org.testcontainers.containers.localstack.LocalStackContainer.Service.SQS,
                org.testcontainers.containers.localstack.LocalStackContainer.Service.DYNAMODB
            )
        ) {
            container.start();
            orderGoesRound(container.getEndpoint(), container.getRegion(), container.getAccessKey(), container.getSecretKey());
        }
    }

    /** What is published goes through a queue into a table. */
    static void orderGoesRound(URI endpoint, String region, String accessKey, String secretKey) {
        var credentials = StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey));
        try (
            var sns = client(SnsClient.builder(), endpoint, region, credentials);
            var sqs = client(SqsClient.builder(), endpoint, region, credentials);
            var dynamodb = client(DynamoDbClient.builder(), endpoint, region, credentials)
        ) {
            var queue = sqs.createQueue(r -> r.queueName("orders")).queueUrl();
            assertTrue(queue.startsWith(endpoint.toString()), queue);
            var arn = sqs
                .getQueueAttributes(r -> r.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes()
                .get(QueueAttributeName.QUEUE_ARN);
            var topic = sns.createTopic(r -> r.name("order--placed")).topicArn();
            sns.subscribe(r -> r.topicArn(topic).protocol("sqs").endpoint(arn).attributes(Map.of("RawMessageDelivery", "true")));
            dynamodb.createTable(r ->
                r
                    .tableName("orders")
                    .keySchema(k -> k.attributeName("id").keyType(KeyType.HASH))
                    .attributeDefinitions(a -> a.attributeName("id").attributeType(ScalarAttributeType.S))
                    .billingMode(BillingMode.PAY_PER_REQUEST)
            );
            dynamodb.waiter().waitUntilTableExists(r -> r.tableName("orders"));

            sns.publish(r -> r.topicArn(topic).message("tea"));
            var messages = sqs.receiveMessage(r -> r.queueUrl(queue).waitTimeSeconds(20)).messages();
            assertEquals(1, messages.size());
            var order = Map.of("id", AttributeValue.fromS("1"), "article", AttributeValue.fromS(messages.get(0).body()));
            dynamodb.putItem(r -> r.tableName("orders").item(order));
            sqs.deleteMessage(r -> r.queueUrl(queue).receiptHandle(messages.get(0).receiptHandle()));

            var item = dynamodb.getItem(r -> r.tableName("orders").key(Map.of("id", AttributeValue.fromS("1")))).item();
            assertEquals("tea", item.get("article").s());
        }
    }

    static <B extends AwsClientBuilder<B, C>, C> C client(B builder, URI endpoint, String region, StaticCredentialsProvider credentials) {
        return builder.endpointOverride(endpoint).region(Region.of(region)).credentialsProvider(credentials).build();
    }
}
