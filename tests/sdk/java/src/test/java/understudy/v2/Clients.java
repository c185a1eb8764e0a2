package understudy.v2;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sts.StsClient;
import understudy.World;

/** A world for each test, and the clients of it. */
abstract class Clients {
    private final SdkHttpClient http = ApacheHttpClient.create();    // sends Expect: 100-continue

    protected final World world = new World();
    protected final SqsClient sqs = client(SqsClient.builder());
    protected final SnsClient sns = client(SnsClient.builder());
    protected final DynamoDbClient dynamodb = client(DynamoDbClient.builder());
    protected final StsClient sts = client(StsClient.builder());

    protected <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder, ExecutionInterceptor... interceptors) {
        var retries = AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(3)
                .backoffStrategy(BackoffStrategy.fixedDelay(Duration.ofMillis(1)))
                .throttlingBackoffStrategy(BackoffStrategy.fixedDelay(Duration.ofMillis(1)))
                .build();
        return builder.endpointOverride(world.endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(http)
                .overrideConfiguration(options -> options.retryStrategy(retries).executionInterceptors(List.of(interceptors)))
                .build();
    }

    @AfterEach
    void close() {
        sqs.close();
        sns.close();
        dynamodb.close();
        sts.close();
        http.close();
        world.close();
    }

    protected String makeQueue() {
        return sqs.createQueue(request -> request.queueName("orders")).queueUrl();
    }
}
