"""What leaves a topic for a web server of the test's own: confirmation, notifications, and their signatures."""

import http.server
import json
import queue
import threading
import urllib.request

import pytest


class Hook:
    """A web server that keeps what it gets."""

    def __init__(self):
        self.requests = queue.Queue()
        self.behaviour = "200"
        hook = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                if hook.behaviour == "hang up":
                    self.close_connection = True
                elif hook.behaviour == "garbage":
                    self.wfile.write(b"no HTTP at all\r\n\r\n")
                    self.close_connection = True
                else:
                    self.send_response(int(hook.behaviour))
                    self.send_header("Location", hook.url + "/elsewhere")
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                hook.requests.put((dict(self.headers, path=self.path), body))

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def next(self):
        return self.requests.get(timeout=15)

    def close(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


@pytest.fixture
def hook():
    hook = Hook()
    yield hook
    hook.close()


def visit(url):
    with urllib.request.urlopen(url, timeout=15) as answer:
        return answer.read().decode()


def test_an_endpoint_confirms_and_is_notified(sns, topic, hook):
    answer = sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=hook.url)
    assert answer["SubscriptionArn"] == "pending confirmation"
    headers, body = hook.next()
    assert headers["x-amz-sns-message-type"] == "SubscriptionConfirmation"
    arn = sns.confirm_subscription(TopicArn=topic, Token=json.loads(body)["Token"])["SubscriptionArn"]
    sent = sns.publish(TopicArn=topic, Message="hi", Subject="s")
    headers, body = hook.next()
    message = json.loads(body)
    assert headers["x-amz-sns-subscription-arn"] == arn
    assert headers["x-amz-sns-message-id"] == message["MessageId"] == sent["MessageId"]
    assert (message["Message"], message["Subject"]) == ("hi", "s")


def test_links_confirm_end_and_restore(sns, topic, hook):
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=hook.url)
    asked = json.loads(hook.next()[1])
    assert topic in visit(asked["SubscribeURL"])
    sns.publish(TopicArn=topic, Message="hi")
    visit(json.loads(hook.next()[1])["UnsubscribeURL"])
    ended = json.loads(hook.next()[1])
    assert ended["Type"] == "UnsubscribeConfirmation"
    assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == []
    visit(ended["SubscribeURL"])
    assert len(sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]) == 1


def test_a_public_validator_accepts_what_is_signed(sns, topic, hook):
    validators = pytest.importorskip("sns_message_validator")
    validator = validators.SNSMessageValidator(cert_url_regex=r"^https?://")
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=hook.url)
    asked = json.loads(hook.next()[1])
    validator.validate_message(asked)
    visit(asked["SubscribeURL"])
    for words in ({"Message": "ünïcode\nlines"}, {"Message": "hi", "Subject": "subject"}):
        sns.publish(TopicArn=topic, **words)
        message = json.loads(hook.next()[1])
        validator.validate_message(message)
        with pytest.raises(validators.SignatureVerificationFailureException):
            validator.validate_message({**message, "Message": "forged"})
    visit(message["UnsubscribeURL"])
    validator.validate_message(json.loads(hook.next()[1]))


def test_version_2_signs_with_sha_256(sns, make_topic, make_queue, arn_of, receive):
    x509 = pytest.importorskip("cryptography.x509")
    from base64 import b64decode

    from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
    from cryptography.hazmat.primitives.hashes import SHA256

    topic, url = make_topic(SignatureVersion="2"), make_queue()
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn_of(url))
    sns.publish(TopicArn=topic, Message="hi")
    message = json.loads(receive(url)[0]["Body"])
    assert message["SignatureVersion"] == "2"
    text = "".join(f"{key}\n{message[key]}\n" for key in ("Message", "MessageId", "Timestamp", "TopicArn", "Type"))
    certificate = x509.load_pem_x509_certificate(visit(message["SigningCertURL"]).encode())
    certificate.public_key().verify(b64decode(message["Signature"]), text.encode(), PKCS1v15(), SHA256())


@pytest.mark.parametrize("behaviour, attempts", [("500", 4), ("429", 4), ("404", 1), ("301", 4), ("hang up", 4), ("garbage", 4)])
def test_what_is_not_taken_is_tried_again_and_ends_in_the_dead_letter_queue(
    sns, topic, hook, make_queue, arn_of, receive, advance, behaviour, attempts
):
    dlq = make_queue("-dlq")
    redrive = json.dumps({"deadLetterTargetArn": arn_of(dlq)})
    attributes = {"RawMessageDelivery": "true", "RedrivePolicy": redrive}
    sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=hook.url, Attributes=attributes)
    visit(json.loads(hook.next()[1])["SubscribeURL"])
    hook.behaviour = behaviour
    sent = sns.publish(TopicArn=topic, Message="hi")["MessageId"]
    for number in range(attempts):
        headers, body = hook.next()
        assert (headers["path"], headers["x-amz-sns-message-id"], body) == ("/hook", sent, "hi")
        if number + 1 < attempts:
            advance("20s")
    assert receive(dlq)[0]["Body"] == "hi"
    assert hook.requests.empty()
