package sdk

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awsmiddleware "github.com/aws/aws-sdk-go-v2/aws/middleware"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

type item = map[string]types.AttributeValue

var customers = "customers"

func text(value string) types.AttributeValue { return &types.AttributeValueMemberS{Value: value} }

func number(value int) types.AttributeValue {
	return &types.AttributeValueMemberN{Value: strconv.Itoa(value)}
}

func key(pk string, sk int) item { return item{"pk": text(pk), "sk": number(sk)} }

func (w *world) makeTable() {
	w.t.Helper()
	must(w.dynamodb.CreateTable(w.t.Context(), &dynamodb.CreateTableInput{
		TableName: &customers,
		KeySchema: []types.KeySchemaElement{
			{AttributeName: aws.String("pk"), KeyType: types.KeyTypeHash},
			{AttributeName: aws.String("sk"), KeyType: types.KeyTypeRange},
		},
		AttributeDefinitions: []types.AttributeDefinition{
			{AttributeName: aws.String("pk"), AttributeType: types.ScalarAttributeTypeS},
			{AttributeName: aws.String("sk"), AttributeType: types.ScalarAttributeTypeN},
		},
		BillingMode: types.BillingModePayPerRequest,
	}))(w.t)
}

func (w *world) put(item item) {
	w.t.Helper()
	must(w.dynamodb.PutItem(w.t.Context(), &dynamodb.PutItemInput{TableName: &customers, Item: item}))(w.t)
}

func (w *world) get(key item) item {
	w.t.Helper()
	return must(w.dynamodb.GetItem(w.t.Context(), &dynamodb.GetItemInput{TableName: &customers, Key: key}))(w.t).Item
}

func sortKeys(items []item) (keys []int) {
	for _, item := range items {
		key, _ := strconv.Atoi(item["sk"].(*types.AttributeValueMemberN).Value)
		keys = append(keys, key)
	}
	return keys
}

func TestAWaiterSeesATableComeAndGo(t *testing.T) {
	w := newWorld(t)
	w.makeTable()
	w.fault(object{"service": "dynamodb", "operation": "DescribeTable", "code": "ResourceNotFoundException", "status": 400, "times": 2})
	table := &dynamodb.DescribeTableInput{TableName: &customers}
	check(t, dynamodb.NewTableExistsWaiter(w.dynamodb, func(options *dynamodb.TableExistsWaiterOptions) {
		options.MinDelay, options.MaxDelay = time.Millisecond, time.Millisecond
	}).Wait(t.Context(), table, time.Minute))
	equal(t, w.strikes(), 2)
	must(w.dynamodb.DeleteTable(t.Context(), &dynamodb.DeleteTableInput{TableName: &customers}))(t)
	check(t, dynamodb.NewTableNotExistsWaiter(w.dynamodb).Wait(t.Context(), table, time.Minute))
}

func TestAnItemIsPutReadChangedAndDeleted(t *testing.T) {
	w := newWorld(t)
	w.makeTable()
	whole := key("a", 1)
	whole["name"] = text("Jörg ☃")
	whole["blob"] = &types.AttributeValueMemberB{Value: []byte{0, 255}}
	whole["tags"] = &types.AttributeValueMemberSS{Value: []string{"a", "b"}}
	whole["deep"] = &types.AttributeValueMemberM{Value: item{"list": &types.AttributeValueMemberL{Value: []types.AttributeValue{
		&types.AttributeValueMemberBOOL{Value: true}, &types.AttributeValueMemberNULL{Value: true}, number(15),
	}}}}
	w.put(whole)
	equal(t, w.get(key("a", 1)), whole)
	changed := must(w.dynamodb.UpdateItem(t.Context(), &dynamodb.UpdateItemInput{
		TableName: &customers, Key: key("a", 1),
		UpdateExpression:          aws.String("SET visits = if_not_exists(visits, :zero) + :one"),
		ExpressionAttributeValues: item{":zero": number(0), ":one": number(1)},
		ReturnValues:              types.ReturnValueUpdatedNew,
	}))(t)
	equal(t, changed.Attributes, item{"visits": number(1)})
	must(w.dynamodb.DeleteItem(t.Context(), &dynamodb.DeleteItemInput{TableName: &customers, Key: key("a", 1)}))(t)
	equal(t, len(w.get(key("a", 1))), 0)
}

func TestAConditionThatFailsIsAnErrorOfItsOwnType(t *testing.T) {
	w := newWorld(t)
	w.makeTable()
	w.put(key("a", 1))
	_, err := w.dynamodb.PutItem(t.Context(), &dynamodb.PutItemInput{
		TableName: &customers, Item: key("a", 1),
		ConditionExpression:                 aws.String("attribute_not_exists(pk)"),
		ReturnValuesOnConditionCheckFailure: types.ReturnValuesOnConditionCheckFailureAllOld,
	})
	var failed *types.ConditionalCheckFailedException
	equal(t, errors.As(err, &failed), true)
	equal(t, failed.ErrorMessage(), "The conditional request failed")
	equal(t, failed.Item, key("a", 1))
}

func TestAQueryGoesThroughAllItsPages(t *testing.T) {
	w := newWorld(t)
	w.makeTable()
	for n := range 5 {
		w.put(key("a", n))
	}
	pages := dynamodb.NewQueryPaginator(w.dynamodb, &dynamodb.QueryInput{
		TableName: &customers, KeyConditionExpression: aws.String("pk = :pk"),
		ExpressionAttributeValues: item{":pk": text("a")}, Limit: aws.Int32(2),
	})
	var found [][]int
	for pages.HasMorePages() {
		found = append(found, sortKeys(must(pages.NextPage(t.Context()))(t).Items))
	}
	equal(t, found, [][]int{{0, 1}, {2, 3}, {4}})
}

func TestBatchesWriteAndReadItems(t *testing.T) {
	w := newWorld(t)
	w.makeTable()
	var writes []types.WriteRequest
	var wanted types.KeysAndAttributes
	var numbers []int
	for n := range 25 {
		writes = append(writes, types.WriteRequest{PutRequest: &types.PutRequest{Item: key("a", n)}})
		wanted.Keys = append(wanted.Keys, key("a", n))
		numbers = append(numbers, n)
	}
	written := must(w.dynamodb.BatchWriteItem(t.Context(), &dynamodb.BatchWriteItemInput{
		RequestItems: map[string][]types.WriteRequest{customers: writes},
	}))(t)
	equal(t, len(written.UnprocessedItems), 0)
	read := must(w.dynamodb.BatchGetItem(t.Context(), &dynamodb.BatchGetItemInput{
		RequestItems: map[string]types.KeysAndAttributes{customers: wanted},
	}))(t)
	equal(t, len(read.UnprocessedKeys), 0)
	found := sortKeys(read.Responses[customers])
	sort.Ints(found)
	equal(t, found, numbers)
}

func TestACancelledTransactionTellsItsReasons(t *testing.T) {
	w := newWorld(t)
	w.makeTable()
	w.put(key("a", 1))
	_, err := w.dynamodb.TransactWriteItems(t.Context(), &dynamodb.TransactWriteItemsInput{TransactItems: []types.TransactWriteItem{
		{Put: &types.Put{TableName: &customers, Item: key("a", 2)}},
		{Put: &types.Put{TableName: &customers, Item: key("a", 1), ConditionExpression: aws.String("attribute_not_exists(pk)")}},
	}})
	var cancelled *types.TransactionCanceledException
	equal(t, errors.As(err, &cancelled), true)
	var codes []string
	for _, reason := range cancelled.CancellationReasons {
		codes = append(codes, *reason.Code)
	}
	equal(t, codes, []string{"None", "ConditionalCheckFailed"})
	equal(t, len(w.get(key("a", 2))), 0)
}

// The header of the answer that brings an item of 300 KB. The SDK has compared its checksum with the bytes as they were sent.
func (w *world) headerOfLargeAnswer(options ...func(*dynamodb.Options)) http.Header {
	w.t.Helper()
	w.makeTable()
	large := key("a", 1)
	large["body"] = text(strings.Repeat("x", 300*1024))
	w.put(large)
	answer := must(w.dynamodb.GetItem(w.t.Context(), &dynamodb.GetItemInput{TableName: &customers, Key: key("a", 1)}, options...))(w.t)
	equal(w.t, answer.Item, large)
	header := awsmiddleware.GetRawResponse(answer.ResultMetadata).(*smithyhttp.Response).Header
	equal(w.t, header.Get("X-Amz-Crc32") != "", true)
	return header
}

func TestAnItemOf300KBComesBackWithItsChecksum(t *testing.T) {
	equal(t, newWorld(t).headerOfLargeAnswer().Get("Content-Encoding"), "")
}

// Compresses the body of a request.
func compress(stack *middleware.Stack) error {
	return stack.Build.Add(middleware.BuildMiddlewareFunc("compress", func(
		ctx context.Context, in middleware.BuildInput, next middleware.BuildHandler,
	) (out middleware.BuildOutput, metadata middleware.Metadata, err error) {
		request := in.Request.(*smithyhttp.Request)
		var compressed bytes.Buffer
		writer := gzip.NewWriter(&compressed)
		if _, err = io.Copy(writer, request.GetStream()); err != nil {
			return
		}
		writer.Close()
		request.Header.Set("Content-Encoding", "gzip")
		request.ContentLength = int64(compressed.Len())
		if in.Request, err = request.SetStream(bytes.NewReader(compressed.Bytes())); err != nil {
			return
		}
		return next.HandleBuild(ctx, in)
	}), middleware.Before)
}

func TestACompressedRequestIsUnderstood(t *testing.T) {
	w := newWorld(t)
	w.makeTable()
	must(w.dynamodb.PutItem(t.Context(), &dynamodb.PutItemInput{TableName: &customers, Item: key("a", 1)}, func(options *dynamodb.Options) {
		options.APIOptions = append(options.APIOptions, compress)
	}))(t)
	equal(t, w.get(key("a", 1)), key("a", 1))
}

func TestALargeAnswerComesCompressedWithItsChecksumToThoseWhoAsk(t *testing.T) {
	header := newWorld(t).headerOfLargeAnswer(func(options *dynamodb.Options) { options.EnableAcceptEncodingGzip = true })
	equal(t, header.Get("Content-Encoding"), "gzip")
}

func TestAThrottledCallIsTriedAgain(t *testing.T) {
	w := newWorld(t)
	w.makeTable()
	w.fault(object{"service": "dynamodb", "operation": "PutItem", "code": "ProvisionedThroughputExceededException", "status": 400, "times": 2})
	w.put(key("a", 1))
	equal(t, w.strikes(), 2)
}

func TestAMissingTableIsAnErrorOfItsOwnType(t *testing.T) {
	w := newWorld(t)
	_, err := w.dynamodb.GetItem(t.Context(), &dynamodb.GetItemInput{TableName: &customers, Key: key("a", 1)})
	var missing *types.ResourceNotFoundException
	equal(t, errors.As(err, &missing), true)
}
