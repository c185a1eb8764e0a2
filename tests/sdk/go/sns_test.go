package sdk

import (
	"errors"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sns/types"
)

func (w *world) makeTopic() *string {
	w.t.Helper()
	return must(w.sns.CreateTopic(w.t.Context(), &sns.CreateTopicInput{Name: aws.String("events")}))(w.t).TopicArn
}

func TestATopicSendsWhatAFilterLetsThroughRaw(t *testing.T) {
	w := newWorld(t)
	orders, topic := w.makeQueue("orders", nil), w.makeTopic()
	arn := w.attributes(orders, "QueueArn")["QueueArn"]
	settings := map[string]string{"RawMessageDelivery": "true", "FilterPolicy": `{"kind":["order"]}`}
	must(w.sns.Subscribe(t.Context(), &sns.SubscribeInput{TopicArn: topic, Protocol: aws.String("sqs"), Endpoint: &arn, Attributes: settings}))(t)
	for _, kind := range []string{"invoice", "order"} {
		attributes := map[string]types.MessageAttributeValue{"kind": {DataType: aws.String("String"), StringValue: &kind}}
		must(w.sns.Publish(t.Context(), &sns.PublishInput{TopicArn: topic, Message: aws.String("an " + kind), MessageAttributes: attributes}))(t)
	}
	messages := w.receive(orders)
	equal(t, bodies(messages), []string{"an order"})
	equal(t, *messages[0].MessageAttributes["kind"].StringValue, "order")
}

func TestABatchOfPublicationsFailsInPart(t *testing.T) {
	w := newWorld(t)
	entries := []types.PublishBatchRequestEntry{
		{Id: aws.String("good"), Message: aws.String("hello")},
		{Id: aws.String("bad"), Message: aws.String("hello"), Subject: aws.String("\n")},
	}
	answer := must(w.sns.PublishBatch(t.Context(), &sns.PublishBatchInput{TopicArn: w.makeTopic(), PublishBatchRequestEntries: entries}))(t)
	equal(t, []int{len(answer.Successful), len(answer.Failed)}, []int{1, 1})
	equal(t, *answer.Successful[0].Id, "good")
	equal(t, *answer.Failed[0].Id, "bad")
	equal(t, *answer.Failed[0].Code, "InvalidParameter")
}

func TestTopicsAreListedPageByPage(t *testing.T) {
	w := newWorld(t)
	w.makeTopics(101)
	var sizes []int
	for pages := sns.NewListTopicsPaginator(w.sns, nil); pages.HasMorePages(); {
		sizes = append(sizes, len(must(pages.NextPage(t.Context()))(t).Topics))
	}
	equal(t, sizes, []int{100, 1})
}

func TestAMissingTopicIsAnErrorOfItsOwnType(t *testing.T) {
	w := newWorld(t)
	topic := "arn:aws:sns:us-east-1:000000000000:none"
	_, err := w.sns.Publish(t.Context(), &sns.PublishInput{TopicArn: &topic, Message: aws.String("hello")})
	var missing *types.NotFoundException
	equal(t, errors.As(err, &missing), true)
}

func TestACallThatFailsInTheServerIsTriedAgain(t *testing.T) {
	w := newWorld(t)
	topic := w.makeTopic()
	w.fault(object{"service": "sns", "operation": "Publish", "code": "InternalError", "status": 500, "times": 1})
	must(w.sns.Publish(t.Context(), &sns.PublishInput{TopicArn: topic, Message: aws.String("hello")}))(t)
	equal(t, w.strikes(), 1)
}
