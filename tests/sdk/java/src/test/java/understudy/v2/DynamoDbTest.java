package understudy.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class DynamoDbTest extends Clients {
    private static final String TABLE = "customers";

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    private static AttributeValue number(int value) {
        return AttributeValue.fromN(Integer.toString(value));
    }

    private static Map<String, AttributeValue> key(String pk, int sk) {
        return Map.of("pk", text(pk), "sk", number(sk));
    }

    private static List<Integer> sortKeys(List<Map<String, AttributeValue>> items) {
        return items.stream().map(item -> Integer.valueOf(item.get("sk").n())).toList();
    }

    private void makeTable() {
        dynamodb.createTable(request -> request.tableName(TABLE)
                .keySchema(key -> key.attributeName("pk").keyType(KeyType.HASH), key -> key.attributeName("sk").keyType(KeyType.RANGE))
                .attributeDefinitions(
                        attribute -> attribute.attributeName("pk").attributeType(ScalarAttributeType.S),
                        attribute -> attribute.attributeName("sk").attributeType(ScalarAttributeType.N))
                .billingMode(BillingMode.PAY_PER_REQUEST));
    }

    private void put(Map<String, AttributeValue> item) {
        dynamodb.putItem(request -> request.tableName(TABLE).item(item));
    }

    private Map<String, AttributeValue> get(Map<String, AttributeValue> key) {
        return dynamodb.getItem(request -> request.tableName(TABLE).key(key)).item();
    }

    @Test
    void aWaiterSeesATableComeAndGo() {
        makeTable();
        world.fault("{\"service\":\"dynamodb\",\"operation\":\"DescribeTable\",\"code\":\"ResourceNotFoundException\","
                + "\"status\":400,\"times\":2}");
        try (var waiter = dynamodb.waiter()) {
            var found = waiter.waitUntilTableExists(
                    request -> request.tableName(TABLE),
                    options -> options.backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(1))));
            assertTrue(found.matched().response().isPresent());
            assertEquals(2, world.strikes());
            dynamodb.deleteTable(request -> request.tableName(TABLE));
            assertTrue(waiter.waitUntilTableNotExists(request -> request.tableName(TABLE)).matched().exception().isPresent());
        }
    }

    @Test
    void anItemIsPutReadChangedAndDeleted() {
        makeTable();
        var item = new HashMap<>(key("a", 1));
        item.put("name", text("Jörg ☃"));
        item.put("blob", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})));
        item.put("tags", AttributeValue.fromSs(List.of("a", "b")));
        var list = AttributeValue.fromL(List.of(AttributeValue.fromBool(true), AttributeValue.fromNul(true), number(15)));
        item.put("deep", AttributeValue.fromM(Map.of("list", list)));
        put(item);
        assertEquals(item, get(key("a", 1)));
        var changed = dynamodb.updateItem(request -> request.tableName(TABLE).key(key("a", 1))
                .updateExpression("SET visits = if_not_exists(visits, :zero) + :one")
                .expressionAttributeValues(Map.of(":zero", number(0), ":one", number(1)))
                .returnValues(ReturnValue.UPDATED_NEW));
        assertEquals(Map.of("visits", number(1)), changed.attributes());
        dynamodb.deleteItem(request -> request.tableName(TABLE).key(key("a", 1)));
        assertFalse(dynamodb.getItem(request -> request.tableName(TABLE).key(key("a", 1))).hasItem());
    }

    @Test
    void aConditionThatFailsIsAnErrorOfItsOwnType() {
        makeTable();
        put(key("a", 1));
        var error = assertThrows(ConditionalCheckFailedException.class, () -> dynamodb.putItem(request -> request.tableName(TABLE)
                .item(key("a", 1))
                .conditionExpression("attribute_not_exists(pk)")
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)));
        assertEquals("The conditional request failed", error.awsErrorDetails().errorMessage());
        assertEquals(key("a", 1), error.item());
    }

    @Test
    void aQueryGoesThroughAllItsPages() {
        makeTable();
        IntStream.range(0, 5).forEach(n -> put(key("a", n)));
        var pages = dynamodb.queryPaginator(request -> request.tableName(TABLE)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", text("a")))
                .limit(2));
        assertEquals(List.of(List.of(0, 1), List.of(2, 3), List.of(4)), pages.stream().map(page -> sortKeys(page.items())).toList());
    }

    @Test
    void batchesWriteAndReadItems() {
        makeTable();
        var keys = IntStream.range(0, 25).mapToObj(n -> key("a", n)).toList();
        var writes = keys.stream().map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build()).toList();
        assertTrue(dynamodb.batchWriteItem(request -> request.requestItems(Map.of(TABLE, writes))).unprocessedItems().isEmpty());
        var wanted = KeysAndAttributes.builder().keys(keys).build();
        var read = dynamodb.batchGetItem(request -> request.requestItems(Map.of(TABLE, wanted)));
        assertTrue(read.unprocessedKeys().isEmpty());
        var found = sortKeys(read.responses().get(TABLE)).stream().sorted().toList();
        assertEquals(IntStream.range(0, 25).boxed().toList(), found);
    }

    @Test
    void aCancelledTransactionTellsItsReasons() {
        makeTable();
        put(key("a", 1));
        var error = assertThrows(TransactionCanceledException.class, () -> dynamodb.transactWriteItems(request -> request.transactItems(
                write -> write.put(put -> put.tableName(TABLE).item(key("a", 2))),
                write -> write.put(put -> put.tableName(TABLE).item(key("a", 1)).conditionExpression("attribute_not_exists(pk)")))));
        var codes = error.cancellationReasons().stream().map(CancellationReason::code).toList();
        assertEquals(List.of("None", "ConditionalCheckFailed"), codes);
        assertTrue(get(key("a", 2)).isEmpty());
    }

    @Test
    void anItemOf300KbComesBackWithItsChecksum() {
        makeTable();
        var item = new HashMap<>(key("a", 1));
        item.put("body", text("x".repeat(300 * 1024)));
        put(item);
        var answer = dynamodb.getItem(request -> request.tableName(TABLE).key(key("a", 1)));
        assertEquals(item, answer.item());
        assertTrue(answer.sdkHttpResponse().firstMatchingHeader("x-amz-crc32").isPresent());    // the SDK has compared it
    }

    /** Compresses what a client sends. */
    private static final class Compressing implements ExecutionInterceptor {
        @Override
        public Optional<RequestBody> modifyHttpContent(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return Optional.of(RequestBody.fromBytes(compressed(context)));
        }

        @Override
        public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
            return context.httpRequest().toBuilder()
                    .putHeader("Content-Encoding", "gzip")
                    .putHeader("Content-Length", Integer.toString(compressed(context).length))
                    .build();
        }

        private static byte[] compressed(Context.ModifyHttpRequest context) {
            var bytes = new ByteArrayOutputStream();
            try (var content = context.requestBody().orElseThrow().contentStreamProvider().newStream();
                    var zipping = new GZIPOutputStream(bytes)) {
                content.transferTo(zipping);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            return bytes.toByteArray();
        }
    }

    @Test
    void aCompressedRequestIsUnderstood() {
        makeTable();
        try (var compressing = client(DynamoDbClient.builder(), new Compressing())) {
            compressing.putItem(request -> request.tableName(TABLE).item(key("a", 1)));
        }
        assertEquals(key("a", 1), get(key("a", 1)));
    }

    @Test
    void aThrottledCallIsTriedAgain() {
        makeTable();
        world.fault("{\"service\":\"dynamodb\",\"operation\":\"PutItem\",\"code\":\"ProvisionedThroughputExceededException\","
                + "\"status\":400,\"times\":2}");
        put(key("a", 1));
        assertEquals(2, world.strikes());
    }

    @Test
    void aMissingTableIsAnErrorOfItsOwnType() {
        assertThrows(ResourceNotFoundException.class, () -> get(key("a", 1)));
    }
}
