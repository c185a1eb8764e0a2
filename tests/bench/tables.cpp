// What tables cost, and that it does not grow with what is in them: straight into an engine, on one thread.
//     bench_tables [ROUNDS [MILLISECONDS [ITEMS]]] prints a line of JSON for each row.
#include "bench/rates.hpp"
#include "dynamodb/value.hpp"
#include "engine/engine.hpp"

#include <memory>
#include <stdexcept>
#include <unordered_map>

namespace {

using namespace understudy;
using namespace understudy::bench;

constexpr std::size_t kilobyte = 1024;
constexpr std::size_t turns = 1000; // different requests that a row asks by turns

std::string number_of(std::size_t number) { return std::to_string(1'000'000'000 + number); }

enum class spread { over_partitions, in_one_partition };

/// An engine with one table. Throws when a request is refused: nothing but good answers is ever measured.
class stage {
public:
    template <class Request>
    auto ask(Request const& request)
    {
        return std::move(engine_.step(now_, caller_, request).value).value();
    }

    explicit stage(spread how = spread::over_partitions, int indexes = 0) : how_{how}
    {
        dynamodb::CreateTableInput request{
            .AttributeDefinitions = {{{.AttributeName = "id", .AttributeType = "S"},
                                      {.AttributeName = "order", .AttributeType = "S"}}},
            .TableName = table,
            .KeySchema = {{{.AttributeName = "id", .KeyType = "HASH"},
                           {.AttributeName = "order", .KeyType = "RANGE"}}},
            .BillingMode = "PAY_PER_REQUEST",
        };
        for (int i = 0; i < indexes; ++i) {
            auto const name = "by" + std::to_string(i);
            if (i == 0) request.GlobalSecondaryIndexes.emplace();
            request.AttributeDefinitions->push_back({.AttributeName = name, .AttributeType = "S"});
            request.GlobalSecondaryIndexes->push_back(
                {.IndexName = "index-" + name,
                 .KeySchema = {{{.AttributeName = name, .KeyType = "HASH"}}},
                 .Projection = dynamodb::Projection{.ProjectionType = "ALL"}});
        }
        ask(request);
    }

    dynamodb::item key(std::size_t number) const
    {
        return {{"id", partition(number)}, {"order", number_of(number)}};
    }
    std::string partition(std::size_t number) const
    {
        return how_ == spread::in_one_partition ? "customer" : "customer-" + number_of(number);
    }

    /// As many bytes as DynamoDB counts, and one attribute more for each index, which says `version` of it.
    dynamodb::item item(std::size_t number, std::size_t bytes, int indexes = 0, std::size_t version = 0) const
    {
        auto attributes = key(number).attributes();
        attributes.emplace("status", "active");
        attributes.emplace("visits", 42);
        for (int i = 0; i < indexes; ++i)
            attributes.emplace("by" + std::to_string(i), number_of(number + version));
        auto const taken = dynamodb::size_of(attributes) + std::string_view{"notes"}.size();
        attributes.emplace("notes", std::string(bytes - taken, 'n'));
        return attributes;
    }

    void fill(std::size_t items, std::size_t bytes, int indexes = 0)
    {
        for (std::size_t i = 0; i < items; ++i) put(i, bytes, indexes);
    }
    void put(std::size_t number, std::size_t bytes, int indexes = 0)
    {
        ask(dynamodb::PutItemInput{.TableName = table, .Item = item(number, bytes, indexes)});
    }

    static constexpr auto table = "orders";

private:
    spread how_;
    moment now_{instant{milliseconds{1'795'342'500'000}}};
    caller caller_{.account = "000000000000", .region = "us-east-1", .endpoint = "http://localhost"};
    engine engine_{{.seed = 1}};
};

/// Asks requests by turns; `make` is told the number of an item for each.
template <class Make>
std::function<void()> by_turns(stage& aws, std::size_t items, Make make)
{
    std::vector<decltype(make(std::size_t{}))> requests;
    for (std::size_t i = 0; i < turns; ++i) requests.push_back(make(i * (items / turns)));
    return [&aws, requests = std::move(requests), turn = std::size_t{0}]() mutable {
        static_cast<void>(aws.ask(requests[turn]));
        turn = (turn + 1) % turns;
    };
}

std::function<void()> gets(stage& aws, std::size_t items)
{
    return by_turns(aws, items, [&](std::size_t number) {
        return dynamodb::GetItemInput{.TableName = stage::table, .Key = aws.key(number)};
    });
}

std::function<void()> puts(stage& aws, std::size_t items, std::size_t bytes = kilobyte)
{
    return by_turns(aws, items, [&](std::size_t number) {
        return dynamodb::PutItemInput{.TableName = stage::table, .Item = aws.item(number, bytes)};
    });
}

std::function<void()> updates(stage& aws, std::size_t items)
{
    return by_turns(aws, items, [&](std::size_t number) {
        return dynamodb::UpdateItemInput{
            .TableName = stage::table,
            .Key = aws.key(number),
            .UpdateExpression = "SET visits = visits + :one",
            .ConditionExpression = "attribute_exists(id) AND #status = :active",
            .ExpressionAttributeNames = {{{"#status", "status"}}},
            .ExpressionAttributeValues = {{{":one", 1}, {":active", "active"}}},
        };
    });
}

std::function<void()> queries_of_ten(stage& aws, std::size_t items)
{
    return by_turns(aws, items, [&](std::size_t number) {
        return dynamodb::QueryInput{
            .TableName = stage::table,
            .Limit = 10,
            .KeyConditionExpression = "id = :id AND #order >= :first",
            .ExpressionAttributeNames = {{{"#order", "order"}}},
            .ExpressionAttributeValues = {{{":id", aws.partition(number)}, {":first", number_of(number)}}},
        };
    });
}

std::function<void()> batch_writes(stage& aws, std::size_t items)
{
    return by_turns(aws, items, [&](std::size_t number) {
        std::vector<dynamodb::WriteRequest> writes;
        for (std::size_t i = 0; i < 25; ++i)
            writes.push_back({.PutRequest = dynamodb::PutRequest{aws.item(number + i, kilobyte)}});
        dynamodb::BatchWriteItemInput request;
        request.RequestItems.emplace()[stage::table] = std::move(writes);
        return request;
    });
}

std::function<void()> batch_gets(stage& aws, std::size_t items)
{
    return by_turns(aws, items, [&](std::size_t number) {
        dynamodb::KeysAndAttributes wanted;
        wanted.Keys.emplace();
        for (std::size_t i = 0; i < 25; ++i) wanted.Keys->push_back(aws.key(number + i));
        dynamodb::BatchGetItemInput request;
        request.RequestItems.emplace()[stage::table] = std::move(wanted);
        return request;
    });
}

std::function<void()> transactions(stage& aws, std::size_t items)
{
    return by_turns(aws, items, [&](std::size_t number) {
        std::vector<dynamodb::TransactWriteItem> actions;
        for (std::size_t i = 0; i < 4; ++i) {
            actions.push_back(
                {.Put = dynamodb::Put{.Item = aws.item(number + i, kilobyte), .TableName = stage::table}});
        }
        return dynamodb::TransactWriteItemsInput{.TransactItems = std::move(actions)};
    });
}

void measure_operations(effort const& effort)
{
    stage aws{spread::in_one_partition};
    aws.fill(2 * turns, kilobyte);
    measure("GetItem of 1 KB", effort, gets(aws, turns));
    measure("PutItem of 1 KB", effort, puts(aws, turns));
    measure("UpdateItem with a condition", effort, updates(aws, turns));
    measure("Query of ten of 1 KB", effort, queries_of_ten(aws, turns));
    measure("BatchGetItem of 25 x 1 KB", effort, batch_gets(aws, turns));
    measure("BatchWriteItem of 25 x 1 KB", effort, batch_writes(aws, turns));
    measure("TransactWriteItems of 4 x 1 KB", effort, transactions(aws, turns));
}

/// The yardstick of growth: what the machine's memory makes of a bare hash table, and a copy of what is found in it.
void measure_bare_growth(effort const& effort, std::size_t items, std::size_t bytes)
{
    using bare_table = std::unordered_map<std::string, std::string>;
    auto const filled = [&](std::size_t count) {
        bare_table table;
        for (std::size_t i = 0; i < count; ++i)
            table.emplace("customer-" + number_of(i), std::string(bytes, 'n'));
        return table;
    };
    auto const looks = [](bare_table const& table, std::size_t count) {
        std::vector<std::string> keys;
        for (std::size_t i = 0; i < turns; ++i) keys.push_back("customer-" + number_of(i * (count / turns)));
        return [&table, keys = std::move(keys), turn = std::size_t{0}, copy = std::string{}]() mutable {
            copy = table.find(keys[turn])->second;
            turn = (turn + 1) % turns;
        };
    };
    auto const small = filled(turns), large = filled(items);
    measure_growth("Yardstick: look and copy in std::unordered_map", effort, looks(small, turns),
                   looks(large, items));
}

void measure_growth_of(char const* where, spread how, effort const& effort, std::size_t items,
                       std::size_t bytes)
{
    stage small{how};
    stage large{how};
    small.fill(turns + 25, bytes);
    large.fill(items + 25, bytes);
    auto const row = [&](char const* operation, auto make) {
        measure_growth(std::string{operation} + where, effort, make(small, turns), make(large, items));
    };
    row("GetItem, ", gets);
    row("PutItem, ", [&](stage& aws, std::size_t count) { return puts(aws, count, bytes); });
    row("Query of ten, ", queries_of_ten);
}

/// Each write moves the entry of each index: five are taken out and five put in, beside the item.
void measure_indexes(effort const& effort)
{
    auto const moves = [](stage& aws, int indexes) {
        std::vector<dynamodb::PutItemInput> requests;
        for (std::size_t version = 0; version < 2; ++version) {
            for (std::size_t i = 0; i < turns; ++i)
                requests.push_back(
                    {.TableName = stage::table, .Item = aws.item(i, kilobyte, indexes, version * turns)});
        }
        return [&aws, requests, turn = std::size_t{0}]() mutable {
            aws.ask(requests[turn]);
            turn = (turn + 1) % requests.size();
        };
    };
    stage plain;
    stage indexed{spread::over_partitions, 5};
    plain.fill(turns, kilobyte);
    indexed.fill(turns, kilobyte, 5);
    measure_growth("PutItem that moves the entries of five indexes", effort, moves(plain, 0),
                   moves(indexed, 5));
}

void measure_memory(std::size_t items)
{
    constexpr std::size_t warm_up = 20'000; // then the ring of events is full and takes no more memory
    auto const bytes_of = [&](std::size_t size, int attributes, int indexes) {
        stage aws{spread::over_partitions, indexes};
        aws.fill(warm_up, size, attributes);
        auto const before = heap_bytes();
        for (std::size_t i = 0; i < items; ++i) aws.put(warm_up + i, size, attributes);
        return (heap_bytes() - before) / static_cast<double>(items);
    };
    print_bytes("Memory of an item of 1 KB beside its size", bytes_of(kilobyte, 0, 0) - kilobyte);
    print_bytes("Memory of an index entry", (bytes_of(kilobyte, 5, 5) - bytes_of(kilobyte, 5, 0)) / 5);
}

} // namespace

int main(int count, char** arguments)
try {
    effort effort;
    std::size_t items = 1'000'000;
    bench::read_effort(count, arguments, effort);
    if (count > 3) items = std::stoul(arguments[3]);
    measure_operations(effort);
    measure_indexes(effort);
    measure_memory(items / 10);
    constexpr std::size_t bytes = 100; // of an item, where there are many
    measure_growth_of("one partition of many items", spread::in_one_partition, effort, items, bytes);
    measure_growth_of("many partitions", spread::over_partitions, effort, items, bytes);
    measure_bare_growth(effort, items, bytes);
} catch (std::exception const& problem) {
    std::fprintf(stderr, "bench_tables: %s\n", problem.what());
    return 1;
}
