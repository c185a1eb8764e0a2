package understudy.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

class SqsTest extends Clients {
    private String attribute(String queue, QueueAttributeName name) {
        return sqs.getQueueAttributes(request -> request.queueUrl(queue).attributeNames(name)).attributes().get(name);
    }

    private SendMessageResponse send(String queue, String body) {
        return sqs.sendMessage(request -> request.queueUrl(queue).messageBody(body));
    }

    private List<Message> receive(String queue) {
        return sqs.receiveMessage(request -> request.queueUrl(queue).maxNumberOfMessages(10).messageAttributeNames("All")).messages();
    }

    private static List<String> bodies(List<Message> messages) {
        return messages.stream().map(Message::body).toList();
    }

    @Test
    void aQueueIsMadeFoundListedAndDeleted() {
        var url = makeQueue();
        assertEquals(url, sqs.getQueueUrl(request -> request.queueName("orders")).queueUrl());
        assertEquals(List.of(url), sqs.listQueues(request -> request.queueNamePrefix("ord")).queueUrls());
        sqs.deleteQueue(request -> request.queueUrl(url));
        assertEquals(List.of(), sqs.listQueues().queueUrls());
    }

    @Test
    void attributesOfAQueueAreSetAndRead() {
        var url = sqs.createQueue(r -> r.queueName("orders").attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "7"))).queueUrl();
        sqs.setQueueAttributes(request -> request.queueUrl(url).attributes(Map.of(QueueAttributeName.DELAY_SECONDS, "3")));
        assertEquals("7", attribute(url, QueueAttributeName.VISIBILITY_TIMEOUT));
        assertEquals("3", attribute(url, QueueAttributeName.DELAY_SECONDS));
    }

    @Test
    void aMessageWithAttributesComesBackWithItsDigests() {
        var orders = makeQueue();
        var attributes = Map.of("test-key", text("test-value"), "test-key-alt", text("test-value-alt"));
        var sent = sqs.sendMessage(request -> request.queueUrl(orders).messageBody("hello").messageAttributes(attributes));
        var message = receive(orders).get(0);    // the SDK compares digests of bodies and attributes
        assertEquals("hello", message.body());
        assertEquals(attributes, message.messageAttributes());
        assertEquals("5d41402abc4b2a76b9719d911017c592", message.md5OfBody());
        assertEquals("2256c3b617e2b4b3ae4f2d455dcf54d0", message.md5OfMessageAttributes());
        assertEquals("2256c3b617e2b4b3ae4f2d455dcf54d0", sent.md5OfMessageAttributes());
        sqs.deleteMessage(request -> request.queueUrl(orders).receiptHandle(message.receiptHandle()));
        assertEquals("0", attribute(orders, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder().dataType("String").stringValue(value).build();
    }

    @Test
    void aBatchWithABadEntryFailsInPart() {
        var orders = makeQueue();
        var answer = sqs.sendMessageBatch(request -> request.queueUrl(orders).entries(
                entry -> entry.id("good").messageBody("hello"), entry -> entry.id("bad").messageBody("\u0001")));
        assertEquals(List.of("good"), answer.successful().stream().map(entry -> entry.id()).toList());
        assertEquals(List.of("bad InvalidMessageContents true"),
                answer.failed().stream().map(entry -> entry.id() + " " + entry.code() + " " + entry.senderFault()).toList());
    }

    @Test
    void aLongPollIsWokenByASend() {
        var orders = makeQueue();
        var poll = CompletableFuture.supplyAsync(
                () -> sqs.receiveMessage(request -> request.queueUrl(orders).waitTimeSeconds(20)).messages());
        world.untilPolled();
        send(orders, "hello");
        assertEquals(List.of("hello"), bodies(poll.join()));
    }

    @Test
    void aFifoQueueKeepsOrderAndDropsDuplicates() {
        var url = sqs.createQueue(r -> r.queueName("orders.fifo").attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true"))).queueUrl();
        var numbers = Stream.of("one", "two", "two", "three")
                .map(body -> sqs.sendMessage(r -> r.queueUrl(url).messageBody(body).messageGroupId("group").messageDeduplicationId(body)))
                .map(SendMessageResponse::sequenceNumber)
                .toList();
        assertEquals(numbers.get(1), numbers.get(2));
        assertEquals(List.of("one", "two", "three"), bodies(receive(url)));
    }

    @Test
    void aMessageReceivedTooOftenGoesToTheDeadLetterQueue() {
        var orders = makeQueue();
        var dead = sqs.createQueue(request -> request.queueName("dead")).queueUrl();
        var policy = "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":2}".formatted(attribute(dead, QueueAttributeName.QUEUE_ARN));
        sqs.setQueueAttributes(request -> request.queueUrl(orders).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy)));
        var sent = send(orders, "poison");
        for (int count = 0; count < 2; count++) {
            assertEquals(1, receive(orders).size());
            world.advance("30s");
        }
        assertEquals(List.of(), receive(orders));
        assertEquals(sent.messageId(), receive(dead).get(0).messageId());
    }

    @Test
    void aMessageOfAMebibyteComesBackWhole() {
        var orders = makeQueue();
        var body = "x".repeat(1 << 20);
        send(orders, body);
        assertEquals(List.of(body), bodies(receive(orders)));
    }

    @Test
    void queuesAreListedPageByPage() {
        var made = IntStream.range(0, 5).mapToObj(n -> sqs.createQueue(request -> request.queueName("queue-" + n)).queueUrl()).toList();
        var pages = sqs.listQueuesPaginator(request -> request.maxResults(2));
        assertEquals(List.of(2, 2, 1), pages.stream().map(page -> page.queueUrls().size()).toList());
        assertEquals(made, pages.queueUrls().stream().sorted().toList());
    }

    @Test
    void aMissingQueueIsAnErrorOfItsOwnType() {
        var error = assertThrows(QueueDoesNotExistException.class, () -> sqs.getQueueUrl(request -> request.queueName("none")));
        assertEquals("The specified queue does not exist.", error.awsErrorDetails().errorMessage());
        assertEquals("AWS.SimpleQueueService.NonExistentQueue", error.awsErrorDetails().errorCode());
    }

    @Test
    void aCallWhoseConnectionIsDroppedIsTriedAgain() {
        var orders = makeQueue();
        world.fault("{\"service\":\"sqs\",\"operation\":\"SendMessage\",\"drop\":\"before\",\"times\":1}");
        send(orders, "hello");
        assertEquals(1, world.strikes());
        assertEquals(List.of("hello"), bodies(receive(orders)));
    }
}
