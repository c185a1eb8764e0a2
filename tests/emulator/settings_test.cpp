// The command line and the environment: ours, LocalStack's and those of DynamoDB's download.
#include "dynamodb_local.hpp"
#include "foreign_settings.hpp"
#include "support/catch.hpp"

#include <map>

using namespace understudy;

namespace {

serve_options with(std::map<std::string, std::string> const& variables)
{
    serve_options options;
    take_foreign_settings(options, [&](std::string const& name) -> char const* {
        auto const found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    });
    return options;
}

command dynamodb_local(std::vector<char const*> const& arguments, serve_options base = {})
{
    return parse_dynamodb_local(arguments, std::move(base));
}

} // namespace

TEST_CASE("Without variables of other emulators all is as it was", "[settings]")
{
    auto const options = with({});
    REQUIRE(options.listen.size() == 1);
    CHECK(options.listen.front().port == 4566);
    CHECK(options.notes.empty());
    CHECK(options.log_level == "info");
    CHECK(options.check_origins);
}

TEST_CASE("LocalStack's variables say where to listen, how to log and which names are meant", "[settings]")
{
    auto const options = with({{"GATEWAY_LISTEN", "0.0.0.0:4566, 127.0.0.1:4510"},
                               {"LOCALSTACK_HOST", "localstack:4566"},
                               {"LS_LOG", "warn"}});
    REQUIRE(options.listen.size() == 2);
    CHECK(options.listen[1].host == "127.0.0.1");
    CHECK(options.listen[1].port == 4510);
    CHECK(options.allowed_hosts == std::vector<std::string>{"localstack"});
    CHECK(options.log_level == "warn");
    auto const halves = with({{"GATEWAY_LISTEN", ":4599,0.0.0.0"}, {"LS_LOG", "warning"}});
    REQUIRE(halves.listen.size() == 2);
    CHECK(halves.listen[0].host == "0.0.0.0");
    CHECK(halves.listen[0].port == 4599);
    CHECK(halves.listen[1].host == "0.0.0.0");
    CHECK(halves.listen[1].port == 4566);
    CHECK(halves.log_level == "warn");
    CHECK(with({{"DEBUG", "1"}}).log_level == "debug");
    CHECK(with({{"DEBUG", "0"}}).log_level == "info");
    CHECK(with({{"LOG_FORMAT", "json"}}).log_format == log_format::json);
    CHECK(with({{"LOG_FORMAT", "text"}}).log_format == log_format::text);
    auto const wrong = with({{"GATEWAY_LISTEN", "nowhere"}, {"LS_LOG", "trace-internal"}});
    CHECK(wrong.listen.front().port == 4566);
    CHECK(wrong.log_level == "info");
    CHECK(wrong.notes.size() == 2);
}

TEST_CASE("A variable of LocalStack may bear its name in front", "[settings]")
{
    CHECK(with({{"LOCALSTACK_DEBUG", "1"}}).log_level == "debug");
    CHECK(with({{"LOCALSTACK_LS_LOG", "error"}, {"LS_LOG", "warn"}}).log_level == "error");
}

TEST_CASE("Services are told disabled only when that is strict", "[settings]")
{
    CHECK(with({{"SERVICES", "sqs,sns"}}).services.disabled.empty());
    auto const strict = with({{"SERVICES", "sqs:4576,sns"}, {"STRICT_SERVICE_LOADING", "1"}}).services;
    CHECK(strict.disabled == std::vector<std::string>{"dynamodb", "sts"});
    CHECK(with({{"EAGER_SERVICE_LOADING", "1"}}).services.eager);
    control::process const house{strict};
    CHECK(house.state_of("dynamodb") == "disabled");
    CHECK(house.state_of("sqs") == "available");
    CHECK(control::process{{.eager = true}}.state_of("sqs") == "running");
}

TEST_CASE("Probabilities of errors become faults, and none for what is no probability", "[settings]")
{
    auto const all = with({{"DYNAMODB_ERROR_PROBABILITY", "0.5"}}).faults;
    REQUIRE(all.size() == 1);
    CHECK(all.front().service == "dynamodb");
    CHECK(all.front().operation.empty());
    CHECK(all.front().code == "ProvisionedThroughputExceededException");
    CHECK(all.front().probability == 0.5);
    CHECK(with({{"DYNAMODB_READ_ERROR_PROBABILITY", "1"}}).faults.size() == 5);
    CHECK(with({{"DYNAMODB_WRITE_ERROR_PROBABILITY", "1.0"}}).faults.size() == 5);
    CHECK(with({{"DYNAMODB_WRITE_ERROR_PROBABILITY", "0"}}).faults.empty());
    for (auto const* wrong : {"2", "-1", "much", "nan"}) {
        auto const options = with({{"DYNAMODB_ERROR_PROBABILITY", wrong}});
        CHECK(options.faults.empty());
        CHECK(options.notes.size() == 1);
    }
}

TEST_CASE("Variables about pages and tables are taken", "[settings]")
{
    auto const options = with({{"EXTRA_CORS_ALLOWED_ORIGINS", "https://a.example,https://b.example"},
                               {"EXTRA_CORS_ALLOWED_HEADERS", "x-mine"},
                               {"DISABLE_CORS_CHECKS", "1"},
                               {"DISABLE_CORS_HEADERS", "1"},
                               {"DYNAMODB_DELAY_TRANSIENT_STATUSES", "1"},
                               {"SQS_DELAY_PURGE_RETRY", "1"}});
    CHECK(options.allowed_origins.size() == 2);
    CHECK(options.allowed_headers == std::vector<std::string>{"x-mine"});
    CHECK_FALSE(options.check_origins);
    CHECK_FALSE(options.tells_browsers);
    CHECK(options.tables.delay == milliseconds{1'000});
    CHECK(options.strict_timers);
}

TEST_CASE("What is known and not there is one note each, and what nobody knows is none", "[settings]")
{
    CHECK(with({{"PERSISTENCE", "1"}}).notes.size() == 1);
    CHECK(with({{"PERSISTENCE", "0"}}).notes.empty());
    CHECK(with({{"SQS_ENDPOINT_STRATEGY", "path"}}).notes.size() == 1);
    CHECK(with({{"SQS_ENDPOINT_STRATEGY", "dynamic"}}).notes.empty());
    CHECK(with({{"DYNAMODB_REMOVE_EXPIRED_ITEMS", "1"}}).notes.size() == 1);
    CHECK(with({{"LAMBDA_DOCKER_NETWORK", "bridge"},
                {"LOCALSTACK_VOLUME_DIR", "/x"},
                {"DYNAMODB_SHARE_DB", "1"}})
              .notes.empty());
}

TEST_CASE("The command lines of DynamoDB's download are recognized", "[settings]")
{
    auto const found = [](std::vector<char const*> const& line) {
        auto const rest = find_dynamodb_local(line);
        return rest ? static_cast<int>(rest->size()) : -1;
    };
    CHECK(found({"understudy", "dynamodb-local", "-sharedDb"}) == 1);
    CHECK(found({"/usr/bin/java", "-Djava.library.path=./DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar",
                 "-inMemory", "-sharedDb"})
          == 2);
    CHECK(found({"java", "-jar", "/home/dynamodblocal/DynamoDBLocal.jar"}) == 0);
    CHECK(found({"understudy", "-jar", "DynamoDBLocal.jar", "-sharedDb"})
          == 1); // an image whose entry point was java
    CHECK(found({"java", "-version"}) == -1);
    CHECK(found({"understudy", "serve"}) == -1);
}

TEST_CASE("The flags of DynamoDB's download mean what they mean there", "[settings]")
{
    auto const plain =
        std::get<serve_options>(dynamodb_local({"-sharedDb", "-inMemory", "-disableTelemetry"}));
    REQUIRE(plain.listen.size() == 1);
    CHECK(plain.listen.front().host == "127.0.0.1");
    CHECK(plain.listen.front().port == 8000);
    CHECK(plain.listen.front().for_dynamodb);
    auto const more = std::get<serve_options>(dynamodb_local(
        {"-port", "9000", "-delayTransientStatuses", "-cors", "http://a,http://b", "-dbPath", "/x"}));
    CHECK(more.listen.front().port == 9000);
    CHECK(more.tables.delay > milliseconds{0});
    CHECK(more.allowed_origins.size() == 2);
    CHECK(more.notes.size() == 1);
    serve_options image;
    image.listen = {{"0.0.0.0", 4566}, {"0.0.0.0", 8000}};
    auto const inside = std::get<serve_options>(dynamodb_local({}, image));
    REQUIRE(inside.listen.size() == 2);
    CHECK(inside.listen[0].host == "0.0.0.0");
    CHECK(inside.listen[0].port == 8000);
    CHECK(inside.listen[1].port == 4566);
    for (std::vector<char const*> const& wrong : {std::vector{"-port"}, std::vector{"-port", "many"},
                                                  std::vector{"-port", "70000"}, std::vector{"-noSuch"}}) {
        CHECK(std::get<end_now>(dynamodb_local(wrong)).exit_code == exit_usage);
    }
}
