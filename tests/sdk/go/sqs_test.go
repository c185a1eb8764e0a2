package sdk

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

func (w *world) makeQueue(name string, attributes map[string]string) *string {
	w.t.Helper()
	return must(w.sqs.CreateQueue(w.t.Context(), &sqs.CreateQueueInput{QueueName: &name, Attributes: attributes}))(w.t).QueueUrl
}

func (w *world) attributes(queue *string, names ...types.QueueAttributeName) map[string]string {
	w.t.Helper()
	return must(w.sqs.GetQueueAttributes(w.t.Context(), &sqs.GetQueueAttributesInput{QueueUrl: queue, AttributeNames: names}))(w.t).Attributes
}

func (w *world) send(queue *string, body string) *sqs.SendMessageOutput {
	w.t.Helper()
	return must(w.sqs.SendMessage(w.t.Context(), &sqs.SendMessageInput{QueueUrl: queue, MessageBody: &body}))(w.t)
}

func (w *world) receive(queue *string) []types.Message {
	w.t.Helper()
	input := &sqs.ReceiveMessageInput{QueueUrl: queue, MaxNumberOfMessages: 10, MessageAttributeNames: []string{"All"}}
	return must(w.sqs.ReceiveMessage(w.t.Context(), input))(w.t).Messages
}

func bodies(messages []types.Message) (bodies []string) {
	for _, message := range messages {
		bodies = append(bodies, *message.Body)
	}
	return bodies
}

func TestAQueueIsMadeFoundListedAndDeleted(t *testing.T) {
	w, name := newWorld(t), "orders"
	url := w.makeQueue(name, nil)
	equal(t, must(w.sqs.GetQueueUrl(t.Context(), &sqs.GetQueueUrlInput{QueueName: &name}))(t).QueueUrl, url)
	equal(t, must(w.sqs.ListQueues(t.Context(), &sqs.ListQueuesInput{QueueNamePrefix: aws.String("ord")}))(t).QueueUrls, []string{*url})
	must(w.sqs.DeleteQueue(t.Context(), &sqs.DeleteQueueInput{QueueUrl: url}))(t)
	equal(t, len(must(w.sqs.ListQueues(t.Context(), &sqs.ListQueuesInput{}))(t).QueueUrls), 0)
}

func TestAttributesOfAQueueAreSetAndRead(t *testing.T) {
	w := newWorld(t)
	url := w.makeQueue("orders", map[string]string{"VisibilityTimeout": "7"})
	must(w.sqs.SetQueueAttributes(t.Context(), &sqs.SetQueueAttributesInput{QueueUrl: url, Attributes: map[string]string{"DelaySeconds": "3"}}))(t)
	equal(t, w.attributes(url, "VisibilityTimeout", "DelaySeconds"), map[string]string{"VisibilityTimeout": "7", "DelaySeconds": "3"})
}

func TestAMessageWithAttributesComesBackWithItsDigests(t *testing.T) {
	w := newWorld(t)
	orders := w.makeQueue("orders", nil)
	text := func(value string) types.MessageAttributeValue {
		return types.MessageAttributeValue{DataType: aws.String("String"), StringValue: &value}
	}
	attributes := map[string]types.MessageAttributeValue{"test-key": text("test-value"), "test-key-alt": text("test-value-alt")}
	input := &sqs.SendMessageInput{QueueUrl: orders, MessageBody: aws.String("hello"), MessageAttributes: attributes}
	sent := must(w.sqs.SendMessage(t.Context(), input))(t) // the SDK compares the digest of the body
	message := w.receive(orders)[0]
	equal(t, *message.Body, "hello")
	equal(t, *message.MessageAttributes["test-key-alt"].StringValue, "test-value-alt")
	for _, digest := range []*string{message.MD5OfMessageAttributes, sent.MD5OfMessageAttributes} {
		equal(t, *digest, "2256c3b617e2b4b3ae4f2d455dcf54d0")
	}
	must(w.sqs.DeleteMessage(t.Context(), &sqs.DeleteMessageInput{QueueUrl: orders, ReceiptHandle: message.ReceiptHandle}))(t)
	equal(t, w.attributes(orders, "ApproximateNumberOfMessagesNotVisible")["ApproximateNumberOfMessagesNotVisible"], "0")
}

func TestABatchWithABadEntryFailsInPart(t *testing.T) {
	w := newWorld(t)
	entries := []types.SendMessageBatchRequestEntry{
		{Id: aws.String("good"), MessageBody: aws.String("hello")},
		{Id: aws.String("bad"), MessageBody: aws.String("\x01")},
	}
	answer := must(w.sqs.SendMessageBatch(t.Context(), &sqs.SendMessageBatchInput{QueueUrl: w.makeQueue("orders", nil), Entries: entries}))(t)
	equal(t, []int{len(answer.Successful), len(answer.Failed)}, []int{1, 1})
	equal(t, *answer.Successful[0].Id, "good")
	equal(t, *answer.Failed[0].Id, "bad")
	equal(t, *answer.Failed[0].Code, "InvalidMessageContents")
}

func TestALongPollIsWokenByASend(t *testing.T) {
	w := newWorld(t)
	orders := w.makeQueue("orders", nil)
	received := make(chan []types.Message)
	go func() {
		answer, err := w.sqs.ReceiveMessage(t.Context(), &sqs.ReceiveMessageInput{QueueUrl: orders, WaitTimeSeconds: 20})
		if err != nil {
			t.Error(err)
			answer = &sqs.ReceiveMessageOutput{}
		}
		received <- answer.Messages
	}()
	w.untilPolled()
	w.send(orders, "hello")
	equal(t, bodies(<-received), []string{"hello"})
}

func TestAFIFOQueueKeepsOrderAndDropsDuplicates(t *testing.T) {
	w := newWorld(t)
	url := w.makeQueue("orders.fifo", map[string]string{"FifoQueue": "true"})
	var numbers []string
	for _, body := range []string{"one", "two", "two", "three"} {
		input := &sqs.SendMessageInput{QueueUrl: url, MessageBody: &body, MessageGroupId: aws.String("group"), MessageDeduplicationId: &body}
		numbers = append(numbers, *must(w.sqs.SendMessage(t.Context(), input))(t).SequenceNumber)
	}
	equal(t, numbers[1], numbers[2])
	equal(t, bodies(w.receive(url)), []string{"one", "two", "three"})
}

func TestAMessageReceivedTooOftenGoesToTheDeadLetterQueue(t *testing.T) {
	w := newWorld(t)
	dead := w.makeQueue("dead", nil)
	policy := fmt.Sprintf(`{"deadLetterTargetArn":"%s","maxReceiveCount":2}`, w.attributes(dead, "QueueArn")["QueueArn"])
	orders := w.makeQueue("orders", map[string]string{"RedrivePolicy": policy})
	sent := w.send(orders, "poison")
	for range 2 {
		equal(t, len(w.receive(orders)), 1)
		w.advance("30s")
	}
	equal(t, len(w.receive(orders)), 0)
	equal(t, w.receive(dead)[0].MessageId, sent.MessageId)
}

func TestAMessageOfAMebibyteComesBackWhole(t *testing.T) {
	w := newWorld(t)
	orders := w.makeQueue("orders", nil)
	body := strings.Repeat("x", 1<<20)
	// Its client says so, and does not wait to be asked.
	must(w.sqs.SendMessage(t.Context(), &sqs.SendMessageInput{QueueUrl: orders, MessageBody: &body}, func(options *sqs.Options) {
		options.APIOptions = append(options.APIOptions, smithyhttp.SetHeaderValue("Expect", "100-continue"))
	}))(t)
	equal(t, bodies(w.receive(orders)), []string{body})
}

func TestQueuesAreListedPageByPage(t *testing.T) {
	w := newWorld(t)
	var made, listed []string
	for n := range 5 {
		made = append(made, *w.makeQueue(fmt.Sprint("queue-", n), nil))
	}
	pages := sqs.NewListQueuesPaginator(w.sqs, &sqs.ListQueuesInput{MaxResults: aws.Int32(2)})
	count := 0
	for ; pages.HasMorePages(); count++ {
		listed = append(listed, must(pages.NextPage(t.Context()))(t).QueueUrls...)
	}
	sort.Strings(listed)
	equal(t, listed, made)
	equal(t, count, 3)
}

func TestAMissingQueueIsAnErrorOfItsOwnType(t *testing.T) {
	w := newWorld(t)
	_, err := w.sqs.GetQueueUrl(t.Context(), &sqs.GetQueueUrlInput{QueueName: aws.String("none")})
	var missing *types.QueueDoesNotExist
	equal(t, errors.As(err, &missing), true)
	var failure smithy.APIError
	equal(t, errors.As(err, &failure), true)
	equal(t, failure.ErrorMessage(), "The specified queue does not exist.")
}

func TestACallWhoseConnectionIsDroppedIsTriedAgain(t *testing.T) {
	w := newWorld(t)
	orders := w.makeQueue("orders", nil)
	w.fault(object{"service": "sqs", "operation": "SendMessage", "drop": "before", "times": 1})
	w.send(orders, "hello")
	equal(t, w.strikes(), 1)
	equal(t, len(w.receive(orders)), 1)
}
