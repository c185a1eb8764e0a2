"""`awslocal` beside the AWS CLI: the same command lines to two emulators of the same seed, and what both say is compared. AWS_CLI is the
Python that has the CLI. Its version 1 knows other exit codes, so that of them only success and failure are compared."""

import json
import os
import pathlib
import re
import subprocess

import pytest

from test_coming_from import get, script
from test_program import BINARY, GIVE_UP, call, serving

ACCOUNT = "arn:aws:{}:us-east-1:000000000000:{}"
QUEUE, TOPIC = ACCOUNT.format("sqs", "q"), ACCOUNT.format("sns", "t")
TABLE = ACCOUNT.format("dynamodb", "table/orders")
URL = "http://localhost:4566/000000000000/q"
HERE = pathlib.Path(__file__).resolve().parent

# One story, told to both from its beginning to its end. A line is split at blanks, but for what stands between apostrophes.
STORY = """
sqs list-queues
sqs create-queue --queue-name q --attributes VisibilityTimeout=7,DelaySeconds=0 --tags team=a,stage=b
sqs create-queue --queue-name dlq.fifo --attributes '{"FifoQueue": "true"}'
sqs create-queue --queue-name q --attributes VisibilityTimeout=8
sqs get-queue-url --queue-name q --query QueueUrl --output text
sqs get-queue-url --queue-name nope
sqs list-queues
sqs list-queues --output text
sqs list-queues --queue-name-prefix d --query QueueUrls[0]
sqs list-queues --query 'length(QueueUrls)'
sqs get-queue-attributes --queue-url URL --attribute-names All
sqs get-queue-attributes --queue-url URL --attribute-names QueueArn --query Attributes.QueueArn --output text
sqs get-queue-attributes --queue-url URL --attribute-names QueueArn VisibilityTimeout --output text
sqs get-queue-attributes --queue-url URL
sqs set-queue-attributes --queue-url URL --attributes '{"VisibilityTimeout":"30","RedrivePolicy":""}'
sqs set-queue-attributes --queue-url URL --attributes VisibilityTimeout=many
sqs list-queue-tags --queue-url URL
sqs untag-queue --queue-url URL --tag-keys team stage
sqs list-queue-tags --queue-url URL
sqs send-message --queue-url URL --message-body 'two words, and é'
sqs send-message --queue-url URL --message-body a --message-attributes n={DataType=Number,StringValue=1},s={DataType=String,StringValue=x}
sqs send-message --queue-url URL --message-body a --message-attributes '{"n":{"DataType":"Number"}}'
sqs send-message-batch --queue-url URL --entries Id=1,MessageBody=b Id=2,MessageBody=c,DelaySeconds=5
sqs receive-message --queue-url URL --max-number-of-messages 1 --message-attribute-names All --attribute-names All
sqs receive-message --queue-url URL --max-number-of-messages 10 --query 'Messages[].[MessageId,Body]' --output text
sqs receive-message --queue-url URL
sqs receive-message --queue-url URL --query Messages
sqs receive-message --queue-url URL --query Messages --output text
sqs receive-message --queue-url URL --max-number-of-messages ten
sqs receive-message --queue-url URL --max-number-of-messages 11
sqs purge-queue --queue-url URL
sqs delete-queue --queue-url URL/nope
sns list-topics
sns create-topic --name t --tags Key=a,Value=b Key=c,Value=d
sns create-topic --name ordered.fifo --attributes FifoTopic=true,ContentBasedDeduplication=true --query TopicArn --output text
sns create-topic --name 'not a name'
sns subscribe --topic-arn TOPIC --protocol sqs --notification-endpoint QUEUE --attributes RawMessageDelivery=true
sns subscribe --topic-arn TOPIC --protocol sqs --notification-endpoint QUEUE2 --return-subscription-arn --output text --query \
    SubscriptionArn
sns subscribe --topic-arn TOPIC --protocol email --notification-endpoint a@example.com
sns subscribe --topic-arn TOPIC --protocol sqs --attributes '{"FilterPolicy":"{\\"a\\":[\\"b\\"]}"}' --notification-endpoint QUEUE3
sns list-topics
sns list-topics --output text
sns list-topics --query "Topics[?contains(TopicArn, 'ordered')].TopicArn | [0]" --output text
sns list-subscriptions-by-topic --topic-arn TOPIC
sns list-subscriptions --query Subscriptions[*].{P:Protocol,E:Endpoint}
sns list-subscriptions --query Subscriptions[*].[Protocol,Endpoint] --output text
sns list-subscriptions --output text
sns get-topic-attributes --topic-arn TOPIC
sns set-topic-attributes --topic-arn TOPIC --attribute-name DisplayName --attribute-value 'A name'
sns get-topic-attributes --topic-arn TOPIC --query Attributes.DisplayName
sns list-tags-for-resource --resource-arn TOPIC
sns tag-resource --resource-arn TOPIC --tags Key=e,Value=f
sns untag-resource --resource-arn TOPIC --tag-keys a c e
sns list-tags-for-resource --resource-arn TOPIC
sns publish --topic-arn TOPIC --message hello --subject s --message-attributes '{"a":{"DataType":"String","StringValue":"b"}}'
sns publish --topic-arn TOPIC --message hello --message-attributes a={DataType=String,StringValue=b}
sns publish --topic-arn TOPIC2 --message hello
sns publish-batch --topic-arn TOPIC --publish-batch-request-entries Id=1,Message=a Id=2,Message=b
sns delete-topic --topic-arn TOPIC
sts get-caller-identity
sts get-caller-identity --output text
dynamodb list-tables
dynamodb create-table --table-name orders --attribute-definitions AttributeName=pk,AttributeType=S AttributeName=sk,AttributeType=N \
    AttributeName=g,AttributeType=S --key-schema AttributeName=pk,KeyType=HASH AttributeName=sk,KeyType=RANGE --billing-mode \
    PAY_PER_REQUEST --global-secondary-indexes IndexName=by-g,KeySchema=[{AttributeName=g,KeyType=HASH}],Projection={ProjectionType=ALL} \
    --tags Key=a,Value=b
dynamodb create-table --table-name orders --attribute-definitions AttributeName=pk,AttributeType=S --key-schema \
    AttributeName=pk,KeyType=HASH --billing-mode PAY_PER_REQUEST
dynamodb create-table --table-name small --attribute-definitions '[{"AttributeName":"pk","AttributeType":"S"}]' --key-schema \
    '[{"AttributeName":"pk","KeyType":"HASH"}]' --provisioned-throughput ReadCapacityUnits=5,WriteCapacityUnits=5
dynamodb wait table-exists --table-name orders
dynamodb describe-table --table-name orders
dynamodb describe-table --table-name orders --query Table.TableStatus
dynamodb describe-table --table-name orders --query Table.[TableName,ItemCount,CreationDateTime] --output text
dynamodb list-tables --output text
dynamodb put-item --table-name orders --item \
    '{"pk":{"S":"a"},"sk":{"N":"1"},"l":{"L":[{"BOOL":true},{"NULL":true},{"M":{"x":{"SS":["u"]}}}]}}'
dynamodb put-item --table-name orders --item pk={S=a},sk={N=2},g={S=x}
dynamodb put-item --table-name orders --item '{"pk":{"S":"a"},"sk":{"N":"2"}}' --condition-expression attribute_not_exists(pk)
dynamodb put-item --table-name orders --item '{"pk":{"S":"a"}}'
dynamodb put-item --table-name orders --item '{"pk":"a"}'
dynamodb put-item --table-name orders --item '{"pk":{"N":5}}'
dynamodb put-item --table-name orders --item '{"pk":{"Q":"a"}}'
dynamodb get-item --table-name orders --key '{"pk":{"S":"a"},"sk":{"N":"1"}}'
dynamodb get-item --table-name orders --key '{"pk":{"S":"a"},"sk":{"N":"1"}}' --output text
dynamodb get-item --table-name orders --key pk={S=nope},sk={N=1}
dynamodb get-item --table-name orders --key pk={S=nope},sk={N=1} --query Item
dynamodb get-item --table-name orders --key pk={S=a},sk={N=2} --query Item.g.S --output text --consistent-read
dynamodb update-item --table-name orders --key pk={S=a},sk={N=2} --update-expression 'SET #n = :v' --expression-attribute-names \
    '{"#n":"name"}' --expression-attribute-values '{":v":{"S":"b"}}' --return-values ALL_NEW
dynamodb query --table-name orders --key-condition-expression 'pk = :p AND sk > :s' --expression-attribute-values \
    '{":p":{"S":"a"},":s":{"N":"0"}}' --no-scan-index-forward --return-consumed-capacity TOTAL
dynamodb query --table-name orders --index-name by-g --key-condition-expression 'g = :g' --expression-attribute-values \
    '{":g":{"S":"x"}}' --query Items[].sk.N --output text
dynamodb scan --table-name orders --select COUNT
dynamodb scan --table-name orders
dynamodb scan --table-name orders --output text
dynamodb scan --table-name orders --max-items 1
dynamodb scan --table-name orders --page-size 1
dynamodb scan --table-name orders --limit 1
dynamodb scan --table-name orders --no-paginate
dynamodb batch-write-item --request-items '{"small":[{"PutRequest":{"Item":{"pk":{"S":"a"}}}},{"PutRequest":{"Item":{"pk":{"S":"b"}}}}]}'
dynamodb batch-get-item --request-items small={Keys=[{pk={S=a}}]}
dynamodb transact-write-items --transact-items \
    '[{"Delete":{"TableName":"small","Key":{"pk":{"S":"a"}},"ConditionExpression":"attribute_exists(nope)"}}]'
dynamodb update-time-to-live --table-name small --time-to-live-specification Enabled=true,AttributeName=ttl
dynamodb describe-time-to-live --table-name small
dynamodb list-tags-of-resource --resource-arn TABLE
dynamodb delete-item --table-name orders --key pk={S=a},sk={N=1} --return-values ALL_OLD
dynamodb scan --table-name nope
dynamodb scan --cli-input-json '{"TableName":"small","Select":"COUNT"}' --select ALL_ATTRIBUTES
dynamodb delete-table --table-name small --query TableDescription.TableStatus
dynamodb wait table-not-exists --table-name small
dynamodb wait table-exists --table-name '!'
sqs create-quee
sqss list-queues
sqs
sqs create-queue --queue-name r --no-such-option x
sqs create-queue --queue-name
sqs create-queue --queue-name r --attributes VisibilityTimeout
sqs create-queue --queue-name r --attributes VisibilityTimeout=1,DelaySeconds
sqs create-queue --queue-name r --attributes VisibilityTimeout=1,2
sqs create-queue --queue-name r --attributes VisibilityTimeout=1,VisibilityTimeout=2
sqs create-queue --queue-name r --attributes file:///no/such/file
sqs list-queues --query 'nope['
"""
NAMES = {"URL": URL, "TOPIC2": ACCOUNT.format("sns", "nope"), "TOPIC": TOPIC, "QUEUE2": ACCOUNT.format("sqs", "r"),
         "QUEUE3": ACCOUNT.format("sqs", "s"), "QUEUE": QUEUE, "TABLE": TABLE}


def words_of(line):
    """Splits as a shell does that knows only one kind of quotation mark, and no escapes; double ones surround a query with the other."""
    found = re.findall(r"'([^']*)'|\"([^\"]*)\"(?= )|(\S+)", line)
    words = [one or two or three for one, two, three in found]
    for name, value in NAMES.items():
        words = [value + word.removeprefix(name) if re.match(rf"{name}(?![A-Z0-9])", word) else word for word in words]
    return words


LINES = [words_of(line) for line in STORY.strip().splitlines()]
VARIABLES = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1", "TZ": "UTC"}


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return {**kept, **VARIABLES, **more}


def awslocal(words, **more):
    return subprocess.run([BINARY, "awslocal", *words], capture_output=True, text=True, timeout=GIVE_UP, env=environment(**more))


def oracle(*arguments, given=None, **more):
    command = [os.environ["AWS_CLI"], HERE / "aws_cli.py", *arguments]
    ran = subprocess.run(command, input=json.dumps(given), capture_output=True, text=True, env=environment(**more))
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def alike(text, port):
    """Without what differs between any two runs: the port, the time, and what is made of it."""
    text = text.replace(f"127.0.0.1:{port}/", "HOST/")
    text = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00|\b\d{10}(\d{3})?\b", "TIME", text)
    return re.sub(r'"(ReceiptHandle|NextToken)": "[^"]+"', r'"\1": "OPAQUE"', text)


FLAGS = ("--clock", "manual", "--seed", "7")


def told_by_them(folder, **more):
    config = folder / "config"
    config.write_text("[default]\ncli_timestamp_format = iso8601\n")
    with serving(folder, *FLAGS) as emulator:
        where = ["--endpoint-url", f"http://127.0.0.1:{emulator.port}"]
        theirs = oracle(given=[[*words, *where] for words in LINES], AWS_CONFIG_FILE=str(config), AWS_MAX_ATTEMPTS="1", **more)
        for each in theirs:
            each["out"], each["errors"] = alike(each["out"], emulator.port), alike(each["errors"], emulator.port)
    return theirs


def told_by_us(folder, **more):
    with serving(folder, *FLAGS) as emulator:
        ours = [awslocal(words, AWS_ENDPOINT_URL=f"http://127.0.0.1:{emulator.port}", **more) for words in LINES]
        for each in ours:
            each.stdout, each.stderr = alike(each.stdout, emulator.port), alike(each.stderr, emulator.port)
    return ours


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What both say to each line of the story."""
    folder = tmp_path_factory.mktemp("cli")
    return list(zip(told_by_us(folder), told_by_them(folder)))


@pytest.mark.parametrize("number", range(len(LINES)), ids=[" ".join(words)[:70] for words in LINES])
def test_it_says_what_the_aws_cli_says(told, number):
    ours, theirs = told[number]
    if LINES[number][0] == "sns" and theirs["out"].startswith("{"):  # here members stand as they come, there as in the model
        assert json.loads(ours.stdout) == json.loads(theirs["out"])
    else:
        assert ours.stdout == theirs["out"]
    assert (ours.returncode == 0) == (theirs["code"] == 0)
    if "usage: " in theirs["errors"]:
        complaint = theirs["errors"].strip().splitlines()[-1].rpartition("error: ")[2]
        assert ours.returncode == 252
        assert complaint.strip() in ours.stderr
    else:
        assert ours.stderr == theirs["errors"]


def test_tables_have_the_same_boxes(tmp_path):
    """But for those that are as wide as a text which differs between any two runs."""
    table = {"AWS_DEFAULT_OUTPUT": "table"}
    shown = 0
    for words, ours, theirs in zip(LINES, told_by_us(tmp_path, **table), told_by_them(tmp_path, **table)):
        if re.search("ReceiptHandle|NextToken", theirs["out"]):
            continue
        assert ours.stdout == theirs["out"], words
        shown += ours.stdout.startswith("---")
    assert shown > 40


def test_yaml_is_what_the_library_of_the_aws_cli_makes_of_the_same_answer(tmp_path, told):
    answers = [(ours.stdout, json.loads(plain.stdout)) for ours, (plain, _) in
               zip(told_by_us(tmp_path, AWS_DEFAULT_OUTPUT="yaml"), told) if plain.stdout.startswith(("{", "["))]
    assert len(answers) > 40
    for (text, document), theirs in zip(answers, oracle("yaml", given=[document for _, document in answers])):
        text = text.replace("'TIME'", "TIME")  # which needs no quotation marks
        assert re.sub("(ReceiptHandle|NextToken): .*", r"\1: OPAQUE", text) == theirs, document


AWKWARD = [
    *("", " ", "a ", " a", "a: b", "a:b", "a:", ":a", "-", "- a", "-a", "? a", "?a", "#a", "a #b", "a#b", "'", "it's", '"', 'a"b', "\\"),
    *("---", "--- a", "...", "!a", "&a", "*a", "@a", "`a", "%a", "|", ">", "[a]", "a[", "{a}", "a, b", "=", "<<", "~", "null", "Null"),
    *("true", "True", "tRue", "yes", "y", "no", "on", "off", "1", "-1", "+1", "01", "08", "0", "0b1", "0x1f", "0xg", "1_000", "1:30"),
    *("1:60", "1.", "1.5", ".5", ".", "-.5", "1e5", "1.0e5", "1.0e+5", "1.5E-3", ".inf", "-.INF", ".nan", "1:30.5", "1.2.3", "2026-11-26"),
    *("2026-1-2", "2026-11-26T01:02:03", "2026-11-26 01:02:03.5 +01:00", "2026-11-26T01:02:03Z", "2026-11-26T01:02:03.250000+00:00"),
    *("a\nb", "\na", "a\n", "a\n\nb", "a \nb", "a\n b", "\t", "a\tb", "\r", "\x00\x07\x1b\x7f", "\x85", "é", "漢字"),
    *("\u2028", "\ufeff", "🙂"),
    *("word " * 40, "it's " * 40, "'two  blanks'  " * 20, '"\\\t ' * 40, "x" * 300, "é " * 100, '{"a": [1, 2], "b": "c d"} ' * 10),
]


def test_yaml_keeps_awkward_texts_apart_from_what_they_look_like(tmp_path):
    """Each as a text, in a list and as the name of a member."""
    tags = {text or "empty": {"S": text} for text in AWKWARD}
    item = {"pk": {"S": "a"}, "m": {"M": tags}, "l": {"L": [{"L": [{"S": text} for text in AWKWARD]}, {"L": []}, {"M": {}}]}}
    with serving(tmp_path, *FLAGS) as emulator:
        where = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{emulator.port}"}
        made = {"TableName": "tbl", "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}], "BillingMode": "PAY_PER_REQUEST"}
        call(emulator.port, "DynamoDB_20120810.CreateTable", **made)
        assert call(emulator.port, "DynamoDB_20120810.PutItem", TableName="tbl", Item=item)[0] == 200
        for query in ("@", "Items[].l.L[0].L[].S", "Items[0].m.M"):
            words = ["dynamodb", "scan", "--table-name", "tbl", "--query", query]
            document = json.loads(awslocal(words, **where).stdout)
            assert awslocal([*words, "--output", "yaml"], **where).stdout == oracle("yaml", given=[document])[0]


def test_exit_codes_are_those_of_version_2(told):
    code = {" ".join(words)[:60]: ours.returncode for words, (ours, _) in zip(LINES, told)}
    assert code["sqs get-queue-url --queue-name nope"] == 254
    assert code["sqs create-quee"] == 252
    assert code["sqs create-queue --queue-name r --attributes VisibilityTimeo"] == 252
    assert awslocal(["sqs", "list-queues"], AWS_ENDPOINT_URL="http://127.0.0.1:1").returncode == 255


def test_every_command_and_option_has_the_name_and_the_kind_that_it_has_there():
    names = ["dynamodb", "sns", "sqs", "sts"]
    theirs = oracle("model", *names)
    count = 0
    for service in names:
        commands = re.findall(r"^   (\S+)$", awslocal([service, "help"]).stdout, re.M)
        for command in set(commands) - {"wait"}:
            count += 1
            known = theirs[service][command]
            text = awslocal([service, command, "help"]).stdout
            options = dict(re.findall(r"^     \[(--\S+) <(\w+)>\]$", text, re.M))
            options |= dict.fromkeys(re.findall(r"\[(--\S+) \| ", text), "boolean")
            for special in ("--cli-input-json", "--starting-token", "--max-items", "--page-size"):
                options.pop(special, None)
            assert options == {name: kind for name, kind in known.items() if name in options}, command
    assert count >= 90


def test_init_scripts_that_use_it_run_as_they_are(tmp_path):
    names = tmp_path / "bin"
    names.mkdir()
    (names / "awslocal").symlink_to(BINARY)
    (names / "aws").symlink_to(BINARY)
    (tmp_path / "item.json").write_text('{"pk": {"S": "a"}}')
    script(
        tmp_path / "init" / "ready.d" / "resources.sh",
        f"""#!/bin/sh
set -eu
QUEUE_URL=$(awslocal sqs create-queue --queue-name orders --query QueueUrl --output text)
QUEUE_ARN=$(awslocal sqs get-queue-attributes --queue-url "$QUEUE_URL" --attribute-names QueueArn \\
  --query 'Attributes.QueueArn' --output text)
TOPIC_ARN=$(aws sns create-topic --name order--created --query TopicArn --output=text)
awslocal sns subscribe --topic-arn "$TOPIC_ARN" --protocol sqs --notification-endpoint "$QUEUE_ARN" --attributes RawMessageDelivery=true
awslocal dynamodb create-table --table-name orders \\
  --attribute-definitions AttributeName=pk,AttributeType=S \\
  --key-schema AttributeName=pk,KeyType=HASH \\
  --billing-mode PAY_PER_REQUEST
awslocal dynamodb wait table-exists --table-name orders
awslocal dynamodb put-item --table-name orders --item file://{tmp_path}/item.json
awslocal sns publish --topic-arn "$TOPIC_ARN" --message '{{"order":1}}'
if awslocal sqs get-queue-url --queue-name nope; then exit 1; fi
""",
    )
    path = {"PATH": f"{names}{os.pathsep}{os.environ['PATH']}"}
    with serving(tmp_path, "--init-dir", str(tmp_path / "init"), **path) as emulator:
        log = (tmp_path / "log").read_text()
        assert '"name": "resources.sh", "state": "SUCCESSFUL"' in get(emulator.port, "/_localstack/init")[1], log
        assert "An error occurred (AWS.SimpleQueueService.NonExistentQueue) when calling the GetQueueUrl operation" in log
        url = call(emulator.port, "GetQueueUrl", QueueName="orders")[1]["QueueUrl"]
        assert call(emulator.port, "ReceiveMessage", QueueUrl=url)[1]["Messages"][0]["Body"] == '{"order":1}'
        item = call(emulator.port, "DynamoDB_20120810.GetItem", TableName="orders", Key={"pk": {"S": "a"}})[1]
        assert item == {"Item": {"pk": {"S": "a"}}}


def test_signatures_are_good(tmp_path):
    with serving(tmp_path, "--verify-sigv4", "AKID:secret") as emulator:
        endpoint = {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{emulator.port}"}
        for command in (["sqs", "list-queues"], ["sns", "list-topics"], ["dynamodb", "list-tables"]):
            assert awslocal(command, AWS_ACCESS_KEY_ID="AKID", AWS_SECRET_ACCESS_KEY="secret", **endpoint).returncode == 0
            assert awslocal(command, AWS_ACCESS_KEY_ID="AKID", AWS_SECRET_ACCESS_KEY="wrong", **endpoint).returncode == 254


def test_what_shows_messages_without_receiving_them_is_an_endpoint_of_its_own(tmp_path):
    with serving(tmp_path) as emulator:
        base = f"http://127.0.0.1:{emulator.port}"
        url = call(emulator.port, "CreateQueue", QueueName="q")[1]["QueueUrl"]
        call(emulator.port, "SendMessage", QueueUrl=url, MessageBody="hi")
        words = ["sqs", "receive-message", "--queue-url", url, "--endpoint-url", f"{base}/_aws/sqs/messages"]
        ours, (theirs,) = awslocal(words), oracle(given=[words], AWS_MAX_ATTEMPTS="1")
        for shown in (ours.stdout, theirs["out"]):
            assert [each["Body"] for each in json.loads(shown)["Messages"]] == ["hi"]
        hidden = call(emulator.port, "GetQueueAttributes", QueueUrl=url, AttributeNames=["ApproximateNumberOfMessagesNotVisible"])
        assert hidden[1]["Attributes"] == {"ApproximateNumberOfMessagesNotVisible": "0"}
