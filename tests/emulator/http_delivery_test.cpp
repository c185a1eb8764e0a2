// Topics that deliver to web servers, over real sockets: receivers of the test's own that answer, fail, redirect, hang up,
// answer garbage or nothing at all; retries in virtual time.
#include <understudy/client.hpp>
#include <understudy/emulator.hpp>

#include "client/certificate.hpp"
#include "client/tiny_server.hpp"
#include "support/result.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <condition_variable>
#include <future>

using namespace understudy;
using understudy::testing::make_authority;
using understudy::testing::make_certificate;
using understudy::testing::read_request;
using understudy::testing::temporary_file;
using understudy::testing::tcp;
using understudy::testing::tiny_server;
using understudy::testing::write_answer;

namespace {

namespace ssl = boost::asio::ssl;

/// Keeps the requests it gets and answers them as it is told. With a certificate it speaks TLS.
class receiver {
public:
    using behaviour = std::function<void(tcp::socket&, std::string const& request)>;

    receiver() : behave_{answer("200 OK")} {}
    explicit receiver(understudy::testing::certificate const& shown) : receiver{}
    {
        tls_.emplace(ssl::context::tls_server);
        tls_->use_certificate_chain(boost::asio::buffer(shown.text));
        tls_->use_private_key(boost::asio::buffer(shown.key), ssl::context::pem);
    }

    static behaviour answer(std::string status, std::string headers = {})
    {
        return [=](tcp::socket& socket, std::string const&) { write_answer(socket, "", headers, status); };
    }

    void behave(behaviour next)
    {
        std::lock_guard const lock{mutex_};
        behave_ = std::move(next);
    }

    std::string url(std::string const& path = "/hook") const
    {
        return tls_ ? "https://127.0.0.1:" + server_.port() + path : server_.endpoint() + path;
    }

    /// The n-th request, from 1, as soon as it is there.
    std::string request(std::size_t number)
    {
        std::unique_lock lock{mutex_};
        if (!arrived_.wait_for(lock, 10s, [&] { return requests_.size() >= number; })) {
            return "no request came";
        }
        return requests_[number - 1];
    }

    std::size_t count()
    {
        std::lock_guard const lock{mutex_};
        return requests_.size();
    }

private:
    void serve(tcp::socket& socket)
    {
        boost::asio::streambuf buffer;
        if (tls_) {
            ssl::stream<tcp::socket&> stream{socket, *tls_};
            stream.handshake(ssl::stream_base::server);
            keep(read_request(stream, buffer));
            return write_answer(stream, "");
        }
        auto const request = read_request(socket, buffer);
        keep(request)(socket, request);
    }

    behaviour keep(std::string const& request)
    {
        std::lock_guard const lock{mutex_};
        requests_.push_back(request);
        arrived_.notify_all();
        return behave_;
    }

    std::optional<ssl::context> tls_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<std::string> requests_;
    behaviour behave_;
    tiny_server server_{[this](tcp::socket& socket, int) { serve(socket); }};
};

/// The value of a member of a message, which needs no unescaping.
std::string member(std::string const& message, std::string const& name)
{
    auto const at = message.find('"' + name + "\" : \"");
    if (at == std::string::npos) { return "none"; }
    auto const start = at + name.size() + 6;
    return message.substr(start, message.find('"', start) - start);
}

std::string header(std::string const& request, std::string const& name)
{
    auto const at = request.find("\r\n" + name + ": ");
    if (at == std::string::npos) { return "none"; }
    auto const start = at + name.size() + 4;
    return request.substr(start, request.find("\r\n", start) - start);
}

struct world {
    explicit world(emulator_options options = {.clock = clock_mode::manual}) : aws{std::move(options)} {}

    /// As a browser would: the answer's body.
    std::string visit(std::string const& url)
    {
        auto const path = url.substr(aws.endpoint().size());
        return open_transport(aws.endpoint())
            ->send({.method = "GET", .path = path, .headers = {}}, 5s)
            .value()
            .body;
    }

    std::string subscribe(std::string const& to, std::string const& endpoint, string_map attributes = {})
    {
        return sns
            .subscribe({.TopicArn = to,
                        .Protocol = endpoint.substr(0, endpoint.find(':')),
                        .Endpoint = endpoint,
                        .Attributes = std::move(attributes),
                        .ReturnSubscriptionArn = true})
            .value()
            .SubscriptionArn;
    }

    /// Subscribes the receiver and confirms in its name.
    std::string subscribed(std::string const& to, receiver& hook, string_map attributes = {})
    {
        auto const arn = subscribe(to, hook.url(), std::move(attributes));
        visit(member(hook.request(1), "SubscribeURL"));
        return arn;
    }

    emulator aws;
    sns_client sns{aws.local_transport()};
    sqs_client sqs{aws.local_transport()};
    std::string topic = sns.create_topic({.Name = "t"}).value().TopicArn;
};

} // namespace

TEST_CASE("An endpoint confirms by visiting the link, is notified, and can leave and come back by links",
          "[emulator][http]")
{
    world w;
    receiver hook;
    auto const arn = w.subscribe(w.topic, hook.url());
    auto const asked = hook.request(1);
    CHECK(asked.starts_with("POST /hook HTTP/1.1\r\n"));
    CHECK(header(asked, "x-amz-sns-message-type") == "SubscriptionConfirmation");
    CHECK(header(asked, "User-Agent") == "Amazon Simple Notification Service Agent");
    CHECK(header(asked, "Accept-Encoding") == "gzip,deflate");
    CHECK(header(asked, "Connection") == "Keep-Alive");
    CHECK(header(asked, "Content-Type") == "text/plain; charset=UTF-8");
    CHECK(header(asked, "x-amz-sns-subscription-arn") == "none");
    CHECK(w.visit(member(asked, "SubscribeURL")).find("<SubscriptionArn>" + arn) != std::string::npos);
    CHECK(w.visit(member(asked, "SubscribeURL")).find("<SubscriptionArn>" + arn)
          != std::string::npos); // once more

    REQUIRE(w.sns.publish({.TopicArn = w.topic, .Message = "hi"}));
    auto const told = hook.request(2);
    CHECK(header(told, "x-amz-sns-message-type") == "Notification");
    CHECK(header(told, "x-amz-sns-subscription-arn") == arn);
    CHECK(member(told, "Message") == "hi");
    CHECK(header(told, "x-amz-sns-message-id") == member(told, "MessageId"));
    w.aws.await(message_delivered("t"));

    w.visit(member(told, "UnsubscribeURL"));
    auto const ended = hook.request(3);
    CHECK(header(ended, "x-amz-sns-message-type") == "UnsubscribeConfirmation");
    CHECK(header(ended, "x-amz-sns-subscription-arn") == arn);
    CHECK(member(ended, "Token") != member(asked, "Token"));
    CHECK(w.sns.list_subscriptions().value().Subscriptions.empty());
    w.visit(member(ended, "SubscribeURL"));
    CHECK(w.sns.list_subscriptions().value().Subscriptions.at(0).SubscriptionArn == arn);
}

TEST_CASE(
    "The link at the end of a message ends no subscription that was confirmed with authentication, nor a queue's",
    "[emulator][http]")
{
    world w;
    receiver hook;
    auto const arn = w.subscribe(w.topic, hook.url());
    auto const token = member(hook.request(1), "Token");
    auto const confirmed = w.sns.confirm_subscription(
        {.TopicArn = w.topic, .Token = token, .AuthenticateOnUnsubscribe = "true"});
    CHECK(confirmed.value().SubscriptionArn == arn);
    CHECK(w.sns.get_subscription_attributes({.SubscriptionArn = arn})
              .value()
              .Attributes.at("ConfirmationWasAuthenticated")
          == "true");
    auto const queue = w.sns.subscribe(
        {.TopicArn = w.topic, .Protocol = "sqs", .Endpoint = "arn:aws:sqs:us-east-1:000000000000:q"});
    for (auto const& each : {arn, queue.value().SubscriptionArn}) {
        auto const answer = w.visit(w.aws.endpoint() + "/?Action=Unsubscribe&SubscriptionArn=" + each);
        CHECK(answer.find("<Code>AuthorizationError</Code>") != std::string::npos);
    }
    CHECK(w.sns.list_subscriptions().value().Subscriptions.size() == 2);
}

TEST_CASE("An endpoint that fails is tried again in virtual time, until it takes the message",
          "[emulator][http]")
{
    world w;
    receiver hook;
    w.subscribed(w.topic, hook);
    auto const start = w.aws.now();
    hook.behave(receiver::answer("500 Internal Server Error"));
    REQUIRE(w.sns.publish({.TopicArn = w.topic, .Message = "hi"}));
    w.aws.await({event_type::delivery_attempt_failed, "t"});
    hook.behave(receiver::answer("204 No Content"));
    auto const delivered = w.aws.run_until(message_delivered("t"), 10min);
    CHECK(delivered.time - start == 20s);
    CHECK(header(hook.request(2), "x-amz-sns-message-id") == header(hook.request(3), "x-amz-sns-message-id"));
}

TEST_CASE("Whatever else a receiver does counts as a failure, and the message ends in the dead-letter queue",
          "[emulator][http]")
{
    using behaviour = receiver::behaviour;
    struct fault {
        std::string name;
        behaviour behave;
        std::size_t attempts;
    };
    world w;
    receiver elsewhere;
    auto const which = GENERATE(0U, 1U, 2U, 3U, 4U);
    fault const faults[] = {
        {"fails", receiver::answer("503 Service Unavailable"), 4},
        {"refuses", receiver::answer("404 Not Found"), 1},
        {"redirects", receiver::answer("301 Moved Permanently", "Location: " + elsewhere.url() + "\r\n"), 4},
        {"hangs up", [](tcp::socket& socket, std::string const&) { socket.close(); }, 4},
        {"answers garbage",
         [](tcp::socket& socket, std::string const&) {
             boost::asio::write(socket, boost::asio::buffer("no HTTP at all\r\n\r\n", 18));
         },
         4},
    };
    auto const& fault = faults[which];
    INFO("a receiver that " << fault.name);
    receiver hook;
    auto const dlq = w.sqs.create_queue({.QueueName = "dlq"}).value().QueueUrl;
    w.subscribed(w.topic, hook,
                 {{"RawMessageDelivery", "true"},
                  {"RedrivePolicy", R"({"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dlq"})"}});
    hook.behave(fault.behave);
    REQUIRE(w.sns.publish({.TopicArn = w.topic, .Message = "hi"}));
    w.aws.run_until(message_sent("dlq"), 10min);
    CHECK(w.sqs.receive_message({.QueueUrl = dlq}).value().Messages.at(0).Body == "hi");
    CHECK(hook.count() == 1 + fault.attempts);
    CHECK(elsewhere.count() == 0);
}

TEST_CASE("A receiver may answer at whatever length, and in whatever pieces", "[emulator][http]")
{
    std::string const much(2'000'000, 'x');
    std::string const answers[] = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nT: u\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200\r\n\r\nas much as there is",
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + much,
        "HTTP/1.1 200 OK\r\n\r\n" + much,
    };
    auto const& answer = answers[GENERATE(0U, 1U, 2U, 3U, 4U, 5U)];
    INFO(answer.substr(0, 80));
    world w;
    receiver hook;
    w.subscribed(w.topic, hook);
    hook.behave([&](tcp::socket& socket, std::string const&) {
        boost::asio::write(socket, boost::asio::buffer(answer));
    });
    auto const mark = w.aws.events().mark();
    REQUIRE(w.sns.publish({.TopicArn = w.topic, .Message = "hi"}));
    w.aws.await(message_delivered("t"), since(mark));
}

TEST_CASE("What a URL says of a user goes along as basic authorization", "[emulator][http]")
{
    world w;
    receiver hook;
    auto url = hook.url("/hook?a=b");
    w.subscribe(w.topic, url.insert(url.find("//") + 2, "me:p%40ss@"));
    auto const asked = hook.request(1);
    CHECK(asked.starts_with("POST /hook?a=b HTTP/1.1\r\n"));
    CHECK(header(asked, "Authorization") == "Basic bWU6cEBzcw==");
    CHECK(header(asked, "Host") == hook.url("").substr(7));
}

TEST_CASE("Many receivers that never answer keep nobody waiting", "[emulator][http]")
{
    world w{{.clock = clock_mode::manual, .delivery_timeout = 300ms}};
    std::mutex mutex;
    std::condition_variable changed;
    bool over = false;
    auto silence = [&](tcp::socket&, std::string const&) {
        std::unique_lock lock{mutex};
        changed.wait(lock, [&] { return over; });
    };
    receiver mute;
    receiver quick;
    int timed_out = 0;
    for (int i = 0; i < 20; ++i) { w.subscribe(w.topic, mute.url("/" + std::to_string(i))); }
    for (std::size_t i = 1; i <= 20; ++i) { w.visit(member(mute.request(i), "SubscribeURL")); }
    w.subscribed(w.topic, quick);
    mute.behave(silence);
    auto const mark = w.aws.events().mark();
    REQUIRE(w.sns.publish({.TopicArn = w.topic, .Message = "hi"}));
    CHECK(member(quick.request(2), "Message") == "hi");
    w.aws.await(message_delivered("t"), since(mark));
    mute.request(40);
    for (auto after = mark; after.sequence < mark.sequence + 1'000;) {
        auto const late = w.aws.await({event_type::delivery_attempt_failed, "t"}, after, 10s);
        CHECK(late.detail.ends_with("timed out"));
        after.sequence = late.sequence;
        if (++timed_out == 20) { break; }
    }
    CHECK(timed_out == 20);
    {
        std::lock_guard const lock{mutex};
        over = true;
    }
    changed.notify_all();
}

TEST_CASE("A receiver that hangs is given up after its time, and asked again in virtual time",
          "[emulator][http]")
{
    world w{{.clock = clock_mode::manual, .delivery_timeout = 100ms}};
    receiver hook;
    std::promise<void> over; // broken before the receiver ends, whatever happens here
    auto const until_over = over.get_future().share();
    w.subscribed(w.topic, hook);
    auto const start = w.aws.now();
    hook.behave([until_over](tcp::socket&, std::string const&) { until_over.wait(); });
    REQUIRE(w.sns.publish({.TopicArn = w.topic, .Message = "hi"}));
    auto const late = w.aws.await({event_type::delivery_attempt_failed, "t"});
    CHECK(late.detail == hook.url() + ": timed out");
    CHECK(late.time == start); // what a receiver takes is no time of the emulator
    auto const lost = w.aws.run_until(delivery_failed("t"), 10min);
    CHECK(lost.time - start == 60s);
    CHECK(hook.count() == 5);
    over.set_value();
}

TEST_CASE("A receiver that takes its time is waited for", "[emulator][http]")
{
    world w;
    receiver hook;
    std::promise<void> enough; // broken before the receiver ends, whatever happens here
    auto const until_enough = enough.get_future().share();
    w.subscribed(w.topic, hook);
    hook.behave([until_enough](tcp::socket& socket, std::string const&) {
        until_enough.wait();
        write_answer(socket, std::string(100'000, 'x'), "", "202 Accepted");
    });
    auto const mark = w.aws.events().mark();
    REQUIRE(w.sns.publish({.TopicArn = w.topic, .Message = "hi"}));
    hook.request(2);
    CHECK_THROWS_AS(w.aws.await(message_delivered("t"), since(mark), 1ms), wait_failed);
    enough.set_value();
    w.aws.await(message_delivered("t"), since(mark));
    CHECK(hook.count() == 2);
}

TEST_CASE("Over https any certificate will do, unless there are those that have to vouch for it",
          "[emulator][http][tls]")
{
    auto const authority = make_authority();
    auto const somebody = make_authority();
    temporary_file const trusted{authority.text};
    struct row {
        std::string name;
        understudy::testing::certificate shown;
        std::string ca;
        bool reached;
    };
    row const rows[] = {
        {"signed by itself, nobody asked", make_certificate("IP:127.0.0.1"), "", true},
        {"for another host, nobody asked", make_certificate("DNS:somebody.example"), "", true},
        {"vouched for", make_certificate("IP:127.0.0.1", &authority), trusted.path(), true},
        {"signed by itself", make_certificate("IP:127.0.0.1"), trusted.path(), false},
        {"vouched for by somebody else", make_certificate("IP:127.0.0.1", &somebody), trusted.path(), false},
        {"vouched for, for another host", make_certificate("DNS:somebody.example", &authority),
         trusted.path(), false},
    };
    auto const& [name, shown, ca, reached] = rows[GENERATE(0U, 1U, 2U, 3U, 4U, 5U)];
    INFO("a certificate " << name);
    world w{{.clock = clock_mode::manual, .delivery_ca = ca}};
    receiver hook{shown};
    auto const arn = w.subscribe(w.topic, hook.url());
    if (!reached) {
        auto const failed = w.aws.await({event_type::delivery_attempt_failed, "t"});
        CHECK(failed.detail.starts_with(hook.url() + ": TLS: "));
        CHECK(hook.count() == 0);
        return;
    }
    w.visit(member(hook.request(1), "SubscribeURL"));
    REQUIRE(w.sns.publish({.TopicArn = w.topic, .Message = "hi"}));
    CHECK(header(hook.request(2), "x-amz-sns-subscription-arn") == arn);
    CHECK(member(hook.request(2), "Message") == "hi");
    w.aws.await(message_delivered("t"));
    std::string const long_text(200'000, 'x');
    REQUIRE(w.sns.publish({.TopicArn = w.topic, .Message = long_text}));
    CHECK(member(hook.request(3), "Message") == long_text);
}

TEST_CASE("A receiver behind https that speaks no TLS is a receiver that fails", "[emulator][http][tls]")
{
    world w;
    testing::tiny_server const plain{[](tcp::socket& socket, int) {
        write_answer(socket, "", "", "200 OK");
        boost::asio::streambuf rest;
        boost::asio::read(socket, rest);
    }};
    w.subscribe(w.topic, "https://127.0.0.1:" + plain.port() + "/");
    auto const failed = w.aws.await({event_type::delivery_attempt_failed, "t"});
    CHECK(failed.detail.find(": TLS: ") != std::string::npos);
    CHECK_THROWS_AS(w.aws.await(delivery_failed("t"), {}, 1ms), wait_failed); // it will be tried again
}

TEST_CASE("A file without certificates is told of at the start", "[emulator][http][tls]")
{
    temporary_file const nonsense{"no certificate"};
    CHECK_THROWS_AS((emulator{{.delivery_ca = nonsense.path()}}), std::runtime_error);
    CHECK_THROWS_AS((emulator{{.delivery_ca = "/nowhere/at/all.pem"}}), std::runtime_error);
}

TEST_CASE("Addresses where clouds keep secrets are not visited", "[emulator][http]")
{
    world w;
    w.subscribe(w.topic, "http://169.254.169.254/latest/meta-data");
    auto const failed = w.aws.await(delivery_failed("t"));
    CHECK(failed.detail == "http://169.254.169.254/latest/meta-data: the address is not one to send to");
}

TEST_CASE("The certificate is served where messages say it is, and the outbox shows what left",
          "[emulator][http]")
{
    world w;
    w.sqs.create_queue({.QueueName = "q"}).value();
    REQUIRE(w.sns.subscribe({.TopicArn = w.topic, .Protocol = "email", .Endpoint = "a@example.com"}));
    REQUIRE(w.sns.subscribe({.TopicArn = w.topic,
                             .Protocol = "lambda",
                             .Endpoint = "arn:aws:lambda:us-east-1:000000000000:function:f"}));
    REQUIRE(w.sns.publish({.TopicArn = w.topic, .Message = "hi"}));
    auto const all = w.visit(w.aws.endpoint() + "/_understudy/outbox");
    CHECK(all.find(R"("type":"SubscriptionConfirmation","protocol":"email","endpoint":"a@example.com")")
          != std::string::npos);
    auto const function = w.visit(w.aws.endpoint() + "/_understudy/outbox?protocol=lambda");
    CHECK(function.find("a@example.com") == std::string::npos);
    auto const url = function.find("/SimpleNotificationService-");
    REQUIRE(url != std::string::npos);
    auto const path = function.substr(url, function.find(".pem", url) + 4 - url);
    CHECK(w.visit(w.aws.endpoint() + path).starts_with("-----BEGIN CERTIFICATE-----"));
}

TEST_CASE("A phone's owner opts out and gets no more text messages", "[emulator][http]")
{
    world w;
    w.aws.opt_out("+15551234567");
    CHECK(w.sns.check_if_phone_number_is_opted_out({.phoneNumber = "+15551234567"}).value().isOptedOut);
    REQUIRE(w.sns.publish({.PhoneNumber = "+15551234567", .Message = "hi"}));
    w.aws.await(delivery_failed("+15551234567"));
    CHECK(w.visit(w.aws.endpoint() + "/_understudy/outbox") == "{\"messages\":[]}\n");
    CHECK_THROWS_AS(w.aws.opt_out("nobody"), std::invalid_argument);
}
