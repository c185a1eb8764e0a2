// The scenarios of SCENARIOS.md with the AWS SDK for Go v2.
package sdk

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/sns"
	"github.com/aws/aws-sdk-go-v2/service/sqs"
	"github.com/aws/aws-sdk-go-v2/service/sts"
)

// A world is an emulator on a port of its own, whose clock stands still, and the clients of a test.
type world struct {
	t        *testing.T
	endpoint string
	sqs      *sqs.Client
	sns      *sns.Client
	dynamodb *dynamodb.Client
	sts      *sts.Client
}

type object = map[string]any

func newWorld(t *testing.T) *world {
	t.Helper()
	worlds := os.Getenv("UNDERSTUDY_ENDPOINT") + "/_understudy/worlds"
	made := ask(t, "POST", worlds, object{"name": t.Name(), "clock": "manual", "port": 0})
	t.Cleanup(func() { ask(t, "DELETE", worlds+"/"+t.Name(), nil) })
	endpoint := fmt.Sprintf("http://127.0.0.1:%v", made["port"])
	config := aws.Config{
		Region:           "us-east-1",
		BaseEndpoint:     &endpoint,
		Credentials:      credentials.NewStaticCredentialsProvider("test", "test", ""),
		RetryMaxAttempts: 3,
	}
	return &world{
		t: t, endpoint: endpoint, sqs: sqs.NewFromConfig(config), sns: sns.NewFromConfig(config),
		dynamodb: dynamodb.NewFromConfig(config), sts: sts.NewFromConfig(config),
	}
}

func (w *world) control(method, path string, body object) object {
	w.t.Helper()
	return ask(w.t, method, w.endpoint+"/_understudy/"+path, body)
}

func (w *world) advance(by string) { w.control("POST", "clock/advance", object{"by": by}) }

func (w *world) fault(rule object) { w.control("POST", "faults", rule) }

// How many calls the only fault struck.
func (w *world) strikes() int {
	faults := w.control("GET", "faults", nil)["faults"].([]any)
	return int(faults[0].(object)["strikes"].(float64))
}

func (w *world) makeTopics(count int) {
	topics := object{}
	for n := range count {
		topics[fmt.Sprint("T", n)] = object{"Type": "AWS::SNS::Topic", "Properties": object{"TopicName": fmt.Sprint("topic-", n)}}
	}
	w.control("PUT", "bootstrap", object{"Resources": topics})
}

// Returns when a long poll waits.
func (w *world) untilPolled() {
	for !strings.Contains(string(fetch(w.t, "GET", w.endpoint+"/metrics", nil)), "\nunderstudy_sqs_parked_polls 1\n") {
	}
}

func ask(t *testing.T, method, url string, body object) (answer object) {
	t.Helper()
	check(t, json.Unmarshal(fetch(t, method, url, body), &answer))
	return answer
}

func fetch(t *testing.T, method, url string, body object) []byte {
	t.Helper()
	var text []byte
	if body != nil {
		text, _ = json.Marshal(body)
	}
	request, err := http.NewRequest(method, url, bytes.NewReader(text))
	check(t, err)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	check(t, err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	check(t, err)
	if response.StatusCode >= 300 {
		t.Fatalf("%s %s: %s %s", method, url, response.Status, content)
	}
	return content
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[Value any](t *testing.T, is, wanted Value) {
	t.Helper()
	if !reflect.DeepEqual(is, wanted) {
		t.Fatalf("is %v, wanted %v", is, wanted)
	}
}

// must(client.Call(...))(t) is what the call answers.
func must[Answer any](answer Answer, err error) func(*testing.T) Answer {
	return func(t *testing.T) Answer {
		t.Helper()
		check(t, err)
		return answer
	}
}
