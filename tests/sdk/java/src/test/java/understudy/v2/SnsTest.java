package understudy.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;
import software.amazon.awssdk.services.sns.model.NotFoundException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class SnsTest extends Clients {
    private String makeTopic() {
        return sns.createTopic(request -> request.name("events")).topicArn();
    }

    @Test
    void aTopicSendsWhatAFilterLetsThroughRaw() {
        var orders = makeQueue();
        var topic = makeTopic();
        var arn = sqs.getQueueAttributes(request -> request.queueUrl(orders).attributeNames(QueueAttributeName.QUEUE_ARN))
                .attributes().get(QueueAttributeName.QUEUE_ARN);
        var settings = Map.of("RawMessageDelivery", "true", "FilterPolicy", "{\"kind\":[\"order\"]}");
        sns.subscribe(request -> request.topicArn(topic).protocol("sqs").endpoint(arn).attributes(settings));
        for (var kind : List.of("invoice", "order")) {
            var attributes = Map.of("kind", MessageAttributeValue.builder().dataType("String").stringValue(kind).build());
            sns.publish(request -> request.topicArn(topic).message("an " + kind).messageAttributes(attributes));
        }
        var messages = sqs.receiveMessage(r -> r.queueUrl(orders).maxNumberOfMessages(10).messageAttributeNames("All")).messages();
        assertEquals(1, messages.size());
        assertEquals("an order", messages.get(0).body());
        assertEquals("order", messages.get(0).messageAttributes().get("kind").stringValue());
    }

    @Test
    void aBatchOfPublicationsFailsInPart() {
        var topic = makeTopic();
        var answer = sns.publishBatch(request -> request.topicArn(topic).publishBatchRequestEntries(
                entry -> entry.id("good").message("hello"), entry -> entry.id("bad").message("hello").subject("\n")));
        assertEquals(List.of("good"), answer.successful().stream().map(entry -> entry.id()).toList());
        assertEquals(List.of("bad InvalidParameter true"),
                answer.failed().stream().map(entry -> entry.id() + " " + entry.code() + " " + entry.senderFault()).toList());
    }

    @Test
    void topicsAreListedPageByPage() {
        world.makeTopics(101);
        assertEquals(List.of(100, 1), sns.listTopicsPaginator().stream().map(page -> page.topics().size()).toList());
    }

    @Test
    void aMissingTopicIsAnErrorOfItsOwnType() {
        var topic = "arn:aws:sns:us-east-1:000000000000:none";
        assertThrows(NotFoundException.class, () -> sns.publish(request -> request.topicArn(topic).message("hello")));
    }

    @Test
    void aCallThatFailsInTheServerIsTriedAgain() {
        var topic = makeTopic();
        world.fault("{\"service\":\"sns\",\"operation\":\"Publish\",\"code\":\"InternalError\",\"status\":500,\"times\":1}");
        assertNotNull(sns.publish(request -> request.topicArn(topic).message("hello")).messageId());
        assertEquals(1, world.strikes());
    }
}
