// The LocalStack module of Testcontainers for Go starts the image: UNDERSTUDY_IMAGE names it.
package modules

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	table "github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	queue "github.com/aws/aws-sdk-go-v2/service/sqs/types"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/modules/localstack"
)

func must[T any](value T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

// start returns the container's endpoint.
func start(t *testing.T) string {
	t.Helper()
	container, err := localstack.Run(context.Background(), os.Getenv("UNDERSTUDY_IMAGE"))
	testcontainers.CleanupContainer(t, container)
	if err != nil {
		t.Fatal(err)
	}
	return must(container.PortEndpoint(context.Background(), "4566/tcp", "http"))(t)
}

func TestWhatIsPublishedGoesThroughAQueueIntoATable(t *testing.T) {
	ctx := context.Background()
	config := aws.Config{
		BaseEndpoint: aws.String(start(t)),
		Region:       "us-east-1",
		Credentials:  credentials.NewStaticCredentialsProvider("test", "test", ""),
	}
	topics, queues, tables := sns.NewFromConfig(config), sqs.NewFromConfig(config), dynamodb.NewFromConfig(config)

	made := must(queues.CreateQueue(ctx, &sqs.CreateQueueInput{QueueName: aws.String("orders")}))(t)
	attributes := must(queues.GetQueueAttributes(ctx, &sqs.GetQueueAttributesInput{
		QueueUrl: made.QueueUrl, AttributeNames: []queue.QueueAttributeName{queue.QueueAttributeNameQueueArn},
	}))(t)
	topic := must(topics.CreateTopic(ctx, &sns.CreateTopicInput{Name: aws.String("order--placed")}))(t)
	must(topics.Subscribe(ctx, &sns.SubscribeInput{
		TopicArn: topic.TopicArn, Protocol: aws.String("sqs"), Endpoint: aws.String(attributes.Attributes["QueueArn"]),
		Attributes: map[string]string{"RawMessageDelivery": "true"},
	}))(t)
	must(tables.CreateTable(ctx, &dynamodb.CreateTableInput{
		TableName:            aws.String("orders"),
		KeySchema:            []table.KeySchemaElement{{AttributeName: aws.String("id"), KeyType: table.KeyTypeHash}},
		AttributeDefinitions: []table.AttributeDefinition{{AttributeName: aws.String("id"), AttributeType: table.ScalarAttributeTypeS}},
		BillingMode:          table.BillingModePayPerRequest,
	}))(t)

	must(topics.Publish(ctx, &sns.PublishInput{TopicArn: topic.TopicArn, Message: aws.String(`{"ID":"1","Article":"tea"}`)}))(t)
	received := must(queues.ReceiveMessage(ctx, &sqs.ReceiveMessageInput{QueueUrl: made.QueueUrl, WaitTimeSeconds: 20}))(t)
	if len(received.Messages) != 1 {
		t.Fatalf("%d messages came", len(received.Messages))
	}
	var order struct{ ID, Article string }
	if err := json.Unmarshal([]byte(*received.Messages[0].Body), &order); err != nil {
		t.Fatal(err)
	}
	must(tables.PutItem(ctx, &dynamodb.PutItemInput{TableName: aws.String("orders"), Item: map[string]table.AttributeValue{
		"id": &table.AttributeValueMemberS{Value: order.ID}, "article": &table.AttributeValueMemberS{Value: order.Article},
	}}))(t)
	must(queues.DeleteMessage(ctx, &sqs.DeleteMessageInput{QueueUrl: made.QueueUrl, ReceiptHandle: received.Messages[0].ReceiptHandle}))(t)

	got := must(tables.GetItem(ctx, &dynamodb.GetItemInput{TableName: aws.String("orders"), Key: map[string]table.AttributeValue{
		"id": &table.AttributeValueMemberS{Value: "1"},
	}}))(t)
	if article, ok := got.Item["article"].(*table.AttributeValueMemberS); !ok || article.Value != "tea" {
		t.Fatalf("the table holds %v", got.Item)
	}
}

func TestItIsHealthyWhenTheModuleHasStartedIt(t *testing.T) {
	answer := must(http.Get(start(t) + "/_localstack/health"))(t)
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		t.Fatal(answer.Status)
	}
}
