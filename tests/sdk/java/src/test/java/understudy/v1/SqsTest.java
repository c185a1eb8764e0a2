package understudy.v1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.sqs.AmazonSQS;
import com.amazonaws.services.sqs.AmazonSQSClientBuilder;
import com.amazonaws.services.sqs.model.CreateQueueRequest;
import com.amazonaws.services.sqs.model.ListQueuesRequest;
import com.amazonaws.services.sqs.model.Message;
import com.amazonaws.services.sqs.model.MessageAttributeValue;
import com.amazonaws.services.sqs.model.QueueDoesNotExistException;
import com.amazonaws.services.sqs.model.ReceiveMessageRequest;
import com.amazonaws.services.sqs.model.SendMessageBatchRequestEntry;
import com.amazonaws.services.sqs.model.SendMessageRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import understudy.World;

/** The SDK of old, as many applications still have it. */
class SqsTest {
    private final World world = new World();
    private final AmazonSQS sqs = AmazonSQSClientBuilder.standard()
            .withEndpointConfiguration(new EndpointConfiguration(world.endpoint.toString(), "us-east-1"))
            .withCredentials(new AWSStaticCredentialsProvider(new BasicAWSCredentials("test", "test")))
            .withClientConfiguration(new ClientConfiguration().withMaxErrorRetry(2).withUseExpectContinue(true))
            .build();

    @AfterEach
    void close() {
        sqs.shutdown();
        world.close();
    }

    private String makeQueue() {
        return sqs.createQueue("orders").getQueueUrl();
    }

    private String attribute(String queue, String name) {
        return sqs.getQueueAttributes(queue, List.of(name)).getAttributes().get(name);
    }

    private List<Message> receive(String queue) {
        var request = new ReceiveMessageRequest(queue).withMaxNumberOfMessages(10).withMessageAttributeNames("All");
        return sqs.receiveMessage(request).getMessages();
    }

    private static List<String> bodies(List<Message> messages) {
        return messages.stream().map(Message::getBody).toList();
    }

    @Test
    void aQueueIsMadeFoundListedAndDeleted() {
        var url = makeQueue();
        assertEquals(url, sqs.getQueueUrl("orders").getQueueUrl());
        assertEquals(List.of(url), sqs.listQueues("ord").getQueueUrls());
        sqs.deleteQueue(url);
        assertEquals(List.of(), sqs.listQueues().getQueueUrls());
    }

    @Test
    void attributesOfAQueueAreSetAndRead() {
        var url = sqs.createQueue(new CreateQueueRequest("orders").addAttributesEntry("VisibilityTimeout", "7")).getQueueUrl();
        sqs.setQueueAttributes(url, Map.of("DelaySeconds", "3"));
        assertEquals("7", attribute(url, "VisibilityTimeout"));
        assertEquals("3", attribute(url, "DelaySeconds"));
    }

    @Test
    void aMessageWithAttributesComesBackWithItsDigests() {
        var orders = makeQueue();
        var attributes = Map.of("test-key", text("test-value"), "test-key-alt", text("test-value-alt"));
        var sent = sqs.sendMessage(new SendMessageRequest(orders, "hello").withMessageAttributes(attributes));
        var message = receive(orders).get(0);    // the SDK compares digests of bodies and attributes
        assertEquals("hello", message.getBody());
        assertEquals("test-value-alt", message.getMessageAttributes().get("test-key-alt").getStringValue());
        assertEquals("5d41402abc4b2a76b9719d911017c592", message.getMD5OfBody());
        assertEquals("2256c3b617e2b4b3ae4f2d455dcf54d0", message.getMD5OfMessageAttributes());
        assertEquals("2256c3b617e2b4b3ae4f2d455dcf54d0", sent.getMD5OfMessageAttributes());
        sqs.deleteMessage(orders, message.getReceiptHandle());
        assertEquals("0", attribute(orders, "ApproximateNumberOfMessagesNotVisible"));
    }

    private static MessageAttributeValue text(String value) {
        return new MessageAttributeValue().withDataType("String").withStringValue(value);
    }

    @Test
    void aBatchWithABadEntryFailsInPart() {
        var entries = List.of(new SendMessageBatchRequestEntry("good", "hello"), new SendMessageBatchRequestEntry("bad", "\u0001"));
        var answer = sqs.sendMessageBatch(makeQueue(), entries);
        assertEquals(List.of("good"), answer.getSuccessful().stream().map(entry -> entry.getId()).toList());
        assertEquals(List.of("bad InvalidMessageContents true"),
                answer.getFailed().stream().map(entry -> entry.getId() + " " + entry.getCode() + " " + entry.getSenderFault()).toList());
    }

    @Test
    void aLongPollIsWokenByASend() {
        var orders = makeQueue();
        var request = new ReceiveMessageRequest(orders).withWaitTimeSeconds(20);
        var poll = CompletableFuture.supplyAsync(() -> sqs.receiveMessage(request).getMessages());
        world.untilPolled();
        sqs.sendMessage(orders, "hello");
        assertEquals(List.of("hello"), bodies(poll.join()));
    }

    @Test
    void aFifoQueueKeepsOrderAndDropsDuplicates() {
        var url = sqs.createQueue(new CreateQueueRequest("orders.fifo").addAttributesEntry("FifoQueue", "true")).getQueueUrl();
        var numbers = Stream.of("one", "two", "two", "three")
                .map(body -> new SendMessageRequest(url, body).withMessageGroupId("group").withMessageDeduplicationId(body))
                .map(request -> sqs.sendMessage(request).getSequenceNumber())
                .toList();
        assertEquals(numbers.get(1), numbers.get(2));
        assertEquals(List.of("one", "two", "three"), bodies(receive(url)));
    }

    @Test
    void aMessageReceivedTooOftenGoesToTheDeadLetterQueue() {
        var orders = makeQueue();
        var dead = sqs.createQueue("dead").getQueueUrl();
        var policy = "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":2}".formatted(attribute(dead, "QueueArn"));
        sqs.setQueueAttributes(orders, Map.of("RedrivePolicy", policy));
        var sent = sqs.sendMessage(orders, "poison");
        for (int count = 0; count < 2; count++) {
            assertEquals(1, receive(orders).size());
            world.advance("30s");
        }
        assertEquals(List.of(), receive(orders));
        assertEquals(sent.getMessageId(), receive(dead).get(0).getMessageId());
    }

    @Test
    void aMessageOfAMebibyteComesBackWhole() {
        var orders = makeQueue();
        var body = "x".repeat(1 << 20);
        sqs.sendMessage(orders, body);
        assertEquals(List.of(body), bodies(receive(orders)));
    }

    @Test
    void queuesAreListedPageByPage() {
        var made = IntStream.range(0, 5).mapToObj(n -> sqs.createQueue("queue-" + n).getQueueUrl()).toList();
        var listed = new ArrayList<String>();
        var sizes = new ArrayList<Integer>();
        var request = new ListQueuesRequest().withMaxResults(2);
        do {
            var page = sqs.listQueues(request);
            listed.addAll(page.getQueueUrls());
            sizes.add(page.getQueueUrls().size());
            request.setNextToken(page.getNextToken());
        } while (request.getNextToken() != null);
        assertEquals(List.of(2, 2, 1), sizes);
        assertEquals(made, listed.stream().sorted().toList());
    }

    @Test
    void aMissingQueueIsAnErrorOfItsOwnType() {
        var error = assertThrows(QueueDoesNotExistException.class, () -> sqs.getQueueUrl("none"));
        assertEquals("The specified queue does not exist.", error.getErrorMessage());
        assertEquals("AWS.SimpleQueueService.NonExistentQueue", error.getErrorCode());
    }

    @Test
    void aCallWhoseConnectionIsDroppedIsTriedAgain() {
        var orders = makeQueue();
        world.fault("{\"service\":\"sqs\",\"operation\":\"SendMessage\",\"drop\":\"before\",\"times\":1}");
        sqs.sendMessage(orders, "hello");
        assertEquals(1, world.strikes());
        assertEquals(List.of("hello"), bodies(receive(orders)));
    }
}
