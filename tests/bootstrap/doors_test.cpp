// The ways in: options of an emulator, files and directories, HTTP, resets and worlds.
#include "stage.hpp"

#include <unistd.h>

#include <filesystem>
#include <future>

using namespace understudy;
using namespace understudy::bootstrap;

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string const one_queue =
    "Parameters: {Name: {Type: String, Default: orders}}\n"
    "Resources:\n  Orders: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name}}\n"
    "Outputs: {Url: {Value: !Ref Orders}}\n";

/// A directory of its own, which goes with it.
struct directory {
    directory() : path{fs::temp_directory_path() / ("understudy-" + std::to_string(::getpid()))}
    {
        fs::create_directories(path);
    }
    ~directory() { fs::remove_all(path); }
    std::string write(std::string const& name, std::string const& text) const
    {
        std::ofstream{path / name} << text;
        return (path / name).string();
    }

    fs::path path;
};

struct answer {
    unsigned status;
    json::object document;
};

answer ask(std::string const& endpoint, std::string method, std::string path, std::string body = {},
           std::string type = "application/yaml")
{
    auto const base =
        endpoint.find('/', 7) == std::string::npos ? "" : endpoint.substr(endpoint.find('/', 7));
    auto const got = open_transport(endpoint.substr(0, endpoint.find('/', 7)))
                         ->send({.method = std::move(method),
                                 .path = base + "/_understudy/" + std::move(path),
                                 .headers = {{"Content-Type", std::move(type)}},
                                 .body = std::move(body)},
                                60s)
                         .value();
    return {got.status, json::parse(got.body).as_object()};
}

std::string text_at(answer const& answer, std::string_view pointer)
{
    return std::string{json::value(answer.document).at_pointer(pointer).as_string()};
}

} // namespace

TEST_CASE("An emulator begins with what its options declare", "[bootstrap][doors]")
{
    directory const here;
    here.write("b.yml", "Resources: {B: {Type: AWS::SQS::Queue}}");
    here.write("a.json", R"({"Resources": {"A": {"Type": "AWS::SQS::Queue"}}})");
    here.write("data.json", R"([1, 2])");
    here.write("notes.txt", "Resources: nothing to be read");
    stage s{{.bootstrap = {here.path.string()}}};
    CHECK(s.aws.ref("A").url == s.aws.endpoint() + "/000000000000/a-A");
    CHECK(s.aws.ref("B").arn == "arn:aws:sqs:us-east-1:000000000000:b-B");
    CHECK(s.queues() == 2);
}

TEST_CASE("An emulator does not begin with what cannot be applied", "[bootstrap][doors]")
{
    directory const here;
    auto const file =
        here.write("bad.yaml", "Resources:\n  Q: {Type: AWS::SQS::Queue, Properties: {Size: 3}}\n");
    CHECK_THROWS_WITH((emulator{{.bootstrap = {file}}}),
                      file + ":2: Q: Encountered unsupported property Size");
    CHECK_THROWS_AS((emulator{{.bootstrap = {"/nowhere.yaml"}}}), template_error);
}

TEST_CASE("A reset makes anew what the emulator began with, unless it shall not", "[bootstrap][doors][reset]")
{
    directory const here;
    stage s{{.bootstrap = {here.write("a.yaml", one_queue)}, .bootstrap_parameters = {{"Name", "first"}}}};
    s.sqs.create_queue({.QueueName = "other"});
    s.aws.reset();
    CHECK(s.queue("first").at("QueueArn") == s.aws.ref("Orders").arn);
    CHECK(s.queues() == 1);

    auto const type = "application/json";
    CHECK(ask(s.aws.endpoint(), "POST", "reset", R"({"account":"111111111111"})", type).status == 200);
    CHECK(s.aws.ref("Orders").ref == s.aws.endpoint() + "/000000000000/first");
    CHECK(ask(s.aws.endpoint(), "POST", "reset", R"({"keep":"nothing"})", type).status == 200);
    CHECK(s.queues() == 0);
    CHECK_THROWS_AS(s.aws.ref("Orders"), std::out_of_range);
    CHECK(ask(s.aws.endpoint(), "POST", "reset", R"({"keep":"bootstrap"})", type).status == 200);
    CHECK(s.queues() == 1);
}

TEST_CASE("Templates are applied, shown and exported over HTTP", "[bootstrap][doors][control]")
{
    stage s;
    auto const endpoint = s.aws.endpoint();
    auto const made =
        ask(endpoint, "PUT", "bootstrap?param=Name=bought&stack=shop&file=a.yaml", one_queue, "text/plain");
    CHECK(made.status == 200);
    CHECK(text_at(made, "/stack") == "shop");
    CHECK(text_at(made, "/Resources/Orders/change") == "created");
    CHECK(text_at(made, "/Resources/Orders/Arn") == "arn:aws:sqs:us-east-1:000000000000:bought");
    CHECK(text_at(made, "/Outputs/Url") == endpoint + "/000000000000/bought");

    auto const again = ask(endpoint, "POST", "bootstrap?param=Name=bought&stack=shop", one_queue);
    CHECK(text_at(again, "/Resources/Orders/change") == "unchanged");

    auto const shown = ask(endpoint, "GET", "bootstrap");
    CHECK(text_at(shown, "/Resources/Orders/Url") == endpoint + "/000000000000/bought");
    CHECK(shown.document.at("stacks") == json::parse(R"(["shop"])"));

    auto const exported = ask(endpoint, "GET", "export?format=cfn");
    CHECK(text_at(exported, "/Resources/BoughtQueue/Properties/QueueName") == "bought");
    CHECK(ask(endpoint, "PUT", "bootstrap?account=111111111111&region=eu-west-1", one_queue).status == 200);
    CHECK(text_at(ask(endpoint, "GET", "export?account=111111111111&region=eu-west-1"),
                  "/Resources/OrdersQueue/Type")
          == "AWS::SQS::Queue");
    CHECK(s.queues() == 1);
}

TEST_CASE("A bad template over HTTP is told where it is wrong", "[bootstrap][doors][control]")
{
    stage s;
    auto const endpoint = s.aws.endpoint();
    auto const bad =
        ask(endpoint, "PUT", "bootstrap?file=a.yaml", "Resources:\n  Q:\n    Type: 7\n    Type: 8\n");
    CHECK(bad.status == 400);
    CHECK(text_at(bad, "/error") == "a.yaml:4: Type is there twice");
    CHECK(json::value(bad.document).at_pointer("/problems/0/line") == 4);
    CHECK(ask(endpoint, "PUT", "bootstrap?param=Name", one_queue).status == 400);
    CHECK(ask(endpoint, "PUT", "bootstrap?colour=red", one_queue).status == 400);
    CHECK(ask(endpoint, "PUT", "bootstrap?account=1", one_queue).status == 400);
    CHECK(ask(endpoint, "PUT", "bootstrap?region=A/b", one_queue).status == 400);
    CHECK(ask(endpoint, "GET", "export?format=tf").status == 400);
    CHECK(ask(endpoint, "POST", "bootstrap", one_queue, "text/plain").status == 415);
    CHECK(s.queues() == 0);
}

TEST_CASE("A world begins as the first emulator did", "[bootstrap][doors][worlds]")
{
    directory const here;
    stage s{{.bootstrap = {here.write("a.yaml", one_queue)}}};
    auto const world = s.aws.endpoint() + "/_world/one";
    CHECK(sqs_client{{.endpoint = world}}.get_queue_url({.QueueName = "orders"}).value().QueueUrl
          == world + "/000000000000/orders");
    auto const shown = ask(world, "GET", "bootstrap");
    CHECK(text_at(shown, "/Resources/Orders/Ref") == world + "/000000000000/orders");
    ask(world, "PUT", "bootstrap?stack=more&param=Name=more", one_queue);
    CHECK(s.queues() == 1);
}

TEST_CASE("Of two templates with one logical id each is told by its stack", "[bootstrap][doors]")
{
    directory const here;
    stage s{{.bootstrap = {here.write("a.yaml", one_queue)}}};
    auto const endpoint = s.aws.endpoint();
    ask(endpoint, "PUT", "bootstrap?stack=more&param=Name=more", one_queue);
    CHECK(text_at(ask(endpoint, "GET", "bootstrap?stack=a"), "/Resources/Orders/Ref")
          == endpoint + "/000000000000/orders");
    CHECK(text_at(ask(endpoint, "GET", "bootstrap?stack=more"), "/Resources/Orders/Ref")
          == endpoint + "/000000000000/more");
}

TEST_CASE("An emulator that goes does not wait for a template that a fault holds up", "[bootstrap][doors]")
{
    std::future<bool> applied;
    {
        stage s{{}};
        s.aws.add_fault({.operation = "CreateQueue", .effect = fault_effect::delay, .latency = 24h});
        auto const way = open_transport(s.aws.endpoint());
        applied = std::async(std::launch::async, [way] {
            auto const got =
                way->send({.method = "PUT", .path = "/_understudy/bootstrap", .body = one_queue}, 1h);
            return got && got->status == 200;
        });
        while (s.aws.faults().front().strikes == 0) { s.aws.wait_for_event(s.aws.events().mark(), 1ms); }
    }
    CHECK_FALSE(applied.get());
}
